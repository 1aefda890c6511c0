"""触发器 — rules that stand in the database itself, in the words of each database that we run on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Trigger:
    """触发器 — refuses an event on a table when a condition holds.

    `event` is INSERT, UPDATE or DELETE; `condition` is SQL over NEW and OLD that both databases understand.
    """

    name: str
    table: str
    event: str
    condition: str
    message: str

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Put the trigger into the database."""
        if connection.vendor == "sqlite":
            _execute(
                connection,
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN {self.condition} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
            )
            return
        row = "OLD" if self.event == "DELETE" else "NEW"
        _execute(
            connection,
            f"CREATE FUNCTION {self.name}_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.condition} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {row}; END $$",
        )
        _execute(
            connection,
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}_check()",
        )

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Take the trigger out of the database."""
        on = "" if connection.vendor == "sqlite" else f" ON {self.table}"
        _execute(connection, f"DROP TRIGGER IF EXISTS {self.name}{on}")
        if connection.vendor != "sqlite":
            _execute(connection, f"DROP FUNCTION IF EXISTS {self.name}_check()")


def _execute(connection: BaseDatabaseWrapper, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


LEDGER_TRIGGERS = (
    Trigger("ledger_no_update", "core_ledgerentry", "UPDATE", "1 = 1", "ledger entries cannot be changed"),
    Trigger("ledger_no_delete", "core_ledgerentry", "DELETE", "1 = 1", "ledger entries cannot be deleted"),
)

_registered = list(LEDGER_TRIGGERS)


def register(triggers: Iterable[Trigger]) -> None:
    """Add a room's triggers; rooms call this when they are loaded."""
    _registered.extend(triggers)


def put_on(connection: BaseDatabaseWrapper) -> None:
    """Give every table its triggers as they are declared today; called after each migration."""
    take_off(connection)
    for trigger in _on_tables(connection):
        trigger.create(connection)


def take_off(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off every table, for as long as a migration lasts."""
    for trigger in _on_tables(connection):
        trigger.drop(connection)


def _on_tables(connection: BaseDatabaseWrapper) -> list[Trigger]:
    tables = set(connection.introspection.table_names())
    return [trigger for trigger in _registered if trigger.table in tables]
