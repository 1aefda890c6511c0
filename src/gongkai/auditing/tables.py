"""全国统一的表 — the tables of the national forms as cells, whatever HTML, Word or PDF did to them.

A table is told by its lines, not only by the report's year: many a report goes on with the form of the year before.
What cannot be told with certainty is not returned.
"""

from collections.abc import Callable, Iterator, Sequence

from gongkai.auditing.model import Outline, ReadTable, Source
from gongkai.auditing.tables_bars import grids_between_bars
from gongkai.auditing.tables_compact import Compact
from gongkai.auditing.tables_grids import read_rows, rows_of_grids
from gongkai.auditing.tables_headed import read_headed
from gongkai.auditing.tables_rows import FoundRow
from gongkai.auditing.tables_text import read_text
from gongkai.auditing.tables_words import REMEDY_WORDS, compact, names
from gongkai.rules.report_forms import Form, Table, forms


def read_tables(source: Source, outline: Outline) -> tuple[ReadTable, ...]:
    """Return the national tables of a report, in the order in which they stand in it."""
    letters = Compact(source.text, outline.body)
    rows = rows_of_grids(source)
    found: dict[str, ReadTable] = {}
    for form in _likely(outline):
        for table in form.tables:
            if table.key not in found and _headed(letters, table):
                read = _read(source, rows, letters, form, table)
                found |= {table.key: read} if read else {}
    return tuple(sorted(found.values(), key=lambda table: table.span))


def _read(
    source: Source, rows: Sequence[FoundRow], letters: Compact, form: Form, table: Table
) -> ReadTable | None:
    """A table by the headings over its columns, by its rows, by its words, by bars: what is whole, else the most."""
    ways: tuple[Callable[[], ReadTable | None], ...] = (
        lambda: read_headed(source.text, source.grids, form, table),
        lambda: read_rows(rows, form, table),
        lambda: read_text(letters, form, table),
        lambda: read_headed(source.text, grids_between_bars(source.text), form, table),
    )
    whole = len(table.lines) * sum(not column.total_of for column in table.columns)
    most: ReadTable | None = None
    for way in ways:
        read = way()
        if read and (most is None or len(read.cells) > len(most.cells)):
            most = read
        if most and len(most.cells) >= whole:
            break
    return most


def _likely(outline: Outline) -> Iterator[Form]:
    """Yield the forms with tables: the one that the report is in by its year, then the others, the latest first."""
    others = [form for form in reversed(forms()) if form.tables]
    yield from sorted(others, key=lambda form: form.key != outline.form)


def _headed(letters: Compact, table: Table) -> bool:
    """Whether the headings without which a table is not there stand in the text."""
    if table.key == "remedies":
        return all(words in letters.letters for words in REMEDY_WORDS)
    heads = [name for column in table.columns for name in names(column)]
    if table.corner and not table.title:
        heads.append(compact(table.corner))
    return any(name in letters.letters for name in names(table.lines[0])) and any(
        head in letters.letters for head in heads
    )
