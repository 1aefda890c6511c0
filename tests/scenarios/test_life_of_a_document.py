"""一件信息的一生 — from draft to the public, corrected, withdrawn and put right."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from cast import NOW, Cast, draft, published, reviewed, submitted
from gongkai.agencies.policies import PUBLIC
from gongkai.core import checks
from gongkai.core.models import LedgerEntry
from gongkai.core.permissions import Denied
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.return_draft import return_draft
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import SavedMeanwhile, save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Document, Version
from gongkai.disclosure.queries import visible_to
from gongkai.rules.process import RuleViolation, StepNotAllowed

pytestmark = pytest.mark.django_db


def findings() -> list[str]:
    return [sentence for check in checks.all_checks() for sentence in check.findings()]


def test_a_document_reaches_the_public_through_three_people(cast: Cast, worker: Callable[[], int]) -> None:
    document = published(cast)
    worker()
    assert document.status == "published"
    assert document.open_to_public
    assert document.index_number == f"{cast.housing.pk:09d}/2026-00001"
    assert document.days_taken == 5  # 9月30日、10月8日、9日、10日（调休上班）、12日
    assert visible_to(PUBLIC).filter(pk=document.pk).exists()
    actions = list(LedgerEntry.objects.values_list("action", flat=True))
    assert actions == [
        "disclosure.create_draft",
        "disclosure.submit",
        "disclosure.pass_review",
        "disclosure.sign",
        "disclosure.publish",
    ]
    assert findings() == []


def test_no_one_takes_two_of_the_three_roles(cast: Cast) -> None:
    version = submitted(cast)
    with pytest.raises(Denied):
        pass_review(version.pk, actor=cast.lin, now=NOW)
    passed = pass_review(version.pk, actor=cast.shen, now=NOW)
    with pytest.raises(Denied):
        sign(passed.pk, actor=cast.shen, now=NOW)


def test_another_organ_does_not_know_that_a_draft_exists(cast: Cast) -> None:
    version = draft(cast)
    with pytest.raises(Http404):
        save_draft(version.pk, actor=cast.zhao, now=NOW, values={"title": "改"})


def test_a_returned_draft_says_why_and_can_be_sent_again(cast: Cast) -> None:
    version = submitted(cast)
    with pytest.raises(RuleViolation, match="退回的理由"):
        return_draft(version.pk, actor=cast.shen, now=NOW, reason=" ")
    return_draft(version.pk, actor=cast.shen, now=NOW, reason="第三段有手机号", passages=["居民上下楼"])
    again = Version.objects.get(pk=version.pk)
    assert again.state == "draft"
    assert again.reviews.get().marks == ["居民上下楼"]
    assert submit(again.pk, actor=cast.lin, now=NOW).state == "in_review"


def test_a_step_that_is_not_open_is_refused(cast: Cast) -> None:
    with pytest.raises(StepNotAllowed, match="当前状态是“起草”"):
        sign(draft(cast).pk, actor=cast.liang, now=NOW)


def test_two_people_on_one_draft_do_not_overwrite_each_other(cast: Cast) -> None:
    version = draft(cast)
    save_draft(version.pk, actor=cast.lin, now=NOW, values={"title": "第一次"}, revision=0)
    with pytest.raises(SavedMeanwhile):
        save_draft(version.pk, actor=cast.lin, now=NOW, values={"title": "第二次"}, revision=0)
    assert Version.objects.get(pk=version.pk).title == "第一次"


def test_withdrawal_hides_at_once_and_sends_the_document_back(cast: Cast, worker: Callable[[], int]) -> None:
    document = published(cast)
    worker()
    with pytest.raises(RuleViolation, match="撤回的理由"):
        withdraw([document.pk], actor=cast.liang, now=NOW, reason="")
    withdraw([document.pk], actor=cast.liang, now=NOW, reason="含有个人信息")
    assert not visible_to(PUBLIC).filter(pk=document.pk).exists()
    worker()
    again = Document.objects.get(pk=document.pk)
    assert again.working is not None
    assert again.working.number == 2
    assert again.index_number == document.index_number
    assert findings() == []


def test_a_revision_must_say_what_changed(cast: Cast) -> None:
    document = published(cast)
    version = revise(document.pk, actor=cast.lin, now=NOW)
    with pytest.raises(RuleViolation, match="改了什么"):
        submit(version.pk, actor=cast.lin, now=NOW)


def test_the_database_itself_refuses_publication_without_review(cast: Cast) -> None:
    version = draft(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(state="published", published_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=version.document_id).update(
            status="published", public=version, published_at=NOW, index_number="x"
        )


def test_the_database_itself_keeps_reviewed_words_as_they_were(cast: Cast) -> None:
    version = reviewed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(body_html="<p>别的</p>")


def test_the_ledger_can_be_neither_changed_nor_cut(cast: Cast) -> None:
    published(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.update(action="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.all().delete()
