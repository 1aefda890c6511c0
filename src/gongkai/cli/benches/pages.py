"""页面测速 — made pages against nginx serving the same bytes."""

import argparse
import os
from pathlib import Path
from typing import Any

from gongkai.cli.bench_place import in_own_place
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

HELP = _("页面：与 nginx 送出同样内容的静态文件相比")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Bench pages has no arguments of its own."""


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure document, list and home page; raises CommandFailed where the tools are missing."""
    in_own_place(folder)
    from gongkai.core import bench_pages
    from gongkai.core.bench_load import CannotMeasure
    from gongkai.disclosure.queries import published

    document = published().order_by("pk").last()
    if document is None or document.column is None:
        raise CommandFailed(_("没有可测的页面。"))
    paths = {
        "document": f"/documents/{document.pk}/",
        "list": f"/organs/{document.agency.code}/columns/{document.column.code}/",
        "home": "/",
    }
    try:
        result = bench_pages.run(paths=paths, environment=dict(os.environ))
    except CannotMeasure as error:
        raise CommandFailed(str(error)) from error
    if not args.json:
        print(bench_pages.describe(result))
    return result
