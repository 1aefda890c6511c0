"""触发器 — rules that stand in the database itself, in the words of each database that we run on."""

from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


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

    def create(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Put the trigger into the database."""
        if editor.connection.vendor == "sqlite":
            editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN {self.condition} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )
            return
        row = "OLD" if self.event == "DELETE" else "NEW"
        editor.execute(
            f"CREATE FUNCTION {self.name}_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.condition} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {row}; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}_check()"
        )

    def drop(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Take the trigger out of the database."""
        on = "" if editor.connection.vendor == "sqlite" else f" ON {self.table}"
        editor.execute(f"DROP TRIGGER IF EXISTS {self.name}{on}")
        if editor.connection.vendor != "sqlite":
            editor.execute(f"DROP FUNCTION IF EXISTS {self.name}_check()")


LEDGER_TRIGGERS = (
    Trigger("ledger_no_update", "core_ledgerentry", "UPDATE", "1 = 1", "ledger entries cannot be changed"),
    Trigger("ledger_no_delete", "core_ledgerentry", "DELETE", "1 = 1", "ledger entries cannot be deleted"),
)
