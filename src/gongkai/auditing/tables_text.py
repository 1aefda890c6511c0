"""文字里的表 — the national tables out of plain lines, found by their headings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai.auditing.folding import fold
from gongkai.auditing.model import ReadCell, ReadTable, Span
from gongkai.auditing.tables_apart import rows_apart
from gongkai.auditing.tables_columns import in_order, national, widths
from gongkai.auditing.tables_compact import Compact
from gongkai.auditing.tables_lines import Piece, Run, pieces_in, rows_in, runs_in
from gongkai.auditing.tables_rows import FoundRow, heading_at_end, in_form, unanimous
from gongkai.auditing.tables_words import REMEDY_WORDS, UNITS, names
from gongkai.rules.report_forms import Axis, Form, Table

_HEAD = 150
_LARGEST = 8000
_REGION = 3000
_NEAR = 30
_COLUMNS = 15
_APPLICATIONS = ("申请人情况", "本年新收")
_REMEDIES = ("结果维持", "未经复议直接起诉", "政府信息公开行政复议")
_UNIT_AT_END = re.compile(rf"(?:单位|{'|'.join(UNITS)})+$")
_GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")
_LABELLED = re.compile(
    r"结果维持\D{0,4}(\d+)\D{0,4}结果纠正\D{0,4}(\d+)\D{0,4}其他结果\D{0,4}(\d+)\D{0,4}尚未审结\D{0,4}(\d+)"
    r"\D{0,4}总计\D{0,4}(\d+)"
)


def read_text(compact: Compact, form: Form, table: Table) -> ReadTable | None:
    """Return a table of a form; None when it is not there for certain, or is there twice and differs."""
    if table.key == "remedies":
        found = _remedies(compact)
    elif len(table.lines) > 2:
        found = _large(compact, table)
    else:
        found = _small(compact, form, table)
    return unanimous(in_form(form, table, rows) for rows in found)


def _large(compact: Compact, table: Table) -> Iterator[list[FoundRow]]:
    """A table of many lines: from its first heading on."""
    for start in compact.starts(names(table.lines[0])[-1]):
        if not in_order(table, compact.letters[max(start - _HEAD, 0) : start]):
            continue
        end = min(compact.place(compact.first(_REMEDIES, start)), compact.place(start) + _LARGEST)
        for width in widths(table):
            # With as many rows as the form has lines, and with those that a place has added.
            for count in (len(table.lines), 2 * len(table.lines)):
                rows = rows_in(compact.text, Span(compact.place(start), end), width, count)
                yield national(table, rows)
        yield rows_apart(compact.text, Span(compact.place(start), end), table)


def _small(compact: Compact, form: Form, table: Table) -> Iterator[list[FoundRow]]:
    """A table of one or two lines: each heading with just as many values behind it as the table has columns."""
    heads = _heads(form)
    start = compact.first(heads)
    while start < len(compact.letters):
        stop = min(compact.first(_APPLICATIONS, start), start + _REGION)
        begin = compact.text.rfind("\n", 0, compact.place(start)) + 1
        region = Span(max(begin, compact.span.start), compact.place(stop))
        yield _small_in(compact.text, region, table, heads)
        start = compact.first(heads, stop)


def _small_in(text: str, region: Span, table: Table, heads: tuple[str, ...]) -> list[FoundRow]:
    found: dict[str, FoundRow] = {}
    for run in runs_in(pieces_in(text, region)):
        line = _line_of(table, run, heads)
        values = _values(run, len(table.columns)) if line else ()
        if line and values:
            row = _row_of(run, values)
            if line.key in found and _said(found[line.key]) != _said(row):
                return []
            found.setdefault(line.key, row)
    return [found[line.key] for line in table.lines if line.key in found]


def _heads(form: Form) -> tuple[str, ...]:
    """The headings of columns of the small tables: what stands over their values or between heading and value."""
    small = (table for table in form.tables if table.title)
    return tuple(name for table in small for column in table.columns for name in names(column))


def _line_of(table: Table, run: Run, heads: tuple[str, ...]) -> Axis | None:
    """The line whose heading ends the words before a run, headings of columns and units between left out."""
    label, before = run.label, ""
    while label != before:
        line = next((line for line in table.lines if heading_at_end(line, label)), None)
        if line:
            return line
        before, label = label, _UNIT_AT_END.sub("", label)
        label = next((label.removesuffix(head) for head in heads if label.endswith(head)), label)
    return None


def _values(run: Run, width: int) -> tuple[Piece, ...]:
    """The values of a heading: all of the run, or those on the heading's own line; () for another number of them."""
    own = tuple(piece for piece in run.values if run.before and piece.line == run.before[-1].line)
    whole = run.values if any(not piece.empty for piece in run.values[width:]) else run.values[:width]
    values = next((of for of in (whole, own) if len(of) == width), ())
    if values and run.after and run.after.line == values[-1].line and run.after.words.startswith(UNITS):
        return ()
    return values


def _row_of(run: Run, values: Sequence[Piece]) -> FoundRow:
    start = run.before[-1].span.start
    return FoundRow(
        run.label, run.label, tuple(piece.cell for piece in values), Span(start, values[-1].span.end)
    )


def _said(row: FoundRow) -> tuple[Decimal | None, ...]:
    return tuple(cell.value for cell in row.values)


def _remedies(compact: Compact) -> Iterator[list[FoundRow]]:
    """The one row of fifteen values below its head, or three groups with each value behind its heading."""
    for at in compact.starts(_GROUPS[-1]):
        head = compact.letters[max(at - _HEAD, 0) : at + _HEAD]
        if all(words in head for words in REMEDY_WORDS):
            pieces = pieces_in(compact.text, Span(compact.place(at), compact.place(at + _LARGEST)))
            first = next(runs_in(pieces), None)
            row = _fifteen(first) if first else ()
            if first and row and len(first.label) <= _HEAD:
                yield [_row_of(first, row)]
    yield from _labelled(compact)


def _fifteen(run: Run) -> tuple[Piece, ...]:
    """Fifteen values in a run; a number alone on its line behind them is the page's."""
    if len(run.values) == _COLUMNS:
        return run.values
    lines = Counter(piece.line for piece in run.values)
    kept = tuple(piece for piece in run.values if lines[piece.line] > 1)
    return kept if len(kept) == _COLUMNS else ()


def _labelled(compact: Compact) -> Iterator[list[FoundRow]]:
    text = fold(compact.span.of(compact.text))
    found = list(_LABELLED.finditer(text))
    if len(found) != len(_GROUPS):
        return
    start = compact.span.start
    before = [0, *(group.end() for group in found)]
    heads = [text[last : group.start()][-_NEAR:] for last, group in zip(before, found, strict=False)]
    if all(name in head for name, head in zip(_GROUPS, heads, strict=True)):
        cells = tuple(
            ReadCell(Decimal(group[place]), Span(start + group.start(place), start + group.end(place)))
            for group in found
            for place in range(1, len(group.groups()) + 1)
        )
        yield [FoundRow("", "", cells, Span(start + found[0].start(), start + found[-1].end()))]
