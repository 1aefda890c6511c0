"""公开测速 — from the signature to page, list, search and feed."""

import argparse
from pathlib import Path
from typing import Any

from gongkai.cli.bench_place import count, in_own_place, server
from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("公开：从签发到页面、列表、检索、订阅都能看到")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench publish."""
    parser.add_argument("--documents", type=count, default=200_000, help=_("存量件数"))
    parser.add_argument("--rounds", type=count, default=40, help=_("公开多少件"))


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure in a place with that many documents; raises CommandFailed when something never appears."""
    in_own_place(folder / str(args.documents))
    from gongkai.home import bench_publish, bench_stock

    with bar(_("生成存量"), total=args.documents) as progress:
        bench_stock.fill(args.documents, progress)
    with server() as port, bar(_("公开"), total=args.rounds) as progress:
        try:
            result = bench_publish.run(port, args.rounds, progress)
        except bench_publish.NeverSeen as error:
            raise CommandFailed(_("公开后一直没有在 {path} 出现。").format(path=error)) from error
    if not args.json:
        print(_("存量 {documents} 件，公开 {rounds} 件，从签发前计时：").format(**result))
        for place, facts in result["places"].items():
            print(
                _(
                    "{place}：中位 {median_ms} 毫秒，p95 {p95_ms} 毫秒，为签发本身的 {ratio_to_signature} 倍"
                ).format(place=place, **facts)
            )
    return result
