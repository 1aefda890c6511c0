"""年报页 — what the page of a report shows beside its content: steps, checks, links from every number, the next step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.agencies.policies import Actor
from gongkai.reporting import policies, rollup
from gongkai.reporting.addresses import rows_path
from gongkai.reporting.check import Check, Kind, Outcome
from gongkai.reporting.checks_numbers import place_of
from gongkai.reporting.content import Content
from gongkai.reporting.courses import name_at, year_and_month
from gongkai.reporting.illustrations import ShownChart
from gongkai.reporting.models import AnnualReport
from gongkai.reporting.numbers import Numbers, parts_of, plain
from gongkai.rules.indicators import INDICATORS, name_of
from gongkai.rules.report_forms import PREVIOUS
from gongkai.rules.report_process import ReportScope, ReportState
from gongkai.rules.report_references import Aspect, Reference, written
from gongkai.rules.slices import parsed


@dataclass(frozen=True, slots=True)
class CheckList:
    """核对清单 — what stops, what is to be looked at, and how many of each kind hold."""

    stops: tuple[Check, ...]
    notes: tuple[Check, ...]
    passed: Mapping[Kind, int]

    @property
    def passed_in_all(self) -> int:
        return sum(self.passed.values())

    @property
    def groups(self) -> tuple[tuple[str, tuple[Check, ...]], ...]:
        """What is listed, with the mark of each group."""
        return ("st-bad", self.stops), ("st-wait", self.notes)


def check_list(checks: list[Check]) -> CheckList:
    """Return checks in their groups."""
    passed: dict[Kind, int] = {}
    for check in checks:
        if check.outcome is Outcome.OK:
            passed[check.kind] = passed.get(check.kind, 0) + 1
    stops, notes = (
        tuple(check for check in checks if check.outcome is outcome)
        for outcome in (Outcome.STOP, Outcome.NOTE)
    )
    return CheckList(stops, notes, passed)


def links_of(report: AnnualReport, content: Content) -> dict[str, str]:
    """Return where each number leads, by the key of its cell or by its reference.

    A cell of a consolidated report leads to its units, a total that counts nothing by itself to its parts, all else to
    its rows.
    """
    below = rollup.reaches_below(report.agency, report.scope)
    found = {}
    for shown in content.cells():
        apart = shown.cell.shows is None and parts_of(report.form, shown.cell)
        if apart or report.scope == ReportScope.CONSOLIDATED:
            found[shown.cell.key] = f"{report.address}units/?cell={shown.cell.key}"
        elif shown.cell.shows is not None:
            found[shown.cell.key] = rows_path(shown.cell.shows, report.agency, report.year, below=below)
    for section in content.sections:
        for paragraph in section.paragraphs:
            for piece in paragraph.pieces:
                if piece.reference is not None:
                    year = report.year - (piece.reference.aspect is Aspect.PREVIOUS)
                    address = rows_path(piece.reference.shows, report.agency, year, below=below)
                    found[str(piece.reference)] = address
        for chart in section.charts:
            found |= _links_of_chart(report, chart, below=below)
    return found


def _links_of_chart(report: AnnualReport, chart: ShownChart, *, below: bool) -> dict[str, str]:
    """A part leads to its rows, a place of a course to those of its month or year."""
    found = {}
    for each in chart.numbers:
        wanted, year, month = chart.chart.whole, report.year, 0
        if chart.standing:
            year, month = year_and_month(each.key)
        else:
            wanted = parsed(each.key.removeprefix(PREVIOUS))
            year -= each.key.startswith(PREVIOUS)
        found[each.key] = rows_path(wanted, report.agency, year, below=below, month=month)
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """变动 — a number of a frozen report and what the facts say today; "" where nothing is known."""

    place: str
    frozen: str
    today: str
    anchor: str


def moved(report: AnnualReport, kept: Numbers, today: Numbers) -> Iterator[Moved]:
    """Yield what has moved since a report was frozen: its cells first, then the figures of its prose and its charts."""
    cells = {cell.key: cell for cell in report.form.cells()}
    shown = {str(cell.shows) for cell in cells.values()}
    for key, number in kept.now.items():
        now = today.now.get(key)
        if now == number or key in shown:
            continue
        place = place_of(report, cells[key]) if key in cells else name_of(parsed(key))
        yield Moved(str(place), _shown(number), _shown(now), f"cell-{key}" if key in cells else "")
    for key, number in kept.courses.items():
        if (now := today.courses.get(key)) != number:
            yield Moved(name_at(key), _shown(number), _shown(now), "")


def _shown(number: Decimal | None) -> str:
    return "" if number is None else plain(number)


def progress(report: AnnualReport) -> list[tuple[str, str, bool, bool]]:
    """Return the steps of a report: words, who and when, whether it is done, whether it is the present one."""
    states = list(ReportState)
    stage = len(states) if report.in_public else states.index(ReportState(report.state))
    told = [
        (_("起草"), _by(report.drafted_by, report.drafted_at)),
        (_("提交"), _by(report.submitted_by, report.submitted_at)),
        (_("签发"), _by(report.signed_by, report.signed_at)),
        (_("转公开"), ""),
        (_("公开"), ""),
    ]
    return [(words, who, number <= stage, number == stage + 1) for number, (words, who) in enumerate(told)]


def _by(user: object, at: object) -> str:
    return f"{user}" if user and at else ""


def deeds(report: AnnualReport, actor: Actor) -> list[str]:
    """Return what an actor may do to the newest version of a report, by name, the next step first."""
    drafts, signs = (
        actor.may(policies.DRAFT_REPORT, report.agency),
        actor.may(policies.SIGN_REPORT, report.agency),
    )
    if report.state == ReportState.DRAFT:
        return ["submit", "edit"] if drafts else []
    if report.state == ReportState.SUBMITTED:
        own = report.submitted_by_id == actor.user_id
        return [*(["sign"] if signs and not own else ()), *(["return"] if signs or own else ())]
    if report.state == ReportState.SIGNED:
        return ["release", "correct"] if drafts else []
    return ["correct"] if drafts else []


def available(numbers: Numbers) -> Iterator[tuple[str, str]]:
    """Yield every figure that a text of this report can refer to, as it is written there, and its number."""
    for key, number in numbers.now.items():
        if number is not None and key.partition("[")[0] in INDICATORS:
            yield written(Reference(parsed(key))), plain(number)
