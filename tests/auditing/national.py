"""National tables written in the ways in which reports carry them: made-up values, headings of the forms."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import dropwhile

from gongkai.auditing.model import Grid, GridCell, Outline, ReadTable, Source, Span
from gongkai.rules.report_forms import Form, Table

Values = Mapping[str, Decimal | None]
REMEDY_HEAD = (
    ("行政复议", "行政诉讼"),
    ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "未经复议直接起诉", "复议后起诉"),
    ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 2,
)


def outline(text: str, form: str = "2021", year: int = 2023) -> Outline:
    """Return the outline of a report that is all body."""
    return Outline("示例县人民政府年度报告", "示例县人民政府", year, form, "", Span(0, len(text)))


def values_read(tables: Sequence[ReadTable]) -> dict[str, Decimal | None]:
    """Return what tables say, by cell."""
    return {key: cell.value for table in tables for key, cell in table.cells.items()}


def shown(value: Decimal | None) -> str:
    """Return a value as printed; an empty cell is empty."""
    return "" if value is None else str(value)


def rows_of(table: Table, values: Values) -> Iterator[list[str]]:
    """Yield the rows of a table as cells, head and all, each line with every heading above it."""
    if table.title:
        yield [table.title]
    yield from heads_of(table)
    for line in table.lines:
        cells = [shown(values[f"{table.key}.{line.key}.{column.key}"]) for column in table.columns]
        unit = [line.unit] if table.key == "statistics" else []
        yield [*(title for title in line.titles if title), *unit, *cells]


def heads_of(table: Table) -> Iterator[list[str]]:
    """Yield the rows of a table's head."""
    if table.key == "remedies":
        yield from (list(row) for row in REMEDY_HEAD)
    elif table.key == "applications":
        yield [table.corner, "申请人情况"]
        yield ["自然人", "法人或其他组织", "总计"]
        yield [column.title for column in table.columns if len(column.titles) == 3]
    else:
        unit = ["单位"] if table.key == "statistics" else []
        yield [table.corner, *unit, *(column.title for column in table.columns)]


def as_lines(form: Form, values: Values, between: str) -> str:
    """Return every table with the same words between the cells of a row."""
    rows = [row for table in form.tables for row in [*rows_of(table, values), [""]]]
    return "\n".join(between.join(row) for row in rows)


def as_one_cell_a_line(form: Form, values: Values) -> str:
    """Return every table with each cell on a line of its own, a heading above several lines only once."""
    lines: list[str] = []
    for table in form.tables:
        above: Sequence[str] = ()
        heads = [cell for row in heads_of(table) for cell in row]
        lines += [table.title, *heads]
        for line in table.lines:
            fresh = [
                title
                for place, title in enumerate(line.titles)
                if tuple(above[place : place + 1]) != (title,)
            ]
            above = line.titles
            lines += [*fresh, *(shown(values[f"{table.key}.{line.key}.{c.key}"]) for c in table.columns)]
    return "\n".join(lines)


def _merged(form: Form, values: Values) -> Iterator[list[str]]:
    """Yield the rows of every table as web pages are taken out: a heading above several lines once, then nothing."""
    for table in form.tables:
        above: Sequence[str] = ()
        yield [table.title]
        yield from heads_of(table)
        for line in table.lines:
            titles = [title for title in line.titles if title]
            fresh = [
                "" if tuple(above[at : at + 1]) == (title,) else title for at, title in enumerate(titles)
            ]
            above = titles
            unit = [line.unit] if table.key == "statistics" else []
            yield [
                *fresh,
                *unit,
                *(shown(values[f"{table.key}.{line.key}.{column.key}"]) for column in table.columns),
            ]


def as_framed(form: Form, values: Values) -> str:
    """Return every table with bars around its rows, short rows filled up."""
    return "\n".join(f"| {' | '.join(row)} | ||" for row in _merged(form, values))


def as_closed(form: Form, values: Values) -> str:
    """Return every table with a bar behind each cell of a row."""
    return "\n".join(f"{' | '.join(row)} |" for row in _merged(form, values))


def as_closed_cells(form: Form, values: Values) -> str:
    """Return every table with each cell and its bar on a line of its own, rows filled up; no cell of a merged heading."""
    rows = [list(dropwhile(lambda cell: not cell, row)) for row in _merged(form, values)]
    return "\n".join("\n".join([*(f"{cell} |".strip() for cell in row), "||"]) for row in rows)


def as_cells_and_bars(form: Form, values: Values) -> str:
    """Return every table with each cell on a line of its own and its bar on the next."""
    rows = [list(dropwhile(lambda cell: not cell, row)) for row in _merged(form, values)]
    return "\n".join("\n".join([*(f"{cell}\n|".strip() for cell in row), "||"]) for row in rows)


def as_spaced(form: Form, values: Values, *, page_numbers: bool = False) -> str:
    """Return every table as a PDF's text layer has it: innermost headings, values in columns, long headings broken."""
    lines: list[str] = []
    for table in form.tables:
        lines += ["", table.title.center(60)] + ["    ".join(row) for row in heads_of(table)]
        for number, line in enumerate(table.lines):
            cells = "     ".join(shown(values[f"{table.key}.{line.key}.{c.key}"]) for c in table.columns)
            if page_numbers and number % 9 == 4:
                lines += ["", f"-{number}-", f"   {number}", ""]
            title = line.title
            if len(title) > 14:
                lines += [f"      {title[:9]} {title[9:12]}", f"{'':30}{cells}", f"      {title[12:]}"]
            else:
                lines += [f"      {title:<24}{cells}"]
    return "\n".join(lines)


def as_grids(form: Form, values: Values, *, spans: bool, subtotal: bool = False) -> Source:
    """Return a file with every table as a grid: headings above several lines once (merged), or in every row."""
    text, grids = "", []
    for table in form.tables:
        start, cells = len(text), []
        above: Sequence[str] = ()
        for number, row in enumerate(_grid_rows(table, values, subtotal)):
            titles = row[0]
            fresh = [
                t if not spans or tuple(above[i : i + 1]) != (t,) else None for i, t in enumerate(titles)
            ]
            above = titles
            for place, words in enumerate([*fresh, *row[1]]):
                if words is not None:
                    cells.append(GridCell(number, place, 1, 1, Span(len(text), len(text) + len(words))))
                    text += f"{words}\t"
            text = f"{text[:-1]}\n"
        grids.append(Grid(tuple(cells), Span(start, len(text) - 1)))
    return Source("示例.html", text, "html", tuple(grids))


def _grid_rows(table: Table, values: Values, subtotal: bool) -> Iterator[tuple[Sequence[str], list[str]]]:
    for head in ([table.title], *heads_of(table)):
        yield tuple(cell for cell in head if cell), []
    for line in table.lines:
        cells = [values[f"{table.key}.{line.key}.{column.key}"] for column in table.columns]
        if subtotal and table.key == "applications":
            cells.insert(6, sum((cell or Decimal(0) for cell in cells[1:6]), Decimal(0)))
        unit = [line.unit] if table.key == "statistics" else []
        yield tuple(title for title in line.titles if title), [*unit, *(shown(cell) for cell in cells)]
