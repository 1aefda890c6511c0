"""待发 — what a change asked for is done at last, whatever failed at first, and keeps nothing else waiting."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from cast import NOW
from gongkai.core import outbox
from gongkai.core.models import OutboxItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Keys that a handler of the kind "sample" has done; it fails at 13."""
    done: list[int] = []

    def handler(keys: Sequence[int]) -> None:
        if 13 in keys:
            raise ConnectionError("何人何事 不应写进库里")
        done.extend(keys)

    monkeypatch.setitem(outbox._handlers, "sample", handler)
    return done


def test_what_fails_is_tried_again_at_growing_intervals_and_never_lost(handled: list[int]) -> None:
    outbox.ask("sample", [13], NOW)
    waits = []
    now = NOW
    for _ in range(12):
        assert outbox.drain(now=now) == 0
        item = OutboxItem.objects.get()
        assert item.not_before is not None
        waits.append(int((item.not_before - now).total_seconds()))
        now = item.not_before
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]
    assert outbox.stuck(NOW + timedelta(seconds=59)) == 0
    assert outbox.stuck(NOW + timedelta(seconds=61)) == 1
    assert item.last_error == "ConnectionError"  # the kind of error only: messages may name people


def test_one_item_that_cannot_be_done_keeps_no_other_waiting(handled: list[int]) -> None:
    outbox.ask("sample", [11, 12, 13, 14], NOW)
    assert outbox.drain(now=NOW) == 0
    assert outbox.drain(now=NOW + timedelta(seconds=2)) == 3
    assert handled == [11, 12, 14]
    assert list(OutboxItem.objects.values_list("key", flat=True)) == [13]
    outbox.ask("sample", [15], NOW)
    assert outbox.drain(now=NOW + timedelta(hours=1)) == 1
    assert handled[-1] == 15


def test_work_of_a_kind_that_this_version_does_not_know_waits_for_one_that_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outbox.ask("of_tomorrow", [1], NOW)
    assert outbox.drain(now=NOW) == 0
    monkeypatch.setitem(outbox._handlers, "of_tomorrow", lambda keys: None)
    assert outbox.drain(now=NOW + timedelta(hours=1)) == 1


def test_a_kind_that_fails_altogether_fills_the_log_with_one_error_a_round(
    handled: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    OutboxItem.objects.bulk_create(
        OutboxItem(kind="sample", key=13, created_at=NOW, tries=1) for _ in range(20)
    )
    outbox.drain(now=NOW)
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1
    assert set(OutboxItem.objects.values_list("tries", flat=True)) == {2}


def test_who_does_all_of_a_kind_anew_has_done_what_was_asked_before_and_nothing_else() -> None:
    outbox.ask("sample", [11, 12], NOW)
    outbox.ask("other", [11], NOW)
    with outbox.overtaken("sample"):
        outbox.ask("sample", [12], NOW)
    assert sorted(OutboxItem.objects.values_list("kind", "key")) == [("other", 11), ("sample", 12)]


def test_what_could_not_be_done_anew_still_waits() -> None:
    outbox.ask("sample", [11], NOW)
    with pytest.raises(ConnectionError), outbox.overtaken("sample"):
        raise ConnectionError
    assert outbox.waiting("sample")
