"""XLSX 来稿 — a spreadsheet as a draft that previews its first sheet, and all its visible words for the search."""

from __future__ import annotations

import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from html import escape
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from .limits import MAX_CELLS, check_archive, check_letters, check_parts
from .reading import FileRefused

PREVIEW_ROWS = 100
PREVIEW_COLUMNS = 30

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BROKEN = "这个表格文件已损坏，无法打开。请用 Excel 或 WPS 打开后另存一份再试。"
_SPARSE = "这个表格的有效范围过大（首尾单元格相距太远）。请删去多余的空行空列，另存后再试。"
_LAST_COLUMN = 16_384
_Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """工作表 — the visible rows of a visible sheet, as far as they were asked for; `more` when there are others.

    `merged` says over how many rows and columns a cell stands, by the row and the column where it begins.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    more: bool
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Layout:
    """What the part of a sheet says before its values are read: how far it reaches and what it hides."""

    last_row: int = 0
    last_column: int = 0
    rows: set[int] | None = None
    columns: list[tuple[int, int]] | None = None


def sheet_markup(data: bytes, name: str) -> tuple[str, list[str]]:
    """Markup of an XLSX file: a heading and a table of its first visible sheet; with warnings. Raises FileRefused."""
    sheet = next(visible_sheets(data, PREVIEW_ROWS), None)
    rows = list(sheet.rows) if sheet else []
    title = PurePosixPath(name).stem
    # A first row with a single cell is the heading that was set above the table.
    if rows and sum(bool(cell) for cell in rows[0]) == 1:
        title = next(cell for cell in rows.pop(0) if cell)
    warnings = ["这是表格文件，正文只是第一张可见工作表的预览，请把原文件作为附件一并发布。"]
    width = max((len(row) for row in rows), default=0)
    if (sheet and sheet.more) or width > PREVIEW_COLUMNS:
        warnings.append(f"表格较大，预览只列出前 {PREVIEW_ROWS} 行、{PREVIEW_COLUMNS} 列。")
    cells = "".join(f"<tr>{''.join(_cell(cell) for cell in row[:PREVIEW_COLUMNS])}</tr>" for row in rows)
    return f"<h1>{escape(title)}</h1>" + (f"<table>{cells}</table>" if cells else ""), warnings


def sheet_text(data: bytes) -> str:
    """All visible words of an XLSX file, a line for each row. Raises FileRefused."""
    lines: list[str] = []
    letters = 0
    for sheet in visible_sheets(data, None):
        lines.append(sheet.name)
        for row in sheet.rows:
            lines.append("\t".join(row).strip("\t"))
            letters += len(lines[-1])
        check_letters(letters)
    return "\n".join(line for line in lines if line)


def visible_sheets(data: bytes, most_rows: int | None) -> Iterator[Sheet]:
    """The sheets that are shown, without hidden rows and columns. Raises FileRefused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_archive(archive)
            check_parts(archive)
            parts = _visible_parts(archive)
            layouts = {name: _layout(archive, part) for name, part in parts.items()}
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for name, layout in layouts.items():
            if layout.last_row * layout.last_column > MAX_CELLS:
                raise FileRefused("too_sparse", _SPARSE)
            yield _sheet(name, layout, book.get_sheet_by_name(name), most_rows)
    except (zipfile.BadZipFile, CalamineError, etree.XMLSyntaxError, KeyError, ValueError, OSError) as error:
        raise FileRefused("broken_xlsx", _BROKEN) from error


def _visible_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Names of the visible worksheets and the parts in which they stand."""
    links = {link.get("Id"): link for link in _parsed(archive, "xl/_rels/workbook.xml.rels")}
    parts: dict[str, str] = {}
    for sheet in _parsed(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
        link = links.get(sheet.get(_REFERENCE))
        if (
            link is None
            or sheet.get("state", "visible") != "visible"
            or not link.get("Type", "").endswith("/worksheet")
        ):
            continue
        target = link.get("Target", "")
        parts[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _parsed(archive: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(part), parser)


def _layout(archive: zipfile.ZipFile, part: str) -> _Layout:
    """Read a sheet once as a stream: a million empty rows take no memory."""
    layout = _Layout(rows=set(), columns=[])
    wanted = tuple(f"{_MAIN}{tag}" for tag in ("row", "col", "c"))
    row = column = 0
    with archive.open(part) as stream:
        for _event, element in etree.iterparse(
            stream, events=("end",), tag=wanted, resolve_entities=False, no_network=True
        ):
            tag = element.tag.removeprefix(_MAIN)
            if tag == "c":
                column = _column(element.get("r", "")) or column + 1
                if len(element):
                    layout.last_column = max(layout.last_column, column)
            elif tag == "row":
                row = int(element.get("r") or row + 1)
                _note_row(layout, element, row, filled=column > 0)
                column = 0
                _forget(element)
            elif _is_true(element.get("hidden")) and layout.columns is not None:
                layout.columns.append((int(element.get("min", "1")), int(element.get("max", "1"))))
    return layout


def _note_row(layout: _Layout, element: etree._Element, row: int, *, filled: bool) -> None:
    if filled and any(len(cell) for cell in element):
        layout.last_row = max(layout.last_row, row)
    if _is_true(element.get("hidden")) and layout.rows is not None:
        layout.rows.add(row)


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")


def _column(reference: str) -> int:
    """Number of the column in a reference such as "AB12", from 1; 0 when there is none."""
    number = 0
    for letter in reference:
        if not ("A" <= letter <= "Z"):
            break
        number = number * 26 + ord(letter) - 64
    return min(number, _LAST_COLUMN)


def _sheet(name: str, layout: _Layout, sheet: CalamineSheet, most_rows: int | None) -> Sheet:
    hidden = {n for a, b in layout.columns or () for n in range(a, min(b, _LAST_COLUMN) + 1)}
    columns = [n for n in range(layout.last_column) if n + 1 not in hidden]
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    more = False
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        if number + 1 in (layout.rows or ()):
            continue
        shown = tuple(_shown(row[n]) for n in columns if n < len(row))
        if not any(shown):
            continue
        if more := most_rows is not None and len(rows) >= most_rows:
            break
        rows.append(shown)
        numbers.append(number)
    return Sheet(name, tuple(rows), more, dict(_merged(sheet.merged_cell_ranges or [], numbers, columns)))


def _merged(
    ranges: Iterable[_Range], numbers: Sequence[int], columns: Sequence[int]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where merged cells begin and how far they reach, counted in the rows and columns that are shown."""
    for (first_row, first_column), (last_row, last_column) in ranges:
        top, bottom = bisect_left(numbers, first_row), bisect_right(numbers, last_row)
        left, right = bisect_left(columns, first_column), bisect_right(columns, last_column)
        if bottom > top and right > left:
            yield (top, left), (bottom - top, right - left)


def _shown(value: Any) -> str:
    """A value as it is usually written; what its cell's own format would add is not known here."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return str(value).strip()


def _cell(words: str) -> str:
    return f"<td>{escape(words, quote=False)}</td>"
