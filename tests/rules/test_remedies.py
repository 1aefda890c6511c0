"""救济 — what the letter tells about objecting, and the column where an outcome counts."""

from datetime import date

import pytest

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019
from gongkai.rules.process import RuleViolation
from gongkai.rules.remedies import (
    DECLINED_BY_COURTS,
    OUTCOMES,
    Finding,
    RemedyNotice,
    Route,
    finding,
    remedy_notice,
)
from gongkai.rules.replies import replies_under, reply_of

BODY, COURT = "示例市人民政府", "示例区人民法院"


def told(decided_on: date, *codes: str) -> RemedyNotice:
    replies = [reply_of(REGULATIONS_2019, code) for code in codes]
    notice = remedy_notice(replies, decided_on, body=BODY, court=COURT)
    assert notice
    return notice


@pytest.mark.parametrize(
    "code",
    [
        "state-secret",
        "forbidden-by-law",
        "security",
        "third-party-rights",
        "internal-affairs",
        "deliberation",
        "enforcement-file",
        "partly-granted",
    ],
)
def test_reconsideration_law_article_23_refusals_go_to_reconsideration_first(code: str) -> None:
    before, after = told(date(2023, 12, 31), code), told(date(2024, 1, 1), code)
    assert (before.reconsider_first, after.reconsider_first) == (False, True)
    assert "应当先" in after.sentences[0]
    assert "15日" in after.sentences[0]
    assert "6个月" in before.sentences[0]


def test_interpretation_of_2025_article_1_everything_else_may_go_to_either() -> None:
    first = {code for code, reply in replies_under(REGULATIONS_2019).items() if reply.reconsider_first}
    others = [
        code for code, reply in replies_under(REGULATIONS_2019).items() if reply.remedy and code not in first
    ]
    assert all(not told(date(2026, 1, 5), code).reconsider_first for code in others)


def test_a_decision_in_parts_tells_both_ways() -> None:
    notice = told(date(2026, 1, 5), "deliberation", "does-not-exist")
    assert [sentence[:12] for sentence in notice.sentences] == [
        "如对其中不予公开的部分不",
        "如对其他部分不服，可以自",
    ]
    assert all(BODY in sentence and COURT in sentence for sentence in notice.sentences)


def test_before_may_2015_three_months_to_sue() -> None:
    old = reply_of(REGULATIONS_2007, "state-secret")
    notice = remedy_notice([old], date(2014, 6, 3), body=BODY, court=COURT)
    assert notice
    assert "3个月" in notice.sentences[0]


def test_what_was_withdrawn_needs_no_notice() -> None:
    withdrawn = [reply_of(REGULATIONS_2019, "withdrawn")]
    assert remedy_notice(withdrawn, date(2026, 1, 5), body=BODY, court=COURT) is None


@pytest.mark.parametrize(("body", "court"), [("", COURT), (BODY, " ")])
def test_a_notice_names_body_and_court(body: str, court: str) -> None:
    granted = [reply_of(REGULATIONS_2019, "granted")]
    with pytest.raises(RuleViolation):
        remedy_notice(granted, date(2026, 1, 5), body=body, court=court)


def test_what_courts_decline_are_replies() -> None:
    assert set(replies_under(REGULATIONS_2019)) >= DECLINED_BY_COURTS


@pytest.mark.parametrize(
    ("route", "outcome", "counted"),
    [
        (Route.RECONSIDERATION, "upheld", Finding.UPHELD),
        (Route.RECONSIDERATION, "annulled", Finding.CORRECTED),
        (Route.RECONSIDERATION, "ended", Finding.OTHER),
        (Route.LITIGATION, "rejected", Finding.UPHELD),
        (Route.LITIGATION_AFTER, "ordered", Finding.CORRECTED),
        (Route.LITIGATION, "withdrawn", Finding.OTHER),
        (Route.LITIGATION, "", Finding.PENDING),
    ],
)
def test_an_outcome_counts_in_one_of_four_columns(route: Route, outcome: str, counted: Finding) -> None:
    assert finding(route, outcome) is counted


def test_what_places_fill_in_differently_can_be_overridden() -> None:
    unsettled = {code for code, outcome in OUTCOMES[Route.LITIGATION].items() if outcome.unsettled}
    assert "dismissed" in unsettled
    overrides = {"litigation.dismissed": Finding.UPHELD}
    assert finding(Route.LITIGATION, "dismissed", overrides) is Finding.UPHELD
    assert finding(Route.LITIGATION_AFTER, "dismissed", overrides) is Finding.OTHER


def test_an_outcome_of_another_route_is_not_known() -> None:
    with pytest.raises(KeyError):
        finding(Route.RECONSIDERATION, "withdrawn")
