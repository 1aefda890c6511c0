"""审核年报 — what does not add up in published annual reports; needs no database."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _, told

if TYPE_CHECKING:
    from gongkai.auditing.model import Audit, Finding, Source
    from gongkai.intake.isolated import Isolated
    from gongkai.intake.pieces import Piece

HELP = _("审核政府信息公开工作年度报告（TXT、HTML、DOCX、PDF、OFD，文件夹或 ZIP）")
SOME_ERRORS = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of audit."""
    parser.add_argument("paths", nargs="+", type=Path, metavar=_("路径"), help=_("文件、文件夹或者 ZIP"))
    parser.add_argument("--json", action="store_true", help=_("每份报告输出一个 JSON 对象，每行一个"))
    parser.add_argument(
        "--text",
        action="store_true",
        help=_("只输出从文件中取出的文字，结果的起止位置以它为准；与 --json 同用时另起一行"),
    )
    parser.add_argument(
        "--previous", type=Path, metavar=_("文件"), help=_("同一机关上一年度的报告，用来核对结转数")
    )


def run(args: argparse.Namespace) -> int:
    """Audit every report; 0: everything adds up, 3: something does not.

    Raises CommandFailed when nothing wrong was found and a file could not be read: each is named as it comes.
    """
    from gongkai.auditing.audit import audit
    from gongkai.auditing.delivery import reports_in
    from gongkai.auditing.telling import has_errors
    from gongkai.intake.isolated import Isolated

    unread, errors = 0, False
    with Isolated() as isolated, bar(_("审核")) as progress:
        previous = _previous(args.previous, isolated)
        for piece in reports_in(args.paths):
            source = _read(piece, isolated, as_json=args.json)
            if source is None:
                unread += 1
            else:
                done = audit(source, previous)
                errors = errors or has_errors(done)
                _say(done, piece.path, as_json=args.json, with_text=args.text)
            progress(1)
    if errors:
        return SOME_ERRORS
    if unread:
        raise CommandFailed(_("{count} 个文件没有审核。").format(count=unread))
    return 0


def _previous(path: Path | None, isolated: "Isolated") -> "Audit | None":
    from gongkai.auditing.audit import audit
    from gongkai.auditing.delivery import reports_in

    if path is None:
        return None
    sources = [_read(piece, isolated, as_json=False) for piece in reports_in([path])]
    if len(sources) != 1 or sources[0] is None:
        raise CommandFailed(_("--previous 须为一份能读取的报告：{path}").format(path=path))
    return audit(sources[0])


def _read(piece: "Piece", isolated: "Isolated", *, as_json: bool) -> "Source | None":
    """The words of a file; None, which is said, when it cannot be read."""
    from gongkai.intake.reading import FileRefused

    try:
        return _source(piece.data(), piece.name, isolated)
    except FileRefused as refusal:
        sentence = told(refusal.message)
        if as_json:
            print(json.dumps({"file": piece.path, "error": sentence}, ensure_ascii=False), flush=True)
        else:
            print(f"{piece.path}：{sentence}", file=sys.stderr, flush=True)
    return None


def _source(data: bytes, name: str, isolated: "Isolated") -> "Source":
    """Plain text is read here; whatever needs a parser, in a process apart."""
    from gongkai.auditing.reading import is_plain, read_source

    if is_plain(data, name):
        return read_source(data, name)
    source: Source = isolated.call("gongkai.auditing.reading:read_source", data, name)
    return source


def _say(done: "Audit", name: str, *, as_json: bool, with_text: bool) -> None:
    from gongkai.auditing.telling import as_data

    if as_json:
        print(json.dumps(as_data(done, name), ensure_ascii=False))
        if with_text:
            print(json.dumps({"file": name, "text": done.source.text}, ensure_ascii=False))
    elif with_text:
        # Nothing but the text, so that the places hold in what is printed.
        sys.stdout.write(done.source.text)
    else:
        print("\n".join(_report(done, name)))
    sys.stdout.flush()


def _report(done: "Audit", name: str) -> list[str]:
    """An audit in words: whose report it is, what was tried, and each finding with its place."""
    from gongkai.auditing.telling import findings_of

    outline, unknown = done.outline, _("未写明")
    findings = findings_of(done)
    lines = [
        name,
        "  " + _("题目：{title}").format(title=outline.title or unknown),
        "  "
        + _("机关：{agency}；年度：{year}；格式：{form}").format(
            agency=outline.agency or unknown,
            year=outline.year or unknown,
            form=_form(outline.form) or unknown,
        ),
        "  "
        + _("读出数字 {figures} 个、表格 {tables} 张，核对 {checks} 项，发现 {findings} 处。").format(
            figures=len(done.figures),
            tables=len(done.tables),
            checks=done.tried.checks,
            findings=len(findings),
        ),
    ]
    return lines + [line for finding in findings for line in _finding(finding, done.source.text)]


def _form(key: str) -> str:
    from gongkai.rules.report_forms import forms

    return next((form.name for form in forms() if form.key == key), "")


def _finding(finding: "Finding", text: str) -> list[str]:
    from gongkai.auditing.telling import KIND_LABELS, SEVERITY_LABELS, excerpt

    place = f"[{finding.span.start}–{finding.span.end}]"
    kind, severity = told(KIND_LABELS[finding.kind]), told(SEVERITY_LABELS[finding.severity])
    return [
        f"  {severity}（{kind}）{place} {excerpt(finding.span.of(text))}",
        f"      {told(finding.explanation)}",
    ]
