"""测速用的往年申请 — many answered cases over the years, put in at once; only for places that are made to be measured."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency
from gongkai.foi.models import Applicant, Case
from gongkai.foi.numbers import new_key
from gongkai.foi.queries import key_fingerprint
from gongkai.rules.application_process import CaseState
from gongkai.rules.applications import ApplicantKind
from gongkai.rules.citations import regulations_on
from gongkai.rules.receiving import Channel
from gongkai.rules.replies import replies_under

_BATCH = 2000
_FIRST_YEAR = 2009
_TOOK = (3, 7, 9, 12, 15, 18, 20, 26, 33)  # working days to the answer, in turn
_LIMIT, _EXTENDED = 20, 20
_KINDS = tuple(ApplicantKind)


def fill_past(
    organs: Sequence[Agency], count: int, today: date, tick: Callable[[int], object] = lambda _: None
) -> None:
    """Bring the answered cases of past years, spread over organs and years, to `count`."""
    days = [day for day in _days(_FIRST_YEAR, today) if calendar().is_workday(day)]
    have = Case.objects.filter(number__startswith="往年").count()
    for start in range(have, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        with transaction.atomic():
            applicants = Applicant.objects.bulk_create(Applicant() for _ in numbers)
            Case.objects.bulk_create(
                _case(organs[number % len(organs)], applicant, number, days)
                for number, applicant in zip(numbers, applicants, strict=True)
            )
        tick(len(numbers))


def _days(first_year: int, today: date) -> list[date]:
    return [date.fromordinal(n) for n in range(date(first_year, 1, 1).toordinal(), today.toordinal() - 60)]


def _case(organ: Agency, applicant: Applicant, number: int, days: Sequence[date]) -> Case:
    day = days[number * 7919 % len(days)]
    took, statute, key = _TOOK[number % len(_TOOK)], regulations_on(day), new_key()
    replies = list(replies_under(statute).values())
    reply, answered = replies[number % len(replies)], calendar().nth_workday(day, took)
    extended = took > _LIMIT and number % 2 == 0
    return Case(
        number=f"往年-{number:07d}",
        agency=organ,
        applicant=applicant,
        applicant_kind=_KINDS[number % len(_KINDS)],
        state=CaseState.ARCHIVED,
        statute=statute.code,
        title=f"{day.year}年样本{number}号",
        channel=list(Channel)[number % len(Channel)],
        filed_at=datetime.combine(day, datetime.min.time(), timezone.get_default_timezone()),
        access_fingerprint=key_fingerprint(key),
        arrived_on=day,
        received_on=day,
        clock_since=day,
        answered_on=answered,
        first_answered_on=answered,
        first_due_on=calendar().nth_workday(day, _LIMIT + _EXTENDED * extended),
        first_replies=reply.code,
        first_extended=extended,
        concluded_on=answered,
        result=reply.result,
    )
