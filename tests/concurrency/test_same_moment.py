"""同一时刻 — what several people do at once happens once, in some order, and nothing is lost."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connections

from cast import NOW, Cast, draft, make_cast, published, reviewed, submitted
from gongkai.core import checks, outbox
from gongkai.core.change import changing
from gongkai.core.models import LedgerEntry, LedgerHead, NumberSequence, OutboxItem
from gongkai.core.numbering import next_serial
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.corrections import report_correction
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.publish import publish_due
from gongkai.disclosure.actions.return_draft import return_draft
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import SavedMeanwhile, save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Attachment, Document, Review, Version
from gongkai.rules.process import RuleViolation, StepNotAllowed

T = TypeVar("T")
REFUSED = (StepNotAllowed, RuleViolation, SavedMeanwhile)


@pytest.fixture
def stage(real_database: str) -> Cast:
    """The cast, on a database to which threads really commit."""
    return make_cast()


def at_once(*calls: Callable[[], T]) -> list[T | Exception]:
    """Let each call run in a thread of its own, begun at one moment; return results or refusals in order."""
    begin = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | Exception:
        try:
            begin.wait(10)
            return call()
        except REFUSED as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def one_only(results: Sequence[object]) -> None:
    """Exactly one call did it; the others were told why not."""
    assert sum(not isinstance(result, Exception) for result in results) == 1, results


def nothing_amiss() -> None:
    while outbox.drain():
        continue
    assert [sentence for check in checks.all_checks() for sentence in check.findings()] == []


def test_two_signatures_on_one_version_publish_it_once(stage: Cast) -> None:
    version = reviewed(stage)
    one_only(at_once(*[lambda: sign(version.pk, actor=stage.liang, now=NOW)] * 3))
    document = Document.objects.get(pk=version.document_id)
    assert document.index_number
    assert Review.objects.filter(version=version, kind="signature").count() == 1
    assert LedgerEntry.objects.filter(action="disclosure.publish").count() == 1
    nothing_amiss()


def test_a_signature_and_a_return_at_once_leave_one_of_the_two(stage: Cast) -> None:
    version = reviewed(stage)
    one_only(
        at_once(
            lambda: sign(version.pk, actor=stage.liang, now=NOW),
            lambda: return_draft(version.pk, actor=stage.liang, now=NOW, reason="请核对日期"),
        )
    )
    version.refresh_from_db()
    document = Document.objects.get(pk=version.document_id)
    assert (version.state, document.status) in {("published", "published"), ("draft", "unpublished")}
    nothing_amiss()


def test_two_reviews_of_one_version_count_once(stage: Cast) -> None:
    version = submitted(stage)
    one_only(at_once(*[lambda: pass_review(version.pk, actor=stage.shen, now=NOW)] * 2))
    assert Review.objects.filter(version=version).count() == 1
    nothing_amiss()


def test_two_withdrawals_of_one_document_send_back_one_draft(stage: Cast) -> None:
    document = published(stage)
    one_only(
        at_once(
            lambda: withdraw([document.pk], actor=stage.liang, now=NOW, reason="含有个人信息"),
            lambda: withdraw([document.pk], actor=stage.zheng, now=NOW, reason="含有个人信息"),
        )
    )
    document.refresh_from_db()
    assert document.status == "withdrawn"
    assert Version.objects.filter(document=document).count() == 2
    nothing_amiss()


def test_two_batches_that_share_documents_do_not_block_each_other(stage: Cast) -> None:
    first, second, third = (published(stage, title=f"示例文件{n}") for n in "甲乙丙")
    results = at_once(
        lambda: withdraw([first.pk, second.pk], actor=stage.liang, now=NOW, reason="含有个人信息"),
        lambda: withdraw([third.pk, second.pk], actor=stage.zheng, now=NOW, reason="含有个人信息"),
    )
    one_only(results)
    left = Document.objects.filter(status="published").values_list("pk", flat=True)
    assert list(left) in ([first.pk], [third.pk])  # all or none of each batch
    nothing_amiss()


def test_two_people_who_save_one_draft_never_overwrite_each_other(stage: Cast) -> None:
    version = draft(stage)
    titles = ["林的标题", "郑的标题"]
    results = at_once(
        *[
            lambda actor=actor, title=title: save_draft(
                version.pk, actor=actor, now=NOW, values={"title": title}, revision=0
            )
            for actor, title in zip((stage.lin, stage.zheng), titles, strict=True)
        ]
    )
    one_only(results)
    won = next(place for place, result in enumerate(results) if isinstance(result, Version))
    version.refresh_from_db()
    assert (version.title, version.revision) == (titles[won], 1)
    nothing_amiss()


def test_a_save_and_a_submission_at_once_leave_what_was_submitted(stage: Cast) -> None:
    version = draft(stage)
    saved, sent = at_once(
        lambda: save_draft(version.pk, actor=stage.zheng, now=NOW, values={"title": "改过的标题"}),
        lambda: submit(version.pk, actor=stage.lin, now=NOW),
    )
    version.refresh_from_db()
    assert isinstance(sent, Version)
    assert version.state == "in_review"
    assert version.title == ("改过的标题" if isinstance(saved, Version) else "临江市老旧小区加装电梯办法")
    nothing_amiss()


def test_two_revisions_of_one_document_begin_one_version(stage: Cast) -> None:
    document = published(stage)
    one_only(at_once(*[lambda: revise(document.pk, actor=stage.lin, now=NOW)] * 2))
    assert Version.objects.filter(document=document).count() == 2
    nothing_amiss()


def test_a_scheduled_hour_and_its_cancellation_leave_one_of_the_two(stage: Cast) -> None:
    from datetime import timedelta

    version = sign(reviewed(stage).pk, actor=stage.liang, now=NOW, publish_at=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    one_only(
        at_once(
            lambda: publish_due(version.pk, now=later),
            lambda: return_draft(version.pk, actor=stage.liang, now=later, reason="暂缓公开"),
        )
    )
    nothing_amiss()


def test_the_same_file_brought_twice_at_once_is_stored_once(stage: Cast) -> None:
    versions = [draft(stage, title=f"示例文件{n}") for n in "甲乙"]
    data = "同一份附件".encode()
    results = at_once(
        *[
            lambda pk=version.pk: attach(pk, actor=stage.lin, now=NOW, name="附件.txt", data=data)
            for version in versions
        ]
    )
    assert all(isinstance(result, Attachment) for result in results), results
    assert Attachment.objects.values("file").distinct().count() == 1
    nothing_amiss()


def test_index_numbers_are_unique_and_without_gaps_under_four_threads(stage: Cast) -> None:
    ready = [reviewed(stage, title=f"示例文件之{n}").pk for n in range(12)]

    def sign_some(place: int) -> Callable[[], int]:
        def run() -> int:
            for pk in ready[place::4]:
                sign(pk, actor=stage.liang, now=NOW)
            return place

        return run

    assert sorted(map(str, at_once(*map(sign_some, range(4))))) == ["0", "1", "2", "3"]
    numbers = sorted(str(number) for number in Document.objects.values_list("index_number", flat=True))
    assert [int(number[-5:]) for number in numbers] == list(range(1, 13))
    nothing_amiss()


def test_a_number_given_to_a_change_that_failed_is_given_again(stage: Cast) -> None:
    def fails() -> None:
        with changing(stage.lin, NOW):
            next_serial("sample")
            raise RuleViolation("不成")

    one_only([*at_once(fails, lambda: NumberSequence.objects.count())])
    with changing(stage.lin, NOW) as change:
        assert next_serial("sample") == 1
        change.record("sample.numbered", stage.housing)


def test_the_ledger_stays_one_chain_under_parallel_writers(stage: Cast) -> None:
    def report(name: int) -> Callable[[], int]:
        def run() -> int:
            for place in range(10):
                report_correction(
                    agency=stage.housing,
                    document=None,
                    page="/",
                    words=f"第 {name} 位读者的第 {place} 条",
                    contact="",
                    now=NOW,
                )
            return name

        return run

    assert at_once(*map(report, range(4))) == [0, 1, 2, 3]
    assert LedgerHead.objects.get().entries == LedgerEntry.objects.count() == 40
    assert LedgerEntry.objects.values("previous").distinct().count() == 40
    nothing_amiss()


def test_two_drains_at_once_do_the_work_and_lose_none(stage: Cast) -> None:
    for place in range(4):
        draft(stage, title=f"示例文件之{place}")
    at_once(outbox.drain, outbox.drain)
    OutboxItem.objects.update(not_before=None)  # the index takes one writer: the other was put off
    nothing_amiss()
    assert not OutboxItem.objects.exists()
