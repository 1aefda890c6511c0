"""备份 — one archive of the database and the files, while the site goes on."""

import argparse
import json
from pathlib import Path

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("在服务运行时备份数据库和文件，写成一个存档")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of backup."""
    parser.add_argument(
        "target",
        metavar=_("存档"),
        nargs="?",
        type=Path,
        help=_("要写的文件（默认 gongkai-日期-时间.tar.gz；如为目录则写在其中）"),
    )
    parser.add_argument(
        "--with-keys", action="store_true", help=_("把密封密钥也写进存档（谁有存档，谁就能看到个人信息）")
    )
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Write the archive; raises CommandFailed, also when stored files were missing or damaged."""
    project.load_prepared()
    from django.utils import timezone

    from gongkai.core import archive

    now = timezone.localtime()
    name = f"gongkai-{now:%Y%m%d-%H%M%S}.tar.gz"
    target = args.target or Path(name)
    if target.is_dir():
        target = target / name
    try:
        with bar(_("备份"), unit="B") as progress:
            manifest = archive.backup(target, now=now, progress=progress, with_keys=args.with_keys)
    except archive.ArchiveError as error:
        raise CommandFailed(str(error)) from error
    rows = sum(manifest.rows.values())
    facts = {"archive": str(target), "bytes": target.stat().st_size, "rows": rows, "files": manifest.files}
    if args.json:
        print(json.dumps({**facts, "missing_files": manifest.missing_files}, ensure_ascii=False))
    else:
        print(_("已备份到 {archive}：{rows} 行，{files} 个文件，{bytes} 字节。").format(**facts))
        if archive.KEYS not in manifest.members:
            print(_("密封密钥不在存档里：请把 sealing-keys 另外保存一份，没有它，个人信息打不开。"))
    if manifest.missing_files:
        message = _("{count} 个文件缺失或损坏，未能备份：{first} 等。")
        missing = manifest.missing_files
        raise CommandFailed(message.format(count=len(missing), first=missing[0]))
    return 0
