"""初始设置 — a real first installation: the government, its catalogue and the first administrator; no demonstration."""

import argparse
import json

from gongkai.cli import project, readiness
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

HELP = _("正式启用：建立本级政府、它的目录和第一个系统管理员（不载入示例）")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of setup."""
    parser.add_argument("--name", required=True, help=_("本级政府全称，例如 临江市人民政府"))
    parser.add_argument("--short", required=True, help=_("本级政府简称，例如 市政府"))
    parser.add_argument("--code", required=True, help=_("地址里用的代码，例如 linjiang"))
    parser.add_argument("--level", required=True, choices=("province", "city", "county"), help=_("层级"))
    parser.add_argument("--site", required=True, help=_("网站名称，例如 临江市政府信息公开"))
    parser.add_argument("--admin", required=True, metavar=_("登录名"), help=_("第一个系统管理员的登录名"))
    parser.add_argument("--admin-name", required=True, metavar=_("姓名"), help=_("第一个系统管理员的姓名"))
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Set up; raises CommandFailed in a place that was set up already, or for facts that cannot be taken."""
    project.load()
    readiness.everything(demonstration=False)
    from django.utils import timezone

    from gongkai.agencies.actions.set_up import set_up
    from gongkai.agencies.models import AgencyLevel
    from gongkai.agencies.policies import SYSTEM, Actor, HeldPost
    from gongkai.catalogue.actions.load_schemes import load_schemes
    from gongkai.catalogue.actions.load_structure import load_structure
    from gongkai.rules.catalogue import structure
    from gongkai.rules.posts import Role
    from gongkai.rules.process import RuleViolation

    now = timezone.now()
    try:
        here, password = set_up(
            now=now,
            site_name=args.site,
            code=args.code,
            name=args.name,
            short_name=args.short,
            level=AgencyLevel(args.level),
            username=args.admin,
            person_name=args.admin_name,
        )
    except RuleViolation as violation:
        raise CommandFailed(str(violation)) from violation
    load_schemes(actor=SYSTEM, now=now)
    console = Actor(posts=(HeldPost(Role.OFFICE, here.root_id, here.root.path),))
    load_structure(here.root, structure(here.root.kind), actor=console, now=now)
    if args.json:
        print(json.dumps({"username": args.admin, "password": password}))
    else:
        print(_("已启用。请用 {username} 登录 /desk/，口令（只显示这一次）：").format(username=args.admin))
        print(password)
    return 0
