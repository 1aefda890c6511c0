"""测速 — measure one thing against a baseline of the same run."""

import argparse
import importlib
import json
import os
import pkgutil
from pathlib import Path
from typing import Any, Protocol, cast

from gongkai.cli import benches
from gongkai.cli.words import _

HELP = _("测速：结果都与同一次运行的基准相比")


class Bench(Protocol):
    """测速项目 — what each module in benches/ offers."""

    HELP: str

    @staticmethod
    def arguments(parser: argparse.ArgumentParser) -> None:
        """Declare what the measurement can be told."""

    @staticmethod
    def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
        """Measure in a folder of its own and return the figures, printed unless `args.json`."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench: one subcommand for each measurement."""
    choices = parser.add_subparsers(metavar=_("测什么"), required=True)
    for module in pkgutil.iter_modules(benches.__path__):
        bench = cast(Bench, importlib.import_module(f"{benches.__name__}.{module.name}"))
        one = choices.add_parser(module.name, help=bench.HELP, description=bench.HELP)
        bench.arguments(one)
        one.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))
        one.set_defaults(measure=bench.run, measured=module.name)


def run(args: argparse.Namespace) -> int:
    """Measure in a data folder of its own, so that the real one is never touched."""
    folder = Path(os.environ.get("GONGKAI_DATA", "var")).resolve() / "bench" / args.measured
    folder.mkdir(parents=True, exist_ok=True)
    result = args.measure(args, folder)
    if args.json:
        print(json.dumps(result, ensure_ascii=False))
    return 0
