"""节假日安排文件 — a year's table as a file: read from what somebody gives, written to be kept and copied from."""

from datetime import date
from itertools import groupby

from gongkai.rules.calendar import CalendarError, Holiday, YearTable
from gongkai.rules.process import RuleViolation

LARGEST = 64 * 1024  # bytes; a year has about one kilobyte


def read_year(data: bytes) -> YearTable:
    """Return the table in a file. Raises RuleViolation when it is no such file."""
    if len(data) > LARGEST:
        raise RuleViolation("文件太大，节假日安排表只有几百个字")
    try:
        return YearTable.from_toml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RuleViolation("文件不是 UTF-8 编码的文本，请另存后再载入") from error
    except CalendarError as error:
        raise RuleViolation(str(error)) from error


def toml_of(table: YearTable) -> str:
    """Return a table as the file that `YearTable.from_toml` reads to the same table."""
    lines = [f"# {table.year} 年部分节假日安排", f"year = {table.year}", f"notice = {_quoted(table.notice)}"]
    if table.also:
        lines.append(f"also = [{', '.join(map(_quoted, table.also))}]")
    lines += ["make_up_workdays = [", *_days(table.make_up_workdays), "]"]
    for holiday in table.holidays:
        lines += ["", "[[days_off]]", f"name = {_quoted(holiday.name)}", "days = ["]
        lines += [*_days(holiday.days), "]"]
    return "\n".join(lines) + "\n"


def _days(days: tuple[date, ...]) -> list[str]:
    return [f'  "{day.isoformat()}",' for day in days]


def _quoted(words: str) -> str:
    """A basic string of TOML: control characters, quotation marks and backslashes are written by number."""
    plain = (f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 or c in '"\\' else c for c in words)
    return f'"{"".join(plain)}"'


def spans_of(holiday: Holiday) -> list[tuple[date, date]]:
    """Return the runs of days of a holiday as (first, last)."""
    runs = groupby(enumerate(holiday.days), key=lambda pair: pair[1].toordinal() - pair[0])
    days = [[day for _, day in run] for _, run in runs]
    return [(run[0], run[-1]) for run in days]
