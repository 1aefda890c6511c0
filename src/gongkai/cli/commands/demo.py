"""演示 — load the demonstration jurisdiction into an empty database, and say how to sign in."""

import argparse
import json

from gongkai.cli import project
from gongkai.cli.commands import prepare
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

HELP = _("在空数据库中载入示例辖区，并列出示例账号")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of demo."""
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Load it unless it is there; raises CommandFailed in a place that holds somebody's real data."""
    project.load_prepared()
    from gongkai.agencies.models import User
    from gongkai.home import demo

    if not demo.is_loaded():
        if User.objects.exists():
            raise CommandFailed(_("数据库里已有数据，示例只能载入空数据库。"))
        prepare.load_demonstration()
    accounts = [prepare.described(account) for account in demo.ACCOUNTS]
    if args.json:
        print(json.dumps({"accounts": accounts}, ensure_ascii=False))
    else:
        for account in accounts:
            print(f"{account['role']}  {account['username']}  {account['password']}")
    return 0
