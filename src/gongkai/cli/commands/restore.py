"""恢复 — the site of an archive, made again in an empty place."""

import argparse
import json
from pathlib import Path

from gongkai.cli import project
from gongkai.cli.commands import reindex
from gongkai.cli.errors import CommandFailed
from gongkai.cli.lock import only_writer
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("把存档恢复到空的数据目录和数据库")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of restore."""
    parser.add_argument("source", metavar=_("存档"), type=Path, help=_("backup 所写的文件"))
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Restore and rebuild the index; raises CommandFailed when the place is not empty or the archive bad."""
    project.load()
    from django.utils import timezone

    from gongkai.core import archive

    with only_writer():
        try:
            with bar(_("恢复"), unit="B") as progress:
                manifest = archive.restore(args.source, now=timezone.now(), progress=progress)
        except archive.ArchiveError as error:
            raise CommandFailed(str(error)) from error
        documents = reindex.rebuild()
    rows, stored = sum(manifest.rows.values()), len(manifest.members) - len(manifest.rows)
    facts = {"made_at": manifest.made_at, "rows": rows, "files": stored, "indexed": documents}
    if args.json:
        print(json.dumps({**facts, "missing_files": manifest.missing_files}, ensure_ascii=False))
    else:
        text = _("已恢复 {made_at} 的备份：{rows} 行，{files} 个文件，{indexed} 件入索引。")
        print(text.format(**facts))
    return 0
