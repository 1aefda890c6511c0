"""恢复 — the site of an archive, made again in an empty place."""

import argparse
import json
from pathlib import Path

from gongkai.cli import project, readiness
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
    """Restore and rebuild the index; raises CommandFailed when the place is not empty or the archive bad.

    Also, at the end, when the keys of what is sealed did not come with the archive.
    """
    project.load()
    from django.utils import timezone

    from gongkai.core import archive, sealed

    with only_writer():
        try:
            with bar(_("恢复"), unit="B") as progress:
                manifest = archive.restore(args.source, now=timezone.now(), progress=progress)
        except archive.ArchiveError as error:
            raise CommandFailed(str(error)) from error
        documents = readiness.rebuild_index()
    missing = sealed.missing_keys()
    if not missing:
        sealed.make_keys()
    rows = sum(manifest.rows.values())
    facts = {"made_at": manifest.made_at, "rows": rows, "files": manifest.files, "indexed": documents}
    if args.json:
        lost = {"missing_files": manifest.missing_files, "missing_keys": missing}
        print(json.dumps({**facts, **lost}, ensure_ascii=False))
    else:
        text = _("已恢复 {made_at} 的备份：{rows} 行，{files} 个文件，{indexed} 件入索引。")
        print(text.format(**facts))
    if missing:
        words = _("个人信息还打不开：缺少密钥 {ids}，请把备份时的 sealing-keys 放进数据目录。")
        raise CommandFailed(words.format(ids="、".join(missing)))
    return 0
