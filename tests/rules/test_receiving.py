"""收到申请之日和送达 — the day of receipt by channel under both texts, and which moment of service counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019
from gongkai.rules.process import RuleViolation
from gongkai.rules.receiving import CHANNEL_GROUPS, RECEIPT_RULES, Channel, receipt_day, receipt_rule
from gongkai.rules.serving import (
    FORMS_BY_WAY,
    SERVICE_BY_OBTAINING,
    SERVICE_RULES,
    InformationForm,
    ObtainingWay,
    ServiceWay,
    served_on,
)

CAME = {REGULATIONS_2007: date(2017, 9, 20), REGULATIONS_2019: date(2026, 3, 2)}


@pytest.mark.parametrize(
    ("channel", "under_2007", "under_2019"),
    [
        (Channel.IN_PERSON, 0, 0),
        (Channel.REGISTERED_POST, 1, 1),
        (Channel.ORDINARY_LETTER, 2, 2),
        (Channel.ONLINE, 0, 2),
        (Channel.EMAIL, 0, 2),
        (Channel.FAX, 2, 2),
        (Channel.HOTLINE, 0, 0),
        (Channel.NOT_STATED, 0, 0),
    ],
)
def test_2019_article_31_the_day_of_receipt(channel: Channel, under_2007: int, under_2019: int) -> None:
    for statute, later in ((REGULATIONS_2007, under_2007), (REGULATIONS_2019, under_2019)):
        came = CAME[statute]
        receipt = receipt_day(
            channel,
            arrived_on=came,
            signed_on=came + timedelta(days=1),
            confirmed_on=came + timedelta(days=2),
        )
        assert receipt.day == came + timedelta(days=later)
        assert f"{came.month}月{came.day + later}日" in receipt.sentence
        assert receipt.needs == ()


@pytest.mark.parametrize("channel", [Channel.ORDINARY_LETTER, Channel.ONLINE, Channel.FAX, Channel.EMAIL])
def test_2019_article_31_what_is_not_confirmed_has_not_begun(channel: Channel) -> None:
    receipt = receipt_day(channel, arrived_on=CAME[REGULATIONS_2019])
    assert receipt.day is None
    assert receipt.needs == ("与申请人确认的日期",)


def test_registered_post_waits_for_the_signature_and_a_letter_sent_elsewhere_for_confirmation() -> None:
    came = CAME[REGULATIONS_2019]
    assert receipt_day(Channel.REGISTERED_POST, arrived_on=came).needs == ("签收的日期",)
    astray = receipt_day(Channel.REGISTERED_POST, arrived_on=came, signed_on=came, misaddressed=True)
    assert astray.day is None


def test_the_text_of_the_day_of_receipt_decides() -> None:
    before, after = date(2019, 5, 10), date(2019, 5, 20)
    mail = receipt_day(Channel.EMAIL, arrived_on=before, confirmed_on=after)
    letter = receipt_day(Channel.ORDINARY_LETTER, arrived_on=before, confirmed_on=after)
    assert mail.day == before
    assert (letter.day, letter.citation.statute) == (after, REGULATIONS_2019)


@given(st.sampled_from(Channel), st.dates(date(2008, 5, 1), date(2026, 9, 1)), st.integers(0, 30))
def test_with_every_day_known_the_clock_always_begins(channel: Channel, came: date, later: int) -> None:
    at = came + timedelta(days=later)
    receipt = receipt_day(channel, arrived_on=came, signed_on=at, confirmed_on=at)
    assert receipt.day in (came, at)


def test_every_channel_has_its_rule_and_its_group() -> None:
    assert all(set(rules) == set(Channel) for rules in RECEIPT_RULES.values())
    assert set(CHANNEL_GROUPS) == set(Channel)
    assert receipt_rule(Channel.EMAIL, REGULATIONS_2019).unsettled


@pytest.mark.parametrize("way", list(ServiceWay))
def test_235_the_day_of_service_needs_its_proof(way: ServiceWay) -> None:
    day = date(2026, 3, 2)
    service = served_on(way, day, "示例凭证")
    assert (service.day, service.proof) == (day, SERVICE_RULES[way].proof)
    with pytest.raises(RuleViolation):
        served_on(way, day, " ")


def test_235_posting_counts_for_the_organ_and_delivery_for_the_applicant() -> None:
    posted, came = date(2026, 3, 2), date(2026, 3, 6)
    service = served_on(ServiceWay.POST, posted, "示例邮件号", came)
    assert (service.day, service.known_on) == (posted, came)
    assert served_on(ServiceWay.POST, posted, "示例邮件号").known_on is None
    assert served_on(ServiceWay.PUBLIC_NOTICE, posted, "示例公告").known_on == date(2026, 4, 1)


def test_every_way_brings_some_form_and_every_form_has_a_way() -> None:
    assert set(FORMS_BY_WAY) == set(SERVICE_BY_OBTAINING) == set(ObtainingWay)
    assert frozenset().union(*FORMS_BY_WAY.values()) == set(InformationForm)
