"""一件申请的一生 — from the receipt to the end, told as it happens."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.http import Http404

from cast import NOW, TODAY, Cast, person
from foi.builders import APPLICANT, TITLE, at, by_letter, filed, filing, in_hand
from gongkai.agencies.policies import PUBLIC
from gongkai.core.models import LedgerEntry, LedgerNote
from gongkai.core.permissions import Denied
from gongkai.foi.actions.assign import UnitFacts, answer_assignment, assign, return_assignment
from gongkai.foi.actions.confirm import confirm
from gongkai.foi.actions.file_case import file_case
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.desk_lists import in_list
from gongkai.foi.models import Applicant, Case
from gongkai.foi.queries import case_by_key, visible_to
from gongkai.notices.models import Notice
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.rules.receiving import Channel

pytestmark = pytest.mark.django_db


def happened(case: Case) -> list[str]:
    return list(case.events.order_by("id").values_list("kind", flat=True))


def test_an_application_online_is_received_at_once_and_the_clock_begins(cast: Cast) -> None:
    receipt = filed(cast)
    case = Case.objects.get(pk=receipt.case.pk)
    assert case.number == f"2026-{cast.housing.pk:03d}-00001"
    assert (case.state, case.received_on, case.due_on) == ("registered", TODAY, date(2026, 11, 9))
    assert happened(case) == ["filed", "confirmed"]
    assert case_by_key(receipt.key) == case
    assert (len(receipt.key), len(receipt.query_code)) == (32, 8)
    letter = case.letters.get()
    assert (letter.kind, letter.addressee) == ("receipt", "样本甲")
    assert receipt.query_code in "".join(letter.paragraphs)
    told = set(Notice.objects.values_list("template", "channel", "user__username"))
    assert told == {
        ("application_received", "site", None),
        ("application_received", "email", None),
        ("application_received", "sms", None),
        ("applicant_acted", "site", "wang"),
    }
    assert [entry.action for entry in LedgerEntry.objects.all()][:2] == ["foi.filed", "foi.confirmed"]


def test_who_applies_stands_nowhere_in_clear(cast: Cast) -> None:
    receipt = filed(cast)
    private = (APPLICANT.name, APPLICANT.id_number, APPLICANT.phone, APPLICANT.email, receipt.key)
    ledger = repr(list(LedgerEntry.objects.values_list("detail", "action")))
    ledger += repr(list(LedgerNote.objects.values_list("text", flat=True)))
    said = ledger + repr(receipt) + repr(APPLICANT)
    assert [word for word in private if word in said] == []
    assert Applicant.objects.get().name == "样本甲"


def test_a_letter_waits_until_the_applicant_confirms(cast: Cast) -> None:
    case = by_letter(cast)
    assert (case.state, case.due_on) == ("unconfirmed", None)
    with pytest.raises(StepNotAllowed, match="待确认"):
        assign(case.pk, lead=cast.wang.user_id, units=(), actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="申请到达之后"):
        confirm(case.pk, on=date(2026, 10, 11), actor=cast.wang, now=NOW)
    later = at(date(2026, 10, 14))
    case = confirm(case.pk, on=date(2026, 10, 14), actor=cast.wang, now=later)
    assert (case.state, case.received_on, case.due_on) == (
        "registered",
        date(2026, 10, 14),
        date(2026, 11, 11),
    )
    with pytest.raises(StepNotAllowed):
        confirm(case.pk, on=date(2026, 10, 14), actor=cast.wang, now=later)


def test_where_both_sides_must_confirm_an_online_application_waits_for_the_officer(
    cast: Cast, settings: LazySettings
) -> None:
    settings.ONLINE_RECEIPT = "confirm"
    case = filed(cast).case
    assert (case.state, case.received_on) == ("unconfirmed", None)
    assert Notice.objects.get().template == "applicant_acted"
    case = confirm(case.pk, on=TODAY, actor=cast.wang, now=NOW)
    assert (case.state, case.received_on) == ("registered", TODAY)


def test_the_same_submission_twice_is_one_case(cast: Cast) -> None:
    first, second = (filed(cast, submission="同一次提交") for _ in range(2))
    assert (first.case.pk, first.key) == (second.case.pk, second.key)
    assert Case.objects.count() == 1


def test_the_day_ends_at_midnight_in_shanghai(cast: Cast) -> None:
    before, after = at(date(2026, 10, 12), 23), at(date(2026, 10, 13), 0)
    assert filed(cast, now=before).case.received_on == date(2026, 10, 12)
    assert filed(cast, now=after).case.received_on == date(2026, 10, 13)
    with pytest.raises(RuleViolation, match="提交当日"):
        file_case(filing(cast, arrived_on=date(2026, 10, 13)), actor=PUBLIC, now=before)


def test_the_public_files_online_only_and_says_how_it_is_reached(cast: Cast) -> None:
    with pytest.raises(Denied):
        file_case(filing(cast, channel=Channel.FAX), actor=PUBLIC, now=NOW)
    with pytest.raises(Denied):
        file_case(filing(cast, channel=Channel.FAX), actor=cast.lin, now=NOW)
    for missing, name in (({"title": " "}, "title"), ({"sought_number": "号" * 101}, "sought_number")):
        with pytest.raises(RuleViolation) as refused:
            filed(cast, **missing)
        assert refused.value.field == name


def test_a_lead_and_a_unit_share_a_case(cast: Cast) -> None:
    qian = person("qian", "钱示例", (Role.CASE_OFFICER, cast.education))
    case = filed(cast).case
    units = [UnitFacts("市教育局", cast.education.pk, due_on=date(2026, 10, 20), what="核对学校名单")]
    case = assign(case.pk, lead=cast.wang.user_id, units=units, actor=cast.wang, now=NOW)
    assert (case.state, case.lead) == ("in_hand", cast.wang.user)
    helper = case.assignments.get(leads=False)
    assert Notice.objects.get(template="case_assigned", user=qian.user).about_id == case.pk
    assert list(in_list(qian, "mine", TODAY)) == [case]
    late = [UnitFacts("市教育局", cast.education.pk, due_on=date(2027, 10, 20))]
    with pytest.raises(RuleViolation, match="不能晚于答复期限"):
        assign(case.pk, lead=cast.wang.user_id, units=late, actor=cast.wang, now=NOW)
    letter = case.letters.get(kind="assistance")
    assert (letter.addressee, "核对学校名单" in "".join(letter.paragraphs)) == (cast.education.name, True)
    answer_assignment(helper.pk, answer="我们没有这份名单", actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="受理员"):
        assign(case.pk, lead=cast.zhao.user_id, units=(), actor=cast.wang, now=NOW)
    with pytest.raises(Http404):
        assign(case.pk, lead=cast.wang.user_id, units=(), actor=cast.zhao, now=NOW)


def test_what_is_given_back_twice_goes_to_the_disclosure_office(cast: Cast) -> None:
    case = in_hand(cast)
    for number in range(2):
        row = case.assignments.get(ended_at=None)
        return_assignment(row.pk, reason="不属于我们的职责", proposed_unit="房管科", actor=cast.wang, now=NOW)
        if not number:
            assign(case.pk, lead=cast.wang.user_id, units=(), actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="已经结束"):
        return_assignment(row.pk, reason="再退一次", actor=cast.wang, now=NOW)
    case = Case.objects.get(pk=case.pk)
    assert (case.lead, case.assignments.get(ended_at=None).agency) == (None, cast.office)
    assert Notice.objects.filter(template="case_returned", user=cast.zheng.user, about_id=case.pk).exists()
    assert list(in_list(cast.zheng, "mine", TODAY)) == [case]


def test_an_applicant_withdraws_and_nothing_follows(cast: Cast) -> None:
    receipt = filed(cast)
    case = withdraw(key=receipt.key, reason="已经找到", actor=PUBLIC, now=NOW)
    assert (case.state, case.due_on, case.result) == ("closed", None, "otherwise")
    with pytest.raises(StepNotAllowed, match="已终止"):
        withdraw(key=receipt.key, actor=PUBLIC, now=NOW)
    with pytest.raises(StepNotAllowed, match="已终止"):
        assign(case.pk, lead=cast.wang.user_id, units=(), actor=cast.wang, now=NOW)
    with pytest.raises(Http404):
        withdraw(key="x" * 32, actor=PUBLIC, now=NOW)
    with pytest.raises(Http404):
        withdraw(case_id=case.pk, actor=PUBLIC, now=NOW)


def test_only_its_organ_and_the_disclosure_office_see_a_case(cast: Cast) -> None:
    case = filed(cast, title=TITLE).case
    seeing = {name for name, actor in cast.people.items() if case in visible_to(actor)}
    assert seeing == {"wang", "liang", "zheng"}
