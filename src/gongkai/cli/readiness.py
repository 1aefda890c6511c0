"""就绪 — what a place must have before it is used: database, translations, keys, index, a demonstration.

Django is loaded by whoever asks (`project.load`).
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli.errors import CommandFailed
from gongkai.cli.lock import only_writer
from gongkai.cli.progress import bar
from gongkai.cli.words import LOCALE_FOLDER, _, told

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

    from gongkai.home.demo.place import Account


def is_level() -> bool:
    """Say whether `everything`, with the demonstration, would find nothing to do."""
    from gongkai.core import sealed

    return not (
        any(stale_catalogues())
        or waiting_migrations()
        or not sealed.key_lines()
        or _nobody_here()
        or not index_usable()
    )


def everything(*, demonstration: bool) -> int:
    """Do all that is needed and not done; return how many translations were compiled."""
    compiled = compile_translations()
    if waiting_migrations():
        _migrate()
    _make_keys()
    loads = demonstration and _nobody_here()
    if loads:
        _say(_("正在载入示例数据……"))
        load_demonstration()
    if loads or not index_usable():
        _say(_("正在建立索引……"))
        with only_writer():
            rebuild_index()
    return compiled


def require_migrated() -> None:
    """Raise CommandFailed unless the database is as this version of the program wants it."""
    if waiting_migrations():
        raise CommandFailed(_("数据库尚未准备好，请先运行 gongkai prepare。"))


def waiting_migrations() -> int:
    """Return how many migrations are still to be applied; raises CommandFailed when the database is away."""
    executor = _executor()
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def never_used() -> bool:
    """Say whether no migration was ever applied; raises CommandFailed when the database is away."""
    return not _executor().loader.applied_migrations


def _executor() -> "MigrationExecutor":
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        return MigrationExecutor(connection)
    except OperationalError as error:
        raise CommandFailed(_("无法连接数据库：{reason}").format(reason=str(error).strip())) from error


def compile_translations() -> int:
    """Compile each catalogue that is newer than what was compiled from it; return how many were."""
    done = 0
    for source in stale_catalogues():
        import polib  # takes a while, and is wanted after an update only

        compiled = source.with_suffix(".mo")
        part = compiled.with_suffix(".part")
        polib.pofile(str(source)).save_as_mofile(str(part))
        part.replace(compiled)
        done += 1
    return done


def stale_catalogues() -> Iterator[Path]:
    """Yield each catalogue that is newer than what was compiled from it."""
    for source in LOCALE_FOLDER.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            yield source


def _migrate() -> None:
    from django.core.management import call_command

    _say(_("正在准备数据库……"))
    call_command("migrate", verbosity=0, interactive=False)


def _make_keys() -> None:
    from gongkai.core import sealed

    try:
        sealed.make_keys()
    except sealed.SealError as error:
        raise CommandFailed(told(str(error))) from error


def _nobody_here() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()


def index_usable() -> bool:
    """Say whether there is an index that this version of the program can read."""
    from django.conf import settings

    from gongkai.search.index import Index, IndexBroken

    if not Path(settings.INDEX).exists():
        return False
    try:
        Index(settings.INDEX)
    except IndexBroken:
        return False
    return True


def rebuild_index() -> int:
    """Rebuild with a progress bar and return the number of documents; the caller holds the writer lock."""
    from django.conf import settings

    from gongkai.disclosure import indexing
    from gongkai.search.index import Index

    if not index_usable():
        Index.reset(settings.INDEX)
    with bar(_("重建索引")) as progress:
        return indexing.rebuild(tick=lambda: progress(1))


def load_demonstration() -> None:
    """Load it in one transaction: one that was interrupted leaves an empty place, and is loaded next time."""
    from django.db import transaction
    from django.utils import timezone

    from gongkai.home.demo.load import load

    with bar(_("示例数据")) as progress, transaction.atomic():
        load(timezone.now(), tick=lambda: progress(1))


def accounts() -> list[dict[str, str]]:
    """Return the accounts of the demonstration, none where it is not loaded."""
    from gongkai.home import demo

    return [described(account) for account in demo.ACCOUNTS] if demo.is_loaded() else []


def described(account: "Account") -> dict[str, str]:
    """Return what a newcomer needs to sign in as a demonstration account."""
    from gongkai.rules.posts import ROLE_LABELS

    return {
        "username": account.username,
        "password": account.password,
        "name": account.name,
        "role": ROLE_LABELS[account.role],
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
