"""kill -9 与申请 — what an officer was told has happened, has; no letter without its decision, nothing twice."""

import json
import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from cast import make_cast
from gongkai.core.models import LedgerEntry, OutboxItem
from gongkai.foi.files import read_file
from gongkai.foi.models import Case, Decision, Letter
from gongkai.foi.queries import case_by_key
from gongkai.notices.actions import deliver
from gongkai.notices.courier import Courier
from gongkai.notices.models import Channel, Notice, NoticeState
from place import Place, until

pytestmark = pytest.mark.slow
CLERK = str(Path(__file__).with_name("clerk.py"))
ROUNDS = 2
STATES = ["unconfirmed", "registered", "in_signing", "signed", "answered"]
"""Of the clerk's cases, in the order in which they go through them."""
REACHED = dict(zip(["filed", "confirmed", "submitted", "signed", "answered"], STATES, strict=True))


@pytest.fixture
def place(real_database: str, tmp_path: Path) -> Iterator[Place]:
    here = Place(tmp_path, real_database, make_cast())
    yield here
    here.leave()


def noted(place: Place, wanted: int) -> bool:
    return len(place.notes) >= wanted


def every_acknowledged_step_is_there(place: Place, kills: int) -> None:
    told: dict[int, str] = {}
    for note in place.notes:
        case = Case.objects.get(pk=note["case"])
        told[case.pk] = REACHED[note["done"]]
        if note["done"] == "filed":
            assert case.number == note["number"]
            assert case_by_key(note["key"]) == case
            assert read_file(case.files.get()).decode() == note["data"]
        if note["done"] == "signed":
            letter = Letter.objects.get(pk=note["letter"])
            assert (letter.number, letter.digest) == (note["number"], note["digest"])
    stand = dict(Case.objects.values_list("pk", "state"))
    further = {pk for pk, state in stand.items() if state != told.get(pk)}
    assert len(further) <= kills  # each kill may have come between a commit and its note
    assert all(STATES.index(stand[pk]) >= STATES.index(state) for pk, state in told.items())


def no_letter_stands_alone_and_no_number_came_twice() -> None:
    signed = Decision.objects.filter(state="signed")
    replies = Letter.objects.filter(decision__isnull=False, frozen_at__isnull=False)
    assert set(replies.values_list("decision_id", flat=True)) == set(signed.values_list("pk", flat=True))
    serials = sorted(int(number[-5:]) for number in Case.objects.values_list("number", flat=True))
    assert serials == list(range(1, len(serials) + 1))
    for kind, count in (("foi.filed", len(serials)), ("foi.decided", signed.count())):
        assert LedgerEntry.objects.filter(action=kind).count() == count


def test_who_files_decides_signs_and_serves_is_killed_at_any_moment(place: Place) -> None:
    dice = random.Random(20261122)
    for kills in range(1, ROUNDS + 1):
        before = len(place.notes)
        clerk = place.start(CLERK, str(place.folder / "notes"), str(kills))
        worker = place.start("-m", "gongkai.cli", "worker")
        wanted = before + 8 + dice.randrange(8)
        assert until(partial(noted, place, wanted)), place.words
        for victim in dice.sample([clerk, worker], 2):
            time.sleep(dice.random() * 0.3)
            place.kill(victim)
        every_acknowledged_step_is_there(place, kills)
        no_letter_stands_alone_and_no_number_came_twice()
    place.gongkai("worker", "--once")
    assert not OutboxItem.objects.exists()
    verdict = json.loads(place.gongkai("verify", "--json"))
    assert verdict["ok"], verdict
    assert set(verdict["findings"]) >= {"ledger", "files", "foi_clocks", "foi_letters", "foi_files"}


def test_what_a_killed_worker_had_in_hand_reaches_everybody_once(place: Place, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "gongkai.notices.gateways.MailFiles"
    settings.OUTGOING = place.folder / "outgoing"
    clerk = place.start(CLERK, str(place.folder / "notes"), "1")
    assert until(partial(noted, place, 20)), place.words
    place.kill(clerk)
    written = list(Notice.objects.values_list("template", "about_id", "channel", "user_id"))
    assert len(set(written)) == len(written) > 0
    worker = place.start("-m", "gongkai.cli", "worker")
    outgoing = settings.OUTGOING / "mail"
    assert until(lambda: any(outgoing.glob("*.eml"))), place.words
    place.kill(worker)
    place.gongkai("worker", "--once")
    # What the dead worker had taken is taken again once its claim has run out, under the same name.
    courier, later = Courier(Channel.EMAIL), timezone.now() + 2 * deliver.CLAIM
    courier.tick(later)
    courier.finish(later)
    mails = Notice.objects.filter(channel=Channel.EMAIL)
    assert not mails.exclude(state=NoticeState.SENT).exists()
    assert {path.stem for path in outgoing.glob("*.eml")} == set(mails.values_list("key", flat=True))
    assert LedgerEntry.objects.filter(action="notices.sent").count() == mails.count()
