"""申请的搭建 — applications of an invented citizen at the housing bureau, made through the real actions."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cast import NOW, Cast
from gongkai.agencies.policies import PUBLIC
from gongkai.foi.actions.assign import assign
from gongkai.foi.actions.file_case import file_case
from gongkai.foi.filing import ApplicantFacts, Filed, Filing
from gongkai.foi.models import Case
from gongkai.rules.receiving import Channel

APPLICANT = ApplicantFacts(
    kind="citizen",
    name="样本甲",
    id_kind="resident_card",
    id_number="110101190001010000",
    phone="13800000000",
    email="sample@example.com",
    address="示例市样本路 1 号",
)
TITLE = "2025 年老旧小区加装电梯补助名单"


def filing(cast: Cast, **values: Any) -> Filing:
    """An application that came online today, complete unless the values say otherwise."""
    made = Filing(
        agency_id=cast.housing.pk,
        applicant=APPLICANT,
        title=TITLE,
        description="2025 年度本市老旧小区加装电梯补助对象的名单",
        channel=Channel.ONLINE,
        arrived_on=timezone.localdate(NOW),
        form_wanted="electronic",
        way_wanted="email",
    )
    return replace(made, **values)


def filed(cast: Cast, *, now: datetime = NOW, **values: Any) -> Filed:
    """A case that somebody filed online, with the secrets of its receipt."""
    return file_case(filing(cast, **{"arrived_on": timezone.localdate(now), **values}), actor=PUBLIC, now=now)


def by_letter(cast: Cast, *, now: datetime = NOW, **values: Any) -> Case:
    """A case that came as an ordinary letter, registered by Wang, not yet confirmed with the applicant."""
    facts = {"channel": Channel.ORDINARY_LETTER, "arrived_on": timezone.localdate(now), **values}
    return file_case(filing(cast, **facts), actor=cast.wang, now=now).case


def in_hand(cast: Cast, *, now: datetime = NOW, **values: Any) -> Case:
    """A case that Wang handles."""
    case = filed(cast, now=now, **values).case
    return assign(case.pk, lead=cast.wang.user_id, units=(), actor=cast.wang, now=now)


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone())
