"""演示的申请 — invented cases in every state, on days counted back from today, through the real actions."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import PUBLIC, Actor
from gongkai.foi.actions.archive import archive
from gongkai.foi.actions.assign import UnitFacts, assign
from gongkai.foi.actions.charge import decide_fee, propose_fee
from gongkai.foi.actions.confirm import confirm
from gongkai.foi.actions.consult import ask_third_party
from gongkai.foi.actions.decide import PartFacts, sign_decision
from gongkai.foi.actions.extend import decide_extension, propose_extension
from gongkai.foi.actions.file_case import file_case
from gongkai.foi.actions.opinion import record_answer
from gongkai.foi.actions.publish_answer import show_answer
from gongkai.foi.actions.release import attach_release
from gongkai.foi.actions.remedy import accept_remedy, record_remedy
from gongkai.foi.actions.set_remedy_places import set_remedy_places
from gongkai.foi.actions.supplement import request_supplement
from gongkai.foi.actions.transfer import transfer
from gongkai.foi.actions.urge import urge
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.filing import ApplicantFacts, Filing
from gongkai.foi.lives import answered, decided, side_by_side
from gongkai.foi.models import Case, Decision, Letter
from gongkai.home.demo.place import data_of, moment
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.fees import FeeBasis
from gongkai.rules.posts import Role
from gongkai.rules.receiving import Channel
from gongkai.rules.remedies import Route

_DATA = data_of("cases.toml")
_FILED_AT, _FIRST_STEP_AT = 9, 10  # o'clock
COUNT = len(_DATA["cases"])
"""How many applications the demonstration has."""


def load_cases(
    organs: Mapping[str, Agency],
    root: Agency,
    people: Mapping[Role, Actor],
    now: datetime,
    tick: Callable[[], object],
) -> None:
    """载入演示的申请 — each as far as its row says, all of them in the order of their days."""
    officer = people[Role.CASE_OFFICER]
    places = {"review_body": _DATA["review_body"], "court": _DATA["court"]}
    set_remedy_places(root, **places, actor=officer, now=now)
    days = _Days(now, max(row["came"] for row in _DATA["cases"]))
    side_by_side((_Telling(row, organs, people, days).tell() for row in _DATA["cases"]), tick)


class _Days:
    """往前数的工作日 — the moments of working days before today; none lies in the future."""

    def __init__(self, now: datetime, most: int) -> None:
        self.now = now
        self._days = _working_days_before(timezone.localdate(now), most, calendar())

    def on(self, ago: int) -> date:
        """Return the day so many working days ago; 0 is today, or the last working day before it."""
        return self._days[ago]

    def at(self, ago: int, hour: int) -> datetime:
        """Return an hour of that day, or now where that is still to come."""
        return min(moment(self.on(ago), hour), self.now)


def _working_days_before(today: date, most: int, known: WorkCalendar) -> list[date]:
    found: list[date] = []
    day = today.toordinal()
    while len(found) <= most:
        if known.is_workday(each := date.fromordinal(day)):
            found.append(each)
        day -= 1
    return found


class _Telling:
    """一件申请的经过 — takes one row of the data file through the steps that it names."""

    def __init__(
        self,
        row: Mapping[str, Any],
        organs: Mapping[str, Agency],
        people: Mapping[Role, Actor],
        days: _Days,
    ) -> None:
        self.row, self.organs, self.days = row, organs, days
        self.officer, self.leader = people[Role.CASE_OFFICER], people[Role.LEADER]
        self.office = people[Role.OFFICE]

    def tell(self) -> Iterator[datetime]:
        """Yield the moment of each step before it is taken."""
        now = self.days.at(self.row["came"], _FILED_AT)
        yield now
        self.case = self._file(now)
        for number, step in enumerate(self.row.get("steps", [])):
            now = self.days.at(step["ago"], _FIRST_STEP_AT + number)
            yield now
            getattr(self, f"_{step['do']}")(step, now)

    def _file(self, now: datetime) -> Case:
        row, channel = self.row, Channel(self.row["channel"])
        day = self.days.on(row["came"])
        filing = Filing(
            agency_id=self.organs[row["organ"]].pk,
            applicant=ApplicantFacts(**row["applicant"]),
            title=row["title"],
            description=row["description"],
            channel=channel,
            arrived_on=timezone.localdate(now) if channel is Channel.ONLINE else day,
            signed_for_on=day if channel is Channel.REGISTERED_POST else None,
            form_wanted=row.get("form_wanted", "electronic"),
            way_wanted=row.get("way_wanted", "online"),
            may_be_shown=row.get("may_be_shown", False),
        )
        actor = PUBLIC if channel is Channel.ONLINE else self.officer
        return file_case(filing, actor=actor, now=now).case

    def _confirm(self, step: Mapping[str, Any], now: datetime) -> None:
        confirm(self.case.pk, on=self.days.on(step["ago"]), actor=self.officer, now=now)

    def _assign(self, step: Mapping[str, Any], now: datetime) -> None:
        units = [UnitFacts(name) for name in step.get("units", [])]
        assign(self.case.pk, lead=self.officer.user_id, units=units, actor=self.officer, now=now)

    def _ask_supplement(self, step: Mapping[str, Any], now: datetime) -> None:
        request_supplement(
            self.case.pk, ground=step["ground"], what=step["what"], actor=self.officer, now=now
        )

    def _ask_third_party(self, step: Mapping[str, Any], now: datetime) -> None:
        self.asked = ask_third_party(
            self.case.pk,
            name=step["name"],
            contact=step["contact"],
            what=step["what"],
            reason=step["reason"],
            actor=self.officer,
            now=now,
        )

    def _record_answer(self, step: Mapping[str, Any], now: datetime) -> None:
        record_answer(
            self.asked.pk,
            answer=step["answer"],
            reason=step["words"],
            reasonable=step["reasonable"],
            actor=self.officer,
            now=now,
        )

    def _propose_extension(self, step: Mapping[str, Any], now: datetime) -> None:
        self.extension = propose_extension(
            self.case.pk, working_days=step["days"], reason=step["words"], actor=self.officer, now=now
        )

    def _approve_extension(self, step: Mapping[str, Any], now: datetime) -> None:
        decide_extension(self.extension.pk, approved=True, words=step["words"], actor=self.leader, now=now)

    def _urge(self, step: Mapping[str, Any], now: datetime) -> None:
        urge(self.case.pk, words=step["words"], actor=self.office, now=now)

    def _charge(self, step: Mapping[str, Any], now: datetime) -> None:
        proposed = propose_fee(
            self.case.pk,
            basis=FeeBasis.PAGES,
            count=step["count"],
            accounts=step["words"],
            actor=self.officer,
            now=now,
        )
        decide_fee(proposed.pk, approved=True, actor=self.leader, now=now)

    def _transfer(self, step: Mapping[str, Any], now: datetime) -> None:
        target = self.organs[step["to"]]
        transfer(self.case.pk, to=target.pk, reason=step["words"], actor=self.officer, now=now)

    def _withdraw(self, step: Mapping[str, Any], now: datetime) -> None:
        withdraw(key=self.case.access_token, reason=step["words"], actor=PUBLIC, now=now)

    def _give_file(self, step: Mapping[str, Any], now: datetime) -> None:
        attach_release(
            self.case.pk, name=step["name"], data=step["text"].encode(), actor=self.officer, now=now
        )

    def _decide(self, step: Mapping[str, Any], now: datetime) -> None:
        self.decision = decided(
            self.case,
            ticked=step["ticked"],
            elements=step.get("elements", {}),
            written=[PartFacts(**part) for part in step.get("parts", [])],
            officer=self.officer,
            now=now,
        )

    def _sign(self, step: Mapping[str, Any], now: datetime) -> None:
        sign_decision(self.decision, actor=self.leader, now=now)

    def _serve(self, step: Mapping[str, Any], now: datetime) -> None:
        answered(Letter.objects.get(decision=self.decision), officer=self.officer, now=now)

    def _show(self, step: Mapping[str, Any], now: datetime) -> None:
        show_answer(self.case.pk, True, actor=self.officer, now=now)

    def _archive(self, step: Mapping[str, Any], now: datetime) -> None:
        archive(self.case.pk, actor=self.officer, now=now)

    def _object(self, step: Mapping[str, Any], now: datetime) -> None:
        body = Decision.objects.get(pk=self.decision).review_body
        remedy = record_remedy(
            self.case.pk,
            kind=Route.RECONSIDERATION,
            body=body,
            filed_on=self.days.on(step["ago"]),
            actor=self.officer,
            now=now,
        )
        accepted = step["accepted"]
        accept_remedy(
            remedy.pk,
            accepted_on=self.days.on(accepted),
            actor=self.officer,
            now=self.days.at(accepted, _FILED_AT),
        )
