"""导出的年报读回 — what an exported workbook or its data say: whose report, its cells and its figures.

Raises FileRefused for what is no such file.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.intake.reading import FileRefused
from gongkai.intake.sheets import Sheet, visible_sheets
from gongkai.reporting import exports_workbook as names
from gongkai.reporting.layout import layout_of
from gongkai.rules.report_forms import Form, Table, forms

_NOT_OURS = "这个文件不是导出的年度报告。"
Numbers = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class ReadReport:
    """读回的年报 — form, code of the organ, year and version; its cells, its figures and those of its charts, by key."""

    form: str
    organ: str
    year: int
    version: int
    cells: Numbers
    figures: Numbers
    courses: Numbers


def read_data(data: bytes) -> ReadReport:
    """Read what a report was exported to as JSON."""
    try:
        said = json.loads(data, parse_float=Decimal)
        tables = said["tables"].values()
        return ReadReport(
            form=said["form"],
            organ=said["organ"]["code"],
            year=said["year"],
            version=said["version"],
            cells={key: _number(cell["value"]) for table in tables for key, cell in table["cells"].items()},
            figures={key: _number(figure["value"]) for key, figure in said["figures"].items()},
            courses={key: _number(number) for key, number in said["courses"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise FileRefused("not_a_report", _NOT_OURS) from error


def read_workbook(data: bytes) -> ReadReport:
    """Read what a report was exported to as XLSX: cells from its tables, figures from their sheet."""
    sheets = {sheet.name: sheet for sheet in visible_sheets(data, None)}
    try:
        facts = {row[0]: row[1] for row in sheets[names.FACTS].rows if len(row) > 1}
        form = next(form for form in forms() if form.key == facts[names.FORM])
        cells = dict(_of_tables(form, sheets))
        rows = sheets[names.FIGURES].rows
        place = rows[0].index(names.NUMBER)
        return ReadReport(
            form=form.key,
            organ=facts[names.CODE],
            year=int(facts[names.YEAR]),
            version=int(facts[names.VERSION]),
            cells=cells,
            figures={row[0]: _number(row[place]) for row in rows[1:] if row[0] not in cells},
            courses=dict(_of_courses(sheets.get(names.COURSES))),
        )
    except (KeyError, IndexError, StopIteration, ValueError, InvalidOperation) as error:
        raise FileRefused("not_a_report", _NOT_OURS) from error


def _of_courses(sheet: Sheet | None) -> Iterator[tuple[str, Decimal | None]]:
    rows = sheet.rows if sheet else ()
    for row in rows[1:]:
        yield row[0], _number(row[rows[0].index(names.NUMBER)])


def _of_tables(form: Form, sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, Decimal | None]]:
    for table in form.tables:
        yield from _of_table(table, sheets[table.name].rows)


def _of_table(table: Table, rows: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, Decimal | None]]:
    """Yield the cells of a table by their place; a line without any word or number is not among the rows."""
    layout = layout_of(table)
    body = iter(rows[len(layout.head) :])
    for line in layout.lines:
        row = next(body, ())
        for number, column in enumerate(table.columns if line.axis else (), layout.heading_columns):
            key = table.cell(line.axis.key, column.key).key if line.axis else ""
            yield key, _number(row[number]) if number < len(row) else None


def _number(said: Any) -> Decimal | None:
    return None if said in (None, "") else Decimal(str(said))
