"""清查测速 — the whole published stock looked through again, as the worker does it."""

import argparse
from pathlib import Path
from typing import Any

from gongkai.cli.bench_place import count, in_own_place
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("清查：全部公开的信息重新查一遍")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench rescan."""
    parser.add_argument("--documents", type=count, default=200_000, help=_("存量件数"))


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure in a place with that many documents, one in fifty with something private in it."""
    in_own_place(folder / str(args.documents))
    from gongkai.home import bench_rescan, bench_stock

    with bar(_("生成存量"), total=args.documents) as progress:
        bench_stock.fill(args.documents, progress, bodies=bench_rescan.Planting(), indexed=False)
    with bar(_("清查"), total=args.documents) as progress:
        result = bench_rescan.run(progress)
    if not args.json:
        print(
            _(
                "公开的 {documents} 件，{megabytes:.0f} MB，清查用 {seconds:.1f} 秒，每秒 {documents_per_second:.0f} 件"
            ).format(**result)
        )
        print(
            _("同样的文字只从数据库读出来 {read_seconds:.1f} 秒，清查为其 {ratio_to_read:.1f} 倍").format(
                **result
            )
        )
        print(
            _("同样的文字在一个进程里只排查 {bare_seconds:.1f} 秒，清查为其 {ratio_to_bare:.2f} 倍").format(
                **result
            )
        )
        print(
            _(
                "查出 {findings} 处，{documents_with_resident_id} 件有身份证号；后台其他事最多等 {longest_turn_ms:.0f} 毫秒"
            ).format(**result)
        )
    return result
