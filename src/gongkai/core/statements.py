"""语句 — statements of the database that are written once, where writing them takes longer than answering them.

What a page asks each time, in the same words, need not be put into words each time: of a page of cases the writing of
statements was three fifths. What is kept here is the question, never an answer.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, TypeVarTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.expressions import BaseExpression, RawSQL

Asked = TypeVarTuple("Asked")
_MOST_KEPT = 512
"""Questions kept of each kind: some for everybody who is signed in."""


def written(rows: QuerySet[Any], expressions: Mapping[str, BaseExpression]) -> Mapping[str, RawSQL]:
    """Return expressions on rows as the text that they become in every statement on such rows.

    For what refers to the rows by their own table only, and to nothing that differs from one request to the next.
    """
    compiler = rows.annotate(**expressions).query.get_compiler(using=DEFAULT_DB_ALIAS)
    compiler.pre_sql_setup()
    found = {alias: (expression, text) for expression, text, alias in compiler.select or []}
    texts = ((name, *found[name]) for name in expressions)
    # The text is the ORM's own; nothing of a request is in it.
    return {name: RawSQL(sql, values, one.output_field) for name, one, (sql, values) in texts}  # noqa: S611


@dataclass(frozen=True, slots=True)
class Statement:
    """一句 — a statement in words, and what reads the rows that it gives, as often as they are asked for.

    `readers` tell by the place of a value what makes of it what the page sees.
    """

    sql: str
    values: tuple[Any, ...]
    names: tuple[str, ...]
    readers: tuple[tuple[int, tuple[Callable[..., Any], ...], BaseExpression], ...]

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> "Statement | None":
        """Return what asks for rows of `values`, by their names; None where nothing can be found."""
        compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return None
        columns = [column for column, _text, _alias in compiler.select or ()]
        readers = compiler.get_converters(columns)
        return cls(
            sql,
            tuple(values),
            tuple(rows.query.selected or ()),
            tuple((at, tuple(each), column) for at, (each, column) in readers.items()),
        )

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Yield what the database answers now, a row's values by their names."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            found = cursor.fetchall()
        for row in found:
            told = list(row)
            for at, readers, column in self.readers:
                for read in readers:
                    told[at] = read(told[at], column, connection)
            yield dict(zip(self.names, told, strict=True))


def asked_again(
    question: Callable[[*Asked], object],
) -> Callable[[*Asked], list[tuple[Any, ...]]]:
    """Return what answers a question that is one statement, the same whenever its arguments are the same.

    Arguments are hashable. The first time `question` itself is asked, and what it asks of the database is noted. The
    values of the rows are as the database writes them: for numbers and for ids. Raises ValueError for a question that
    is more than one statement.
    """

    @lru_cache(maxsize=_MOST_KEPT)
    def statement(*args: Any) -> tuple[str, Any] | None:
        noted: list[tuple[str, Any]] = []

        def note(execute: Callable[..., Any], sql: str, values: Any, *more: Any) -> Any:
            noted.append((sql, values))
            return execute(sql, values, *more)

        with connection.execute_wrapper(note):
            question(*args)
        if len(noted) > 1:
            raise ValueError(f"{len(noted)} statements")
        return noted[0] if noted else None

    @wraps(question)
    def answer(*args: *Asked) -> list[tuple[Any, ...]]:
        asked = statement(*args)
        if asked is None:  # nothing can be found, and nobody need be asked
            return []
        with connection.cursor() as cursor:
            cursor.execute(*asked)
            return list(cursor.fetchall())

    return answer
