"""撤回与纠错的页面 — chosen by search, confirmed, done once; readers' reports are answered once."""

from collections.abc import Callable

import pytest
from django.test import Client

from cast import NOW, Cast, published
from gongkai.agencies.policies import Actor
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.corrections import report_correction
from gongkai.disclosure.models import CorrectionReport, Document

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


def status(document: Document) -> str:
    return Document.objects.values_list("status", flat=True).get(pk=document.pk)


def test_nothing_is_listed_before_something_is_asked_for(cast: Cast, signed_in: SignIn) -> None:
    published(cast)

    assert "加装电梯办法" not in signed_in(cast.liang).get("/desk/withdraw/").content.decode()


def test_words_in_the_text_and_in_files_are_found_to_the_letter(cast: Cast, signed_in: SignIn) -> None:
    from cast import draft
    from gongkai.disclosure.actions.pass_review import pass_review
    from gongkai.disclosure.actions.sign import sign
    from gongkai.disclosure.actions.submit import submit

    published(cast, title="正文里有的一件", body_html="<p>证件号 9901011900。</p>")
    with_file = draft(cast, title="附件里有的一件")
    attach(with_file.pk, actor=cast.lin, now=NOW, name="名单.txt", data="证件号 9901011900".encode())
    submit(with_file.pk, actor=cast.lin, now=NOW)
    pass_review(with_file.pk, actor=cast.shen, now=NOW)
    sign(with_file.pk, actor=cast.liang, now=NOW)
    published(cast, title="没有的一件")

    text = signed_in(cast.liang).get("/desk/withdraw/?q=01011900").content.decode()

    assert "找到 2 件公开的信息" in text
    assert "正文里有的一件" in text
    assert "附件里有的一件" in text
    assert "没有的一件" not in text


def test_what_readers_find_in_the_other_script_can_be_withdrawn_as_well(
    cast: Cast, signed_in: SignIn, worker: Callable[[], int]
) -> None:
    published(cast, title="政府資訊公開年報", body_html="<p>入口網站建設。</p>", document_number="")
    published(cast, title="门户网站办法")
    worker()
    text = signed_in(cast.liang).get("/desk/withdraw/?q=门户网站").content.decode()
    assert "找到 2 件公开的信息" in text


def test_filters_narrow_by_organ_and_day(cast: Cast, signed_in: SignIn) -> None:
    published(cast)
    zheng = signed_in(cast.zheng)

    def found(query: str) -> bool:
        return "加装电梯办法" in zheng.get(f"/desk/withdraw/?{query}").content.decode()

    assert found(f"agency={cast.housing.pk}")
    assert not found(f"agency={cast.education.pk}")
    assert found("since=2026-10-12&until=2026-10-12")
    assert not found("since=2026-10-13")


def test_choosing_confirming_and_withdrawing(cast: Cast, signed_in: SignIn) -> None:
    documents = [published(cast, title=f"第 {n} 件") for n in (1, 2, 3)]
    liang = signed_in(cast.liang)

    confirm = liang.post(
        "/desk/withdraw/confirm/", {"document": [documents[0].pk, documents[1].pk], "reason": "含个人信息"}
    )
    text = confirm.content.decode()
    assert "撤回 2 件信息" in text
    assert "其中 2 件读者现在能看到" in text
    assert status(documents[0]) == "published"

    ids = f"{documents[0].pk},{documents[1].pk}"
    done = liang.post("/desk/withdraw/", {"ids": ids, "reason": "含个人信息"}, follow=True)

    assert [status(document) for document in documents] == ["withdrawn", "withdrawn", "published"]
    assert "这次撤回了 2 件" in done.content.decode()
    assert f"/desk/documents/{documents[0].pk}/" in done.content.decode()


def test_everything_that_was_found_can_be_chosen(cast: Cast, signed_in: SignIn) -> None:
    for number in range(3):
        published(cast, title=f"名单 {number}")
    published(cast, title="不相干的")

    text = (
        signed_in(cast.liang)
        .post("/desk/withdraw/confirm/", {"everything": "1", "q": "名单"})
        .content.decode()
    )

    assert "撤回 3 件信息" in text


@pytest.mark.parametrize(
    ("data", "message"),
    [({"ids": ""}, "请先选择要撤回的信息"), ({"ids": "here"}, "请先选择要撤回的信息")],
)
def test_nothing_chosen_is_said(cast: Cast, signed_in: SignIn, data: dict[str, str], message: str) -> None:
    response = signed_in(cast.liang).post("/desk/withdraw/", {**data, "reason": "x"})

    assert response.status_code == 422
    assert message in response.content.decode()


def test_a_missing_reason_withdraws_nothing(cast: Cast, signed_in: SignIn) -> None:
    document = published(cast)

    response = signed_in(cast.liang).post("/desk/withdraw/", {"ids": str(document.pk), "reason": ""})

    assert response.status_code == 422
    assert "请写明撤回的理由" in response.content.decode()
    assert status(document) == "published"


def test_withdrawing_twice_is_refused_in_words(cast: Cast, signed_in: SignIn) -> None:
    document, liang = published(cast), signed_in(cast.liang)
    data = {"ids": str(document.pk), "reason": "有误"}

    liang.post("/desk/withdraw/", data)
    again = liang.post("/desk/withdraw/", data)

    assert again.status_code == 422
    assert "没有公开，不能撤回" in again.content.decode()


def test_who_does_not_withdraw_has_no_such_page(cast: Cast, signed_in: SignIn) -> None:
    for name in ("lin", "shen", "guan"):
        assert signed_in(cast.people[name]).get("/desk/withdraw/").status_code == 404


def test_a_leader_of_another_organ_can_neither_find_nor_withdraw(cast: Cast, signed_in: SignIn) -> None:
    from cast import person
    from gongkai.rules.posts import Role

    document = published(cast)
    other = signed_in(person("other", "别示例", (Role.LEADER, cast.education)))

    assert "加装电梯办法" not in other.get(f"/desk/withdraw/?ids={document.pk}").content.decode()
    assert other.post("/desk/withdraw/", {"ids": str(document.pk), "reason": "x"}).status_code in (
        403,
        404,
        409,
    )
    assert status(document) == "published"


def correction(cast: Cast) -> CorrectionReport:
    return report_correction(
        agency=cast.housing,
        document=published(cast),
        page="/documents/1/",
        words="第三条的电话写错了",
        contact="示例邮箱",
        now=NOW,
    )


def test_a_report_is_listed_answered_and_then_kept_as_answered(cast: Cast, signed_in: SignIn) -> None:
    report, lin = correction(cast), signed_in(cast.lin)
    page = f"/desk/corrections/{report.pk}/"

    assert "第三条的电话写错了" in lin.get("/desk/corrections/").content.decode()
    empty = lin.post(page, {"answer": " "})
    assert empty.status_code == 422
    assert "请写明处理结果" in empty.content.decode()
    lin.post(page, {"answer": "已改正"})

    assert CorrectionReport.objects.get().answer == "已改正"
    assert "第三条的电话写错了" not in lin.get("/desk/corrections/").content.decode()
    assert "第三条的电话写错了" in lin.get("/desk/corrections/?tab=answered").content.decode()
    again = lin.post(page, {"answer": "又答一次"})
    assert again.status_code == 422
    assert "这一条已经处理过了" in again.content.decode()
    assert "又答一次" in again.content.decode()


def test_a_report_about_another_organ_does_not_exist(cast: Cast, signed_in: SignIn) -> None:
    report = correction(cast)

    assert signed_in(cast.zhao).get(f"/desk/corrections/{report.pk}/").status_code == 404
    assert signed_in(cast.shen).get("/desk/corrections/").status_code == 404
