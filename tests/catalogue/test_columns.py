"""栏目的办理 — new columns, their facts, templates; documents follow who may see."""

import pytest

from cast import NOW, Cast, column, draft, published
from gongkai.catalogue.actions.load_structure import load_structure
from gongkai.catalogue.actions.new_column import new_column
from gongkai.catalogue.models import Column
from gongkai.core.models import LedgerEntry, OutboxItem
from gongkai.core.permissions import Denied
from gongkai.disclosure.actions.edit_column import edit_column
from gongkai.disclosure.actions.undo_reshape import undo_reshape
from gongkai.disclosure.models import Document
from gongkai.rules.catalogue import structure
from gongkai.rules.process import RuleViolation

pytestmark = pytest.mark.django_db


def test_a_new_column_stands_last_below_its_parent_and_in_its_section(cast: Cast) -> None:
    made = new_column(
        cast.housing.pk,
        actor=cast.zheng,
        now=NOW,
        code="report-old",
        parent_id=cast.report.pk,
        facts={"name": "历年报告", "unit": "办公室"},
    )
    assert (made.section, made.depth, made.parent_id, made.unit) == ("report", 2, cast.report.pk, "办公室")
    assert LedgerEntry.objects.get(action="catalogue.new_column").agency_id == cast.housing.pk


@pytest.mark.parametrize(("code", "field"), [("report", "code"), ("有汉字", "code"), ("A-1", "code")])
def test_a_column_code_that_is_taken_or_malformed_is_refused(cast: Cast, code: str, field: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        new_column(cast.housing.pk, actor=cast.zheng, now=NOW, code=code, facts={"name": "某栏目"})
    assert refused.value.field == field


def test_there_is_no_fifth_level(cast: Cast) -> None:
    third = column(cast.housing, "l3", "三级", parent=cast.normative, depth=3)
    fourth = column(cast.housing, "l4", "四级", parent=third, depth=4)
    with pytest.raises(RuleViolation, match="最多 4 级"):
        new_column(
            cast.housing.pk, actor=cast.zheng, now=NOW, code="l5", parent_id=fourth.pk, facts={"name": "五级"}
        )


def test_a_unit_keeps_basis_and_unit_but_not_what_readers_depend_on(cast: Cast) -> None:
    edit_column(cast.normative.pk, actor=cast.lin, now=NOW, facts={"unit": "法规科"})
    assert LedgerEntry.objects.get(action="catalogue.edit_column").detail == {"fields": ["unit"]}
    for facts in ({"audience": "staff"}, {"update_period": "yearly"}, {"name": "别的"}):
        with pytest.raises(Denied):
            edit_column(cast.normative.pk, actor=cast.lin, now=NOW, facts=facts)
    with pytest.raises(Denied):
        edit_column(cast.normative.pk, actor=cast.zhao, now=NOW, facts={"unit": "x"})


def test_what_is_not_changed_is_not_recorded(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="没有改动"):
        edit_column(cast.normative.pk, actor=cast.zheng, now=NOW, facts={"unit": ""})


def test_documents_follow_who_may_see_their_column(cast: Cast) -> None:
    document, unfinished = published(cast), draft(cast).document
    OutboxItem.objects.all().delete()
    edit_column(cast.normative.pk, actor=cast.zheng, now=NOW, facts={"audience": "staff"})
    document.refresh_from_db()
    assert not document.open_to_public
    assert set(OutboxItem.objects.values_list("key", flat=True)) == {document.pk, unfinished.pk}
    assert Column.objects.get(pk=cast.normative.pk).published_count == 0
    edit_column(cast.normative.pk, actor=cast.zheng, now=NOW, facts={"audience": "public"})
    document.refresh_from_db()
    assert document.open_to_public
    assert not Document.objects.get(pk=unfinished.pk).open_to_public
    assert Column.objects.get(pk=cast.normative.pk).published_count == 1


def test_what_is_given_on_application_never_opens_with_its_column(cast: Cast) -> None:
    document = published(cast, attribute="on_application", ground="internal_affairs")
    edit_column(cast.normative.pk, actor=cast.zheng, now=NOW, facts={"audience": "staff"})
    edit_column(cast.normative.pk, actor=cast.zheng, now=NOW, facts={"audience": "public"})
    document.refresh_from_db()
    assert not document.open_to_public


@pytest.mark.parametrize("code", ["grassroots/01", "key_areas", "2007"])
def test_a_loaded_template_can_be_taken_back_while_nothing_is_in_it(cast: Cast, code: str) -> None:
    before = set(Column.objects.values_list("pk", flat=True))
    made = load_structure(cast.housing, structure(code), actor=cast.zheng, now=NOW)
    assert made
    change = LedgerEntry.objects.get(action="catalogue.load_structure").subject_id
    assert change is not None
    published(cast, column=made[-1])
    with pytest.raises(RuleViolation, match="后来又放进了 1 件"):
        undo_reshape(change, actor=cast.zheng, now=NOW, reason="载错了")
    Document.objects.update(column=cast.normative)
    undo_reshape(change, actor=cast.zheng, now=NOW, reason="载错了")
    assert set(Column.objects.values_list("pk", flat=True)) == before


def test_a_template_that_is_loaded_later_stands_behind_what_is_there(cast: Cast) -> None:
    load_structure(cast.education, structure("department"), actor=cast.zheng, now=NOW)
    load_structure(cast.education, structure("grassroots/03"), actor=cast.zheng, now=NOW)
    top = Column.objects.filter(agency=cast.education, parent=None)
    assert [column.code for column in top][-1] == "g03"
    assert [column.code for column in top][:-1] == [spec.code for spec in structure("department").columns]
