"""填报表的电子表格 — the sheet of an organ's year to fill in elsewhere, and what comes back in it.

Rows are told by the slice in the first column, else by the name of the figure and nothing else. A cell that is empty
says nothing; one that is no number is an error of its row, and then nothing of the file is taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.imports.tables import opened
from gongkai.reporting.actions.declare import LARGEST, LONGEST, Statement, lacks_reason
from gongkai.reporting.declared_sheet import Line, plain_digits
from gongkai.rules.indicators import unknown_in
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.slices import Slice
from gongkai.typesetting.workbook import Sheet, workbook

# The words stand in a file that is read again: they are the same in every language.
_CODE, _NAME, _UNIT, _BEFORE, _NOW, _NOTE, _REASON = (
    "指标代码",
    "指标",
    "单位",
    "上年",
    "本年",
    "说明",
    "更正理由",
)
HEADER = (_CODE, _NAME, _UNIT, _BEFORE, _NOW, _NOTE, _REASON)
_WIDTHS = (34, 44, 10, 14, 14, 30, 30)
_TITLE = re.compile(r"(?P<year>\d{4})(?: (?P<code>\S+))?")
"""What the sheet of a template is called: its year and the code of its organ."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """一格有误 — the number of the row in the file, what the cell is and says, and why it cannot be taken."""

    row: int
    words: str
    reason: str


def template(lines: Sequence[Line], agency: Agency, year: int) -> bytes:
    """Return the sheet to fill in as XLSX, with what was declared already; its name says whose it is on which year."""
    rows = [HEADER, *(_row(line) for line in lines)]
    return workbook([Sheet(f"{year} {agency.code}", rows, widths=_WIDTHS)])


def _row(line: Line) -> tuple[str | Decimal | None, ...]:
    now, places = line.now, line.indicator.decimals
    value, note = (round(now.value, places), now.note) if now else (None, "")
    before = round(line.before, places) if line.before is not None else None
    return str(line.slice), line.name, line.indicator.unit, before, value, note, ""


def read(
    name: str, data: bytes, lines: Sequence[Line], agency: Agency, year: int
) -> tuple[list[Statement], list[BadCell]]:
    """Return what a table states and what in it cannot be taken.

    Raises RuleViolation without the columns it needs, and for another organ's or another year's table; FileRefused for
    what is no table.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(data)
        with opened(path, name) as table:
            _meant_for(table.sheet, agency, year)
            places = {title.strip(): n for n, title in enumerate(table.header)}
            if _NOW not in places or not {_CODE, _NAME} & set(places):
                words = phrase(
                    "表格里要有“%(code)s”或者“%(name)s”，还要有“%(now)s”", code=_CODE, name=_NAME, now=_NOW
                )
                raise RuleViolation(words, field="table")
            taken = list(_taken(table.rows, places, lines))
    found = [one for one in taken if isinstance(one, Statement)]
    return found, [one for one in taken if isinstance(one, BadCell)]


def _meant_for(title: str, agency: Agency, year: int) -> None:
    """Refuse a sheet whose name is that of another template; any other name says nothing."""
    found = _TITLE.fullmatch(title)
    if found is None:
        return
    if int(found["year"]) != year:
        words = phrase("这是%(year)s年的填报表，这里填的是%(here)s年", year=found["year"], here=str(year))
        raise RuleViolation(words, field="table")
    other = Agency.objects.filter(code=found["code"]).exclude(pk=agency.pk).first()
    if other is not None:
        words = phrase("这是%(organ)s的填报表，这里填的是%(here)s", organ=other.name, here=agency.name)
        raise RuleViolation(words, field="table")


def _taken(
    rows: Iterator[tuple[int, list[str]]], places: dict[str, int], lines: Sequence[Line]
) -> Iterator[Statement | BadCell]:
    known = {str(line.slice): line for line in lines} | {line.name: line for line in lines}
    seen: set[Slice] = set()
    for number, cells in rows:
        told = {title: cells[n].strip() if n < len(cells) else "" for title, n in places.items()}
        if not told[_NOW]:
            continue
        line = known.get(told.get(_CODE, "")) or known.get(told.get(_NAME, ""))
        if line is None or unknown_in(line.slice):
            yield BadCell(number, told.get(_CODE) or told.get(_NAME, ""), _("没有这个指标"))
        elif line.slice in seen:
            yield BadCell(number, line.name, _("同一指标填了两行"))
        else:
            seen.add(line.slice)
            yield _statement(number, told, line)


def _statement(number: int, told: dict[str, str], line: Line) -> Statement | BadCell:
    cell = f"{line.name}·{_NOW} {told[_NOW]}"
    try:
        value = Decimal(plain_digits(told[_NOW]))
    except InvalidOperation:
        return BadCell(number, cell, _("不是数字"))
    if not value.is_finite():
        return BadCell(number, cell, _("不是数字"))
    if value < 0 and not line.indicator.signed:
        return BadCell(number, cell, _("不能小于零"))
    if abs(value) >= LARGEST:
        return BadCell(number, f"{line.name}·{_NOW}", _("数太大"))
    if value != round(value, line.indicator.decimals):
        return BadCell(number, cell, _("小数位数太多"))
    for title in (_NOTE, _REASON):
        if len(told.get(title, "")) > LONGEST:
            return BadCell(number, f"{line.name}·{title}", _("最多 %(n)s 个字") % {"n": LONGEST})
    statement = Statement(line.slice, value, told.get(_NOTE, ""), told.get(_REASON, ""))
    if lacks_reason(statement, line.now):
        return BadCell(number, cell, _("已经确认，更正须写明理由"))
    return statement
