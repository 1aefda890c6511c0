"""重演 — the applications of five real annual reports, through the real actions with the calendar of their year.

Which organ got how many, by which channel and with which outcome is what the reports state (`replay.toml`); people,
matters, days and words are invented. Whether what this program counts from the cases is what the reports state is
the test of the whole (figures).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import SYSTEM
from gongkai.agencies.queries import subtree_ids
from gongkai.catalogue.actions.load_schemes import load_schemes
from gongkai.catalogue.actions.load_structure import load_structure
from gongkai.core.measures import MEASURES, Period
from gongkai.foi.actions.set_remedy_places import set_remedy_places
from gongkai.foi.filing import ApplicantFacts, Filing
from gongkai.foi.lives import Days, Hands, Life, live, side_by_side
from gongkai.foi.measures import row_of
from gongkai.home.demo.place import Account, accounts_of, data_of, load_organs, load_people, moment
from gongkai.rules.applications import ApplicantKind, other_doors
from gongkai.rules.catalogue import structure
from gongkai.rules.citations import REGULATIONS_2007
from gongkai.rules.posts import Role
from gongkai.rules.receiving import Channel

_DATA = data_of("replay.toml")
_LAST_FILED = (11, 30)  # month and day: what comes then is answered and put away before the year is over
_ALL_BELOW = "below"
_CONSULTATION_DOOR = "consultation"

CONSULTATIONS = "consultations"
"""The one figure of a report that is no indicator: what came and was no application."""
ACCOUNTS: tuple[Account, ...] = accounts_of(_DATA)
REPORTS: tuple[str, ...] = tuple(row["organ"] for row in _DATA["years"])
"""The organs whose reports are replayed, by their code."""


@dataclass(frozen=True, slots=True)
class Figure:
    """一个数字 — what a report states, and what is counted from the cases of that year."""

    organ: str
    year: int
    name: str
    measures: tuple[str, ...]
    computed: int
    stated: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.computed == self.stated


def is_loaded() -> bool:
    """Whether the replay's organs are in the database."""
    return Agency.objects.filter(code__in=REPORTS).exists()


def applications(reports: Collection[str] = REPORTS) -> int:
    """Return how many applications the reports of these organs are replayed with."""
    return sum(batch["count"] for row in _years(reports) for batch in row["cases"])


def load(now: datetime, *, reports: Collection[str] = REPORTS, tick: Callable[[], object]) -> None:
    """重演年报 — into an empty database: the organs, then the applications in the order of their days."""
    founded = moment(_DATA["founded"])
    organs = load_organs(_DATA, founded)
    people = load_people(_DATA, organs, now.date())
    load_schemes(actor=SYSTEM, now=founded)
    for code in reports:
        office = people[Role.OFFICE]
        load_structure(organs[code], structure(organs[code].kind), actor=office, now=founded)
    set_remedy_places(
        organs[_DATA["root"]],
        review_body=_DATA["review_body"],
        court=_DATA["court"],
        actor=people[Role.CASE_OFFICER],
        now=founded,
    )
    hands = Hands(officer=people[Role.CASE_OFFICER], leader=people[Role.LEADER])
    lives = [life for row in _years(reports) for life in lives_of(row, organs)]
    side_by_side((live(life, hands) for life in lives), tick)


def figures(reports: Collection[str] = REPORTS) -> list[Figure]:
    """Return every stated figure with what is counted here."""
    organs = {agency.code: agency for agency in Agency.objects.all()}
    return [
        Figure(
            organ=organs[row["organ"]].name,
            year=row["year"],
            name=figure["name"],
            measures=tuple(figure["measures"]),
            computed=_computed(row, figure, organs[row["organ"]]),
            stated=figure["stated"],
        )
        for row in _years(reports)
        for figure in row["figures"]
    ]


def _years(reports: Collection[str]) -> list[Mapping[str, Any]]:
    return [row for row in _DATA["years"] if row["organ"] in reports]


def lives_of(row: Mapping[str, Any], organs: Mapping[str, Agency]) -> Iterator[Life]:
    """Yield the applications of one report, spread over its year."""
    serial = 0
    for batch in row["cases"]:
        days = _working_days(row["year"])
        for number in range(batch["count"]):
            serial += 1
            yield Life(
                filing=_filing(
                    batch, organs[batch["organ"]], days[number * len(days) // batch["count"]], serial
                ),
                days=_days(days[number * len(days) // batch["count"]], number),
                ticked=(batch["ticked"][number % len(batch["ticked"])],),
                elements=_DATA["elements"],
                objects_at=_DATA["review_body"] if number < batch.get("objections", 0) else "",
            )


def _working_days(year: int) -> list[date]:
    first = max(date(year, 1, 1), REGULATIONS_2007.in_force_from)
    span = range(first.toordinal(), date(year, *_LAST_FILED).toordinal() + 1)
    return [day for day in map(date.fromordinal, span) if calendar().is_workday(day)]


def _filing(batch: Mapping[str, Any], organ: Agency, day: date, serial: int) -> Filing:
    channel = Channel(batch["channel"])
    return Filing(
        agency_id=organ.pk,
        applicant=ApplicantFacts(
            kind=ApplicantKind.CITIZEN, name=f"示例申请人{serial}", address=f"示例路{serial}号"
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


def _computed(row: Mapping[str, Any], figure: Mapping[str, Any], organ: Agency) -> int:
    """Return what a figure's measures count in the year, at the organ or (`organs`) at those below it."""
    if figure["measures"] == [CONSULTATIONS]:
        return _consultations(row)
    period, organs = Period.of_year(row["year"]), _counted(organ, figure.get("organs", ""))
    where = {f"{name}__in": values for name, values in figure.get("where", {}).items()}
    found = [MEASURES[key].rows(period, organs).filter(**where) for key in figure["measures"]]
    if "rows" in figure:
        told = found[0].values_list("statute", "first_replies")
        return sum(row_of(period, *answer) in figure["rows"] for answer in told)
    return sum(rows.count() for rows in found)


def _counted(organ: Agency, which: str) -> list[int]:
    if not which:
        return [organ.pk]
    below = Agency.objects.filter(pk__in=subtree_ids(organ)).order_by()
    kinds = {} if which == _ALL_BELOW else {"kind": which}
    return list(below.filter(**kinds).values_list("pk", flat=True))


def _consultations(row: Mapping[str, Any]) -> int:
    """Return how many of a year's consultations the form would have sent elsewhere: none of them is an application."""
    return sum(
        asked["count"]
        for asked in row["consultations"]
        if any(door.code == _CONSULTATION_DOOR for door in other_doors(asked["words"]))
    )
