"""我的申请 — a link and a code instead of a password: for whoever reads at the address, once, for a while."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cast import Cast
from foi.builders import APPLICANT, at, filed
from gongkai.core.models import LedgerEntry
from gongkai.foi.actions.anonymise import anonymise
from gongkai.foi.actions.archive import archive
from gongkai.foi.actions.sign_in import (
    KEPT_FOR,
    MOST_TRIES,
    drop_sign_ins,
    open_link,
    send_link,
    valid_minutes,
)
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.contacts import address_of, email_fingerprint, phone_fingerprint
from gongkai.foi.models import Applicant, SignIn
from gongkai.foi.signed_in import SIGNED_IN_FOR
from gongkai.foi.views_public_mine import CODES_AN_HOUR, LINKS_TO_ONE
from gongkai.notices.actions.deliver import claim
from gongkai.notices.models import Channel, Notice, NoticeState, Trouble
from gongkai.rules.process import RuleViolation

pytestmark = pytest.mark.django_db

EMAIL, PHONE, NAME = APPLICANT.email, APPLICANT.phone, APPLICANT.name
OTHER = replace(
    APPLICANT, name="样本乙", id_number="110101190002020000", phone="13900000000", email="other@example.com"
)
WORDS = {"a": "甲路的改造计划", "b": "乙桥的验收报告"}


@pytest.fixture(autouse=True)
def no_limits_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def asked(typed: str, client: Client | None = None) -> tuple[Client, Any]:
    """A browser that asked for a link, and the answer."""
    client = client or Client()
    return client, client.post("/application/mine/", {"address": typed})


def sent_to(notice: Notice) -> tuple[str, str]:
    """The link (as a path) and the code of a notice."""
    link = re.search(r"/application/mine/open/\w+/", notice.text)
    code = re.search(r"(?<![0-9a-z])[0-9]{6}(?![0-9a-z])", notice.text)
    assert link
    assert code
    return link[0], code[0]


def told() -> Notice:
    return Notice.objects.filter(template="sign_in_link").latest("id")


def inside(typed: str = EMAIL) -> Client:
    """A browser that is signed in."""
    client, _answer = asked(typed)
    answer = client.post("/application/mine/code/", {"code": sent_to(told())[1], "name": NAME})
    assert answer["Location"] == "/application/mine/"
    return client


def listed(client: Client) -> str:
    return client.get("/application/mine/").content.decode()


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> datetime:
    """The clock goes on."""
    moment = timezone.now() + by
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


@pytest.mark.parametrize("typed", [EMAIL, EMAIL.upper(), PHONE, "138 0000-0000", "+86 138 0000 0000"])
def test_whoever_reads_there_sees_every_case_of_the_address(cast: Cast, typed: str) -> None:
    cases = [filed(cast, title=words) for words in WORDS.values()]
    page = listed(inside(typed))
    for case in cases:
        assert case.case.number in page
        assert f"/application/cases/{case.key}/" in page
    assert "已经登记，正在安排办理" in page
    assert EMAIL not in page
    assert PHONE not in page


def test_the_link_goes_to_the_address_of_the_application_and_by_that_way_only(cast: Cast) -> None:
    filed(cast)
    asked("SAMPLE@example.com")
    notice = Notice.objects.get(template="sign_in_link")
    assert (notice.channel, notice.to) == (Channel.EMAIL, EMAIL)
    asked(PHONE)
    assert (told().channel, told().to) == (Channel.SMS, PHONE)


def test_known_and_unknown_addresses_are_answered_alike(cast: Cast) -> None:
    filed(cast)
    pages = []
    for typed in (EMAIL, "nobody@example.com"):
        client, answer = asked(typed)
        assert (answer.status_code, answer["Location"]) == (302, "/application/mine/code/")
        page = client.get("/application/mine/code/").content.decode()
        wrong = client.post("/application/mine/code/", {"code": "x", "name": NAME})
        pages.append([re.sub(r'value="\w{64}"', "", text) for text in (page, wrong.content.decode())])
        assert wrong.status_code == 422
    assert pages[0] == pages[1]
    assert Notice.objects.filter(template="sign_in_link").count() == 1
    assert LedgerEntry.objects.filter(action="foi.send_sign_in_link").count() == 2


@pytest.mark.parametrize("typed", ["", "样本", "12345", "010-12345678", "a@b", "x" * 300])
def test_what_is_no_address_is_said_at_the_field(typed: str) -> None:
    _client, answer = asked(typed)
    assert answer.status_code == 422
    assert 'id="error_address"' in answer.content.decode()
    assert not SignIn.objects.exists()


def test_a_link_opens_once_and_looking_does_not_use_it_up(cast: Cast) -> None:
    receipt = filed(cast)
    asked(EMAIL)
    link, _code = sent_to(told())
    elsewhere = Client()
    assert elsewhere.get(link).status_code == elsewhere.get(link).status_code == 200
    assert receipt.case.number not in listed(elsewhere)
    assert elsewhere.post(link, {"name": NAME})["Location"] == "/application/mine/"
    assert receipt.case.number in listed(elsewhere)
    second = Client()
    assert (second.get(link).status_code, second.post(link, {"name": NAME}).status_code) == (410, 410)
    assert receipt.case.number not in listed(second)


def test_the_code_of_a_link_that_was_opened_is_of_no_use_and_the_other_way_round(cast: Cast) -> None:
    filed(cast)
    client, _answer = asked(EMAIL)
    link, code = sent_to(told())
    Client().post(link, {"name": NAME})
    assert client.post("/application/mine/code/", {"code": code, "name": NAME}).status_code == 422
    client, _answer = asked(EMAIL)
    link, code = sent_to(told())
    client.post("/application/mine/code/", {"code": code, "name": NAME})
    assert Client().post(link, {"name": NAME}).status_code == 410


def test_after_twenty_minutes_link_and_code_are_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    filed(cast)
    client, _answer = asked(EMAIL)
    link, code = sent_to(told())
    later(monkeypatch, timedelta(minutes=20))
    assert client.post("/application/mine/code/", {"code": code, "name": NAME}).status_code == 422
    assert Client().post(link, {"name": NAME}).status_code == 410


def test_a_few_wrong_codes_and_the_right_one_is_nothing(cast: Cast) -> None:
    filed(cast)
    client, _answer = asked(EMAIL)
    link, code = sent_to(told())
    for _ in range(5):
        client.post("/application/mine/code/", {"code": "no", "name": NAME})
    assert client.post("/application/mine/code/", {"code": code, "name": NAME}).status_code == 422
    assert Client().get(link).status_code == 410


def test_guessing_is_counted_for_the_visitor_too(cast: Cast) -> None:
    filed(cast)
    client, _answer = asked(EMAIL)
    answers = [
        client.post("/application/mine/code/", {"code": "no", "name": NAME}) for _ in range(CODES_AN_HOUR + 1)
    ]
    assert [answer.status_code for answer in answers[-2:]] == [422, 429]
    assert answers[-1]["Retry-After"]


@pytest.mark.parametrize("typed", [EMAIL, "nobody@example.com"])
def test_nobody_is_sent_links_all_day_from_many_places(cast: Cast, typed: str) -> None:
    filed(cast)
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{place}").post("/application/mine/", {"address": typed})
        for place in range(LINKS_TO_ONE + 1)
    ]
    assert [answer.status_code for answer in answers[-2:]] == [302, 429]


def test_a_code_is_good_only_where_it_was_asked_for(cast: Cast) -> None:
    receipt = filed(cast)
    asked(EMAIL)
    stranger, _answer = asked("nobody@example.com")
    assert (
        stranger.post("/application/mine/code/", {"code": sent_to(told())[1], "name": NAME}).status_code
        == 422
    )
    assert Client().get("/application/mine/code/")["Location"] == "/application/mine/"
    assert receipt.case.number not in listed(stranger)


@pytest.mark.parametrize(
    "near", ["sam-ple@example.com", "sample@exam-ple.com", "ｓample@example.com", "sam.ple@example.com"]
)
def test_a_mailbox_that_is_written_almost_alike_is_another(cast: Cast, near: str) -> None:
    mine, theirs = filed(cast), filed(cast, applicant=replace(OTHER, email=near))
    page = listed(inside())
    assert mine.case.number in page
    assert theirs.case.number not in page
    assert email_fingerprint(near) != email_fingerprint(EMAIL)


def test_what_is_no_mobile_number_finds_nothing() -> None:
    assert (
        phone_fingerprint("13800000000转8")
        == phone_fingerprint("010-12345678")
        == phone_fingerprint("")
        == ""
    )
    assert address_of("") is None


def test_another_persons_cases_are_never_listed(cast: Cast) -> None:
    mine, theirs = filed(cast, title=WORDS["a"]), filed(cast, applicant=OTHER, title=WORDS["b"])
    page = listed(inside())
    assert mine.case.number in page
    for words in (theirs.case.number, theirs.key, WORDS["b"]):
        assert words not in page


def test_who_was_made_anonymous_is_found_no_more(cast: Cast, settings: Settings) -> None:
    settings.ANONYMISE_AFTER = timedelta(0)
    receipt = filed(cast)
    client = inside()
    withdraw(key=receipt.key, actor=cast.wang, now=timezone.now())
    archive(receipt.case.pk, actor=cast.wang, now=timezone.now())
    anonymise(receipt.case.pk, now=timezone.now())
    applicant = Applicant.objects.get()
    assert applicant.email_fingerprint == applicant.phone_fingerprint == ""
    assert receipt.case.number not in listed(client)
    before = Notice.objects.filter(template="sign_in_link").count()
    asked(EMAIL)
    assert Notice.objects.filter(template="sign_in_link").count() == before


def test_signing_in_renews_the_session_and_signing_out_ends_it(cast: Cast) -> None:
    receipt = filed(cast)
    client, _answer = asked(EMAIL)
    before = client.cookies["sessionid"].value
    client.post("/application/mine/code/", {"code": sent_to(told())[1], "name": NAME})
    within = client.cookies["sessionid"]
    assert within.value != before
    assert within["httponly"]
    assert within["samesite"] == "Lax"
    answer = client.get("/application/mine/")
    assert "no-store" in answer["Cache-Control"]
    assert receipt.case.number in answer.content.decode()
    assert client.get("/application/mine/leave/").status_code == 405
    client.post("/application/mine/leave/")
    assert client.cookies["sessionid"].value != within.value
    assert receipt.case.number not in listed(client)


def test_two_hours_later_one_has_to_sign_in_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = filed(cast)
    client = inside()
    later(monkeypatch, SIGNED_IN_FOR - timedelta(minutes=1))
    assert receipt.case.number in listed(client)
    later(monkeypatch, timedelta(minutes=2))
    assert receipt.case.number not in listed(client)


def test_a_new_application_begins_with_who_applied_last(cast: Cast) -> None:
    filed(cast)
    client = inside()
    client.post("/application/new/")
    identity, contact = (
        client.get(f"/application/new/{step}/").content.decode() for step in ("identity", "contact")
    )
    assert f'value="{APPLICANT.name}"' in identity
    assert f'value="{APPLICANT.id_number}"' in identity
    assert f'value="{EMAIL}"' in contact
    client.post("/application/mine/leave/")
    assert client.get("/application/check/")["Location"] == "/application/new/"


def test_where_two_people_of_one_name_share_an_address_neither_is_filled_in(cast: Cast) -> None:
    filed(cast)
    filed(cast, applicant=replace(OTHER, email=EMAIL, name=NAME))
    client = inside()
    client.post("/application/new/")
    assert 'value="样本' not in client.get("/application/new/identity/").content.decode()


def test_a_message_with_a_code_goes_at_night_too(cast: Cast) -> None:
    night = at(timezone.localdate(), 23)
    filed(cast, now=night)
    address = address_of(PHONE)
    assert address
    send_link(address, language="zh-hans", now=night)
    assert told().state == NoticeState.WAITING
    assert [message.to for message in claim(Channel.SMS, night, 10)] == [PHONE]


def test_what_was_sent_is_forgotten_after_a_day(cast: Cast) -> None:
    filed(cast)
    asked(EMAIL)
    assert drop_sign_ins(timezone.now()) == 0
    assert drop_sign_ins(timezone.now() + timedelta(minutes=21) + KEPT_FOR) == 1
    assert (told().to, told().text) == ("", "")
    assert not SignIn.objects.exists()


def test_a_refused_link_leaves_no_trace(cast: Cast) -> None:
    entries = LedgerEntry.objects.count()
    with pytest.raises(RuleViolation):
        open_link("nothing", NAME, now=timezone.now())
    assert LedgerEntry.objects.count() == entries


def test_the_begin_of_an_application_says_what_it_fills_in(cast: Cast) -> None:
    filed(cast)
    assert "先登录" in Client().get("/application/new/").content.decode()
    page = inside().get("/application/new/").content.decode()
    assert "照您上次的申请先填好" in page
    assert "先登录" not in page


def test_organs_and_searches_in_vain_lead_to_an_application(cast: Cast) -> None:
    client = Client()
    organ = client.get(f"/organs/{cast.housing.code}/").content.decode()
    assert f"/application/new/?organ={cast.housing.code}" in organ
    assert "/application/?q=%E6%97%A0%E6%AD%A4" in client.get("/search/?q=无此").content.decode()


@pytest.mark.parametrize("name", ["", "样本丙", " · "])
def test_whoever_got_a_number_that_was_given_up_sees_nothing_of_who_had_it(cast: Cast, name: str) -> None:
    receipt = filed(cast)
    client, _answer = asked(PHONE)
    link, code = sent_to(told())
    answer = client.post("/application/mine/code/", {"code": code, "name": name})
    assert answer.status_code == 422
    assert 'id="error_name"' in answer.content.decode()
    answer = Client().post(link, {"name": name})
    assert answer.status_code == 422
    assert 'id="error_name"' in answer.content.decode()
    assert receipt.case.number not in listed(client)
    assert client.post("/application/mine/code/", {"code": code, "name": NAME}).status_code == 302


def test_a_few_wrong_names_and_the_link_is_nothing(cast: Cast) -> None:
    filed(cast)
    asked(EMAIL)
    link, _code = sent_to(told())
    answers = [Client().post(link, {"name": "样本丙"}).status_code for _ in range(MOST_TRIES)]
    assert answers == [422] * (MOST_TRIES - 1) + [410]
    assert Client().post(link, {"name": NAME}).status_code == 410


def test_two_people_who_share_an_address_see_each_their_own(cast: Cast) -> None:
    mine, theirs = filed(cast), filed(cast, applicant=replace(OTHER, phone=PHONE))
    page = listed(inside(PHONE))
    assert mine.case.number in page
    assert theirs.case.number not in page


def test_a_name_is_the_same_however_it_is_spaced_and_an_organisation_is_known_by_its_contact(
    cast: Cast,
) -> None:
    filed(cast, applicant=replace(APPLICANT, kind="business", name="示例有限公司", contact_name="阿依·示例"))
    for said in ("示例 有限公司", "阿依．示例", "阿依示例"):
        client, _answer = asked(EMAIL)
        answer = client.post("/application/mine/code/", {"code": sent_to(told())[1], "name": said})
        assert answer.status_code == 302, said


def test_a_link_that_could_not_be_sent_in_its_time_is_not_sent_later(cast: Cast) -> None:
    now = at(timezone.localdate(), 10)
    filed(cast, now=now)
    address = address_of(PHONE)
    assert address
    send_link(address, language="zh-hans", now=now)
    late = now + timedelta(minutes=valid_minutes(now))
    assert told().pk not in [message.pk for message in claim(Channel.SMS, late, 10)]
    assert (told().state, told().trouble) == (NoticeState.FAILED, Trouble.LATE)
