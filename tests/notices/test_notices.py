"""通知 — written with the change that they tell of, sent once, kept when nobody takes them."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from pytest_django import Settings

from cast import NOW, Cast, make_cast
from gongkai.agencies.policies import Actor
from gongkai.core import schedule
from gongkai.core.change import changing
from gongkai.core.models import LedgerEntry, LedgerNote
from gongkai.notices import tasks, words
from gongkai.notices.actions import deliver
from gongkai.notices.actions.read_messages import read_messages
from gongkai.notices.actions.send_again import send_again
from gongkai.notices.courier import Courier
from gongkai.notices.gateways import Gateway, Message, NotTaken, Outcome, gateway_of
from gongkai.notices.models import Channel, Notice, NoticeState, Trouble
from gongkai.notices.queries import messages_for, site_messages, unread
from gongkai.notices.sending import Contact, forget, notify
from gongkai.notices.subjects import Described, register
from gongkai.rules.process import RuleViolation

EMAIL, PHONE = "zhang.shili@example.org", "00000000001"
PLACES = {"number": "样本-1", "code": "样本-码", "due": date(2026, 11, 9), "link": "https://example.org/c/1"}
NIGHT = datetime(2026, 10, 12, 14, 30, tzinfo=UTC)  # half past ten in the evening in Shanghai
MORNING = datetime(2026, 10, 13, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def outgoing(settings: Settings, tmp_path: Path) -> Path:
    settings.OUTGOING = tmp_path / "outgoing"
    return tmp_path / "outgoing"


def tell(cast: Cast, to: Contact, *, now: datetime = NOW, occasion: str = "") -> list[Notice]:
    """Tell somebody that an application was received, in a change of its own."""
    with changing(cast.lin, now) as change:
        change.record("sample.told", cast.housing)
        return notify(
            change,
            "application_received",
            to=to,
            places=PLACES,
            subject=cast.housing,
            agency=cast.housing,
            occasion=occasion,
        )


def carry(channel: Channel, now: datetime = NOW, gateway: Gateway | None = None) -> None:
    """Let a courier carry what is due until it has come back."""
    courier = Courier(channel, lambda channel: gateway or gateway_of(channel))
    courier.tick(now)
    courier._came_back(now, 20)


class Sample(Gateway):
    """A way that does with each message what the test says, and remembers what it was given."""

    def __init__(self, does: Any = None) -> None:
        self.does, self.given = does, []  # type: ignore[var-annotated]

    def opened(self) -> Any:
        return _Way()

    def hand_over(self, way: object, message: Message) -> str:
        self.given.append(message)
        if self.does is not None:
            self.does(message)
        return f"receipt-{message.pk}"


class _Way:
    def __enter__(self) -> None: ...

    def __exit__(self, *error: object) -> None: ...


@pytest.mark.django_db
class TestWriting:
    def test_each_open_way_gets_its_notice_and_closed_ones_none(self, cast: Cast) -> None:
        told = tell(cast, Contact(email=EMAIL, phone=PHONE, site=True))
        assert [(n.channel, n.state) for n in told] == [
            ("site", "sent"),
            ("email", "waiting"),
            ("sms", "waiting"),
        ]
        assert {(n.template, n.version) for n in told} == {("application_received", 1)}
        assert tell(cast, Contact()) == []
        assert list(site_messages(cast.housing)) == [told[0]]

    def test_a_change_that_is_rolled_back_tells_nobody(self, cast: Cast) -> None:
        def refused() -> None:
            with changing(cast.lin, NOW):
                assert tell(cast, Contact(email=EMAIL))
                raise RuleViolation("样本")

        with pytest.raises(RuleViolation):
            refused()
        assert not Notice.objects.exists()

    def test_an_occasion_is_told_once_and_another_again(self, cast: Cast) -> None:
        to = Contact(email=EMAIL)
        assert len(tell(cast, to, occasion="80")) == 1
        assert tell(cast, to, occasion="80") == []
        assert len(tell(cast, to, occasion="100")) == 1
        assert len(tell(cast, Contact(email="li.shili@example.org"), occasion="80")) == 1

    def test_english_for_whom_it_was_chosen_and_a_line_stays_a_line(self, cast: Cast) -> None:
        [notice] = tell(cast, Contact(email=EMAIL, language="en"))
        assert "9 November 2026" in notice.text
        assert (
            words.in_force("answered", date(2026, 1, 1))
            .fill({"number": "1\r\nBcc: x@example.org", "link": "/"}, "市局", "zh-hans")
            .subject.endswith("（1 Bcc: x@example.org）")
        )

    def test_places_that_do_not_agree_are_refused(self) -> None:
        template = words.in_force("answered", date(2026, 1, 1))
        with pytest.raises(ValueError, match="link"):
            template.fill({"number": "1"}, "市局", "en")
        with pytest.raises(words.UnknownNotice):
            words.in_force("no-such", date(2026, 1, 1))

    def test_the_version_of_the_day_is_used_and_recorded(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = words.in_force("application_received", date(2026, 10, 12))
        second = words.NoticeTemplate(
            first.code,
            first.label,
            2,
            date(2026, 10, 13),
            first.places,
            {tongue: words.Wording("第二版", "第二版") for tongue in ("zh", "en")},
            first.closings,
        )
        monkeypatch.setattr(words, "templates", lambda: (second, first))
        [old], [new] = (
            tell(cast, Contact(email=EMAIL), now=NOW),
            tell(cast, Contact(email=EMAIL), now=NOW + timedelta(days=1)),
        )
        assert (old.version, new.version, new.subject) == (1, 2, "第二版")
        carry(Channel.EMAIL)
        entries = LedgerEntry.objects.filter(action="notices.sent").order_by("id")
        assert [entry.detail["template"] for entry in entries] == [
            "application_received.1",
            "application_received.2",
        ]


def test_every_template_can_be_filled_in_both_languages_without_an_empty_place() -> None:
    versions = [(each.code, each.version) for each in words.templates()]
    assert len(versions) == len(set(versions))
    for template in words.templates():
        places = {name: f"〔{name}〕" for name in template.places}
        for language in ("zh-hans", "en"):
            filled = template.fill(places, "〔agency〕", language)
            said = filled.subject + filled.text + filled.sms
            assert all(value in said for value in places.values()), template.code
            assert filled.email.startswith(filled.text)
            assert not any(sign in said for sign in "！!{}"), template.code
        assert bool(template.wordings["zh"].sms) == bool(template.wordings["en"].sms), template.code


@pytest.mark.django_db
class TestSending:
    def test_a_letter_goes_with_the_id_that_a_repetition_would_have(self, cast: Cast) -> None:
        [notice] = tell(cast, Contact(email=EMAIL))
        carry(Channel.EMAIL)
        [letter] = mail.outbox
        assert (letter.to, letter.subject) == ([EMAIL], "已收到您的政府信息公开申请（样本-1）")
        assert letter.extra_headers["Message-ID"] == f"<{notice.key}@127.0.0.1>"
        notice.refresh_from_db()
        assert (notice.state, notice.sent_at, notice.receipt) == ("sent", NOW, f"<{notice.key}@127.0.0.1>")
        carry(Channel.EMAIL, NOW + timedelta(days=1))
        assert len(mail.outbox) == 1

    def test_without_server_or_gateway_they_become_files_for_the_owner_only(
        self, cast: Cast, outgoing: Path, settings: Settings
    ) -> None:
        settings.EMAIL_BACKEND = "gongkai.notices.gateways.MailFiles"
        email, sms = tell(cast, Contact(email=EMAIL, phone=PHONE))
        carry(Channel.EMAIL)
        carry(Channel.SMS)
        letter, short = outgoing / "mail" / f"{email.key}.eml", outgoing / "sms" / f"{sms.key}.json"
        assert EMAIL in letter.read_text()
        assert json.loads(short.read_text())["to"] == PHONE
        assert {path.stat().st_mode & 0o777 for path in (letter, short)} == {0o600}
        folders = (outgoing, letter.parent, short.parent)
        assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}

    def test_quiet_hours_hold_short_messages_until_morning_and_letters_not(self, cast: Cast) -> None:
        email, sms = tell(cast, Contact(email=EMAIL, phone=PHONE), now=NIGHT)
        assert (email.state, sms.state, sms.not_before) == ("waiting", "held", MORNING)
        way = Sample()
        carry(Channel.SMS, MORNING - timedelta(seconds=1), way)
        assert not way.given
        carry(Channel.SMS, MORNING, way)
        assert [message.to for message in way.given] == [PHONE]

    def test_a_short_message_whose_turn_comes_at_night_is_held_too(self, cast: Cast) -> None:
        [sms] = tell(cast, Contact(phone=PHONE))
        way = Sample()
        carry(Channel.SMS, NIGHT, way)
        sms.refresh_from_db()
        assert (way.given, sms.state, sms.not_before) == ([], "held", MORNING)

    def test_a_server_that_is_down_is_tried_again_after_growing_pauses_and_then_given_up(
        self, cast: Cast
    ) -> None:
        def down(message: Message) -> None:
            raise ConnectionRefusedError

        [notice] = tell(cast, Contact(email=EMAIL))
        now, pauses = NOW, []
        for _ in range(deliver.MOST_TRIES - 1):
            carry(Channel.EMAIL, now, Sample(down))
            notice.refresh_from_db()
            assert (notice.state, notice.trouble) == (NoticeState.WAITING, Trouble.UNREACHABLE)
            assert notice.not_before is not None
            pauses.append(notice.not_before - now)
            early = Sample()
            carry(Channel.EMAIL, notice.not_before - timedelta(seconds=1), early)
            assert not early.given
            now = notice.not_before
        assert pauses == sorted(pauses)
        assert pauses[0] == timedelta(minutes=2)
        assert pauses[-1] == timedelta(hours=4)
        carry(Channel.EMAIL, now, Sample(down))
        notice.refresh_from_db()
        assert notice.state == NoticeState.FAILED
        entry = LedgerEntry.objects.get(action="notices.failed")
        assert (entry.subject_id, entry.agency_id) == (notice.pk, cast.housing.pk)

    def test_a_way_that_shuts_in_the_middle_loses_and_repeats_nothing(self, cast: Cast) -> None:
        for _ in range(3):
            tell(cast, Contact(email=EMAIL))

        def second_time(message: Message) -> None:
            if len(way.given) == 2:
                raise TimeoutError

        way = Sample(second_time)
        carry(Channel.EMAIL, NOW, way)
        assert sorted(Notice.objects.values_list("state", flat=True)) == ["sent", "waiting", "waiting"]
        again = Sample()
        carry(Channel.EMAIL, NOW + timedelta(minutes=2), again)
        assert {message.pk for message in again.given} == {n.pk for n in Notice.objects.all()} - {
            way.given[0].pk
        }

    def test_an_address_that_is_refused_for_good_is_not_tried_again_and_stops_no_other(
        self, cast: Cast
    ) -> None:
        [bad], [good] = tell(cast, Contact(email=EMAIL)), tell(cast, Contact(email="li.shili@example.org"))

        def one(message: Message) -> None:
            if message.pk == bad.pk:
                raise NotTaken(Trouble.REFUSED, final=True)

        carry(Channel.EMAIL, NOW, Sample(one))
        bad.refresh_from_db()
        good.refresh_from_db()
        assert (bad.state, bad.trouble, good.state) == ("failed", "refused", "sent")
        send_again(bad.pk, actor=cast.zheng, now=NOW)
        carry(Channel.EMAIL, NOW, Sample())
        bad.refresh_from_db()
        assert (bad.state, bad.trouble) == ("sent", "")
        with pytest.raises(RuleViolation):
            send_again(bad.pk, actor=cast.zheng, now=NOW)

    def test_what_a_dead_process_had_taken_goes_again_under_the_same_key(self, cast: Cast) -> None:
        [notice] = tell(cast, Contact(email=EMAIL))
        [taken] = deliver.claim(Channel.EMAIL, NOW, 10)
        assert deliver.claim(Channel.EMAIL, NOW + deliver.CLAIM, 10) == []
        [again] = deliver.claim(Channel.EMAIL, NOW + deliver.CLAIM + timedelta(seconds=1), 10)
        assert (taken.key, taken.message_id) == (again.key, again.message_id)
        deliver.settle({notice.pk: Outcome(receipt="first")}, NOW)
        deliver.settle({notice.pk: Outcome(trouble=Trouble.SILENT)}, NOW)
        notice.refresh_from_db()
        assert (notice.state, notice.receipt) == ("sent", "first")

    def test_a_server_that_hangs_keeps_no_other_way_and_no_other_work_waiting_and_is_settled_at_the_end(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tell(cast, Contact(email=EMAIL, phone=PHONE))
        answer = Event()
        hanging = Courier(Channel.EMAIL, lambda channel: Sample(lambda message: answer.wait(20)))
        begin = datetime.now(UTC)
        for second in range(20):
            hanging.tick(NOW + timedelta(seconds=second))
        assert datetime.now(UTC) - begin < timedelta(seconds=2)
        carry(Channel.SMS)
        states = dict(Notice.objects.values_list("channel", "state"))
        assert states == {"email": "sending", "sms": "sent"}
        answer.set()
        monkeypatch.setattr(tasks, "_couriers", [hanging])
        schedule.end(NOW)
        assert not Notice.objects.exclude(state="sent").exists()

    def test_neither_ledger_nor_log_names_anybody(self, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
        def refuses(message: Message) -> None:
            raise OSError(f"{message.to} unknown")

        notices = tell(cast, Contact(email=EMAIL, phone=PHONE))
        with caplog.at_level("DEBUG"):
            carry(Channel.EMAIL, NOW, Sample(refuses))
            carry(Channel.SMS)
        kept = [str(row) for row in LedgerEntry.objects.values_list("detail", "action")]
        kept += list(LedgerNote.objects.values_list("text", flat=True))
        seen = caplog.text + "".join(kept) + repr(notices[0].__dict__) + repr(Contact(email=EMAIL))
        seen += repr(Notice.objects.get(pk=notices[0].pk).__dict__)
        assert "is shut: OSError" in seen
        assert not [words for words in (EMAIL, PHONE, "样本-码") if words in seen]


@pytest.mark.django_db
def test_an_official_reads_his_messages(cast: Cast) -> None:
    tell(cast, Contact.of(cast.lin.person))
    assert [n.subject for n in messages_for(cast.lin.person)] == ["已收到您的政府信息公开申请（样本-1）"]
    assert not unread(cast.shen.person).exists()
    assert read_messages(actor=cast.lin, now=NOW) == 1
    assert read_messages(actor=cast.lin, now=NOW) == 0
    assert not site_messages(cast.housing).exists()


def test_two_workers_send_each_notice_once(real_database: str) -> None:
    cast = make_cast()
    for number in range(12):
        tell(cast, Contact(email=f"yangben{number}@example.org"))
    begin, ways = Barrier(2), [Sample(), Sample()]

    def work(way: Sample) -> None:
        try:
            begin.wait(10)
            carry(Channel.EMAIL, NOW, way)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, ways))
    given = [message.to for way in ways for message in way.given]
    assert len(given) == len(set(given)) == 12
    assert Notice.objects.filter(state="sent").count() == 12


@pytest.mark.django_db
def test_what_is_forgotten_keeps_its_time_and_loses_its_words(cast: Cast) -> None:
    sent, waiting = tell(cast, Contact(email=EMAIL, site=True))
    forget(cast.housing)
    for notice in (sent, waiting):
        notice.refresh_from_db()
        assert (notice.to, notice.subject, notice.text) == ("", "", "")
    assert (sent.state, waiting.state) == ("sent", "failed")
    with pytest.raises(RuleViolation, match="清除"):
        send_again(waiting.pk, actor=cast.zheng, now=NOW)


@pytest.mark.django_db
def test_the_desk_shows_what_did_not_go_and_sends_it_again_without_naming_anybody(
    cast: Cast, signed_in: Callable[[Actor], Client]
) -> None:
    [notice] = tell(cast, Contact(email=EMAIL))
    carry(Channel.EMAIL, NOW, Sample(lambda message: _refuse()))
    register("agency", lambda ids: {pk: Described("样本对象", f"/desk/sample/{pk}/") for pk in ids})
    client = signed_in(cast.zheng)
    page = client.get("/desk/notices/").content.decode()
    assert all(words in page for words in ("服务器拒收", "样本对象", f"/desk/sample/{cast.housing.pk}/"))
    assert EMAIL not in page
    again = f"/desk/notices/{notice.pk}/again/"
    assert client.post(again).status_code == 302
    assert "等待发送" in client.get("/desk/notices/?tab=waiting").content.decode()
    assert client.post(again).status_code == 409


def _refuse() -> None:
    raise NotTaken(Trouble.REFUSED, final=True)
