"""检查设置 — Django's own checks and ours, with those for deployment."""

import argparse

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

HELP = _("检查设置与环境是否可以上线")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of check."""
    parser.add_argument("--deploy", action="store_true", help=_("同时检查正式上线所需的安全设置"))


def run(args: argparse.Namespace) -> int:
    """Run the system checks; raises CommandFailed on a warning or worse."""
    from django.core.checks import WARNING, run_checks

    project.load()
    found = [
        item
        for item in run_checks(include_deployment_checks=args.deploy, databases=["default"])
        if not item.is_silenced()
    ]
    for item in found:
        print(item)
    if any(item.level >= WARNING for item in found):
        raise CommandFailed(_("检查发现 {count} 项问题。").format(count=len(found)))
    print(_("检查通过。"))
    return 0
