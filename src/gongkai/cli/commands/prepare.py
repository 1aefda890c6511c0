"""准备 — database, translations, index and, in an empty place, the demonstration; safe to repeat."""

import argparse
import json

from gongkai.cli import project, readiness
from gongkai.cli.words import _

HELP = _("准备数据库、译文、索引；数据库为空时载入示例")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of prepare."""
    parser.add_argument("--look", action="store_true", help=_("只查看是否已准备，不作改动"))
    parser.add_argument("--no-demo", action="store_true", help=_("数据库为空时也不载入示例"))
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Bring everything level; raises CommandFailed with --look when that has not been done."""
    project.load()
    waiting = readiness.waiting_migrations()
    if args.look:
        readiness.require_migrated()
    compiled = 0 if args.look else readiness.everything(demonstration=not args.no_demo)
    if args.json:
        print(json.dumps({"migrated": waiting, "translations": compiled, "accounts": readiness.accounts()}))
    else:
        print(_("已准备好。"))
    return 0
