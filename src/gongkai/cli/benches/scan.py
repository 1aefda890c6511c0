"""排查测速 — scanning generated documents on one core, against bare regular expressions over the same text."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gongkai.cli.bench_place import count
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("个人信息排查的速度：与只用正则表达式相比")
ROUNDS = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench scan."""
    parser.add_argument("--documents", type=count, default=5_000, help=_("件数"))


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Scan in this one process; nothing is written to the folder."""
    from gongkai.privacy.speed import measure_speed
    from gongkai.search.generate import documents

    bodies = [entry.body for entry in documents(args.documents)]
    with bar(_("排查"), total=ROUNDS) as progress:
        speed = measure_speed(bodies, ROUNDS, lambda: progress(1))
    figures = asdict(speed) | {
        "ratio_to_union": speed.scan / speed.union,
        "ratio_to_digits": speed.scan / speed.digits,
    }
    if not args.json:
        print(
            _("{documents} 件，{megabytes:.1f} MB，其中 {planted} 件含个人信息，找到 {findings} 处").format(
                **figures
            )
        )
        print(
            _("排查 {scan:.1f} MB/秒，为单个合并正则（{union:.1f} MB/秒）的 {ratio_to_union:.2f} 倍").format(
                **figures
            )
        )
        print(_("只找数字串 {digits:.0f} MB/秒，排查为其 {ratio_to_digits:.2f} 倍").format(**figures))
    return figures
