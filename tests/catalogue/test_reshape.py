"""目录调整 — five operations across organs, each previewed, recorded, and undone without a trace."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from cast import NOW, Cast, column, draft, published
from gongkai.catalogue.models import CatalogueChange, Column
from gongkai.core.models import LedgerEntry, OutboxItem, Redirect
from gongkai.core.permissions import Denied
from gongkai.disclosure import counts, indexing
from gongkai.disclosure.actions.edit_column import edit_column
from gongkai.disclosure.actions.reshape_catalogue import preview, reshape_catalogue
from gongkai.disclosure.actions.undo_reshape import in_the_way, undo_reshape
from gongkai.disclosure.models import Document
from gongkai.disclosure.operations import Merge, MoveColumn, Part, Rename, Retire, Split
from gongkai.disclosure.reshaping import Operation
from gongkai.rules.process import RuleViolation, StepNotAllowed

pytestmark = pytest.mark.django_db

Stage = tuple[Cast, Document, Document]


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """Housing with a published document and a draft, education with the same columns and nothing in them."""
    policy = column(cast.education, "20-1", "政策文件")
    column(cast.education, "20-1-normative", "规范性文件", parent=policy, depth=2)
    column(cast.education, "report", "年报", section="report", position=3)
    return cast, published(cast), draft(cast, title="临江市物业管理细则").document


def state() -> tuple[list[Any], list[Any]]:
    """Everything that an operation may touch, but for addresses."""
    return list(Column.objects.order_by("pk").values()), list(Document.objects.order_by("pk").values())


def do(cast: Cast, operation: Operation, **given: Any) -> CatalogueChange:
    return reshape_catalogue(
        operation, actor=cast.zheng, now=NOW, office_id=cast.city.pk, **{"reason": "统一目录", **given}
    )


def undo(cast: Cast, change: CatalogueChange) -> CatalogueChange:
    return undo_reshape(change.pk, actor=cast.zheng, now=NOW, reason="改回来")


OPERATIONS = {
    "rename": Rename("20-1-normative", "规范性文件库"),
    "rename with a new code": Rename("20-1-normative", "规范性文件库", "norms"),
    "move a leaf": MoveColumn("20-1-normative", "report"),
    "move a branch": MoveColumn("20-1", "report"),
    "move to the top": MoveColumn("20-1-normative"),
    "merge": Merge(("20-1-normative",), "report"),
    "merge a branch": Merge(("20-1-normative", "20-1"), "report"),
    "split": Split("20-1-normative", (Part("lifts", "电梯", ("电梯", "升降")), Part("other", "其他", ()))),
    "retire": Retire("20-1-normative", "report"),
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))
def test_a_change_does_what_the_preview_said_and_is_undone_without_a_trace(
    stage: Stage, operation: Operation, worker: Callable[[], int]
) -> None:
    cast, *_ = stage
    before = state()
    plan = preview(operation, actor=cast.zheng, office=cast.city)
    assert state() == before
    assert plan.ok
    assert {step.agency.code for step in plan.steps} == {"lj-housing", "lj-education"}
    made = do(cast, operation)
    assert state() != before
    assert made.summary == plan.summary
    assert sum(len(moved["documents"]) for moved in made.before["moved"]) == plan.documents
    assert list(counts.differences()) == []
    worker()
    assert list(indexing.differences()) == []
    undo(cast, made)
    assert state() == before
    assert list(counts.differences()) == []
    worker()
    assert list(indexing.differences()) == []


@pytest.mark.parametrize("seed", range(1, 7))
def test_changes_in_any_order_are_undone_from_the_last_to_the_first(stage: Stage, seed: int) -> None:
    cast, *_ = stage
    chance = random.Random(seed)
    done: list[tuple[CatalogueChange, Any]] = []
    for operation in chance.sample(list(OPERATIONS.values()), len(OPERATIONS)):
        before = state()
        try:
            done.append((do(cast, operation), before))
        except RuleViolation:
            assert state() == before
    assert len(done) >= 2
    for change, before in reversed(done):
        undo(cast, change)
        assert state() == before


def test_the_ledger_says_who_and_why(stage: Stage) -> None:
    cast, *_ = stage
    made = do(cast, OPERATIONS["merge"], reason="巢湖式归并")
    entry = LedgerEntry.objects.get(action="catalogue.merge_columns")
    assert (entry.actor_id, entry.agency_id, entry.subject_id) == (cast.zheng.user_id, cast.city.pk, made.pk)
    assert entry.note.text == "巢湖式归并"
    assert entry.detail["organs"] == [cast.housing.pk, cast.education.pk]
    undo(cast, made)
    assert LedgerEntry.objects.get(action="catalogue.undo").note.text == "改回来"


def test_old_addresses_lead_on_and_back(stage: Stage) -> None:
    cast, *_ = stage
    made = do(cast, OPERATIONS["rename with a new code"])
    leads = dict(Redirect.objects.values_list("old_path", "new_path"))
    old, new = "/organs/lj-housing/columns/20-1-normative/", "/organs/lj-housing/columns/norms/"
    assert leads[old] == new
    assert "/organs/lj-education/columns/20-1-normative/" in leads
    undo(cast, made)
    leads = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert old not in leads
    assert leads[new] == old


def test_documents_that_move_are_indexed_and_the_others_are_left(stage: Stage) -> None:
    cast, document, unfinished = stage
    elsewhere = published(cast, column=cast.interpretation)
    OutboxItem.objects.all().delete()
    do(cast, OPERATIONS["merge"])
    asked = set(OutboxItem.objects.filter(kind="index").values_list("key", flat=True))
    assert asked == {document.pk, unfinished.pk}
    assert elsewhere.pk not in asked


def test_documents_that_move_out_of_sight_are_warned_of_and_closed_and_opened_again(stage: Stage) -> None:
    cast, document, _ = stage
    only = [cast.housing.pk]
    plan = preview(Retire("20-1-normative", "internal"), actor=cast.zheng, office=cast.city, agency_ids=only)
    assert "社会公众将看不到" in plan.steps[0].warnings[0]
    made = do(cast, plan.operation, agency_ids=only)
    document.refresh_from_db()
    assert not document.open_to_public
    undo(cast, made)
    document.refresh_from_db()
    assert document.open_to_public


def test_chosen_organs_only(stage: Stage) -> None:
    cast, *_ = stage
    do(cast, OPERATIONS["rename"], agency_ids=[cast.education.pk])
    names = Column.objects.filter(code="20-1-normative").values_list("agency__code", "name")
    assert dict(names) == {"lj-housing": "行政规范性文件", "lj-education": "规范性文件库"}


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (Rename("20-1-normative", "x", "report"), "已由"),
        (Rename("20-1-normative", "x", "有汉字"), "栏目代码"),
        (Rename("20-1-normative", " "), "新名称"),
        (MoveColumn("20-1", "20-1-normative"), "就在"),
        (MoveColumn("20-1", "nowhere"), "没有代码为"),
        (MoveColumn("20-1", "20-1"), "自己"),
        (Merge(("20-1",), "20-1-normative"), "移出来"),
        (Merge((), "20-1"), "请选择"),
        (Retire("20-1", "report"), "还有在用的栏目"),
        (Retire("20-1-normative"), "请选择移到哪个栏目"),
        (Split("20-1-normative", (Part("report", "x", ()),)), "已由"),
        (Split("20-1-normative", (Part("a", "x", ()), Part("a", "y", ()))), "不能重复"),
        (Split("20-1-normative", ()), "至少"),
        (Rename("nowhere", "x"), "没有机关"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_changes(
    stage: Stage, operation: Operation, why: str
) -> None:
    cast, *_ = stage
    before = state()
    with pytest.raises(RuleViolation, match=why):
        do(cast, operation)
    assert state() == before
    assert not CatalogueChange.objects.exists()


def test_no_move_makes_a_fifth_level(stage: Stage) -> None:
    cast, *_ = stage
    third = column(cast.housing, "l3", "三级", parent=cast.normative, depth=3)
    column(cast.housing, "l4", "四级", parent=third, depth=4)
    step = preview(MoveColumn("20-1", "report"), actor=cast.zheng, office=cast.city).steps[0]
    assert step.problems == ["移动后有 5 级，栏目最多 4 级"]


def test_only_the_office_shapes_the_catalogue_and_only_below_itself(stage: Stage) -> None:
    cast, *_ = stage
    for actor in (cast.lin, cast.guan):
        with pytest.raises(Denied):
            preview(OPERATIONS["rename"], actor=actor, office=cast.city)
    with pytest.raises(Denied):
        preview(OPERATIONS["rename"], actor=cast.zheng, office=cast.province)
    made = do(cast, OPERATIONS["rename"])
    with pytest.raises(Denied):
        undo_reshape(made.pk, actor=cast.guan, now=NOW, reason="x")


def test_a_reason_is_needed_to_do_and_to_undo(stage: Stage) -> None:
    cast, *_ = stage
    with pytest.raises(RuleViolation) as refused:
        do(cast, OPERATIONS["rename"], reason=" ")
    assert refused.value.field == "reason"
    made = do(cast, OPERATIONS["rename"])
    with pytest.raises(RuleViolation) as refused:
        undo_reshape(made.pk, actor=cast.zheng, now=NOW, reason="")
    assert refused.value.field == "reason"


def test_a_later_change_of_the_same_column_is_undone_first(stage: Stage) -> None:
    cast, *_ = stage
    first, second = do(cast, OPERATIONS["move a leaf"]), do(cast, OPERATIONS["rename"])
    assert in_the_way(first) == ["请先撤销后来的调整：“行政规范性文件”改名为“规范性文件库”（2026年10月12日）"]
    with pytest.raises(RuleViolation, match="请先撤销后来的调整"):
        undo(cast, first)
    undo(cast, second)
    undo(cast, first)
    with pytest.raises(StepNotAllowed):
        undo(cast, first)


def test_a_column_that_was_edited_since_is_not_overwritten(stage: Stage) -> None:
    cast, *_ = stage
    made = do(cast, OPERATIONS["rename"])
    edit_column(cast.normative.pk, actor=cast.zheng, now=NOW, facts={"name": "又改的名"})
    with pytest.raises(RuleViolation, match="后来又改过"):
        undo(cast, made)


def test_a_code_that_was_taken_since_keeps_a_change_from_being_undone(stage: Stage) -> None:
    cast, *_ = stage
    made = do(cast, OPERATIONS["rename with a new code"])
    column(cast.housing, "20-1-normative", "新来的")
    with pytest.raises(RuleViolation, match="后来由“新来的”占用"):
        undo(cast, made)


def test_new_documents_in_a_split_column_keep_it(stage: Stage) -> None:
    cast, *_ = stage
    made = do(cast, OPERATIONS["split"])
    published(cast, column=Column.objects.get(agency=cast.housing, code="lifts"))
    with pytest.raises(RuleViolation, match="后来又放进了 1 件"):
        undo(cast, made)


def test_a_document_that_an_officer_put_elsewhere_stays_there(stage: Stage) -> None:
    cast, document, _ = stage
    made = do(cast, OPERATIONS["merge"])
    Document.objects.filter(pk=document.pk).update(column=cast.interpretation)
    counts.recount(cast.interpretation.pk, cast.report.pk)
    undo(cast, made)
    document.refresh_from_db()
    assert document.column_id == cast.interpretation.pk
    assert list(counts.differences()) == []
