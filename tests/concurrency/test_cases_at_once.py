"""同一时刻的申请 — one form sent twice at once, two who decide, two who act on one case: once, and the other is told."""

import pytest

from cast import NOW, TODAY, Cast, make_cast
from concurrency.test_same_moment import at_once, nothing_amiss, one_only
from foi.builders import by_letter, filed, filing, in_hand
from gongkai.agencies.policies import PUBLIC
from gongkai.core.models import LedgerEntry
from gongkai.foi.actions.confirm import confirm
from gongkai.foi.actions.extend import decide_extension, propose_extension
from gongkai.foi.actions.file_case import file_case
from gongkai.foi.actions.supplement import receive_supplement, request_supplement
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.models import Case
from gongkai.notices.models import Notice


@pytest.fixture
def stage(real_database: str) -> Cast:
    """The cast, on a database to which threads really commit."""
    return make_cast()


def test_a_form_that_is_sent_twice_at_once_is_one_case(stage: Cast) -> None:
    form = filing(stage, submission="同一张表")
    results = at_once(*[lambda: file_case(form, actor=PUBLIC, now=NOW)] * 4)
    cases = {result.case.pk for result in results if not isinstance(result, Exception)}
    keys = {result.key for result in results if not isinstance(result, Exception)}
    assert (len(results), len(cases), len(keys)) == (4, 1, 1)
    case = Case.objects.get()
    assert case.letters.count() == 1
    assert LedgerEntry.objects.filter(action="foi.filed").count() == 1
    assert Notice.objects.filter(template="application_received", channel="email").count() == 1
    nothing_amiss()


def test_numbers_of_applications_filed_at_once_follow_each_other(stage: Cast) -> None:
    results = at_once(*[lambda: filed(stage)] * 4)
    numbers = sorted(result.case.number[-5:] for result in results if not isinstance(result, Exception))
    assert numbers == ["00001", "00002", "00003", "00004"]
    nothing_amiss()


def test_two_who_confirm_one_letter_begin_one_clock(stage: Cast) -> None:
    case = by_letter(stage)
    one_only(at_once(*[lambda: confirm(case.pk, on=TODAY, actor=stage.wang, now=NOW)] * 3))
    assert case.events.filter(kind="confirmed").count() == 1
    nothing_amiss()


def test_two_who_decide_on_one_extension_leave_one_decision(stage: Cast) -> None:
    case = in_hand(stage)
    proposed = propose_extension(case.pk, working_days=5, reason="材料多", actor=stage.wang, now=NOW)
    one_only(
        at_once(
            lambda: decide_extension(proposed.pk, approved=True, actor=stage.liang, now=NOW),
            lambda: decide_extension(proposed.pk, approved=False, words="不必", actor=stage.zheng, now=NOW),
        )
    )
    kinds = set(case.events.values_list("kind", flat=True)) & {"extended", "extension_refused"}
    assert len(kinds) == 1
    nothing_amiss()


def test_a_supplement_and_a_withdrawal_at_once_both_hold_or_one_is_told(stage: Cast) -> None:
    receipt = filed(stage)
    request_supplement(receipt.case.pk, ground="unclear", what="请写明年度", actor=stage.wang, now=NOW)
    at_once(
        lambda: receive_supplement(key=receipt.key, answer="2025 年", actor=PUBLIC, now=NOW),
        lambda: withdraw(key=receipt.key, actor=PUBLIC, now=NOW),
    )
    case = Case.objects.get()
    assert case.state == "closed"
    assert case.due_on is None
    nothing_amiss()
