"""起草与修改 — everything that is typed is kept, whatever happens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cast import NOW, Cast, draft, looked_through, published, submitted
from gongkai.agencies.policies import Actor
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.models import Document, Version

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16


def form_of(version: Version, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a draft that is complete, with changes."""
    return {
        "revision": version.revision,
        "title": version.title,
        "column": version.document.column_id or "",
        "document_number": version.document_number,
        "formed_on": (timezone.localdate() - timedelta(days=3)).isoformat(),
        "attribute": version.attribute,
        "body_html": version.body_html,
        "validity": "in_force",
        **changes,
    }


def edit_url(version: Version) -> str:
    return f"/desk/documents/{version.document_id}/edit/"


def fresh(version: Version) -> Version:
    return Version.objects.select_related("document").get(pk=version.pk)


def test_a_draft_is_begun_with_a_title_and_opens_in_the_editor(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)

    response = lin.post("/desk/documents/new/", {"agency": cast.housing.pk, "title": "新的一件"}, follow=True)

    assert response.status_code == 200
    version = Version.objects.get(title="新的一件")
    assert response.redirect_chain[0][0] == edit_url(version)
    assert version.source == cast.housing.name


def test_two_clicks_begin_one_draft(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    data = {"agency": cast.housing.pk, "title": "只此一件", "once": "click-edit"}

    first, second = lin.post("/desk/documents/new/", data), lin.post("/desk/documents/new/", data)

    assert first["Location"] == second["Location"]
    assert Version.objects.filter(title="只此一件").count() == 1


def test_a_draft_at_an_organ_that_is_not_mine_is_refused_with_the_title_kept(
    cast: Cast, signed_in: SignIn
) -> None:
    response = signed_in(cast.lin).post(
        "/desk/documents/new/", {"agency": cast.education.pk, "title": "别人的机关"}
    )

    assert response.status_code == 422
    assert "别人的机关" in response.content.decode()
    assert not Version.objects.exists()


def test_an_overdue_column_is_chosen_in_advance(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    data = {"agency": cast.housing.pk, "title": "补上", "column": cast.normative.pk}

    assert "行政规范性文件" in lin.get(f"/desk/documents/new/?column={cast.normative.pk}").content.decode()
    lin.post("/desk/documents/new/", data)

    assert Document.objects.get(working__title="补上").column == cast.normative


@pytest.mark.parametrize("name", ["shen", "liang", "guan"])
def test_who_does_not_draft_has_no_editor(cast: Cast, signed_in: SignIn, name: str) -> None:
    assert signed_in(cast.people[name]).get(edit_url(draft(cast))).status_code == 404


def test_saving_keeps_every_field_and_cleans_the_body(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast)
    body = '<p class="MsoNormal" style="color:red">甲<script>x()</script></p>'
    data = form_of(version, title="改过的标题", body_html=body, keywords="电梯 加装", report_year="2025")

    response = signed_in(cast.lin).post(edit_url(version), {**data, "joint_agencies": [cast.education.pk]})

    saved = fresh(version)
    assert response["Location"] == f"{edit_url(version)}?saved={version.pk}"
    assert (saved.title, saved.keywords, saved.report_year) == ("改过的标题", "电梯 加装", 2025)
    assert saved.body_html == "<p>甲</p>"
    assert list(saved.joint_agencies.all()) == [cast.education]


def test_plain_text_becomes_paragraphs(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast)

    signed_in(cast.lin).post(edit_url(version), form_of(version, body_html="第一段\r\n\r\n第二段 & 完"))

    assert fresh(version).body_html == "<p>第一段</p><p>第二段 &amp; 完</p>"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "长" * 10_000, "“标题”最多 500 字，请改短"),
        ("formed_on", "昨天", "“成文日期”请写成 2026-10-12 这样的日期"),
        ("report_year", "1900", "“报告年度”不能早于 1949"),
        ("column", "999999", "“栏目”里没有这一项"),
        ("replaced_by", "没有这份", "没有找到这份文件"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_text_stays(
    cast: Cast, signed_in: SignIn, field: str, value: str, message: str
) -> None:
    version = draft(cast)

    response = signed_in(cast.lin).post(
        edit_url(version), form_of(version, **{"summary": "写了半天的概述", field: value})
    )

    text = response.content.decode()
    assert response.status_code == 422
    assert "<title>错误：" in text
    assert text.count(message) >= 2
    assert f'href="#id_{field}"' in text
    assert "写了半天的概述" in text
    assert "这一页写的还没有保存" in text
    assert fresh(version).revision == 0


def test_dates_in_the_wrong_order_are_refused_before_the_database_does(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast)
    data = form_of(version, in_force_from="2026-05-01", in_force_until="2026-04-01")

    response = signed_in(cast.lin).post(edit_url(version), data)

    assert response.status_code == 422
    assert "有效期至不能早于施行日期" in response.content.decode()


def test_sending_an_incomplete_draft_for_review_saves_it_and_says_what_is_missing(
    cast: Cast, signed_in: SignIn
) -> None:
    version = draft(cast)
    data = form_of(version, attribute="withheld", summary="存下来的", do="submit")

    response = signed_in(cast.lin).post(edit_url(version), data)

    assert response.status_code == 422
    assert "需要选择理由" in response.content.decode()
    assert 'href="#id_ground"' in response.content.decode()
    assert 'id="id_ground_error"' in response.content.decode()
    assert (fresh(version).state, fresh(version).summary) == ("draft", "存下来的")


def test_a_complete_draft_goes_to_review(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast)

    response = signed_in(cast.lin).post(edit_url(version), form_of(version, do="submit"))

    assert response["Location"] == f"/desk/documents/{version.document_id}/?saved={version.pk}"
    assert fresh(version).state == "in_review"


def test_a_draft_that_went_away_meanwhile_is_a_conflict_with_the_text_kept(
    cast: Cast, signed_in: SignIn
) -> None:
    version = submitted(cast)

    response = signed_in(cast.lin).post(edit_url(version), form_of(version, summary="来不及了"))

    assert response.status_code == 409
    assert "当前状态是“保密审查”" in response.content.decode()
    assert "来不及了" in response.content.decode()


def test_someone_else_who_saved_meanwhile_is_named_and_both_texts_are_there(
    cast: Cast, signed_in: SignIn
) -> None:
    version = draft(cast)
    save_draft(
        version.pk, actor=cast.zheng, now=NOW, values={"body_html": "<p>郑写的</p>"}, column=None, revision=0
    )

    response = signed_in(cast.lin).post(edit_url(version), form_of(version, body_html="<p>林写的</p>"))

    text = response.content.decode()
    assert response.status_code == 409
    assert "郑示例刚保存过这份稿件" in text
    assert "郑写的" in text
    assert "林写的" in text
    assert 'name="revision" value="1"' in text
    assert fresh(version).body_text == "郑写的"


def test_typing_is_kept_by_itself(cast: Cast, signed_in: SignIn) -> None:
    version, lin = draft(cast), signed_in(cast.lin)

    answer = lin.post(f"/desk/versions/{version.pk}/autosave/", form_of(version, title="打字中"))

    assert answer.status_code == 200
    assert answer.json()["revision"] == 1
    assert fresh(version).title == "打字中"


def test_typing_against_someone_else_answers_with_what_stands(cast: Cast, signed_in: SignIn) -> None:
    version, lin = draft(cast), signed_in(cast.lin)
    save_draft(version.pk, actor=cast.zheng, now=NOW, values={"title": "郑改的题目"})

    answer = lin.post(f"/desk/versions/{version.pk}/autosave/", form_of(version, title="林改的题目"))

    assert answer.status_code == 409
    assert answer.json()["revision"] == 1
    assert "郑改的题目" in answer.json()["html"]
    assert fresh(version).title == "郑改的题目"


def test_typing_something_impossible_is_answered_in_words(cast: Cast, signed_in: SignIn) -> None:
    version, lin = draft(cast), signed_in(cast.lin)

    answer = lin.post(f"/desk/versions/{version.pk}/autosave/", form_of(version, title="长" * 501))

    assert (answer.status_code, answer.json()) == (422, {"message": "“标题”最多 500 字，请改短"})


def test_typing_after_the_session_ended_leads_to_the_sign_in_page(cast: Cast, client: Client) -> None:
    version = draft(cast)

    answer = client.post(f"/desk/versions/{version.pk}/autosave/", form_of(version))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_file_is_added_named_and_taken_off_in_the_same_form(cast: Cast, signed_in: SignIn) -> None:
    version, lin = draft(cast), signed_in(cast.lin)
    file = SimpleUploadedFile("表.csv", "甲,乙\n".encode())

    lin.post(edit_url(version), form_of(version, summary="同时写的", do="attach", file=file))
    attachment = fresh(version).attachments.get()
    lin.post(edit_url(version), form_of(fresh(version), **{f"caption-{attachment.pk}": "明细表"}))
    shown = lin.get(f"/desk/versions/{version.pk}/files/{attachment.pk}/")

    assert fresh(version).attachments.get().caption == "明细表"
    assert b"".join(shown.streaming_content) == "甲,乙\n".encode()  # type: ignore[attr-defined]
    assert shown["Content-Disposition"].startswith("attachment")
    lin.post(edit_url(version), form_of(fresh(version), do=f"detach:{attachment.pk}"))
    assert not fresh(version).attachments.exists()


def test_a_file_that_is_not_what_it_says_is_refused_and_the_others_are_kept(
    cast: Cast, signed_in: SignIn
) -> None:
    version, lin = draft(cast), signed_in(cast.lin)
    files = [SimpleUploadedFile("假.pdf", b"not a pdf"), SimpleUploadedFile("真.csv", b"a,b")]

    response = lin.post(edit_url(version), form_of(version, do="attach", file=files))

    assert response.status_code == 422
    assert "“假.pdf”的内容不是 PDF 文件" in response.content.decode()
    assert [attachment.name for attachment in fresh(version).attachments.all()] == ["真.csv"]


def test_a_picture_comes_back_as_an_address_and_is_kept_under_its_lasting_name(
    cast: Cast, signed_in: SignIn
) -> None:
    version, lin = draft(cast), signed_in(cast.lin)

    answer = lin.post(
        f"/desk/versions/{version.pk}/pictures/", {"file": SimpleUploadedFile("图.png", PNG)}
    ).json()
    lin.post(edit_url(version), form_of(version, body_html=f'<p><img src="{answer["url"]}" alt=""></p>'))

    picture = fresh(version).attachments.get()
    assert f"attachment:{picture.pk}" in fresh(version).body_html
    assert picture.embedded


def test_a_revision_shows_its_own_copy_of_a_picture(cast: Cast) -> None:
    version = draft(cast)
    picture = attach(version.pk, actor=cast.lin, now=NOW, name="图.png", data=PNG, embedded=True)
    body = f'<p><img src="attachment:{picture.pk}" alt="图"></p>'
    save_draft(version.pk, actor=cast.lin, now=NOW, values={"body_html": body})
    from gongkai.disclosure.actions.pass_review import pass_review
    from gongkai.disclosure.actions.sign import sign
    from gongkai.disclosure.actions.submit import submit

    submit(looked_through(cast, version).pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)
    sign(version.pk, actor=cast.liang, now=NOW)

    second = revise(version.document_id, actor=cast.lin, now=NOW)

    assert f"attachment:{second.attachments.get().pk}" in fresh(second).body_html
    assert f"attachment:{picture.pk}" in fresh(version).body_html


def test_a_relation_is_found_by_number_offered_by_words_or_written(cast: Cast, signed_in: SignIn) -> None:
    other = published(cast, title="关于样本的办法", document_number="临建〔2025〕3号")
    version, lin = draft(cast), signed_in(cast.lin)

    def ask(do: str, to: str) -> Any:
        return lin.post(
            edit_url(version), form_of(fresh(version), do=do, relation_kind="implements", relation_to=to)
        )

    offered = ask("relate", "样本")
    assert offered.status_code == 422
    assert f'value="relate:{other.pk}"' in offered.content.decode()
    assert ask("relate", "临建[2025]3号").status_code == 302
    assert ask("relate_words", "省里的一份旧文件").status_code == 302

    relations = list(version.document.relations.order_by("pk"))
    assert [(relation.to_id, relation.to_text) for relation in relations] == [
        (other.pk, ""),
        (None, "省里的一份旧文件"),
    ]
    lin.post(edit_url(version), form_of(fresh(version), do=f"unrelate:{relations[0].pk}"))
    assert version.document.relations.count() == 1


def test_what_a_file_told_can_be_taken_or_cleared_with_one_click(cast: Cast, signed_in: SignIn) -> None:
    version, lin = draft(cast), signed_in(cast.lin)
    told = {"title": {"value": "文件里的标题", "certainty": "guess", "evidence": "第一行"}}
    Version.objects.filter(pk=version.pk).update(evidence=told)

    shown = lin.get(edit_url(version)).content.decode()
    assert "文件里认出“文件里的标题”，依据：第一行" in shown
    lin.post(edit_url(version), form_of(version, do="accept:title"))
    assert fresh(version).title == "文件里的标题"
    lin.post(edit_url(version), form_of(fresh(version), do="clear:title"))
    assert fresh(version).title == ""


def test_the_same_number_in_the_organ_is_pointed_out(cast: Cast, signed_in: SignIn) -> None:
    published(cast, title="先有的一件", document_number="临建〔2026〕9号")
    version, lin = draft(cast, document_number="临建〔2026〕10号"), signed_in(cast.lin)

    note = lin.get(f"/desk/versions/{version.pk}/hints/?document_number=临建[2026]9号").content.decode()

    assert "本机关已有同一文号" in note
    assert "先有的一件" in note
    other = lin.get(f"/desk/versions/{version.pk}/hints/?document_number=临建[2026]99号").content.decode()
    assert "先有的一件" not in other


@pytest.mark.parametrize("day", ["", "昨天", "2026-13-40"])
def test_the_last_day_is_shown_only_for_a_real_date(cast: Cast, signed_in: SignIn, day: str) -> None:
    version = draft(cast)

    note = signed_in(cast.lin).get(f"/desk/versions/{version.pk}/hints/?formed_on={day}")

    assert "填写后显示" in note.content.decode()


def test_two_people_on_one_draft_see_each_other(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast)
    address = f"/desk/versions/{version.pk}/presence/"

    alone = signed_in(cast.lin).post(address).content.decode()
    together = signed_in(cast.zheng).post(address).content.decode()

    assert "也开着" not in alone
    assert "林示例也开着这份稿件" in together


def test_returned_passages_stand_above_the_text(cast: Cast, signed_in: SignIn) -> None:
    from gongkai.disclosure.actions.return_draft import return_draft

    version = submitted(cast)
    return_draft(version.pk, actor=cast.shen, now=NOW, reason="有手机号", passages=["方便居民"])

    text = signed_in(cast.lin).get(edit_url(version)).content.decode()

    assert "申示例退回了这一稿" in text
    assert "<mark>方便居民</mark>" in text
