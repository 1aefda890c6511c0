"""导入测速 — a whole table through the real path, against bare inserts and bare indexing."""

import argparse
import shutil
from pathlib import Path
from typing import Any

from gongkai.cli.bench_place import count, in_own_place
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("导入：整张表的载入与登记，与只插入、只建索引相比")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench import; the default is the stock of 娄底."""
    parser.add_argument("--documents", type=count, default=135_634, help=_("表格行数"))


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure in a place made anew, so that no row is there already."""
    place = folder / str(args.documents)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    in_own_place(place)
    from gongkai.home import bench_import

    with bar(_("导入"), total=args.documents) as progress:
        result = bench_import.run(place, args.documents, progress)
    if not args.json:
        print(_("{rows} 行，{table_megabytes} MB，每秒 {rows_per_second} 行：").format(**result))
        for name in ("bare_seconds", "real_seconds"):
            print(f"{name}  " + "  ".join(f"{part} {took}" for part, took in result[name].items()))
        print(_("为只插入和只建索引的 {ratio} 倍").format(**result))
    return result
