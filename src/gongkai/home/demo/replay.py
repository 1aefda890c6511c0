"""重演 — the years of five real annual reports and of an invented one: what was published, applied for, declared.

Every figure that a report states is in `replay.toml`, with the slices of indicators that give it back; documents,
people, matters, days and words are invented. All of it goes through the real actions, with the calendar of its year.
Whether what this program counts is what the reports state is the test of the whole (`figures`). The five end in 2017;
the invented one is of a year under the form of today, and comes out as a report that is public.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency, User
from gongkai.agencies.policies import SYSTEM, Actor
from gongkai.agencies.queries import actor_for, subtree_ids
from gongkai.catalogue.actions.load_schemes import load_schemes
from gongkai.catalogue.actions.load_structure import load_structure
from gongkai.core.measures import Period
from gongkai.foi.actions.set_remedy_places import set_remedy_places
from gongkai.foi.filing import ApplicantFacts, Filing
from gongkai.foi.lives import Days, Hands, Life, Objection, live, side_by_side
from gongkai.home.demo.place import Account, accounts_of, data_of, load_organs, load_people, moment
from gongkai.home.demo.replay_documents import load_held, load_table
from gongkai.home.demo.reports import publish_report
from gongkai.reporting.actions.confirm_declared import confirm_declared
from gongkai.reporting.actions.declare import Statement, declare
from gongkai.reporting.declared_sheet import asked_in
from gongkai.reporting.figures import values
from gongkai.reporting.models import DeclaredFigure
from gongkai.rules.applications import ApplicantKind
from gongkai.rules.catalogue import structure
from gongkai.rules.citations import REGULATIONS_2007
from gongkai.rules.indicators import INDICATORS, name_of
from gongkai.rules.posts import Role
from gongkai.rules.receiving import Channel
from gongkai.rules.remedies import Route
from gongkai.rules.slices import Slice, parsed

_DATA = data_of("replay.toml")
_LAST_FILED = (11, 30)  # month and day: what comes then is answered and put away before the year is over
_STRUCTURE = "2007"  # where a year does not say by which template it was catalogued
_PERCENT = "%"
_OBJECTION = ({"route": Route.RECONSIDERATION, "after": 0},)
"""不服 — where a report says no more than that somebody asked for reconsideration."""

ACCOUNTS: tuple[Account, ...] = accounts_of(_DATA)
REPORTS: tuple[str, ...] = tuple(row["organ"] for row in _DATA["years"])
"""The organs whose reports are replayed, by their code."""


@dataclass(frozen=True, slots=True)
class Figure:
    """一个数字 — what a report states, and what comes out of the slices that give it back."""

    organ: str
    year: int
    key: str
    slices: tuple[Slice, ...]
    computed: Decimal | None
    stated: Decimal

    @property
    def name(self) -> str:
        """What it counts, in Chinese."""
        return "、".join(name_of(one) for one in self.slices)

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.computed == self.stated


def is_loaded(reports: Collection[str] = REPORTS) -> bool:
    """Whether these reports are replayed here as a whole: what they declare comes last."""
    return set(reports) <= set(DeclaredFigure.objects.values_list("agency__code", flat=True).distinct())


def steps(reports: Collection[str] = REPORTS) -> int:
    """Return how many documents and applications the reports of these organs are replayed with."""
    return sum(
        sum(batch["count"] for batch in [*row["cases"], *row.get("held", [])])
        + row.get("documents", {"count": 0})["count"]
        for row in _years(reports)
    )


def load(
    now: datetime,
    *,
    reports: Collection[str] = REPORTS,
    tick: Callable[[int], object] = lambda _: None,
    done: Callable[[str, int], object] = lambda organ, year: None,
) -> None:
    """重演年报 — organs and applications at once, then what each report published and declared, each as a whole.

    What was interrupted goes on with the first report that is not there as a whole. `done` is told the organ's name
    and the year of each report that is there.
    """
    if not Agency.objects.exists():
        with transaction.atomic():
            _found(now, reports, tick)
    for row in _years(reports):
        if not is_loaded([row["organ"]]):
            with transaction.atomic():
                _tell(row, now, tick)
        done(Agency.objects.get(code=row["organ"]).name, row["year"])


def _found(now: datetime, reports: Collection[str], tick: Callable[[int], object]) -> None:
    """Make the place and take the applications through their lives in the order of their days."""
    founded = moment(_DATA["founded"])
    organs = load_organs(_DATA, founded)
    people = load_people(_DATA, organs, now.date())
    load_schemes(actor=SYSTEM, now=founded)
    for code, template in _catalogues_of(reports).items():
        load_structure(organs[code], structure(template), actor=people[Role.OFFICE], now=founded)
    set_remedy_places(
        organs[_DATA["root"]],
        review_body=_DATA["review_body"],
        court=_DATA["court"],
        actor=people[Role.CASE_OFFICER],
        now=founded,
    )
    hands = Hands(officer=people[Role.CASE_OFFICER], leader=people[Role.LEADER])
    lives = [life for row in _years(reports) for life in lives_of(row, organs)]
    side_by_side((live(life, hands) for life in lives), lambda: tick(1))


def _catalogues_of(reports: Collection[str]) -> dict[str, str]:
    """Return the organs that publish something in these reports, and those that report, with their template."""
    return {
        code: row.get("structure", _STRUCTURE)
        for row in _years(reports)
        for code in (row["organ"], *row.get("documents", {}).get("organs", {}))
    }


def _tell(row: Mapping[str, Any], now: datetime, tick: Callable[[int], object]) -> None:
    """Bring in what a report counts as published, declare what events do not tell, publish the report if it is told."""
    people = {account.role: _actor(account, now) for account in ACCOUNTS}
    if row.get("documents"):
        load_table(row, people, now, tick)
    load_held(row, people, tick)
    agency = Agency.objects.get(code=row["organ"])
    at = moment(date(row["year"] + 1, 1, 10))
    statements = list(_statements(row))
    figures = declare(agency.pk, statements, year=row["year"], actor=people[Role.LIAISON], now=at)
    confirm_declared([figure.pk for figure in figures], actor=people[Role.LEADER], now=at)
    if written := row.get("written"):
        publish_report(agency, row["year"], written, people, moment(date(row["year"] + 1, 1, 20)))


def _statements(row: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield what a report states, then what its form asks for beside: without that no report could be submitted."""
    for text, number in row["declared"].items():
        yield Statement(parsed(text), Decimal(str(number)))
    unstated = row.get("unstated", {})
    for one in asked_in(row["year"]):
        if str(one) not in row["declared"]:
            yield Statement(one, Decimal(unstated.get(str(one), 0)), note=_DATA["unstated_note"])


def _actor(account: Account, now: datetime) -> Actor:
    return actor_for(User.objects.get(username=account.username), now.date())


def figures(reports: Collection[str] = REPORTS) -> list[Figure]:
    """Return every stated figure with what comes out here."""
    organs = {agency.code: agency for agency in Agency.objects.all()}
    return [figure for row in _years(reports) for figure in _figures(row, organs[row["organ"]])]


def _figures(row: Mapping[str, Any], organ: Agency) -> Iterator[Figure]:
    wanted = {one["figure"]: tuple(parsed(text) for text in one["slices"]) for one in row["stated"]}
    all_of = [one for slices in wanted.values() for one in slices]
    found = values(all_of, Period.of_year(row["year"]), subtree_ids(organ))
    for one in row["stated"]:
        slices = wanted[one["figure"]]
        numbers = [_as_stated(each, number) for each in slices if (number := found[each]) is not None]
        yield Figure(
            organ=organ.name,
            year=row["year"],
            key=one["figure"],
            slices=slices,
            computed=sum(numbers, Decimal(0)) if len(numbers) == len(slices) else None,
            stated=Decimal(str(one["value"])),
        )


def _as_stated(one: Slice, number: Decimal) -> Decimal:
    """Return a rate as the share of one, as the reports' list has it."""
    return number / 100 if INDICATORS[one.indicator].unit == _PERCENT else number


def _years(reports: Collection[str]) -> list[Mapping[str, Any]]:
    return [row for row in _DATA["years"] if row["organ"] in reports]


def lives_of(row: Mapping[str, Any], organs: Mapping[str, Agency]) -> Iterator[Life]:
    """Yield the applications of one report, spread over its year."""
    serial = 0
    for batch in row["cases"]:
        spread = batch.get("filed") or _working_days(row["year"])
        for number in range(batch["count"]):
            serial += 1
            filed = spread[number * len(spread) // batch["count"]]
            days = _days(filed, number)
            objected = number < batch.get("objections", 0)
            yield Life(
                filing=_filing(batch, organs[batch["organ"]], filed, serial),
                days=days,
                ticked=(batch["ticked"][number % len(batch["ticked"])],),
                elements=_DATA["elements"],
                objections=tuple(_objections(batch.get("remedies", _OBJECTION), days)) if objected else (),
            )


def _objections(remedies: Iterable[Mapping[str, Any]], days: Days) -> Iterator[Objection]:
    """Yield what follows an answer, each so many working days after what was before it."""
    known, at = calendar(), days.archived
    for each in remedies:
        route = Route(each["route"])
        body = _DATA["review_body"] if route is Route.RECONSIDERATION else _DATA["court"]
        filed = moment(known.nth_workday(timezone.localdate(at), each["after"]), 16) if each["after"] else at
        closed = None
        if outcome := each.get("outcome", ""):
            closed = at = moment(known.nth_workday(timezone.localdate(filed), each["took"]), 16)
        yield Objection(route, body, filed, closed, outcome)


def _working_days(year: int) -> list[date]:
    first = max(date(year, 1, 1), REGULATIONS_2007.in_force_from)
    span = range(first.toordinal(), date(year, *_LAST_FILED).toordinal() + 1)
    return [day for day in map(date.fromordinal, span) if calendar().is_workday(day)]


def _filing(batch: Mapping[str, Any], organ: Agency, day: date, serial: int) -> Filing:
    channel = Channel(batch["channel"])
    return Filing(
        agency_id=organ.pk,
        applicant=ApplicantFacts(
            kind=ApplicantKind(batch.get("applicant", ApplicantKind.CITIZEN)),
            name=f"示例申请人{serial}",
            address=f"示例路{serial}号",
        ),
        title=f"{organ.short_name}{day.year}年样本文件第{serial}份",
        channel=channel,
        arrived_on=day,
        signed_for_on=day if channel is Channel.REGISTERED_POST else None,
    )


def _days(filed: date, number: int) -> Days:
    """Return the days of one application: answered between 3 and 13 working days after it came."""
    known = calendar()
    decided = known.nth_workday(filed, 2 + number * 5 % 11)
    served = known.nth_workday(decided, 1)
    return Days(
        filed=moment(filed, 9, number % 60),
        assigned=moment(filed, 15, number % 60),
        decided=moment(decided, 9, number % 60),
        signed=moment(decided, 16, number % 60),
        served=moment(served, 10, number % 60),
        archived=moment(known.nth_workday(served, 3), 16, number % 60),
    )
