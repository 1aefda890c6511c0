"""重建索引 — make the search index again from the database."""

import argparse
import json

from gongkai.cli import project, readiness
from gongkai.cli.lock import only_writer
from gongkai.cli.words import _

HELP = _("从数据库重建检索索引（请先停止服务）")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of reindex."""
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Rebuild; raises CommandFailed while a worker has the index."""
    project.load_prepared()
    with only_writer():
        documents = readiness.rebuild_index()
    if args.json:
        print(json.dumps({"indexed": documents}))
    else:
        print(_("已重建索引：{count} 件。").format(count=documents))
    return 0
