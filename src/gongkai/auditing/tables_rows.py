"""表格的行 — rows as they were found, brought to the lines of a form: only when every one of them has its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.auditing.model import ReadCell, ReadTable, Span
from gongkai.auditing.tables_words import compact, likeness, names, without_unit
from gongkai.rules.report_forms import Axis, Form, Table

# So much of a heading must stand around its row.
_LIKE = 0.6
_BEGUN = 0.3
# Only of this table may lines be missing: places left some of its many lines out.
_MAY_LACK_LINES = "statistics"
_MOST = 0.7
_SUMS = ("小计", "合计")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """找到的行 — the values of a row, the compact words before them and around them, and where all of it stands.

    `label` ends with the row's own heading where headings come before values; `around` holds it in any case.
    """

    label: str
    around: str
    values: tuple[ReadCell, ...]
    span: Span


Placed = tuple[tuple[Axis, FoundRow], ...]


def in_form(form: Form, table: Table, rows: Sequence[FoundRow]) -> ReadTable | None:
    """Return rows as a table of a form; None unless it is certain which line each of them is."""
    placed = _one_by_one(table, rows) or _by_headings(table, rows)
    if not placed:
        return None
    cells = {
        f"{table.key}.{line.key}.{column.key}": value
        for line, row in placed
        for column, value in zip(table.columns, row.values, strict=True)
    }
    span = Span(min(row.span.start for _, row in placed), max(row.span.end for _, row in placed))
    return ReadTable(form.key, table.key, cells, span)


def _one_by_one(table: Table, rows: Sequence[FoundRow]) -> Placed:
    """As many rows as lines, and every heading stands around its row, however it is broken."""
    if len(rows) != len(table.lines):
        return ()
    placed = tuple(zip(table.lines, rows, strict=True))
    return placed if all(_fits(table, line, row) for line, row in placed) else ()


def _fits(table: Table, line: Axis, row: FoundRow) -> bool:
    """Whether a heading ends the words before the values, or is broken around them: no other, and not all behind."""
    if heading_at_end(line, row.label):
        return True
    if any(heading_at_end(other, row.label) for other in table.lines):
        return False
    return any(
        likeness(name, row.around) >= _LIKE and likeness(name, row.label) >= _BEGUN for name in names(line)
    )


def _by_headings(table: Table, rows: Sequence[FoundRow]) -> Placed:
    """Rows whose words end with a heading, in the order of the form; lines without values are left empty."""
    found: dict[str, FoundRow] = {}
    last = -1
    for row in rows:
        if not row.label and any(cell.value is not None for cell in row.values):
            return ()
        position = _position(table, row, last)
        if position is None and _belongs(table, row):
            return ()
        if position is None:
            continue
        if last < 0 < position:
            return ()
        for skipped in table.lines[last + 1 : position]:
            if any(name in row.label for name in names(skipped)):
                found[skipped.key] = _empty(table, row)
        found[table.lines[position].key] = row
        last = position
    enough = len(table.lines) * (_MOST if table.key == _MAY_LACK_LINES else 1)
    if len(found) < enough:
        return ()
    return tuple((line, found[line.key]) for line in table.lines if line.key in found)


def _belongs(table: Table, row: FoundRow) -> bool:
    """Whether a row without a known heading may be a line of the table: no sum of a group that a report has added."""
    if table.key != "applications" or row.label.endswith(_SUMS):
        return False
    return not any(row.label.endswith(compact(title)) for line in table.lines for title in line.titles[:-1])


def _position(table: Table, row: FoundRow, last: int) -> int | None:
    """The line below the last one whose heading, the longest there is, ends the words before the row's values."""
    best, longest = None, 0
    for position in range(last + 1, len(table.lines)):
        name = heading_at_end(table.lines[position], row.label)
        if len(name) > longest:
            best, longest = position, len(name)
    return best


def heading_at_end(line: Axis, label: str) -> str:
    """Return the longest wording of a line's heading that ends some compact words, with a unit or not; "" for none."""
    ends = (label, without_unit(label))
    return next((name for name in names(line) if any(end.endswith(name) for end in ends)), "")


def _empty(table: Table, row: FoundRow) -> FoundRow:
    return FoundRow("", "", (ReadCell(None, None),) * len(table.columns), row.span)


def unanimous(found: Iterable[ReadTable | None]) -> ReadTable | None:
    """Return the one reading there is; None when there is none, or when two readings differ in a value."""
    first: ReadTable | None = None
    for other in found:
        if other is None:
            continue
        if first and values_of(first) != values_of(other):
            return None
        first = first or other
    return first


def values_of(table: ReadTable) -> Mapping[str, Decimal | None]:
    """Return what a table says, without where."""
    return {key: cell.value for key, cell in table.cells.items()}
