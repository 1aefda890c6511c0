"""命令行入口 — find the command, run it, turn what it raises into an exit status.

Exit status: 0 done, 1 failed (one line on stderr), 2 bad use.
"""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from gongkai.cli import commands, usage
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _
from gongkai.config.env import BadSetting

FAILED = 1
INTERRUPTED = 130


class Command(Protocol):
    """命令 — what each module in commands/ offers."""

    HELP: str

    @staticmethod
    def arguments(parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    @staticmethod
    def run(args: argparse.Namespace) -> int:
        """Do the work and return the exit status; raise CommandFailed for what the user should read."""


def modules() -> dict[str, str]:
    """Return command name → module name, in alphabetical order."""
    found = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    return {name.rstrip("_"): f"{commands.__name__}.{name}" for name in found}


def parser_for(argv: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; only the named command is imported, or all of them to list what there is."""
    parser = argparse.ArgumentParser(prog="gongkai", description=_("公开：政府信息公开平台"))
    choices = parser.add_subparsers(metavar=_("命令"), required=True)
    available = modules()
    wanted = {argv[0]: available[argv[0]]} if argv and argv[0] in available else available
    for name, path in wanted.items():
        command = cast(Command, importlib.import_module(path))
        text = command.HELP
        one = choices.add_parser(name, help=text, description=text)
        command.arguments(one)
        one.set_defaults(run=command.run)
    return parser


def main(argv: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    usage.speak()
    args = parser_for(argv).parse_args(argv)
    try:
        return int(args.run(args))
    except (CommandFailed, BadSetting) as error:
        print(f"gongkai: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has left (`… | head`); Python would complain again while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
