"""申请的秘密 — keys, codes and drafts of applicants: not in the log, not to be guessed, not to be passed to others."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from cast import Cast
from foi.builders import filed
from gongkai.core.logs import KeysHidden
from gongkai.foi import views_public_find
from gongkai.foi.models import ApplicationDraft, Case

pytestmark = pytest.mark.django_db

BEGIN = "/application/new/"
PROGRESS = "/application/progress/"


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(KeysHidden())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_the_log_has_no_key(cast: Cast, log: io.StringIO) -> None:
    key = filed(cast).key
    strict = Client(enforce_csrf_checks=True)
    strict.get(f"/application/cases/{key}/letters/99999/")
    strict.post(f"/application/cases/{key}/withdraw/")
    strict.post(f"/application/mine/open/{key}/")
    try:
        raise LookupError(f"/application/cases/{key}/")
    except LookupError:
        logging.getLogger("gongkai").exception("failed: %s", f"/application/cases/{key}/?x=1")
    said = log.getvalue()
    assert said.count("/application/cases/****/") >= 4
    assert key not in said


def test_every_handler_hides_keys(settings: object) -> None:
    configured = settings.LOGGING  # type: ignore[attr-defined]
    assert all("keys" in handler["filters"] for handler in configured["handlers"].values())


def test_many_addresses_guess_no_further_than_one(cast: Cast) -> None:
    receipt = filed(cast)
    sent = {"number": receipt.case.number, "code": "AAAAAAAA"}
    for guess in range(views_public_find.GUESSES_A_NUMBER):
        answer = Client(REMOTE_ADDR=f"2001:db8::{guess:x}").post(PROGRESS, sent)
        assert answer.status_code == 422
    right = {**sent, "code": str(receipt.query_code)}
    answer = Client(REMOTE_ADDR="2001:db8::ffff").post(PROGRESS, right)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    other = {"number": "2026-999-00001", "code": "AAAAAAAA"}
    assert Client(REMOTE_ADDR="2001:db8::ffff").post(PROGRESS, other).status_code == 422


def test_wrong_number_and_wrong_code_are_answered_alike(cast: Cast) -> None:
    receipt, said = filed(cast), []
    for number, code in ((receipt.case.number, "AAAAAAAA"), ("2026-999-99999", "AAAAAAAA"), ("", "")):
        answer = Client().post(PROGRESS, {"number": number, "code": code})
        said.append((answer.status_code, answer.content.decode().replace(number or "\0", "")))
    assert {status for status, _text in said} == {422}
    assert said[0][1].count("没有找到") == said[1][1].count("没有找到") == said[2][1].count("没有找到") > 0


def test_the_cookie_of_a_draft_is_for_the_form_alone(cast: Cast) -> None:
    answer = Client(headers={"x-forwarded-proto": "https"}).post(BEGIN)
    cookie = answer.cookies["application"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("Lax", "/application/", "")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("planted", ["AAAA-AAAA-AAAA-AAAA", "", "x" * 5000, "../../etc", "%00"])
def test_a_code_that_somebody_chose_is_never_taken_over(cast: Cast, planted: str) -> None:
    client = Client()
    client.cookies["application"] = planted
    answer = client.post(f"{BEGIN}who/", {"kind": "citizen"})
    assert answer.status_code == 302
    given = answer.cookies["application"].value
    assert given != planted
    assert ApplicationDraft.objects.count() == 1


def test_beginning_anew_takes_a_new_code(cast: Cast) -> None:
    client = Client()
    first = client.post(BEGIN).cookies["application"].value
    second = client.post(BEGIN).cookies["application"].value
    assert first != second
    assert ApplicationDraft.objects.count() == 1


def test_what_is_on_the_way_is_sent_by_our_own_pages_only(cast: Cast) -> None:
    receipt = filed(cast)
    strict = Client(enforce_csrf_checks=True)
    for name in ("withdraw", "urge", "supplement", "correct"):
        address = f"/application/cases/{receipt.key}/{name}/"
        assert strict.post(address).status_code == 403
        assert Client().get(address).status_code in (200, 302)
        assert Client().put(address).status_code == 405
    assert Case.objects.get().open


def test_a_form_that_was_filed_is_found_only_with_its_own_mark(cast: Cast) -> None:
    filed(cast, submission="s" * 32)
    for wrong in ("", "s" * 31, "s" * 33, "%", "\0"):
        answer = Client().post("/application/check/", {"submission": wrong})
        assert answer["Location"] == BEGIN
    found = Client().post("/application/check/", {"submission": "s" * 32})
    assert found["Location"].endswith("/receipt/")
