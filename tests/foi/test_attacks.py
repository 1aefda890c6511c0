"""攻击 — what somebody may try with a case of others, with days and words that cannot be, with deeds out of turn."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client
from django.utils import timezone

from cast import NOW, TODAY, Cast, person
from foi.answering import answered, drafted, in_signing, signed
from foi.builders import APPLICANT, at, by_letter, filed, filing, in_hand
from gongkai.agencies.policies import PUBLIC, Actor
from gongkai.core.ledger import breaks
from gongkai.core.models import LedgerNote
from gongkai.foi import letters, proofs
from gongkai.foi.actions.add_file import add_file
from gongkai.foi.actions.anonymise import anonymise
from gongkai.foi.actions.archive import archive
from gongkai.foi.actions.assign import UnitFacts, assign
from gongkai.foi.actions.charge import decide_fee, propose_fee, record_payment
from gongkai.foi.actions.consult import ask_organ, ask_third_party
from gongkai.foi.actions.correct import answer_correction
from gongkai.foi.actions.decide import PartFacts, draft_letters, save_decision
from gongkai.foi.actions.file_case import file_case
from gongkai.foi.actions.merge import merge, split
from gongkai.foi.actions.publish_answer import show_answer
from gongkai.foi.actions.reveal import reveal
from gongkai.foi.actions.serve import serve
from gongkai.foi.actions.supplement import receive_supplement, request_supplement
from gongkai.foi.actions.transfer import transfer
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.desk_page import TABS
from gongkai.foi.models import Case, CaseFile, Consultation, Letter, Reveal
from gongkai.foi.queries import visible_to
from gongkai.rules.applications import SUPPLEMENT_GROUNDS
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.rules.receiving import Channel
from gongkai.rules.serving import ServiceWay

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]
THIRD = {"name": "示例第三方", "contact": "13700000000", "what": "合同价款", "reason": "涉及商业秘密"}
FEE = {"basis": "items", "count": 40, "accounts": "示例账户"}
ASKED = {"ground": SUPPLEMENT_GROUNDS[0].code, "what": "请写明年份"}


def elsewhere(cast: Cast) -> Actor:
    """A case officer of another organ."""
    return person("qian", "钱示例", (Role.CASE_OFFICER, cast.education))


def asked_at(cast: Cast, case: Case) -> Consultation:
    return ask_organ(
        case.pk,
        agency_id=cast.education.pk,
        what="联合发文",
        opinion="可以公开",
        actor=cast.wang,
        now=timezone.now(),
    )


def a_file(cast: Cast, case: Case, kind: CaseFile.Kind = CaseFile.Kind.APPLICATION) -> CaseFile:
    return add_file(
        case.pk, kind=kind, name="扫描件.txt", data="样本".encode(), actor=cast.wang, now=timezone.now()
    )


def test_an_organ_that_is_asked_sees_its_question_and_nothing_else(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast, now=timezone.now())
    third = ask_third_party(case.pk, **THIRD, actor=cast.wang, now=timezone.now())
    own, file = asked_at(cast, case), a_file(cast, case)
    client = signed_in(elsewhere(cast))
    desk = f"/desk/cases/{case.pk}/"
    for tab in TABS:
        text = client.get(f"{desk}?tab={tab}").content.decode()
        assert "联合发文" in text
        for secret in ("样*", "1101", "138", THIRD["name"], THIRD["what"], "扫描件"):
            assert secret not in text, (tab, secret)
    for letter in case.letters.all():
        status = 200 if letter.consultation_id == own.pk else 404
        for address in (f"/desk/letters/{letter.pk}/", f"/desk/letters/{letter.pk}.docx"):
            assert client.get(address).status_code == status, letter.kind
    for address in (
        f"files/{file.pk}/",
        f"opinion/{third.pk}/",
        f"own-opinion/{third.pk}/",
        "receipt/",
        "evidence/",
        "applicant/",
    ):
        assert client.get(desk + address).status_code in (403, 404), address
    assert "联合发文" in client.get(f"{desk}own-opinion/{own.pk}/").content.decode()


def test_who_helps_sees_a_case_no_longer_than_it_is_open(cast: Cast) -> None:
    receipt, clerk = filed(cast), elsewhere(cast)
    unit = UnitFacts("教育局", agency_id=cast.education.pk)
    assign(receipt.case.pk, lead=cast.wang.user_id, units=[unit], actor=cast.wang, now=NOW)
    assert receipt.case in visible_to(clerk)
    withdraw(key=receipt.key, actor=PUBLIC, now=NOW)
    assert receipt.case not in visible_to(clerk)


def test_the_organ_that_gave_a_case_away_sees_it_no_more(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast)
    file = a_file(cast, case)
    transfer(case.pk, to=cast.education.pk, reason="由教育局负责", actor=cast.wang, now=NOW)
    client, desk = signed_in(cast.wang), f"/desk/cases/{case.pk}/"
    addresses = [desk, f"{desk}files/{file.pk}/", f"{desk}receipt/", f"{desk}withdraw/"]
    addresses += [f"/desk/letters/{letter.pk}/" for letter in case.letters.all()]
    for address in addresses:
        assert client.get(address).status_code == 404, address
    with pytest.raises(Http404):
        reveal(case.pk, reason="想看看", actor=cast.wang, now=NOW)


def test_the_administrator_and_other_posts_see_no_applicant(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast)
    letter = case.letters.first()
    assert letter is not None
    for actor in (cast.guan, cast.lin, cast.shen, cast.zhao):
        client = signed_in(actor)
        for address in (f"/desk/cases/{case.pk}/", f"/desk/letters/{letter.pk}.pdf", "/desk/cases/"):
            assert client.get(address).status_code in (403, 404), (actor.user, address)
    seen = signed_in(cast.guan).get("/desk/notices/?tab=waiting").content.decode()
    assert APPLICANT.email not in seen
    assert APPLICANT.phone not in seen


def test_what_belongs_to_another_case_is_not_reached_through_ones_own(cast: Cast, signed_in: SignIn) -> None:
    mine, other = in_hand(cast, now=timezone.now()), in_hand(cast, now=timezone.now(), title="别的申请")
    asked = ask_third_party(other.pk, **THIRD, actor=cast.wang, now=timezone.now())
    file, letter = a_file(cast, other), other.letters.earliest("id")
    client = signed_in(cast.wang)
    for address in (
        f"files/{file.pk}/",
        f"opinion/{asked.pk}/",
        f"serve/{letter.pk}/",
        f"release/{file.pk}/",
    ):
        assert client.get(f"/desk/cases/{mine.pk}/{address}").status_code == 404, address
    proof = a_file(cast, mine, CaseFile.Kind.SERVICE)
    with pytest.raises(RuleViolation, match="不在这件申请"):
        serve(
            letter.pk,
            way=ServiceWay.ONLINE,
            sent_on=letter.dated_on,
            proof=proof.pk,
            actor=cast.wang,
            now=timezone.now(),
        )
    event = other.events.earliest("id")
    with pytest.raises(Http404):
        answer_correction(event.pk, answer="corrected", words="已更正", actor=cast.liang, now=NOW)


def test_a_key_opens_one_case(cast: Cast) -> None:
    one, two = filed(cast), filed(cast, title="同样的申请")
    merge([two.case.pk], one.case.pk, actor=cast.wang, now=NOW)
    (_first, part) = split(filed(cast, title="两件事").case.pk, ["其一", "其二"], actor=cast.wang, now=NOW)
    client = Client()
    for receipt, others in ((one, two.case), (two, one.case), (one, part)):
        for letter in others.letters.all():
            address = f"/application/cases/{receipt.key}/letters/{letter.pk}"
            assert client.get(f"{address}/").status_code == 404
            assert client.get(f"{address}.docx").status_code == 404
        page = client.get(f"/application/cases/{receipt.key}/").content.decode()
        assert others.number not in page
    for wrong in (one.key[:-1], one.key + "A", "-", "....", "..%2F..%2Fdesk"):
        assert client.get(f"/application/cases/{wrong}/").status_code == 404


def test_opening_what_tells_of_the_applicant_is_on_record(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast, now=timezone.now())
    client, letter = signed_in(cast.liang), case.letters.get()
    shown = client.get(f"/desk/letters/{letter.pk}/").content.decode()
    for secret in (APPLICANT.name, case.query_code, case.access_token):
        assert str(secret) not in shown
    assert not Reveal.objects.exists()
    client.get(f"/desk/letters/{letter.pk}.docx")
    client.get(f"/desk/cases/{case.pk}/files/{a_file(cast, case).pk}/")
    signed_in(cast.zheng).get(f"/desk/cases/{case.pk}/receipt/")
    looks = list(Reveal.objects.order_by("id").values_list("by", "reason"))
    assert [by for by, _reason in looks] == [cast.liang.user_id, cast.liang.user_id, cast.zheng.user_id]
    assert all(reason for _by, reason in looks)


def test_who_signs_sees_no_name(cast: Cast, signed_in: SignIn) -> None:
    decision = in_signing(cast)
    assert letters.paper_of(decision.letters.get()).addressee == "示例申请人"
    page = signed_in(cast.liang).get(f"/desk/cases/{decision.case_id}/sign/").content.decode()
    assert "维修资金使用情况汇总表" in page
    assert "示例申请人" not in page


def test_nothing_that_names_a_person_stays_after_its_time(cast: Cast) -> None:
    receipt = filed(cast, title="样本甲的低保档案", description="我是样本甲，电话 13812345678")
    case = receipt.case
    asked = ask_third_party(case.pk, **{**THIRD, "what": "示例第三方的合同"}, actor=cast.wang, now=NOW)
    reveal(case.pk, reason="核对样本甲的身份", actor=cast.wang, now=NOW)
    withdraw(key=receipt.key, actor=PUBLIC, now=NOW)
    archive(case.pk, actor=cast.wang, now=NOW)
    anonymise(case.pk, now=NOW + settings.ANONYMISE_AFTER + timedelta(days=1))
    case, asked = Case.objects.get(pk=case.pk), Consultation.objects.get(pk=asked.pk)
    said = [
        case.title,
        case.description,
        asked.what,
        asked.name,
        *Reveal.objects.values_list("reason", flat=True),
    ]
    said += LedgerNote.objects.values_list("text", flat=True)
    for letter in Letter.objects.all():
        said += [letter.addressee, letter.title, *letter.paragraphs]
        assert letters.docx_of(letter)
    for name in ("样本甲", "13812345678", "示例第三方", str(receipt.query_code) or "无"):
        assert not [words for words in said if name in words and name != receipt.query_code], name
    assert "低保档案" in case.title
    assert [*breaks(), *proofs.letters_amiss()] == []


HOSTILE = "<script>alert(1)</script>\u202e反\x0b\x1b[31m\ufffe</w:t>&amp;{{ 7|add:7 }}%s"


def test_hostile_words_stay_words(cast: Cast, signed_in: SignIn) -> None:
    receipt = filed(cast, title=HOSTILE, description=HOSTILE * 50, features=HOSTILE)
    letter = receipt.case.letters.get()
    assert letters.docx_of(letter).startswith(b"PK")
    assert letters.pdf_of(letter).startswith(b"%PDF")
    public, desk = Client(), signed_in(cast.wang)
    for client, address in (
        (public, f"/application/cases/{receipt.key}/"),
        (public, f"/application/cases/{receipt.key}/letters/{letter.pk}/"),
        (desk, f"/desk/cases/{receipt.case.pk}/"),
        (desk, "/desk/cases/?list=all"),
    ):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "14%s" not in text
        assert not set("\u202e\x0b\x1b") & set(text)


@pytest.mark.parametrize("day", [date.min, date(1900, 1, 1), date(2008, 4, 30), date(2100, 1, 1), date.max])
def test_days_before_and_after_all_law_are_refused_in_words(cast: Cast, day: date) -> None:
    with pytest.raises(RuleViolation):
        file_case(filing(cast, channel=Channel.IN_PERSON, arrived_on=day), actor=cast.wang, now=NOW)


def test_an_unlikely_year_narrows_the_register_to_nothing_or_not_at_all(cast: Cast) -> None:
    case = answered(cast, may_be_shown=True)
    show_answer(case.pk, True, actor=cast.wang, now=NOW)
    listed = {
        year: case.title in Client().get("/application/answered/", {"year": year}).content.decode()
        for year in ("2026", "0000", "9999", "-1", "२०२६")
    }
    assert listed == {"2026": True, "0000": True, "9999": False, "-1": True, "२०२६": True}


@pytest.mark.parametrize("workdays", [0, -5, 61, 10**9])
def test_a_limit_for_the_applicant_is_a_reasonable_one(cast: Cast, workdays: int) -> None:
    case = in_hand(cast)
    with pytest.raises(RuleViolation, match="合理"):
        request_supplement(case.pk, **ASKED, workdays=workdays, actor=cast.wang, now=NOW)


def test_a_late_supplement_does_not_begin_the_clock_anew(cast: Cast) -> None:
    case = in_hand(cast)
    assert case.due_on
    with pytest.raises(RuleViolation, match="答复期限已过"):
        request_supplement(case.pk, **ASKED, actor=cast.wang, now=at(case.due_on + timedelta(days=1)))
    request_supplement(case.pk, **ASKED, actor=cast.wang, now=at(case.due_on))
    receive_supplement(case_id=case.pk, answer="2025 年", actor=cast.wang, now=at(case.due_on))
    with pytest.raises(RuleViolation, match="已经告知过"):
        request_supplement(case.pk, **ASKED, actor=cast.wang, now=at(case.due_on))


def test_a_fee_begins_the_clock_anew_once(cast: Cast) -> None:
    case = in_hand(cast)
    proposed = propose_fee(case.pk, **FEE, actor=cast.wang, now=NOW)
    decide_fee(proposed.pk, approved=True, actor=cast.liang, now=NOW)
    record_payment(case.pk, on=TODAY, actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="已经通知过缴费"):
        propose_fee(case.pk, **FEE, actor=cast.wang, now=NOW)


def test_a_decision_knows_only_the_text_of_its_case(cast: Cast) -> None:
    decision = drafted(cast)
    with pytest.raises(RuleViolation, match="没有所选的答复种类"):
        save_decision(
            decision.pk,
            parts=[PartFacts("全部", "no-such-reply")],
            ticked=[],
            revision=decision.revision,
            actor=cast.wang,
            now=NOW,
        )


def test_nothing_is_served_before_it_is_signed_nor_answered_twice(cast: Cast) -> None:
    letter = signed(cast)
    draft = drafted(cast, case=in_hand(cast))
    (unsigned,) = draft_letters(draft.pk, actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="还没有定稿"):
        serve(unsigned.pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=cast.wang, now=NOW)
    serve(letter.pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=cast.wang, now=NOW)
    later = NOW + timedelta(days=3)
    serve(letter.pk, way=ServiceWay.ONLINE, sent_on=timezone.localdate(later), actor=cast.wang, now=later)
    assert Case.objects.get(pk=letter.case_id).answered_on == TODAY
    with pytest.raises(StepNotAllowed):
        withdraw(case_id=letter.case_id, actor=cast.wang, now=later)
    with pytest.raises(RuleViolation):
        answered(cast, PartFacts("全部", "third-party-rights", {"reason": "没有征求过"}))


def test_nobody_is_given_a_case_who_is_not_there(cast: Cast) -> None:
    case = by_letter(cast, channel=Channel.IN_PERSON)
    with pytest.raises(RuleViolation, match="没有这位承办人"):
        assign(case.pk, lead=None, units=[UnitFacts("一科", person_id=10**6)], actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="主办人须是"):
        assign(case.pk, lead=cast.zhao.user_id, actor=cast.wang, now=NOW)
