"""数据表 — every table as lines of JSON, the same for both databases.

A line is the list of one row's values in the order of the columns. What JSON has no word for is written as
text that the column's own type reads back: ISO 8601 for times (with microseconds and offset), decimal
digits, base64 for bytes, microseconds for durations. JSON columns stay JSON. What is sealed stays sealed.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from gongkai.core.sealed import SealedField, as_stored

if TYPE_CHECKING:
    Column = models.Field[Any, Any]

BATCH_ROWS = 500


def all_models() -> list[type[models.Model]]:
    """Return every model that has a table of its own, many-to-many tables included, in a fixed order."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def columns(model: type[models.Model]) -> "list[Column]":
    """Return the stored columns of a model's own table; generated ones are not written back."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def migrations() -> list[list[str]]:
    """Return the applied migrations as [app, name]: they say what the columns mean."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one moment of the whole database while others go on writing.

    SQLite: a deferred transaction on the write-ahead log (`atomic` would take the write lock here).
    PostgreSQL: repeatable read, read only.
    """
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        # SQLite takes the snapshot at the first read, not at BEGIN.
        cursor.execute("SELECT count(*) FROM sqlite_master")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def count(model: type[models.Model]) -> int:
    """Return the number of rows in a model's table."""
    return models.QuerySet(model).count()


def dump(model: type[models.Model]) -> Iterator[bytes]:
    """Yield one line for each row of a model's own table, by primary key."""
    fields = columns(model)
    stored = [as_stored(field) if isinstance(field, SealedField) else field.attname for field in fields]
    rows: models.QuerySet[Any, Any] = models.QuerySet(model).order_by("pk").values_list(*stored)
    is_json = [isinstance(field, models.JSONField) for field in fields]
    for row in rows.iterator(chunk_size=2000):
        values = [value if kept else _plain(value) for value, kept in zip(row, is_json, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case timedelta():
            return value // timedelta(microseconds=1)
    raise TypeError(f"no way to write {type(value).__name__} into an archive")


def load(model: type[models.Model], lines: Iterable[bytes]) -> int:
    """Write the lines of `dump` into a model's table as they are; return the number of rows."""
    fields = columns(model)
    readers = [_reader(field) for field in fields]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column or field.attname) for field in fields)
    marks = ", ".join("%s" for _ in fields)
    # Names come from the models, values are parameters.
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    written, batch = 0, []
    with connection.cursor() as cursor:
        for line in lines:
            row = zip(fields, readers, json.loads(line), strict=True)
            batch.append(
                [
                    value
                    if isinstance(field, SealedField)
                    else field.get_db_prep_save(read(value), connection)
                    for field, read, value in row
                ]
            )
            if len(batch) == BATCH_ROWS:
                cursor.executemany(statement, batch)
                written, batch = written + len(batch), []
        if batch:
            cursor.executemany(statement, batch)
    return written + len(batch)


def _reader(field: "Column") -> Callable[[Any], Any]:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.JSONField):
        return lambda value: value
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else base64.b64decode(value)
    if isinstance(field, models.DurationField):
        return lambda value: None if value is None else timedelta(microseconds=value)
    return field.to_python


@contextmanager
def replacing() -> Iterator[None]:
    """Empty every table, let the caller fill them, in one transaction with our triggers at rest.

    Triggers guard changes made one at a time; here rows come back that have passed them before. Foreign keys
    are checked at the end, on both databases.
    """
    tables = [model._meta.db_table for model in all_models()]
    with transaction.atomic(), connection.cursor() as cursor, _triggers_at_rest(tables):
        for table in reversed(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
        yield
        connection.check_constraints(tables)
        for statement in connection.ops.sequence_reset_sql(no_style(), all_models()):
            cursor.execute(statement)


@contextmanager
def _triggers_at_rest(tables: list[str]) -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            quoted = [connection.ops.quote_name(table) for table in tables]
            for table in quoted:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            # Checks that are still to come would forbid altering the table.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in quoted:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _name, sql in triggers:
            # Text of a trigger may hold a percent sign; without parameters it is left alone.
            cursor.execute(sql, None)
