"""项目 — loading Django for a command, with clear words when the database is not ready."""

from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _


def load() -> None:
    """Load Django without asking anything of the database."""
    import django

    django.setup()


def load_prepared() -> None:
    """Load Django; raises CommandFailed when the database is away or not level with the program."""
    load()
    if waiting_migrations():
        raise CommandFailed(_("数据库尚未准备好，请先运行 gongkai prepare。"))


def waiting_migrations() -> int:
    """Return how many migrations are still to be applied; raises CommandFailed when the database is away."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise CommandFailed(_("无法连接数据库：{reason}").format(reason=str(error).strip())) from error
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
