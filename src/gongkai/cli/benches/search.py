"""检索测速 — the whole search call against SQLite FTS5 doing the same work."""

import argparse
from pathlib import Path
from typing import Any

from gongkai.cli.bench_place import count
from gongkai.cli.words import _

HELP = _("检索：与 SQLite FTS5 做同样的事相比")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench search."""
    parser.add_argument("--documents", type=count, default=200_000, help=_("存量件数"))


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure; the figures are printed as they come unless JSON is asked for."""
    from gongkai.search import bench

    return bench.run(documents=args.documents, json=args.json, folder=folder)
