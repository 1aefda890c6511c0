"""检查设置 — Django's own checks, with those for deployment, and whether the worker keeps up."""

import argparse

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

HELP = _("检查设置与环境是否可以上线")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of check."""
    parser.add_argument("--deploy", action="store_true", help=_("同时检查正式上线所需的安全设置"))


def run(args: argparse.Namespace) -> int:
    """Run the checks; raises CommandFailed on a warning or worse, and when work of the worker waits too long."""
    from django.core.checks import WARNING, run_checks

    project.load()
    found = [
        item
        for item in run_checks(include_deployment_checks=args.deploy, databases=["default"])
        if not item.is_silenced()
    ]
    for item in found:
        print(item)
    serious = sum(item.level >= WARNING for item in found)
    if stuck := _stuck():
        print(
            _("有 {count} 件后台工作等了一分钟以上：后台进程没有运行，或者办不成，请看日志。").format(
                count=stuck
            )
        )
    if serious or stuck:
        raise CommandFailed(_("检查发现 {count} 项问题。").format(count=len(found) + bool(stuck)))
    print(_("检查通过。"))
    return 0


def _stuck() -> int:
    """Return how much work of the worker waits too long; none in a database that is not prepared."""
    from django.db import connection
    from django.utils import timezone

    from gongkai.core import outbox
    from gongkai.core.models import OutboxItem

    prepared = OutboxItem._meta.db_table in connection.introspection.table_names()
    return outbox.stuck(timezone.now()) if prepared else 0
