"""年报的数字 — every number of a report, of this year and of the year before: frozen ones as they were, else from the facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.reporting import figures, rollup
from gongkai.reporting.courses import charts_in, courses_of, slices_in
from gongkai.reporting.models import AnnualReport
from gongkai.rules.report_forms import PREVIOUS, Cell, Form, Term
from gongkai.rules.report_process import ReportState
from gongkai.rules.report_prose import figures_of
from gongkai.rules.report_references import Aspect, Reference, mentions, percent
from gongkai.rules.slices import Slice

Kept = Mapping[str, str | None]
"""Numbers as they are frozen: by cell, by slice, those of the year before with "previous:" and those of charts with
"course:" in front."""
COURSE = "course:"


@dataclass(frozen=True, slots=True)
class Numbers:
    """数字 — of cells by their key and of slices as `str` writes them; None or missing for what is not known."""

    now: Mapping[str, Decimal | None]
    before: Mapping[str, Decimal | None]
    totals: Mapping[str, Decimal | None]
    """By cell: what the indicator of a total says by itself, where it has one and is not frozen."""
    courses: Mapping[str, Decimal | None] = field(default_factory=dict)
    """What charts show month by month and year by year (`reporting.courses`)."""

    def of(self, reference: Reference) -> Decimal | None:
        """Return what a reference stands for."""
        now, before = self.now.get(str(reference.shows)), self.before.get(str(reference.shows))
        if reference.aspect is Aspect.VALUE:
            return now
        if reference.aspect is Aspect.PREVIOUS:
            return before
        if reference.aspect is Aspect.SHARE:
            whole = self.now.get(str(reference.whole))
            return percent(now, whole) if now is not None and whole is not None else None
        if now is None or before is None:
            return None
        return abs(now - before) if reference.aspect is Aspect.CHANGE else percent(abs(now - before), before)

    def term(self, term: Term) -> Decimal | None:
        """Return the value of a term of an identity, without its sign."""
        return (self.before if term.previous else self.now).get(term.cell)

    def kept(self) -> Kept:
        """Return them as they are frozen."""
        previous = {f"{PREVIOUS}{key}": number for key, number in self.before.items()}
        courses = {f"{COURSE}{key}": number for key, number in self.courses.items()}
        return {
            key: None if number is None else plain(number)
            for key, number in {**self.now, **previous, **courses}.items()
        }


def numbers_of(report: AnnualReport, more: Iterable[Reference] = ()) -> Numbers:
    """Return every number that a report shows: of its cells, of what its text refers to, and `more` of a draft."""
    if report.frozen:
        return _thawed(report.figures)
    return fresh_numbers(report, more)


def fresh_numbers(report: AnnualReport, more: Iterable[Reference] = ()) -> Numbers:
    """Return the same from the facts of today, whether they are frozen or not."""
    form, organ, year = report.form, report.agency, report.year
    charts = charts_in(report)
    slices = tuple(dict.fromkeys((*_slices(report, more), *slices_in(charts))))
    now = rollup.values_of(slices, organ, year, report.scope)
    before = _previous(report, slices)
    cells, totals = _cells(form, now)
    return Numbers(
        {**_by_name(now), **cells},
        {**_by_name(before), **_cells_before(report, form, before)},
        totals,
        courses_of(report, charts, now, before) if charts else {},
    )


def previous_report(report: AnnualReport) -> AnnualReport | None:
    """Return the newest version of the report of the year before that was submitted; None for none."""
    rows = AnnualReport.objects.filter(agency_id=report.agency_id, year=report.year - 1)
    return rows.exclude(state=ReportState.DRAFT).order_by("-number").first()


def plain(number: Decimal) -> str:
    """Return a number as it is printed, without exponent and without zeros at its end."""
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _slices(report: AnnualReport, more: Iterable[Reference]) -> tuple[Slice, ...]:
    texts = report.sections.values_list("text", flat=True) if report.pk else ()
    told = [each.reference for text in texts for each in mentions(text) if each.reference]
    asked = [*told, *figures_of(report.form_key, report.year), *more]
    found = [cell.shows for cell in report.form.cells() if cell.shows]
    found += [each.shows for each in asked]
    found += [each.whole for each in asked if each.aspect is Aspect.SHARE]
    return tuple(dict.fromkeys(found))


def _previous(report: AnnualReport, slices: Iterable[Slice]) -> Mapping[Slice, Decimal | None]:
    """The frozen report of the year before goes first, then the facts of that year."""
    frozen = (found.figures if (found := previous_report(report)) else {}) or {}
    kept = {one: _number(frozen[str(one)]) for one in slices if str(one) in frozen}
    rest = [one for one in slices if one not in kept]
    return {**kept, **rollup.values_of(rest, report.agency, report.year - 1, report.scope)} if rest else kept


def _cells(
    form: Form, found: Mapping[Slice, Decimal | None]
) -> tuple[dict[str, Decimal | None], dict[str, Decimal | None]]:
    """Return what cells show, totals added up, and beside what the indicator of a total says by itself."""
    shown = {
        cell.key: figures.in_unit_of(cell, found.get(cell.shows)) if cell.shows else None
        for cell in form.cells()
    }
    totals = {cell.key: shown[cell.key] for cell in form.cells() if cell.shows and parts_of(form, cell)}
    for cell in form.cells():
        if not parts_of(form, cell):
            continue
        shown[cell.key] = _sum_of(form, cell, shown)
    return shown, totals


def parts_of(form: Form, cell: Cell) -> tuple[str, ...]:
    """Return the keys of the cells that a total adds up, those of its line where it is a total both ways."""
    if cell.column.total_of:
        return tuple(f"{cell.table}.{cell.line.key}.{part}" for part in cell.column.total_of)
    return tuple(f"{cell.table}.{part}.{cell.column.key}" for part in cell.line.total_of)


def _sum_of(form: Form, cell: Cell, shown: Mapping[str, Decimal | None]) -> Decimal | None:
    table = form.table(cell.table)
    parts = [table.cell(*part.split(".")[1:]) for part in parts_of(form, cell)]
    return rollup.added(
        _sum_of(form, part, shown) if parts_of(form, part) else shown[part.key] for part in parts
    )


def _cells_before(
    report: AnnualReport, form: Form, before: Mapping[Slice, Decimal | None]
) -> dict[str, Decimal | None]:
    earlier = previous_report(report)
    if earlier is not None and earlier.form_key == form.key:
        return {cell.key: _number(earlier.figures.get(cell.key)) for cell in form.cells()}
    return _cells(form, before)[0]


def _by_name(found: Mapping[Slice, Decimal | None]) -> dict[str, Decimal | None]:
    return {str(one): number for one, number in found.items()}


def _thawed(kept: Kept) -> Numbers:
    parted: dict[str, dict[str, Decimal | None]] = {"": {}, PREVIOUS: {}, COURSE: {}}
    for key, number in kept.items():
        front = next((each for each in (PREVIOUS, COURSE) if key.startswith(each)), "")
        parted[front][key.removeprefix(front)] = _number(number)
    return Numbers(parted[""], parted[PREVIOUS], {}, parted[COURSE])


def _number(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)
