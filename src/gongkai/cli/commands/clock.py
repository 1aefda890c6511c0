"""期限 — reads cases as JSON lines on standard input and answers each with its due day and the reasons."""

import argparse
from pathlib import Path
from typing import Any

from gongkai.cli.errors import CommandFailed
from gongkai.cli.json_lines import BadLine, answer_each, day, whole
from gongkai.cli.words import _, told
from gongkai.rules.calendar import CalendarError, WorkCalendar, YearTable
from gongkai.rules.clock import ClockReading, Event, EventKind, ImpossibleEvent, read_clock

HELP = _("计算依申请公开的答复期限：标准输入每行一件（JSON），输出每行一个结果，写明理由")
_SHOWN = 40
"""So many characters of a word that is not understood are said back."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of clock."""
    parser.add_argument(
        "--json", action="store_true", required=True, help=_("输入和输出都是每行一个 JSON 对象")
    )
    parser.add_argument(
        "--pause",
        action="store_true",
        help=_("2007 年条例下等待补正的时间只是不计入，收到补正后不重新计算"),
    )
    parser.add_argument(
        "--calendar",
        action="append",
        type=Path,
        default=[],
        metavar=_("文件"),
        help=_("程序没有收录的一年，用 calendar 命令输出的文件；可以写几次"),
    )


def run(args: argparse.Namespace) -> int:
    """Answer every line; raises CommandFailed for a bad calendar file, and at the end when lines were bad."""
    calendar = WorkCalendar.load(_year(path) for path in args.calendar)
    return answer_each(lambda case: _answer(case, calendar, "pause" if args.pause else ""))


def _year(path: Path) -> YearTable:
    try:
        return YearTable.from_toml(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(_("打不开 {path}。").format(path=path)) from error
    except CalendarError as error:
        raise CommandFailed(f"{path}：{error}") from error


def _answer(case: dict[str, Any], calendar: WorkCalendar, on_supplement: str) -> dict[str, Any]:
    try:
        reading = read_clock(
            day(case, "received"),
            _events(case),
            calendar,
            today=None if case.get("today") is None else day(case, "today"),
            on_supplement=on_supplement,
        )
    except ImpossibleEvent as error:
        raise BadLine(told(error.args[0])) from error
    return _described(reading)


def _events(case: dict[str, Any]) -> list[Event]:
    entries = case.get("events", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadLine(_("events 须为对象的列表"))
    return [_event(entry) for entry in entries]


def _event(entry: dict[str, Any]) -> Event:
    said = entry.get("type")
    if not isinstance(said, str):
        raise BadLine(_("每个事件须有 type，写明是哪种事件"))
    try:
        kind = EventKind(said)
    except ValueError as error:
        raise BadLine(_("没有这种事件：{type}").format(type=said[:_SHOWN])) from error
    days = whole(entry, "working_days", least=1) if kind is EventKind.EXTENDED else 0
    return Event(kind, day(entry, "on"), days)


def _described(reading: ClockReading) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "regulation": reading.statute.edition,
        "due": reading.due.isoformat() if reading.due else None,
        "provisional": reading.provisional,
        "days_total": reading.days_total,
        "explanation": list(reading.explanation),
    }
    if reading.stopped_by:
        answer["stopped_by"] = reading.stopped_by.value
    if reading.days_used is not None:
        answer["days_used"] = reading.days_used
    return answer
