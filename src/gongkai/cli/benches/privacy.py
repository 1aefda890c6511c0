"""排查测准 — precision and recall of the text scan on the passages of the project, every disguise included."""

import argparse
from pathlib import Path
from typing import Any

from gongkai.cli.words import _

HELP = _("个人信息排查的查全率和查准率，按种类和伪装")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench privacy."""
    parser.add_argument("--faults", action="store_true", help=_("列出漏查和误查"))


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Scan the passages, filled three times with other numbers; nothing is written to the folder."""
    from gongkai.privacy import measure

    measured = measure.measure()
    if not args.json:
        print(
            _("{count} 段文字（{templates} 种写法）").format(
                count=measured.passages, templates=measure.size()
            )
        )
        print(measure.describe(measured))
        for fault, passage, words in measured.faults if args.faults else ():
            print(f"{fault}\t{passage.disguise}\t{words!r}\t{passage.text!r}")
    return measure.figures(measured)
