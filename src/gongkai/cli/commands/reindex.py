"""重建索引 — make the search index again from the database."""

import argparse
import json
from pathlib import Path

from gongkai.cli import project
from gongkai.cli.lock import only_writer
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("从数据库重建检索索引（请先停止服务）")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of reindex."""
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Rebuild; raises CommandFailed while a worker has the index."""
    project.load_prepared()
    with only_writer():
        documents = rebuild()
    if args.json:
        print(json.dumps({"indexed": documents}))
    else:
        print(_("已重建索引：{count} 件。").format(count=documents))
    return 0


def usable() -> bool:
    """Say whether there is an index that this version of the program can read."""
    from django.conf import settings

    from gongkai.search.index import Index, IndexBroken

    if not Path(settings.INDEX).exists():
        return False
    try:
        Index(settings.INDEX)
    except IndexBroken:
        return False
    return True


def rebuild() -> int:
    """Rebuild with a progress bar and return the number of documents; the caller holds the writer lock."""
    from django.conf import settings

    from gongkai.disclosure import indexing
    from gongkai.search.index import Index

    if not usable():
        Index.reset(settings.INDEX)
    with bar(_("重建索引")) as progress:
        return indexing.rebuild(tick=lambda: progress(1))
