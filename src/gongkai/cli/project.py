"""项目 — loading Django for a command, with clear words when the database is not ready."""

from gongkai.cli import readiness


def load() -> None:
    """Load Django without asking anything of the database."""
    import django

    django.setup()


def load_prepared() -> None:
    """Load Django; prepare a place that was never used, as ./run does.

    Raises CommandFailed when the database is away, or holds data of an earlier version of the program.
    """
    load()
    if readiness.never_used():
        readiness.everything(demonstration=True)
    else:
        readiness.require_migrated()
