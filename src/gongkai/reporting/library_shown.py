"""核对结果的呈现 — what an audit says as a page shows it: the words in their place, tables in the national layout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from gongkai.auditing.model import FindingKind, Severity
from gongkai.auditing.telling import KIND_LABELS, SEVERITY_LABELS, excerpt
from gongkai.reporting.layout import Layout, Line, layout_of
from gongkai.reporting.library_reading import put_together
from gongkai.reporting.models import LibraryReport
from gongkai.rules.report_forms import Cell, Form, Table, forms

_AROUND = 40
_LONGEST_TEXT = 60_000
_UNSEEN = {number: " " for number in range(32) if chr(number) not in "\n\t"}
"""Signs that steer printers, as between pages: a page would show a box for them."""
_MARKS = {Severity.ERROR: "st-bad", Severity.ROUNDING: "st-wait", Severity.NOTE: "st-off"}


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """一处问题 — its number on the page, its labels and mark, the quotation with the words around it, and what is wrong."""

    number: int
    kind: str
    severity: str
    mark: str
    before: str
    quote: str
    after: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """一段文字 — words of the text with the numbers of the findings that they belong to, and of those that begin here."""

    words: str
    numbers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownLine:
    """表中一行 — its headings, and the text of its cells."""

    line: Line
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """读出的表 — a table of a national form with what was read in its cells."""

    name: str
    layout: Layout
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """核对结果 — all that a page shows of one report; `stretches` is () for a text that is not shown whole."""

    name: str
    told: dict[str, Any]
    form: str
    findings: tuple[ShownFinding, ...]
    tables: tuple[ShownTable, ...]
    stretches: tuple[Stretch, ...]
    figures: tuple[dict[str, Any], ...]

    @property
    def passed(self) -> int:
        """How many of the checks found nothing."""
        return max(0, int(self.told["checks"]) - len(self.findings))

    @property
    def errors(self) -> int:
        return sum(finding.mark == _MARKS[Severity.ERROR] for finding in self.findings)


def shown(told: dict[str, Any], said: Sequence[Any], text: str, *, first: int = 1) -> Shown:
    """Return what a page shows; `said` as in a Reading, `first` the number of the first finding on the page."""
    findings = tuple(
        _finding(one, words, text, number)
        for number, (one, words) in enumerate(zip(told["findings"], said, strict=True), start=first)
    )
    places = [(one["start"], one["end"], first + n) for n, one in enumerate(told["findings"])]
    return Shown(
        name=told["file"],
        told=told,
        form=form_name(told["form"]),
        findings=findings,
        tables=tuple(_tables(told["tables"])),
        stretches=tuple(marked(text.translate(_UNSEEN), places)) if 0 < len(text) <= _LONGEST_TEXT else (),
        figures=tuple(_figure(one, text) for one in told["figures"]),
    )


def form_name(key: str) -> str:
    """Return what a form is called, "" for none."""
    return next((form.name for form in forms() if form.key == key), "")


def _finding(one: dict[str, Any], said: Any, text: str, number: int) -> ShownFinding:
    severity, start, end = Severity(one["severity"]), one["start"], one["end"]
    return ShownFinding(
        number=number,
        kind=KIND_LABELS[FindingKind(one["kind"])],
        severity=SEVERITY_LABELS[severity],
        mark=_MARKS[severity],
        before=_before(text, start),
        quote=excerpt(one["quote"]),
        after=_after(text, end),
        explanation=put_together(said),
    )


def _before(text: str, start: int) -> str:
    """The words before a place on its line, not too many."""
    words = text[max(0, start - _AROUND) : start]
    return words.rpartition("\n")[2] if "\n" in words or start <= _AROUND else f"……{words}"


def _after(text: str, end: int) -> str:
    words = text[end : end + _AROUND]
    return words.partition("\n")[0] if "\n" in words or end + _AROUND >= len(text) else f"{words}……"


def _figure(one: dict[str, Any], text: str) -> dict[str, Any]:
    """A figure with the words as they stand there."""
    return {**one, "printed": text[one["start"] : one["end"]] if text else str(one["value"])}


def marked(text: str, places: Sequence[tuple[int, int, int]]) -> Iterator[Stretch]:
    """Yield a text in stretches; `places` are (start, end, number) of findings, which may overlap."""
    edges = sorted({0, len(text), *(edge for start, end, _number in places for edge in (start, end))})
    for start, end in pairwise(edges):
        inside = tuple(number for begin, until, number in places if begin <= start and end <= until)
        begins = tuple(number for begin, _until, number in places if begin == start)
        yield Stretch(text[start:end], inside, begins)


def cell_of(form_key: str, key: str) -> Cell | None:
    """Return a cell of a national form by its key, None for one that no form has."""
    form = _form(form_key)
    return next((cell for cell in form.cells() if cell.key == key), None) if form else None


def _form(key: str) -> Form | None:
    return next((form for form in forms() if form.key == key), None)


def _tables(told: Sequence[dict[str, Any]]) -> Iterator[ShownTable]:
    for one in told:
        form = _form(one["form"])
        table = next((each for each in form.tables if each.key == one["table"]), None) if form else None
        if table is not None:
            layout = layout_of(table)
            lines = tuple(_line(table, line, one["cells"]) for line in layout.lines)
            yield ShownTable(table.name, layout, lines)


def _line(table: Table, line: Line, cells: dict[str, Any]) -> ShownLine:
    if line.axis is None:
        return ShownLine(line, ())
    keys = [f"{table.key}.{line.axis.key}.{column.key}" for column in table.columns]
    return ShownLine(line, tuple(_words(cells.get(key)) for key in keys))


def _words(cell: dict[str, Any] | None) -> str:
    return "" if cell is None or cell["value"] is None else str(cell["value"])


def shown_report(report: LibraryReport, *, whole: bool = True) -> Shown:
    """Return what a page shows of a kept report; without its text where that is not `whole` to be read here."""
    told = {
        "file": report.file_name,
        "title": report.title,
        "agency": report.organ,
        "year": report.year,
        "form": report.form_key,
        "figures": report.figures,
        "tables": report.tables,
        "checks": report.checks,
        "findings": report.findings,
    }
    return shown(told, report.said, report.text if whole else "")
