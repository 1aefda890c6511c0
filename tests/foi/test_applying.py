"""在线申请 — from the first question to the receipt, without JavaScript and without an account."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from cast import Cast
from gongkai.foi.applying import title_of
from gongkai.foi.matters import matters
from gongkai.foi.models import Applicant, ApplicationDraft, Case, CaseFile

pytestmark = pytest.mark.django_db

NAME, NUMBER, PHONE = "示例申请人甲", "000000190001010000", "000-0000-0001"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


@pytest.fixture(autouse=True)
def no_limits_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def answers(cast: Cast) -> dict[str, dict[str, str]]:
    """What a citizen answers on each page."""
    return {
        "organ": {"agency": str(cast.housing.pk)},
        "who": {"kind": "citizen"},
        "identity": {"name": NAME, "id_kind": "resident_card", "id_number": NUMBER},
        "contact": {"phone": PHONE},
        "what": {"title": "", "description": "2025年示例小区加装电梯的竣工验收报告。要看结论。"},
        "manner": {
            "form_wanted": "electronic",
            "way_wanted": "online",
            "accept_other": "yes",
            "asks_fee_reduction": "no",
        },
        "papers": {},
        "shown": {"may_be_shown": "yes"},
    }


def filled(cast: Cast, client: Client | None = None) -> Client:
    """A browser in which every question is answered."""
    client = client or Client()
    client.post("/application/new/")
    for step, sent in answers(cast).items():
        answer = client.post(f"/application/new/{step}/", sent)
        assert answer.status_code == 302, (step, answer.content.decode())
    assert answer["Location"] == "/application/check/"
    return client


def key_in(address: str) -> str:
    return address.split("/")[3]


def test_a_citizen_applies_and_gets_a_receipt(cast: Cast) -> None:
    client = filled(cast)
    read_back = client.get("/application/check/").content.decode()
    assert NAME in read_back
    assert "居民身份证" in read_back
    sent = client.post("/application/check/")
    case = Case.objects.get()
    assert sent["Location"] == f"/application/cases/{case.access_token}/receipt/"
    receipt = client.get(sent["Location"]).content.decode()
    assert case.number in receipt
    assert case.query_code in receipt
    assert case.title == "2025年示例小区加装电梯的竣工验收报告"
    assert case.may_be_shown
    assert case.applicant.name == NAME
    assert not ApplicationDraft.objects.exists()
    assert "application" not in {name for name, morsel in client.cookies.items() if morsel.value}


def test_pressed_twice_it_is_one_application(cast: Cast) -> None:
    client = filled(cast)
    cookie = client.cookies["application"].value
    submission = client.get("/application/check/").context["submission"]
    first = client.post("/application/check/", {"submission": submission})
    client.cookies["application"] = cookie
    again = client.post("/application/check/", {"submission": submission})
    assert again["Location"] == first["Location"]
    assert Case.objects.count() == 1


def test_what_is_wrong_stands_beside_its_field_and_on_top_and_nothing_is_lost(cast: Cast) -> None:
    client = filled(cast)
    wrong = client.post(
        "/application/new/identity/", {"name": NAME, "id_kind": "resident_card", "id_number": "123"}
    )
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "<title>\u9519\u8bef\uff1a" in page or "错误：" in page.split("</title>")[0]
    assert page.count("居民身份证号码是 18 位，请核对") == 2
    assert 'aria-invalid="true"' in page
    assert 'value="123"' in client.get("/application/new/identity/").content.decode()
    assert client.post("/application/check/").status_code == 422
    assert not Case.objects.exists()


def test_the_way_must_be_able_to_bring_the_form(cast: Cast) -> None:
    client = filled(cast)
    manner = {**answers(cast)["manner"], "form_wanted": "paper", "way_wanted": "email"}
    page = client.post("/application/new/manner/", manner)
    assert page.status_code == 422
    assert "邮寄、自行领取" in page.content.decode()
    posted = client.post("/application/new/manner/", {**manner, "way_wanted": "post"})
    assert "您还没有填联系地址" in posted.content.decode()


def test_an_organisation_names_somebody_to_talk_to(cast: Cast) -> None:
    client = filled(cast)
    client.post("/application/new/who/", {"kind": "business"})
    page = client.post(
        "/application/new/identity/",
        {"name": "示例公司", "id_kind": "credit_code", "id_number": "00000000000000000X"},
    )
    assert "请填写联系人姓名" in page.content.decode()


def test_proof_is_kept_sealed_and_goes_into_the_case(cast: Cast) -> None:
    client = filled(cast)
    sent = {**answers(cast)["identity"], "do": "add", "file": SimpleUploadedFile("证件.png", PNG)}
    assert client.post("/application/new/identity/", sent)["Location"] == "/application/new/identity/"
    assert "证件.png" in client.get("/application/new/identity/").content.decode()
    client.post("/application/check/")
    kept = CaseFile.objects.get()
    assert (kept.kind, kept.name, kept.size) == (CaseFile.Kind.IDENTITY, "证件.png", len(PNG))
    assert not ApplicationDraft.objects.exists()


def test_one_visitor_hands_in_so_much_a_day_and_no_more(cast: Cast, settings: Settings) -> None:
    settings.VISITOR_BYTES = 2 * len(PNG)
    client = Client()
    for name, status in (("甲.png", 302), ("乙.png", 302), ("丙.png", 422)):
        sent = {"do": "add", "file": SimpleUploadedFile(name, PNG)}
        answer = client.post("/application/new/papers/", sent)
        assert answer.status_code == status, name
    assert "一天最多能传" in answer.content.decode()
    assert len(client.get("/application/new/papers/").context["files"]) == 2
    assert Client(REMOTE_ADDR="192.0.2.9").post("/application/new/papers/", {"do": "next"}).status_code == 302


def test_a_file_can_be_taken_away_and_one_of_no_known_kind_is_refused(cast: Cast) -> None:
    client = filled(cast)
    sent = {"do": "next", "file": SimpleUploadedFile("程序.exe", b"MZ")}
    assert "不是可以上传的类型" in client.post("/application/new/papers/", sent).content.decode()
    client.post("/application/new/papers/", {"do": "add", "file": SimpleUploadedFile("图.png", PNG)})
    (file,) = client.get("/application/new/papers/").context["files"]
    client.post("/application/new/papers/", {"do": f"remove:{file['key']}"})
    assert client.get("/application/new/papers/").context["files"] == []


def test_saved_it_comes_back_on_another_device(cast: Cast) -> None:
    client = Client()
    client.post("/application/new/")
    client.post("/application/new/organ/", answers(cast)["organ"])
    saved = client.post("/application/new/identity/", {"name": NAME, "do": "save"})
    page = client.get(saved["Location"])
    code = page.context["code"]
    other = Client()
    assert other.post("/application/resume/", {"code": "3333-3333-3333-3333"}).status_code == 422
    assert other.post("/application/resume/", {"code": code.lower().replace("-", " ")})["Location"] == (
        "/application/new/who/"
    )
    assert NAME in other.get("/application/new/identity/").content.decode()


def test_codes_cannot_be_guessed_for_long(cast: Cast) -> None:
    client = Client()
    told = {client.post("/application/resume/", {"code": "x"}).status_code for _ in range(21)}
    assert told == {422, 429}


def test_nothing_that_was_typed_lies_readable_in_the_database(cast: Cast) -> None:
    client = filled(cast)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM foi_applicationdraft")
        kept = "".join(str(row) for row in cursor.fetchall())
    client.post("/application/check/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM foi_applicant")
        kept += "".join(str(row) for row in cursor.fetchall())
    assert Applicant.objects.get().phone == PHONE
    assert not [secret for secret in (NAME, NUMBER, PHONE) if secret in kept]


def test_several_matters_are_applied_for_one_after_another(cast: Cast) -> None:
    client = filled(cast)
    several = {"description": "请公开：\n1. 示例路改造的中标合同\n2. 示例桥的验收报告\n3. 示例公园的规划"}
    asked = client.post("/application/new/what/", several)
    assert asked.status_code == 200
    assert "看起来是 3 件事" in asked.content.decode()
    client.post("/application/new/what/", {**several, "do": "split"})
    receipt = client.get(client.post("/application/check/")["Location"]).content.decode()
    assert "还有一件没有交" in receipt
    assert "示例桥的验收报告" in receipt
    assert Case.objects.get().description == "示例路改造的中标合同"
    assert "示例桥的验收报告" in client.get("/application/new/what/").content.decode()
    client.post("/application/new/what/", {"description": "示例桥的验收报告"})
    client.post("/application/check/")
    assert Case.objects.count() == 2
    assert {case.applicant.name for case in Case.objects.select_related("applicant")} == {NAME}


def test_what_another_door_is_for_is_said_and_does_not_stop_anybody(cast: Cast) -> None:
    client = filled(cast)
    wish = {"description": "我要投诉示例物业公司乱收费，请查处"}
    assert "您要的可能不归这里办" in client.post("/application/new/what/", wish).content.decode()
    assert client.post("/application/new/what/", {**wish, "do": "as_one"}).status_code == 302


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("2025年第1季度的验收报告", ()),
        ("1. 合同", ()),
        ("一、示例路的合同\n二、示例桥的合同", ("示例路的合同", "示例桥的合同")),
        ("需要（1）示例路的合同；（2）示例桥的合同", ()),
        ("示例小区：\n（1）路的合同；（2）桥的合同", ("示例小区：路的合同", "示例小区：桥的合同")),
        ("现申请公开以下信息：\n1. 示例路的合同\n2. 示例桥的合同", ("示例路的合同", "示例桥的合同")),
        ("1.5公里示例路的合同\n2.5公里示例桥的合同", ()),
    ],
)
def test_matters_are_found_where_they_are_numbered(description: str, expected: tuple[str, ...]) -> None:
    assert matters(description) == expected


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("请公开：示例桥 2025 年的验收报告。要全文。", "示例桥 2025 年的验收报告"),
        ("申请公开以下信息：示例路中标合同", "示例路中标合同"),
        ("公开招标文件：示例路一标段", "公开招标文件：示例路一标段"),
        ("示例桥验收报告", "示例桥验收报告"),
        ("请公开：", "请公开："),
    ],
)
def test_an_application_is_called_by_what_is_wanted(words: str, title: str) -> None:
    assert title_of({"description": words}) == title
