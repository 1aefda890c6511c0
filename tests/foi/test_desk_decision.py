"""拟决定、签发、送达、登记 — the whole way through the pages of the desk, as officer and leader press them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cast import Cast
from foi.builders import APPLICANT, in_hand
from foi.test_desk import done, page, refused
from gongkai.agencies.models import Post
from gongkai.agencies.policies import Actor
from gongkai.foi.actions.confirm import confirm
from gongkai.foi.files import read_file
from gongkai.foi.models import ApplicationDraft, Case, CaseEvent, CaseFile, Decision, Letter, Reveal
from gongkai.rules.application_process import CaseState
from gongkai.rules.posts import Role
from gongkai.rules.reply_kinds import Result
from gongkai.typesetting.paper import Paper, Paragraph
from gongkai.typesetting.pdf import pdf
from privacy.samples import resident_id

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]
COURT = {"review_body": "临江市人民政府", "court": "示例区人民法院"}
_NEXT_DAY = timedelta(days=1)


def a_case(cast: Cast) -> Case:
    return in_hand(cast, now=timezone.now(), title="示例工程的合同和报价")


def parts(decision: Decision, *written: dict[str, Any]) -> dict[str, Any]:
    """What the page sends for these parts."""
    sent = {
        f"part_{number}_{name}": said for number, part in enumerate(written) for name, said in part.items()
    }
    return {**sent, **COURT, "revision": decision.revision, "ticked": decision.ticked}


GIVEN = {"what": "中标合同", "reply": "granted", "content": "合同一份", "way": "电子邮件"}
KEPT = {"what": "内部会商记录", "reply": "internal-affairs", "reason": "只用于内部核对，不对外产生影响"}


def drafted(cast: Cast, client: Client) -> Decision:
    case = a_case(cast)
    address = f"/desk/cases/{case.pk}/decision/"
    done(client, address, do="propose", ticked=["disclosable", "internal-affairs"])
    return Decision.objects.get(case=case)


def test_ticks_propose_parts_and_what_was_written_stays(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.wang)
    decision = drafted(cast, client)
    address = f"/desk/cases/{decision.case_id}/decision/"
    assert [part.reply for part in decision.parts.all()] == ["granted", "internal-affairs"]
    sent = parts(decision, GIVEN, {**KEPT, "reason": ""})
    done(client, address, **{**sent, "ticked": ["disclosable", "not-held"], "do": "propose"})
    decision.refresh_from_db()
    assert [(part.reply, part.what) for part in decision.parts.all()] == [
        ("granted", "中标合同"),
        ("does-not-exist", decision.case.title),
    ]


def test_a_part_is_added_and_taken_off(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.wang)
    decision = drafted(cast, client)
    address = f"/desk/cases/{decision.case_id}/decision/"
    done(client, address, **parts(decision, GIVEN, KEPT), do="add", add="another-organ")
    decision.refresh_from_db()
    assert decision.parts.count() == 3
    done(client, address, **parts(decision, GIVEN, {**KEPT, "remove": "1"}), do="save")
    assert [part.reply for part in decision.parts.all()] == ["granted"]


def test_what_was_typed_is_there_after_somebody_else_has_saved(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.wang)
    decision = drafted(cast, client)
    sent = {**parts(decision, GIVEN, KEPT), "revision": decision.revision - 1}
    text = refused(client, f"/desk/cases/{decision.case_id}/decision/", **sent, do="save")
    assert "刚刚有人保存过" in text
    for typed in ("中标合同", "内部会商记录", "合同一份", "示例区人民法院", "现在保存着的"):
        assert typed in text


def test_a_decision_that_lacks_something_is_not_sent_on(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.wang)
    decision = drafted(cast, client)
    address = f"/desk/cases/{decision.case_id}/decision/"
    text = refused(client, address, **parts(decision, GIVEN, {**KEPT, "reason": ""}), do="submit")
    assert "理由" in text
    revision = text.split('name="revision" value="')[1].split('"')[0]
    sent = {**parts(decision, GIVEN, KEPT), "revision": revision}
    done(client, address, **sent, do="save")
    assert Case.objects.get(pk=decision.case_id).state == CaseState.IN_HAND


def test_from_the_ticks_to_the_archive(cast: Cast, signed_in: SignIn) -> None:
    officer, leader = signed_in(cast.wang), signed_in(cast.liang)
    decision = drafted(cast, officer)
    case_page = f"/desk/cases/{decision.case_id}/"
    done(officer, f"{case_page}decision/", **parts(decision, GIVEN, KEPT), do="letters")
    preview = page(officer, f"{case_page}decision/")
    assert "政府信息部分公开告知书" in preview
    assert "签发前的检查" in preview
    letter = decision.letters.get()
    edited = "\n".join([*letter.paragraphs, "感谢您的关注。"])
    done(officer, f"/desk/letters/{letter.pk}/edit/", title=letter.title, paragraphs=edited, revision=0)
    decision.refresh_from_db()
    done(officer, f"{case_page}decision/", **parts(decision, GIVEN, KEPT), do="submit")

    page(officer, f"{case_page}sign/", 404)
    before = page(leader, f"{case_page}sign/")
    assert "感谢您的关注。" in before
    assert "内部会商记录" in before
    assert "请写明退回的理由" in refused(leader, f"{case_page}sign/", do="return", reason="")
    done(leader, f"{case_page}sign/", do="sign")
    assert "签发：当前状态是“待送达”" in page(leader, f"{case_page}sign/")

    letter.refresh_from_db()
    assert letter.number
    serve = f"{case_page}serve/{letter.pk}/"
    today = timezone.localdate().isoformat()
    assert "送达还缺“邮件号码”" in refused(officer, serve, way="post", sent_on=today)
    done(officer, serve, way="post", sent_on=today, tracking_number="样本邮件0001")
    case = Case.objects.get(pk=decision.case_id)
    assert (case.state, case.result) == (CaseState.ANSWERED, Result.PARTLY_GRANTED)
    done(officer, f"{case_page}make-public/")
    document = Case.objects.get(pk=case.pk).made_public_id
    assert "转为主动公开的稿件，由联络员" in page(officer, case_page)
    assert f"/desk/documents/{document}/" in page(signed_in(cast.zheng), case_page)
    wrong = {"on": today, "information": "样本地址", "evidence": "样本证明"}
    done(officer, f"{case_page}correction/", **wrong)
    assert "更正要求答复以后才能归档" in refused(officer, f"{case_page}archive/")
    assert "下一步：答复更正要求" in page(leader, case_page)
    asked = CaseEvent.objects.get(case=case, kind="corrected")
    done(leader, f"{case_page}answer-correction/{asked.pk}/", answer="refused", words="记录与证明一致")
    assert "下一步：归档" in page(officer, case_page)
    done(officer, f"{case_page}archive/")
    assert Case.objects.get(pk=case.pk).state == CaseState.ARCHIVED
    assert page(officer, f"/desk/letters/{letter.pk}/").count("感谢您的关注。") == 1
    word = officer.get(f"/desk/letters/{letter.pk}.docx")
    assert word.content[:2] == b"PK"


def test_a_proof_that_was_uploaded_stays_when_the_rest_is_refused(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.wang)
    case = a_case(cast)
    letter = case.letters.earliest("pk")
    tomorrow = (timezone.localdate() + _NEXT_DAY).isoformat()
    upload = SimpleUploadedFile("签收单.txt", "样本".encode())
    address = f"/desk/cases/{case.pk}/serve/{letter.pk}/"
    text = refused(officer, address, way="in_person", sent_on=tomorrow, upload=upload)
    assert "签收单.txt" in text
    proof = case.files.get(kind=CaseFile.Kind.SERVICE)
    assert f'value="{proof.pk}" selected' in text


def test_a_file_to_give_out_is_checked_covered_and_named(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.wang)
    decision = drafted(cast, officer)
    address = f"/desk/cases/{decision.case_id}/decision/"
    upload = SimpleUploadedFile("名单.txt", f"张三 {resident_id(1)}".encode())
    done(officer, address, **parts(decision, GIVEN, KEPT), do="attach", release=upload)
    file = CaseFile.objects.get(kind=CaseFile.Kind.RELEASE)
    release = f"/desk/cases/{decision.case_id}/release/{file.pk}/"
    assert "还不能发出" in page(officer, release)
    assert resident_id(1) not in page(officer, release)
    assert "请写明保留的理由" in refused(officer, release, do="justify", reason="")
    given = decision.parts.get(reply="granted")
    assert list(given.files.all()) == [file]
    made = done(officer, release, do="kinds", kinds=["resident_id"])
    assert "可以发出" in page(officer, made)
    assert "名单.txt" in page(officer, address)
    page(signed_in(cast.liang), release, 404)


def test_regions_drawn_on_a_page_are_taken_out_of_it(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.wang)
    decision = drafted(cast, officer)
    address = f"/desk/cases/{decision.case_id}/decision/"
    sheet = pdf(Paper(title="样本合同", blocks=(Paragraph("样本单价一百元"), Paragraph("样本说明"))))
    upload = SimpleUploadedFile("合同.pdf", sheet, "application/pdf")
    done(officer, address, **parts(decision, GIVEN, KEPT), do="attach", release=upload)
    file = CaseFile.objects.get(kind=CaseFile.Kind.RELEASE)
    release = f"/desk/cases/{decision.case_id}/release/{file.pk}/"
    assert f"{release}pages/1/" in page(officer, release)
    picture = officer.get(f"{release}pages/1/")
    assert (picture["Content-Type"], picture.content[:2]) == ("image/jpeg", b"\xff\xd8")
    page(officer, f"{release}pages/2/", 404)
    page(signed_in(cast.liang), f"{release}pages/1/", 404)
    # Whoever draws more than the page has fields for sends rows beyond them.
    row = {"page_7": "1", "left_7": "0", "top_7": "0", "right_7": "100", "bottom_7": "100"}
    assert "左小于右" in refused(officer, release, do="regions", **{**row, "right_7": "0"})
    made = done(officer, release, do="regions", **row)
    left = CaseFile.objects.get(kind=CaseFile.Kind.RELEASE)
    assert made.endswith(f"/release/{left.pk}/")
    with pypdfium2.PdfDocument(read_file(left)) as document:
        assert document[0].get_textpage().get_text_bounded().strip() == ""


def test_an_officer_of_several_organs_is_asked_for_which(cast: Cast, signed_in: SignIn) -> None:
    second = {"role": Role.CASE_OFFICER, "since": timezone.localdate()}
    Post.objects.create(user=cast.wang.person, agency=cast.education, **second)
    client = signed_in(cast.wang)
    assert '<option value="" selected>请选择</option>' in page(client, "/desk/cases/new/")
    assert "请选择受理机关" in refused(client, "/desk/cases/new/", **counter(agency=""))
    done(client, "/desk/cases/new/", **counter(agency=cast.education.pk))
    case = Case.objects.get()
    assert case.agency_id == cast.education.pk
    again = f"/desk/cases/new/?agency={cast.education.pk}"
    assert again in page(client, f"/desk/cases/{case.pk}/receipt/")
    assert f'<option value="{cast.education.pk}" selected>' in page(client, again)


def test_a_notice_to_who_came_to_the_counter_waits_to_be_served(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.wang)
    done(client, "/desk/cases/new/", **counter(agency=cast.housing.pk))
    address = f"/desk/cases/{Case.objects.get().pk}/"
    client.post(f"{address}supplement/", {"ground": "unclear", "what": "请写明年度", "workdays": "10"})
    letter = Letter.objects.get(kind="supplement-notice")
    assert f'btn-do" href="{address}send/{letter.pk}/"' in page(client, address)
    sent = {"way": "post", "sent_on": timezone.localdate().isoformat(), "tracking_number": "样本1"}
    done(client, f"{address}send/{letter.pk}/", **sent)
    assert f'btn-do" href="{address}receive-supplement/"' in page(client, address)


def counter(**values: Any) -> dict[str, Any]:
    """What an officer fills in for a letter at the counter."""
    today = timezone.localdate().isoformat()
    facts = {name: getattr(APPLICANT, name) for name in ("kind", "name", "id_kind", "id_number", "phone")}
    return {
        **facts,
        "channel": "in_person",
        "arrived_on": today,
        "title": "2025 年老旧小区加装电梯补助名单",
        "accept_other": "on",
        "submission": "样本提交",
        "do": "file",
        **values,
    }


def test_a_letter_at_the_counter_is_registered_with_its_receipt(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.wang)
    scan = SimpleUploadedFile("申请表.txt", "样本".encode())
    at = done(client, "/desk/cases/new/", **counter(agency=cast.housing.pk, application=scan))
    case = Case.objects.get()
    assert at == f"/desk/cases/{case.pk}/receipt/"
    receipt = page(client, at)
    assert case.number in receipt
    assert case.query_code in receipt
    assert "<svg" in receipt
    assert case.state == CaseState.REGISTERED
    assert case.entered_by == cast.wang.user
    assert [(file.kind, file.name) for file in case.files.all()] == [("application", "申请表.txt")]
    assert not ApplicationDraft.objects.exists()


def test_a_refused_registration_keeps_its_scan(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.wang)
    scan = SimpleUploadedFile("申请表.txt", "样本".encode())
    text = refused(client, "/desk/cases/new/", **counter(agency=cast.housing.pk, title="", application=scan))
    assert "请写明需要什么信息" in text
    assert "申请表.txt" in text
    assert APPLICANT.name in text
    held = text.split('name="held" value="')[1].split('"')[0]
    done(client, "/desk/cases/new/", **counter(agency=cast.housing.pk, held=held))
    assert Case.objects.get().files.get().name == "申请表.txt"


def test_an_ordinary_letter_waits_to_be_confirmed(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.wang)
    hints = client.post("/desk/cases/new/hints/", counter(channel="ordinary_letter")).content.decode()
    assert "待确认" in hints
    done(client, "/desk/cases/new/", **counter(agency=cast.housing.pk, channel="ordinary_letter"))
    case = Case.objects.get()
    assert case.state == CaseState.UNCONFIRMED
    confirm(case.pk, on=timezone.localdate(), actor=cast.wang, now=timezone.now())
    assert Case.objects.get().received_on == timezone.localdate()


def test_who_applied_before_is_found_again_and_filled_in_on_record(cast: Cast, signed_in: SignIn) -> None:
    earlier = in_hand(cast, now=timezone.now())
    client = signed_in(cast.wang)
    sent = counter(agency=cast.housing.pk, name="", phone="", do="look")
    text = client.post("/desk/cases/new/", sent).content.decode()
    assert "同一申请人，以前有 1 件" in text
    assert earlier.number in text
    assert APPLICANT.name not in text
    filled = client.post("/desk/cases/new/", {**sent, "do": "known"}).content.decode()
    assert APPLICANT.name in filled
    assert Reveal.objects.get().case == earlier


def test_nobody_registers_for_another_organ(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.wang)
    text = refused(client, "/desk/cases/new/", **counter(agency=cast.education.pk))
    assert "请重新选择" in text
    assert not Case.objects.exists()
