"""工作台的稿件列表和一件信息的页面 — who sees what, what may be done next, and why not."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import NOW, Cast, column, draft, published, reviewed, submitted
from gongkai.agencies.policies import Actor
from gongkai.disclosure.actions.return_draft import return_draft
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.desk import TABS, TimeLeft
from gongkai.disclosure.models import Document
from gongkai.rules.calendar import WorkCalendar

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


@pytest.mark.parametrize(
    ("today", "words", "late"),
    [
        (date(2026, 3, 24), "还剩 4 个工作日", False),
        (date(2026, 3, 30), "今天到期", False),
        (date(2026, 4, 1), "已超 2 个工作日", True),
    ],
)
def test_what_is_left_of_twenty_working_days_is_said_in_words(today: date, words: str, late: bool) -> None:
    left = TimeLeft(date(2026, 3, 2), today, WorkCalendar.load())

    assert (left.words, left.late, left.last) == (words, late, date(2026, 3, 30))


def test_a_limit_that_reaches_into_a_year_not_announced_is_provisional() -> None:
    calendar = WorkCalendar.load()
    last_day = date(max(calendar.years), 12, 31)
    assert TimeLeft(last_day, last_day, calendar).words == "还剩 20 个工作日（暂定）"
    assert not TimeLeft(date(2026, 3, 2), date(2026, 3, 2), calendar).provisional


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    response = client.get("/desk/documents/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/desk/documents/")


def test_an_administrator_sees_no_drafts_at_all(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.guan).get("/desk/documents/").status_code == 404


@pytest.mark.parametrize("name", ["lin", "shen", "liang", "zheng"])
def test_everyone_of_the_organ_sees_its_document(cast: Cast, signed_in: SignIn, name: str) -> None:
    version = draft(cast)

    response = signed_in(cast.people[name]).get(f"/desk/documents/{version.document_id}/")

    assert response.status_code == 200
    assert "临江市老旧小区加装电梯办法" in response.content.decode()


def test_another_organ_does_not_know_the_document_exists(cast: Cast, signed_in: SignIn) -> None:
    version, public = draft(cast), published(cast, title="已经公开的一件")
    zhao = signed_in(cast.zhao)

    for path in (
        f"/desk/documents/{version.document_id}/",
        f"/desk/documents/{version.document_id}/edit/",
        f"/desk/documents/{version.document_id}/differences/",
        f"/desk/versions/{version.pk}/",
        f"/desk/versions/{version.pk}/hints/?formed_on=2026-01-01",
        f"/desk/documents/{public.pk}/",
    ):
        assert zhao.get(path).status_code == 404, path
    assert zhao.post(f"/desk/documents/{version.document_id}/submit/").status_code == 404


def test_each_tab_shows_what_stands_there(cast: Cast, signed_in: SignIn) -> None:
    back = return_draft(submitted(cast, title="退回的一件").pk, actor=cast.shen, now=NOW, reason="请改")
    submitted(cast, title="在审的一件")
    reviewed(cast, title="待签的一件")
    published(cast, title="公开的一件")
    gone = published(cast, title="撤回的一件")
    withdraw([gone.pk], actor=cast.liang, now=NOW, reason="有误")
    lin = signed_in(cast.lin)

    shown = {tab: lin.get(f"/desk/documents/?tab={tab}").content.decode() for tab in TABS}

    assert "退回的一件" in shown["returned"]
    assert "在审的一件" not in shown["returned"]
    assert "在审的一件" in shown["review"]
    assert "待签的一件" in shown["sign"]
    assert "公开的一件" in shown["published"]
    assert "撤回的一件" not in shown["published"]
    assert "已撤回：有误" in shown["withdrawn"]
    assert "退回的一件" in shown["mine"]
    assert back.state == "draft"


def test_the_search_finds_own_drafts_and_nobody_else_does(
    cast: Cast, signed_in: SignIn, worker: Callable[[], int]
) -> None:
    draft(cast, title="关于样本路积水的通知")
    worker()

    mine = signed_in(cast.lin).get("/desk/documents/?q=样本路积水").content.decode()
    theirs = signed_in(cast.zhao).get("/desk/documents/?q=样本路积水").content.decode()

    assert "关于样本路积水的通知" in mine
    assert "关于样本路积水的通知" not in theirs


def test_the_next_step_is_the_one_ink_button(cast: Cast, signed_in: SignIn) -> None:
    version = submitted(cast)
    page = f"/desk/documents/{version.document_id}/"

    for_shen = signed_in(cast.shen).get(page).content.decode()
    for_lin = signed_in(cast.lin).get(page).content.decode()

    assert f'<a class="btn btn-do" href="{page}review/">' in for_shen
    assert for_shen.count("btn-do") == 1
    assert "btn-do" not in for_lin
    assert "“保密审查”由保密审查员办理，您没有这个岗位" in for_lin


def test_who_drafted_is_told_why_another_must_review(cast: Cast, signed_in: SignIn) -> None:
    from gongkai.agencies.models import Post
    from gongkai.rules.posts import Role

    Post.objects.create(user=cast.lin.user, agency=cast.housing, role=Role.REVIEWER, since=date(2020, 1, 1))
    version = submitted(cast)

    page = signed_in(cast.lin).get(f"/desk/documents/{version.document_id}/review/")

    assert "起草、保密审查、签发须由三个不同的人办理" in page.content.decode()
    assert 'value="pass"' not in page.content.decode()


def test_the_story_counts_saves_of_one_person_as_one(cast: Cast, signed_in: SignIn) -> None:
    from gongkai.disclosure.actions.save_draft import save_draft

    version = draft(cast)
    for words in ("一", "二", "三"):
        save_draft(version.pk, actor=cast.lin, now=NOW, values={"summary": words})

    text = signed_in(cast.lin).get(f"/desk/documents/{version.document_id}/").content.decode()

    assert "林示例修改草稿，第 1 版，3 次" in text


def test_sending_for_review_from_the_page_names_what_is_missing(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, formed_on=None)

    response = signed_in(cast.lin).post(f"/desk/documents/{version.document_id}/submit/")

    assert response.status_code == 422
    assert "<title>错误：" in response.content.decode()
    assert "请填写成文日期" in response.content.decode()


def test_a_step_that_does_not_start_from_here_is_a_conflict(cast: Cast, signed_in: SignIn) -> None:
    version = submitted(cast)

    response = signed_in(cast.lin).post(f"/desk/documents/{version.document_id}/submit/")

    assert response.status_code == 409
    assert "当前状态是“保密审查”" in response.content.decode()


def test_a_revision_is_begun_once_however_often_the_button_is_pressed(cast: Cast, signed_in: SignIn) -> None:
    document, lin = published(cast), signed_in(cast.lin)
    page = f"/desk/documents/{document.pk}/revise/"

    first = lin.post(page, {"once": "click-documents"})
    second = lin.post(page, {"once": "click-documents"}, follow=True)

    assert first["Location"] == f"/desk/documents/{document.pk}/edit/"
    assert second.redirect_chain == [(first["Location"], 302)]
    assert "没有重复办理" in second.content.decode()
    assert document.versions.count() == 2


def test_validity_stated_at_the_desk_is_on_the_document(cast: Cast, signed_in: SignIn) -> None:
    old, new = published(cast), published(cast, title="新办法", document_number="临建〔2026〕10号")
    lin = signed_in(cast.lin)

    response = lin.post(
        f"/desk/documents/{old.pk}/validity/", {"validity": "repealed", "replaced_by": "临建[2026]10号"}
    )

    assert response.status_code == 302
    old = Document.objects.get(pk=old.pk)
    assert old.public is not None
    assert (old.public.validity, old.public.replaced_by_id) == ("repealed", new.pk)


def test_an_unknown_successor_is_asked_for_again(cast: Cast, signed_in: SignIn) -> None:
    old = published(cast)

    response = signed_in(cast.lin).post(
        f"/desk/documents/{old.pk}/validity/", {"validity": "repealed", "replaced_by": "没有这份"}
    )

    assert response.status_code == 422
    assert "没有找到这份文件" in response.content.decode()
    assert "没有这份" in response.content.decode()


def test_two_versions_are_compared(cast: Cast, signed_in: SignIn) -> None:
    from gongkai.disclosure.actions.revise import revise
    from gongkai.disclosure.actions.save_draft import save_draft

    document = published(cast, body_html="<p>每户补助八百元。</p>")
    version = revise(document.pk, actor=cast.lin, now=NOW)
    save_draft(version.pk, actor=cast.lin, now=NOW, values={"body_html": "<p>每户补助九百元。</p>"})

    text = signed_in(cast.lin).get(f"/desk/documents/{document.pk}/differences/").content.decode()

    assert "<del>八</del>" in text
    assert "<ins>九</ins>" in text


def test_the_list_asks_the_database_no_more_for_more_rows(
    cast: Cast, signed_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for number in range(12):
        draft(cast, title=f"第 {number} 件")
    lin = signed_in(cast.lin)
    lin.get("/desk/documents/")

    with django_assert_max_num_queries(35):  # type: ignore[attr-defined]
        assert lin.get("/desk/documents/").status_code == 200


def test_a_draft_near_its_limit_says_how_long_is_left(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, formed_on=timezone.localdate() - timedelta(days=60))

    text = signed_in(cast.lin).get(f"/desk/documents/{version.document_id}/").content.decode()

    assert "已超" in text
    assert "形成后第 20 个工作日" in text


def test_columns_of_staff_are_offered_too(cast: Cast, signed_in: SignIn) -> None:
    column(cast.education, "foreign", "别的机关的栏目")
    version = draft(cast)

    text = signed_in(cast.lin).get(f"/desk/documents/{version.document_id}/edit/").content.decode()

    assert "内部资料" in text
    assert "　行政规范性文件" in text
    assert "别的机关的栏目" not in text
