"""项目 — loading Django for a command, with clear words when the database is not ready."""

from typing import TYPE_CHECKING

from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor


def load() -> None:
    """Load Django without asking anything of the database."""
    import django

    django.setup()


def load_prepared() -> None:
    """Load Django; prepare a place that was never used, as ./run does.

    Raises CommandFailed when the database is away, or holds data of an earlier version of the program.
    """
    load()
    if not _executor().loader.applied_migrations:
        from gongkai.cli.commands import prepare

        prepare.everything(demonstration=True)
    elif waiting_migrations():
        raise CommandFailed(_("数据库尚未准备好，请先运行 gongkai prepare。"))


def waiting_migrations() -> int:
    """Return how many migrations are still to be applied; raises CommandFailed when the database is away."""
    executor = _executor()
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _executor() -> "MigrationExecutor":
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        return MigrationExecutor(connection)
    except OperationalError as error:
        raise CommandFailed(_("无法连接数据库：{reason}").format(reason=str(error).strip())) from error
