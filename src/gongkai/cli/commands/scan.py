"""排查 — personal and hidden data in files on this machine; needs no database."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _, told

if TYPE_CHECKING:
    from gongkai.intake.isolated import Isolated
    from gongkai.privacy.finding import FileScan, Finding

HELP = _("排查文件中的个人信息和隐藏内容（DOCX、XLSX、PPTX、PDF、网页、图片、ZIP 等）")
SOME_CERTAIN = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of scan."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar=_("路径"), help=_("文件，或者含有文件的文件夹")
    )
    parser.add_argument("--json", action="store_true", help=_("每个发现输出一个 JSON 对象，每行一个"))
    parser.add_argument(
        "--text",
        action="store_true",
        help=_("只输出从文件中取出的文字，发现的起止位置以它为准；与 --json 同用时另起一行"),
    )


def run(args: argparse.Namespace) -> int:
    """Scan every file; 0: nothing certain, 3: something certain.

    Raises CommandFailed when nothing certain was found and a file could not be read: each is named as it comes.
    """
    from gongkai.intake.isolated import Isolated
    from gongkai.rules.privacy import Certainty

    files = list(_files(args.paths))
    unread, certain = 0, False
    with Isolated() as isolated, bar(_("排查"), total=len(files)) as progress:
        for path in files:
            scan = _scanned(path, isolated)
            if scan is None:
                unread += 1
            else:
                _say(path, scan, as_json=args.json, with_text=args.text)
                certain = certain or any(one.certainty == Certainty.CERTAIN for one in scan.findings)
            progress(1)
    if certain:
        return SOME_CERTAIN
    if unread:
        raise CommandFailed(_("{count} 个文件没有检查。").format(count=unread))
    return 0


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.is_file())
            if not found:
                raise CommandFailed(_("{path} 里没有文件。").format(path=path))
            yield from found
        elif path.is_file():
            yield path
        else:
            raise CommandFailed(_("没有这个文件：{path}").format(path=path))


def _scanned(path: Path, isolated: "Isolated") -> "FileScan | None":
    """The scan of a file; None, with a line on stderr, when it cannot be read."""
    from gongkai.intake.reading import FileRefused

    try:
        scan: FileScan = isolated.call("gongkai.privacy.files:scan_file", path.read_bytes(), path.name)
    except FileRefused as refusal:
        _warn(path, told(refusal.message))
    except OSError as error:
        _warn(path, _("读不了这个文件：{reason}").format(reason=error.strerror))
    else:
        for sentence in scan.warnings:
            _warn(path, told(sentence))
        return scan
    return None


def _warn(path: Path, sentence: str) -> None:
    print(f"{path}：{sentence}", file=sys.stderr, flush=True)


def _say(path: Path, scan: "FileScan", *, as_json: bool, with_text: bool) -> None:
    if as_json:
        for one in scan.findings:
            print(json.dumps(_described(path, one), ensure_ascii=False))
        if with_text:
            print(json.dumps({"file": str(path), "text": scan.text}, ensure_ascii=False))
    elif with_text:
        # Nothing but the text, so that the offsets hold in what is printed.
        sys.stdout.write(scan.text)
    else:
        print(_sentence(path, scan))
        for one in scan.findings:
            print(f"    {_line(one)}")
    sys.stdout.flush()


def _described(path: Path, one: "Finding") -> dict[str, object]:
    return {
        "file": str(path),
        "kind": one.kind,
        "certainty": one.certainty,
        "start": one.start,
        "end": one.end,
        "excerpt": one.excerpt,
        "place": one.place,
        "reason": one.reason,
    }


def _sentence(path: Path, scan: "FileScan") -> str:
    if not scan.findings:
        return _("{path}：没有发现。").format(path=path)
    return _("{path}：{count} 处。").format(path=path, count=len(scan.findings))


def _line(one: "Finding") -> str:
    from gongkai.rules.privacy import CERTAINTY_LABELS, KIND_LABELS

    place = f"，{one.place}" if one.place else ""
    kind, certainty = told(KIND_LABELS[one.kind]), told(CERTAINTY_LABELS[one.certainty])
    return f"{kind}（{certainty}{place}）：{one.excerpt}。{told(one.reason)}"
