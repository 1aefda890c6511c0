"""年报 — an organ's annual report on a year, as a file or on standard output, and its checks."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _, told

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency
    from gongkai.reporting.check import Check
    from gongkai.reporting.content import Content
    from gongkai.reporting.exports import Exported
    from gongkai.reporting.models import AnnualReport

HELP = _("导出一个机关一年的政府信息公开工作年度报告；还没有起草的，按系统里的数字现算")
SOME_STOP = 3
_TEXT = ("json", "html")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of report."""
    parser.add_argument("agency", metavar=_("机关"), help=_("机关的地址代码、名称或者简称"))
    parser.add_argument("year", type=int, metavar=_("年份"), help=_("报告的年份，四位数字"))
    parser.add_argument(
        "--format",
        choices=("json", "html", "docx", "pdf", "xlsx"),
        help=_("格式，默认 json；json 和 html 输出到标准输出，其余写成文件"),
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=_(
            "列出各项核对和位置，有不能提交的，退出状态为 3；同时写了格式或者 -o 的，也导出，核对结果输出到标准错误"
        ),
    )
    parser.add_argument("-o", "--output", type=Path, metavar=_("文件"), help=_("写到这个文件"))


def run(args: argparse.Namespace) -> int:
    """Write the report or its checks; raises CommandFailed for an unknown organ or a year without reports."""
    project.load_prepared()
    from django.utils import timezone

    report, content = _report(_agency(args.agency), args.year)
    today = timezone.localdate()
    exporting = args.format or args.output or not args.check
    if exporting:
        _write(_exported(report, content, args.format or "json"), args.output)
    if not args.check:
        return 0
    from gongkai.reporting.check import Outcome
    from gongkai.reporting.checks import checks_of

    checks = checks_of(report, today, content)
    print("\n".join(_line(check) for check in checks), file=sys.stderr if exporting else sys.stdout)
    return SOME_STOP if any(check.outcome is Outcome.STOP for check in checks) else 0


def _agency(words: str) -> "Agency":
    from django.db.models import Q

    from gongkai.agencies.models import Agency

    found = list(Agency.objects.filter(Q(code=words) | Q(name=words) | Q(short_name=words))[:2])
    if not found:
        raise CommandFailed(_("没有这个机关：{agency}").format(agency=words))
    if len(found) > 1:
        raise CommandFailed(_("不止一个机关叫“{agency}”，请写地址代码。").format(agency=words))
    return found[0]


def _report(agency: "Agency", year: int) -> "tuple[AnnualReport, Content]":
    """The newest version of a report; what it would say where there is none."""
    from django.utils import timezone

    from gongkai.reporting.content import content_of
    from gongkai.reporting.exports_draft import draft_of
    from gongkai.reporting.queries import FIRST_YEAR, versions

    now = timezone.now()
    if not FIRST_YEAR <= year <= timezone.localdate(now).year:
        raise CommandFailed(
            _("{year} 年没有年度报告，能写的是 {first} 年到 {last} 年。").format(
                year=year, first=FIRST_YEAR, last=timezone.localdate(now).year
            )
        )
    stored = versions(agency, year).first()
    return (stored, content_of(stored)) if stored else draft_of(agency, year, now)


def _exported(report: "AnnualReport", content: "Content", wanted: str) -> "Exported":
    from django.utils import timezone

    from gongkai.reporting.exports import Format, exported
    from gongkai.typesetting.pdf import PdfUnavailable

    try:
        return exported(report, Format(wanted), timezone.localdate(), content)
    except PdfUnavailable as error:
        raise CommandFailed(str(error)) from error


def _write(made: "Exported", path: Path | None) -> None:
    """To the file that is named; else to standard output, unless that is a terminal and the file no text."""
    binary = Path(made.name).suffix.lstrip(".") not in _TEXT
    if path is None and not (binary and sys.stdout.isatty()):
        sys.stdout.buffer.write(made.data)
        sys.stdout.buffer.flush()
        return
    path = path or Path(made.name)
    try:
        path.write_bytes(made.data)
    except OSError as error:
        raise CommandFailed(_("写不了 {path}：{why}").format(path=path, why=error.strerror)) from error
    print(_("已写入 {path}").format(path=path), file=sys.stderr)


def _line(check: "Check") -> str:
    """A check in a line: how it came out, where, what was tried, the arithmetic; what it names in lines below."""
    from gongkai.reporting.check import Outcome

    marks = {Outcome.STOP: _("不能提交"), Outcome.NOTE: _("请看"), Outcome.OK: _("通过")}
    said = f"{marks[check.outcome]}  {told(check.place)}：{told(check.words)}"
    first = f"{said}  {check.arithmetic}" if check.arithmetic else said
    return "\n".join([first, *(f"    {told(each)}" for each in check.named)])
