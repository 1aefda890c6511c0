"""年度报告格式 — the forms of the annual report as data with versions: sections, tables, cells and identities.

Sources: Regulations of 2019 Art. 50; 国办公开办函〔2021〕30号 (2021 on) and 〔2019〕60号 (2019, 2020); 国办发〔2014〕32号
(the statistical table of 2014–2018). Before, no national form: prose with the figures of the time (Regulations of 2007
Art. 32). A form is a file of ``forms/``.

A cell is written "table.line.column". It shows one slice of an indicator, or a total of other cells. A total may have
a slice as well: its value is the sum of its parts, its slice leads to the rows behind it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.rules.slices import Slice, slice_of

PREVIOUS = "previous:"
"""Before a term of an identity: the same cell in the report of the year before."""


@dataclass(frozen=True, slots=True)
class Section:
    """一部分 — a section of the report: heading as the form words it, other wordings met, whether it must be there.

    `covers` names what the section has to speak of, `tables` the keys of the tables that stand in it.
    """

    key: str
    title: str
    variants: tuple[str, ...] = ()
    required: bool = True
    covers: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """一行或一列 — a line or a column: headings from the outermost inwards, what it holds, what it adds up.

    `indicator` is given by the line or by the column, or begun by the line and ended by the column ("permits" and
    ".decisions"); `where` of both are put together. `total_of` names the lines (or columns) whose sum it is; () for one
    that is no total; `leaves_out` says what its parts need not hold, so that it may be more than they are. `variants`
    are other wordings of the innermost heading. A line that is the only one of its table has the heading "".
    """

    key: str
    titles: tuple[str, ...]
    indicator: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    total_of: tuple[str, ...] = ()
    leaves_out: str = ""
    unit: str = ""
    decimals: int = 0
    variants: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The innermost heading."""
        return self.titles[-1]


@dataclass(frozen=True, slots=True)
class Cell:
    """一格 — where it stands, what it shows (None for what is only a total), its unit, most places after the point.

    The unit may be a multiple of its indicator's: 万元 of 元.
    """

    key: str
    table: str
    line: Axis
    column: Axis
    shows: Slice | None
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Table:
    """一张表 — what it is called, its heading and the words over its first column as printed, its lines and columns.

    `title` and `corner` are "" where the form prints none.
    """

    key: str
    name: str
    title: str
    corner: str
    lines: tuple[Axis, ...]
    columns: tuple[Axis, ...]

    def cell(self, line: str, column: str) -> Cell:
        """Return one cell; raises KeyError for one that the table has not."""
        return self._cell(_named(self.lines, line), _named(self.columns, column))

    def cells(self) -> Iterator[Cell]:
        """Yield every cell, line by line."""
        for line in self.lines:
            for column in self.columns:
                yield self._cell(line, column)

    def _cell(self, line: Axis, column: Axis) -> Cell:
        indicator = line.indicator + column.indicator
        shows = slice_of(indicator, {**line.where, **column.where}) if indicator else None
        return Cell(
            key=f"{self.key}.{line.key}.{column.key}",
            table=self.key,
            line=line,
            column=column,
            shows=shows,
            unit=line.unit or column.unit,
            decimals=max(line.decimals, column.decimals),
        )


@dataclass(frozen=True, slots=True)
class Term:
    """一项 — a cell that is added (+1) or taken away (-1), of this year's report or of the one before."""

    cell: str
    sign: int = 1
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """勾稽关系 — both sides are equal (or the left at most the right), with the sentence that says so.

    A `hard` one stops a report that breaks it; one to be `explained` until a note on a declared figure in it says why;
    another one only asks to look again.
    """

    key: str
    words: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    relation: str = "="
    hard: bool = True
    explained: bool = False

    @property
    def previous(self) -> bool:
        """Whether the report of the year before is needed to try it."""
        return any(term.previous for term in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class Form:
    """一种格式 — the years it is for, its title with {organ} and {year}, sections, tables and identities."""

    key: str
    name: str
    first_year: int
    last_year: int | None
    source: str
    title: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]

    def table(self, key: str) -> Table:
        """Return one table; raises KeyError for one that the form has not."""
        return next((table for table in self.tables if table.key == key), None) or _missing(key)

    def cells(self) -> Iterator[Cell]:
        """Yield every cell of every table."""
        for table in self.tables:
            yield from table.cells()

    def is_for(self, year: int) -> bool:
        """Whether reports on that year are written in this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


def form_of(year: int) -> Form:
    """Return the form for the report on that year; raises KeyError before 2008, when there were no reports."""
    return next((form for form in forms() if form.is_for(year)), None) or _missing(str(year))


@cache
def forms() -> tuple[Form, ...]:
    """Return every form, the oldest first."""
    folder = files("gongkai.rules") / "forms"
    read = [
        _form(path.name.removesuffix(".toml"), tomllib.loads(path.read_text("utf-8")))
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    ]
    return tuple(sorted(read, key=lambda form: form.first_year))


def _form(key: str, data: Mapping[str, Any]) -> Form:
    tables = tuple(_table(row) for row in data.get("tables", ()))
    return Form(
        key=key,
        name=data["name"],
        first_year=data["first_year"],
        last_year=data.get("last_year"),
        source=data["source"],
        title=data["title"],
        sections=tuple(_section(row) for row in data["sections"]),
        tables=tables,
        identities=tuple(_identities(tables, data.get("identities", ()))),
    )


def _section(row: Mapping[str, Any]) -> Section:
    return Section(**_values(row))


def _table(row: Mapping[str, Any]) -> Table:
    return Table(
        key=row["key"],
        name=row["name"],
        title=row.get("title", ""),
        corner=row.get("corner", ""),
        lines=tuple(_axis(line) for line in row["lines"]),
        columns=tuple(_axis(column) for column in row["columns"]),
    )


def _axis(row: Mapping[str, Any]) -> Axis:
    values = _values(row)
    titles = values.pop("titles", None) or (values.pop("title"),)
    return Axis(titles=titles, **values)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _identities(tables: tuple[Table, ...], declared: Any) -> Iterator[Identity]:
    """Yield what the totals say of themselves, then what the form declares beside."""
    for table in tables:
        yield from _of_lines(table)
        yield from _of_columns(table)
    for row in declared:
        yield from _declared(tables, row)


def _of_lines(table: Table) -> Iterator[Identity]:
    for line in table.lines:
        for column in table.columns if line.total_of else ():
            yield Identity(
                key=f"{table.key}.{line.key}.{column.key}=lines",
                words=f"{line.title}等于所含各项之和{_except(line)}",
                left=(Term(f"{table.key}.{line.key}.{column.key}"),),
                right=tuple(Term(f"{table.key}.{part}.{column.key}") for part in line.total_of),
                hard=not line.leaves_out,
            )


def _except(line: Axis) -> str:
    return f"；{line.leaves_out}除外" if line.leaves_out else ""


def _of_columns(table: Table) -> Iterator[Identity]:
    for column in table.columns:
        for line in table.lines if column.total_of else ():
            yield Identity(
                key=f"{table.key}.{line.key}.{column.key}=columns",
                words=f"{column.title}等于所含各列之和",
                left=(Term(f"{table.key}.{line.key}.{column.key}"),),
                right=tuple(Term(f"{table.key}.{line.key}.{part}") for part in column.total_of),
            )


def _declared(tables: tuple[Table, ...], row: Mapping[str, Any]) -> Iterator[Identity]:
    """Yield a declared identity: of lines, once for each column of its table; of whole cells, once."""
    table = next((table for table in tables if table.key == row.get("table")), None)
    for column in table.columns if table else (None,):
        yield Identity(
            key=f"{row['key']}.{column.key}" if column else row["key"],
            words=row["words"],
            left=tuple(_term(word, table, column) for word in row["left"]),
            right=tuple(_term(word, table, column) for word in row["right"]),
            relation=row.get("relation", "="),
            hard=row.get("hard", True),
            explained=row.get("explained", False),
        )


def _term(word: str, table: Table | None, column: Axis | None) -> Term:
    bare = word.removeprefix("-")
    name = bare.removeprefix(PREVIOUS)
    cell = f"{table.key}.{name}.{column.key}" if table and column else name
    return Term(cell, sign=-1 if word.startswith("-") else 1, previous=bare.startswith(PREVIOUS))


def _named(axes: tuple[Axis, ...], key: str) -> Axis:
    return next((axis for axis in axes if axis.key == key), None) or _missing(key)


def _missing(key: str) -> Any:
    raise KeyError(key)
