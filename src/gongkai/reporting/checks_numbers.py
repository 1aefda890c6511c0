"""数字的核对 — identities of the form, totals against what they count, what is declared, and who has not submitted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.reporting import rollup
from gongkai.reporting.addresses import declared_path, rows_path
from gongkai.reporting.check import Check, Kind, Outcome
from gongkai.reporting.content import Content
from gongkai.reporting.declared import current
from gongkai.reporting.declared_sheet import missing_at
from gongkai.reporting.models import AnnualReport
from gongkai.reporting.numbers import Numbers, plain, previous_report
from gongkai.rules.indicators import INDICATORS, Origin, name_of
from gongkai.rules.phrases import Phrase, enumerated, phrase
from gongkai.rules.report_forms import Axis, Cell, Identity, Term
from gongkai.rules.report_process import ReportScope
from gongkai.rules.slices import Slice, parsed

_SHOWN = 5  # names in a sentence


@dataclass(frozen=True, slots=True)
class _Side:
    """一边 — the sum of its terms, and how it is written out."""

    value: Decimal
    written: str


def checks(report: AnnualReport, content: Content) -> Iterator[Check]:
    """Yield the checks of a report's numbers."""
    numbers = content.numbers
    cells = {cell.key: cell for cell in report.form.cells()}
    for identity in report.form.identities:
        yield from _of_identity(report, identity, cells, numbers)
    for key, own in numbers.totals.items():
        yield _of_total(report, cells[key], own, numbers.now[key])
    yield from _of_changes(report, content)
    if not report.frozen:
        yield from _of_declared(report)
    if report.scope == ReportScope.CONSOLIDATED:
        yield from _of_units(report)


def _of_identity(
    report: AnnualReport, identity: Identity, cells: Mapping[str, Cell], numbers: Numbers
) -> Iterator[Check]:
    left, right = _side(identity.left, numbers), _side(identity.right, numbers)
    if left is None or right is None:
        return
    holds = left.value == right.value if identity.relation == "=" else left.value <= right.value
    sign = "＝" if identity.relation == "=" else "≤"
    broken = "≠" if identity.relation == "=" else "＞"
    cell = cells[identity.left[0].cell]
    counted = [cells[term.cell] for term in (*identity.left, *identity.right) if not term.previous]
    outcome, words = (Outcome.OK, phrase(identity.words)) if holds else _broken(report, identity, counted)
    yield Check(
        Kind.PREVIOUS if identity.previous else Kind.FORM,
        outcome,
        words,
        place_of(report, cell),
        f"cell-{cell.key}",
        _written(left, sign if holds else broken, right),
        "" if holds else mend_of(report, counted),
    )


def _broken(report: AnnualReport, identity: Identity, counted: list[Cell]) -> tuple[Outcome, Phrase]:
    """How an identity that does not hold comes out: what may be explained stops until a declared figure's note does.

    Organs below may have declared nothing the year before: a consolidated report is then held to nothing.
    """
    said = phrase(identity.words)
    if not identity.explained:
        return Outcome.STOP if identity.hard else Outcome.NOTE, said
    if report.scope == ReportScope.CONSOLIDATED and previous_report(report) is None:
        return Outcome.NOTE, said
    slices = [str(cell.shows) for cell in counted]
    told = current().filter(agency=report.agency_id, year=report.year, month=0, slice__in=slices)
    if note := told.exclude(note="").values_list("note", flat=True).first():
        return Outcome.NOTE, phrase("%(words)s。填报时的说明：%(note)s", words=said, note=note)
    return Outcome.STOP, phrase("%(words)s。请更正，或者在填报的说明里写明原因", words=said)


def _written(left: _Side, sign: str, right: _Side) -> str:
    total = plain(right.value)
    shown = f"{left.written} {sign} {right.written}"
    return shown if right.written == total else f"{shown} ＝ {total}"


def _side(terms: tuple[Term, ...], numbers: Numbers) -> _Side | None:
    """Return a side of an identity; None where one of its numbers is not known."""
    total, words = Decimal(0), ""
    for term in terms:
        number = numbers.term(term)
        if number is None:
            return None
        total += term.sign * number
        words += (" ＋ " if term.sign > 0 else " － ") if words else ("" if term.sign > 0 else "－")
        words += plain(number)
    return _Side(total, words)


def place_of(report: AnnualReport, cell: Cell) -> Phrase:
    """Say where a cell stands."""
    table = report.form.table(cell.table)
    column = _named_apart(cell.column, table.columns) if len(table.columns) > 1 else ()
    words = [table.name, *_named_apart(cell.line, table.lines), *column]
    return phrase("·".join(dict.fromkeys(word for word in words if word)))


def _named_apart(axis: Axis, beside: tuple[Axis, ...]) -> tuple[str, ...]:
    """Return the innermost heading of a line or column, with those around it where another one reads the same."""
    alike = sum(other.title == axis.title for other in beside) > 1
    return axis.titles if alike else (axis.title,)


def mend_of(report: AnnualReport, cells: list[Cell]) -> str:
    """Return where a number of these cells is put right: its line among what is declared, else the rows behind it."""
    shown = [cell.shows for cell in cells if cell.shows]
    for one in shown:
        if INDICATORS[one.indicator].origin is Origin.DECLARED:
            return declared_path(report.agency, report.year, one)
    return rows_of(report, shown[0]) if shown else ""


def rows_of(report: AnnualReport, wanted: Slice) -> str:
    """Return where the rows behind a figure of a report are."""
    below = rollup.reaches_below(report.agency, report.scope)
    return rows_path(wanted, report.agency, report.year, below=below)


def _of_total(report: AnnualReport, cell: Cell, own: Decimal | None, summed: Decimal | None) -> Check:
    same = (own or 0) == (summed or 0)
    words = phrase("总计等于明细之和，没有归不到任何一项的")
    arithmetic = f"{plain(own or Decimal(0))} {'＝' if same else '≠'} {plain(summed or Decimal(0))}"
    outcome = Outcome.OK if same else Outcome.STOP
    anchor = f"cell-{cell.key}"
    mend = "" if same or cell.shows is None else rows_of(report, cell.shows)
    return Check(Kind.TOTALS, outcome, words, place_of(report, cell), anchor, arithmetic, mend)


def _of_changes(report: AnnualReport, content: Content) -> Iterator[Check]:
    """What differs so much from the year before that somebody should look at it: of a table's totals, if it has any."""
    for shown in content.cells():
        line, column = shown.cell.line, shown.cell.column
        has_totals = any(each.total_of for each in report.form.table(shown.cell.table).columns)
        if shown.unusual and (bool(column.total_of) or not has_totals) and not line.total_of:
            words = phrase(
                "上年%(before)s，本年%(now)s，变动较大，请核实", before=shown.text_before, now=shown.text
            )
            place, anchor = place_of(report, shown.cell), f"cell-{shown.cell.key}"
            mend = rows_of(report, shown.cell.shows) if shown.cell.shows else ""
            yield Check(Kind.CHANGES, Outcome.NOTE, words, place, anchor, mend=mend)


def _of_declared(report: AnnualReport) -> Iterator[Check]:
    mend = declared_path(report.agency, report.year)
    place = phrase("填报数字")
    organs = [report.agency_id]
    missing = missing_at(organs, report.year)[report.agency_id]
    if missing:
        words = phrase("有%(count)d项数字没有填报", count=len(missing))
        yield Check(Kind.DECLARED, Outcome.STOP, words, place, "", mend=mend, named=_names(missing))
    rows = current().filter(agency_id__in=organs, year=report.year, month=0, confirmed_at=None)
    if waiting := [parsed(text) for text in rows.values_list("slice", flat=True)]:
        words = phrase("有%(count)d项数字还没有另一人确认", count=len(waiting))
        yield Check(Kind.DECLARED, Outcome.STOP, words, place, "", mend=mend, named=_names(waiting))
    if not missing and not waiting:
        yield Check(Kind.DECLARED, Outcome.OK, phrase("要填报的数字都已填报并确认"), place, "")


def _names(slices: Iterable[Slice]) -> tuple[Phrase, ...]:
    return tuple(phrase(name_of(one)) for one in slices)


def _of_units(report: AnnualReport) -> Iterator[Check]:
    below = rollup.units_of(report.agency, report.year)
    submitted = rollup.submitted_reports(below, report.year)
    late = [unit for unit in below if unit.pk not in submitted]
    place, mend = phrase("整份报告"), f"{report.address}units/"
    if not late:
        yield Check(Kind.UNITS, Outcome.OK, phrase("下级机关都已报送"), place, "")
        return
    names = enumerated(phrase(unit.short_name) for unit in late[:_SHOWN])
    words = phrase("%(names)s等%(count)d个机关未报送，按系统记录汇总", names=names, count=len(late))
    yield Check(Kind.UNITS, Outcome.NOTE, words, place, "", mend=mend)
