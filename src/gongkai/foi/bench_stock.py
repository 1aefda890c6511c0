"""测速用的在办申请 — many open cases on one desk, put in at once; only for places that are made to be measured."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency, User
from gongkai.foi import clocks, letters
from gongkai.foi.models import Applicant, Assignment, Case, CaseEvent, Letter
from gongkai.foi.numbers import new_key, new_query_code
from gongkai.foi.queries import key_fingerprint
from gongkai.rules.application_process import CaseState
from gongkai.rules.applications import ApplicantKind
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.clock import EventKind
from gongkai.rules.receiving import Channel, receipt_day

_BATCH = 500
_AGES = 24  # working days over which the stock came in: most of it in time, some of it late
_MATTERS = ("维修资金使用情况", "加装电梯补助名单", "项目可行性研究报告", "行政处罚案卷", "部门预算汇总表")
# One kind in turn: where the case stands, and what stopped or lengthened its clock.
_STORIES: tuple[tuple[CaseState, tuple[EventKind, ...]], ...] = (
    (CaseState.REGISTERED, ()),
    (CaseState.IN_HAND, ()),
    (CaseState.IN_HAND, (EventKind.EXTENDED,)),
    (CaseState.IN_HAND, (EventKind.THIRD_PARTY_CONSULTED, EventKind.THIRD_PARTY_REPLIED)),
    (CaseState.IN_HAND, (EventKind.SUPPLEMENT_REQUESTED, EventKind.SUPPLEMENT_RECEIVED)),
    (CaseState.AWAITING_SUPPLEMENT, (EventKind.SUPPLEMENT_REQUESTED,)),
    (CaseState.IN_HAND, (EventKind.THIRD_PARTY_CONSULTED,)),
    (CaseState.IN_HAND, ()),
)
_EXTENDED_BY = 10


def fill(agency: Agency, officer: User, count: int, now: datetime, tick: Callable[[int], object]) -> None:
    """Bring the open cases of an organ to `count`; what they keep is what their clocks read."""
    known, today = calendar(), timezone.localdate(now)
    days = [day for day in map(today.__sub__, map(timedelta, range(_AGES * 2))) if known.is_workday(day)]
    have = Case.objects.filter(agency=agency).count()
    for start in range(have, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        with transaction.atomic():
            _put(agency, officer, numbers, days[:_AGES], known)
        tick(len(numbers))


def _put(agency: Agency, officer: User, numbers: range, days: list[date], known: WorkCalendar) -> None:
    applicants = Applicant.objects.bulk_create(
        Applicant(name=f"示例申请人{number}", address=f"示例路{number}号") for number in numbers
    )
    made = []
    for number, applicant in zip(numbers, applicants, strict=True):
        case = _case(agency, officer, applicant, number, days[number % len(days)])
        events = _events(case, officer)
        clocks.keep_reading(case, clocks.reading_of(case, known, events=events))
        made.append((case, events))
    Case.objects.bulk_create(case for case, _ in made)
    CaseEvent.objects.bulk_create(event for _, events in made for event in events)
    Assignment.objects.bulk_create(
        Assignment(
            case=case,
            unit=agency.short_name,
            agency=agency,
            person=officer,
            leads=True,
            assigned_at=case.filed_at,
        )
        for case, _ in made
        if case.lead_id
    )
    Letter.objects.bulk_create(_receipt(case) for case, _ in made)


def _case(agency: Agency, officer: User, applicant: Applicant, number: int, day: date) -> Case:
    state, _ = _STORIES[number % len(_STORIES)]
    key = new_key()
    return Case(
        number=f"测速-{agency.pk:03d}-{number:06d}",
        agency=agency,
        applicant=applicant,
        applicant_kind=ApplicantKind.CITIZEN,
        state=state,
        title=f"{day.year}年样本{number}号{_MATTERS[number % len(_MATTERS)]}",
        description="测速用的内容描述",
        channel=Channel.IN_PERSON,
        filed_at=datetime.combine(day, datetime.min.time(), timezone.get_default_timezone()),
        access_token=key,
        access_fingerprint=key_fingerprint(key),
        query_code=new_query_code(),
        arrived_on=day,
        received_on=day,
        clock_since=day,
        receipt_rule=receipt_day(Channel.IN_PERSON, arrived_on=day).sentence,
        lead=None if state is CaseState.REGISTERED else officer,
    )


def _events(case: Case, officer: User) -> list[CaseEvent]:
    """Return what happened to a case: all of it on the day on which it came."""
    _, stops = _STORIES[int(case.number[-6:]) % len(_STORIES)]
    kinds = ["filed", "confirmed", *(["assigned"] if case.lead else []), *map(str, stops)]
    return [
        CaseEvent(
            case=case,
            kind=kind,
            on=case.arrived_on,
            at=case.filed_at,
            by=officer,
            working_days=_EXTENDED_BY if kind == EventKind.EXTENDED else 0,
        )
        for kind in kinds
    ]


def _receipt(case: Case) -> Letter:
    template = letters.template_of("receipt", case.arrived_on)
    letter = Letter(
        case=case,
        kind=template.code,
        template_version=template.version,
        number=f"{case.number}-1",
        organ=case.agency.name,
        addressee=case.applicant.name,
        title=template.label,
        paragraphs=["测速用的正文"],
        dated_on=case.arrived_on,
        made_at=case.filed_at,
        frozen_at=case.filed_at,
    )
    letter.digest = letters.digest_of(letter)
    return letter
