"""准备 — database, translations, index and, in an empty place, the demonstration; safe to repeat."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli import project
from gongkai.cli.commands import reindex
from gongkai.cli.errors import CommandFailed
from gongkai.cli.lock import only_writer
from gongkai.cli.progress import bar
from gongkai.cli.words import LOCALE_FOLDER, _, told

if TYPE_CHECKING:
    from gongkai.home.demo.place import Account

HELP = _("准备数据库、译文、索引；数据库为空时载入示例")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of prepare."""
    parser.add_argument("--look", action="store_true", help=_("只查看是否已准备，不作改动"))
    parser.add_argument("--no-demo", action="store_true", help=_("数据库为空时也不载入示例"))
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Bring everything level; raises CommandFailed with --look when that has not been done."""
    project.load()
    waiting = project.waiting_migrations()
    if args.look:
        require_migrated()
    compiled = 0 if args.look else everything(demonstration=not args.no_demo)
    if args.json:
        print(json.dumps({"migrated": waiting, "translations": compiled, "accounts": accounts()}))
    else:
        print(_("已准备好。"))
    return 0


def require_migrated() -> None:
    """Raise CommandFailed unless the database is as this version of the program wants it. Django is loaded."""
    if project.waiting_migrations():
        raise CommandFailed(_("数据库尚未准备好，请先运行 gongkai prepare。"))


def accounts() -> list[dict[str, str]]:
    """Return the accounts of the demonstration, none where it is not loaded."""
    from gongkai.home import demo

    return [described(account) for account in demo.ACCOUNTS] if demo.is_loaded() else []


def is_level() -> bool:
    """Say whether `everything`, with the demonstration, would find nothing to do. Django is loaded."""
    from gongkai.core import sealed

    return not (
        any(stale_catalogues())
        or project.waiting_migrations()
        or not sealed.key_lines()
        or _nobody_here()
        or not reindex.usable()
    )


def everything(*, demonstration: bool) -> int:
    """Do all that is needed and not done; return how many translations were compiled. Django is loaded."""
    compiled = compile_translations()
    if project.waiting_migrations():
        _migrate()
    _make_keys()
    loads = demonstration and _nobody_here()
    if loads:
        _say(_("正在载入示例数据……"))
        load_demonstration()
    if loads or not reindex.usable():
        _say(_("正在建立索引……"))
        with only_writer():
            reindex.rebuild()
    return compiled


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


def load_demonstration() -> None:
    """Load it in one transaction: one that was interrupted leaves an empty place, and is loaded next time."""
    from django.db import transaction
    from django.utils import timezone

    from gongkai.home.demo.load import load

    with bar(_("示例数据")) as progress, transaction.atomic():
        load(timezone.now(), tick=lambda: progress(1))


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
