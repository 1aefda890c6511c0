"""复议诉讼表 — reconsiderations and suits by the headings of five results: in one row, in three, or in two tables."""

from collections.abc import Iterator, Mapping, Sequence

from gongkai.auditing.model import GridCell, ReadCell, Span
from gongkai.auditing.tables_cells import HEADER_LINES, value_of
from gongkai.auditing.tables_rows import FoundRow
from gongkai.auditing.tables_words import compact
from gongkai.rules.report_forms import Table

GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def of_groups(text: str, lines: Sequence[Sequence[GridCell]], table: Table) -> Iterator[FoundRow]:
    """Yield the row that the table has, put together of its groups; none when one is missing or is there twice."""
    results = tuple(column.title for column in table.columns[: len(table.columns) // len(GROUPS)])
    found: dict[str, Sequence[ReadCell]] = {}
    above: list[Sequence[GridCell]] = []
    columns: Sequence[int] = ()
    for line in lines:
        columns = _columns(text, above, results) or columns
        values = _values(text, line, columns)
        if not values:
            above.append(line)
            continue
        said = _words(text, line) or _words(text, [cell for row in above[-HEADER_LINES:] for cell in row])
        told = _told(said, len(values) // len(results))
        if any(group in found for group in told):
            return
        found |= {group: values[at * len(results) :][: len(results)] for at, group in enumerate(told)}
        above.clear()
    if len(found) == len(GROUPS):
        cells = tuple(cell for group in GROUPS for cell in found[group])
        spans = [cell.span for cell in cells if cell.span]
        yield FoundRow("", "", cells, Span(min(spans).start, max(span.end for span in spans)))


def _columns(text: str, above: Sequence[Sequence[GridCell]], results: Sequence[str]) -> Sequence[int]:
    """The columns under the names of the results, group after group; () where they do not stand there in their order."""
    named = {
        cell.column: words
        for line in above[-HEADER_LINES:]
        for cell in line
        if (words := compact(cell.span.of(text))) in results
    }
    columns = sorted(named)
    groups = len(columns) // len(results)
    return columns if columns and [named[column] for column in columns] == [*results] * groups else ()


def _values(text: str, line: Sequence[GridCell], columns: Sequence[int]) -> list[ReadCell]:
    """What stands in these columns; nothing when one of them holds words."""
    cells = {cell.column: value_of(cell.span.of(text), cell.span) for cell in line}
    values = [value for column in columns if (value := cells.get(column))]
    return values if values and len(values) == len(columns) and not _beside(cells, columns) else []


def _beside(cells: Mapping[int, ReadCell | None], columns: Sequence[int]) -> bool:
    """Whether a number stands outside the columns, or words behind the first of them."""
    return any(
        value.value is not None if value else column > columns[0]
        for column, value in cells.items()
        if column not in columns
    )


def _words(text: str, cells: Sequence[GridCell]) -> str:
    return "".join(
        compact(cell.span.of(text)) for cell in cells if value_of(cell.span.of(text), cell.span) is None
    )


def _told(words: str, count: int) -> Sequence[str]:
    """The groups, so many, whose values stand behind or below some words; () when these do not tell."""
    if count == len(GROUPS):
        return GROUPS if all(group in words for group in GROUPS) else ()
    suits = [group for group in GROUPS[1:] if group in words]
    told = suits or [group for group in GROUPS[:1] if group in words]
    return told if len(told) == count else ()
