"""批次 — a table is tried, loaded, sent through three people and, if need be, undone; each row once."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import NOW, Cast, draft
from gongkai.core import ledger, outbox
from gongkai.core.models import LedgerEntry, Redirect
from gongkai.core.permissions import Denied
from gongkai.disclosure import gates
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.index_numbers import index_number_for
from gongkai.disclosure.models import Document, Review, Version
from gongkai.imports import bringing, running
from gongkai.imports.actions.jobs import begin_job
from gongkai.imports.beside import Beside
from gongkai.imports.models import Batch, Item, RowProblem
from gongkai.imports.rows import Incoming
from gongkai.intake import FileRefused
from gongkai.rules.process import RuleViolation
from imports.tables import batch_of, done, loaded, published, row, work

pytestmark = pytest.mark.django_db


def test_a_dry_run_says_what_would_become_of_each_row_and_writes_no_document(
    cast: Cast, tmp_path: Path
) -> None:
    rows = [row(1), row(2, 成文日期="三月初"), row(3, 栏目="没有的栏目", 信息标题="")]

    batch = done(batch_of(cast, tmp_path, rows), "check", cast.lin)

    assert batch.state == Batch.State.CHECKED
    assert batch.counts == {"created": 1, "refused": 2, "warnings": 0}
    problems = {(p.row, p.column): (p.value, p.message) for p in batch.problems.all()}
    assert problems[3, "成文日期"] == ("三月初", "看不出是哪一天")
    assert problems[4, "信息标题"] == ("", "没有标题")
    assert problems[4, "栏目"][0] == "没有的栏目"
    assert not Document.objects.exists()
    assert not Item.objects.exists()


def test_rows_become_drafts_with_all_that_the_table_says(cast: Cast, tmp_path: Path) -> None:
    batch = loaded(cast, tmp_path, [row(1), row(2)])

    assert batch.state == Batch.State.LOADED
    assert batch.counts["created"] == 2
    version = Version.objects.get(title="关于样本小区改造的通知之1")
    assert version.document_number == "临建〔2016〕1号"
    assert version.formed_on == date(2016, 3, 1)
    assert version.body_text == "样本小区第 1 幢改造的事项。"
    assert version.author == cast.lin.user
    assert version.evidence["published_on"]["value"] == "2016-03-08"
    document = version.document
    assert document.working == version
    assert document.column == cast.normative
    assert document.index_number == "LJ-2016-00001"
    assert document.status == "unpublished"
    item = Item.objects.get(document=document)
    assert (item.old_id, item.row, item.published_on) == ("old-1", 2, date(2016, 3, 8))
    assert LedgerEntry.objects.filter(action="disclosure.create_draft").count() == 2
    assert list(ledger.breaks()) == []
    assert outbox.drain() == 2


def test_loading_the_same_table_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    rows = [row(1), row(2)]
    loaded(cast, tmp_path, rows)
    before = set(Version.objects.values_list("pk", "revision"))

    again = loaded(cast, tmp_path, rows, name="再来.csv")

    assert again.counts["unchanged"] == 2
    assert "created" not in again.counts or again.counts["created"] == 0
    assert set(Version.objects.values_list("pk", "revision")) == before
    assert Item.objects.count() == 2


def test_a_changed_row_updates_the_draft_that_nobody_has_touched(cast: Cast, tmp_path: Path) -> None:
    loaded(cast, tmp_path, [row(1), row(2)])

    again = loaded(cast, tmp_path, [row(1, 信息标题="改过的标题"), row(2)], name="再来.csv")

    assert (again.counts["updated"], again.counts["unchanged"]) == (1, 1)
    assert Version.objects.get(document_number="临建〔2016〕1号").title == "改过的标题"
    assert Document.objects.count() == 2


def test_a_draft_that_an_officer_has_changed_is_not_written_over(cast: Cast, tmp_path: Path) -> None:
    loaded(cast, tmp_path, [row(1)])
    version = Version.objects.get()
    save_draft(version.pk, actor=cast.lin, now=NOW, values={"title": "工作人员改的标题"})

    again = loaded(cast, tmp_path, [row(1, 信息标题="原系统改的标题")], name="再来.csv")

    assert again.counts["kept"] == 1
    assert Version.objects.get().title == "工作人员改的标题"
    assert "已由工作人员改过" in RowProblem.objects.get(batch=again).message


def test_a_changed_row_of_a_published_document_becomes_a_new_draft_version(
    cast: Cast, tmp_path: Path
) -> None:
    published(cast, tmp_path, [row(1)])
    document = Document.objects.get()

    again = loaded(cast, tmp_path, [row(1, 正文="<p>原系统更正后的正文。</p>")], name="再来.csv")

    document.refresh_from_db()
    assert again.counts["revised"] == 1
    assert document.public
    assert document.public.body_text == "样本小区第 1 幢改造的事项。"
    assert document.working
    assert document.working.body_text == "原系统更正后的正文。"
    assert document.working.number == 2


def test_a_load_that_is_broken_off_goes_on_where_it_stopped(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "ROWS_IN_A_PIECE", 3)
    rows = [row(number) for number in range(1, 9)]
    batch = batch_of(cast, tmp_path, rows)
    begin_job(batch.pk, "load", actor=cast.lin, now=NOW)
    work(batch, pieces=1)
    running.forget_walk()  # the worker is gone, and what it held open with it

    batch = work(batch)

    assert batch.state == Batch.State.LOADED
    assert batch.counts["created"] == 8
    assert sorted(Item.objects.values_list("row", flat=True)) == list(range(2, 10))
    assert Document.objects.count() == 8


def test_the_same_row_twice_in_a_table_is_taken_once(cast: Cast, tmp_path: Path) -> None:
    batch = loaded(cast, tmp_path, [row(1), row(1, 信息标题="又一次")])

    assert (batch.counts["created"], batch.counts["refused"]) == (1, 1)
    assert "与第 2 行是同一件" in RowProblem.objects.get(weight="error").message


def test_twins_are_pointed_out(cast: Cast, tmp_path: Path) -> None:
    draft(cast, title="已有的文件", document_number="临建〔2016〕7号")

    batch = loaded(cast, tmp_path, [row(7), row(8), row(9, 发文字号="临建〔2016〕8号")])

    said = dict(RowProblem.objects.filter(batch=batch).values_list("row", "message"))
    assert "系统里已有" in said[2]
    assert "与第 3 行" in said[4]
    assert batch.counts["created"] == 3


def test_an_index_number_that_another_document_has_is_given_anew(cast: Cast, tmp_path: Path) -> None:
    batch = published(cast, tmp_path, [row(1), row(2, 索引号="LJ-2016-00001")])

    numbers = list(Document.objects.order_by("pk").values_list("index_number", flat=True))
    assert numbers[0] == "LJ-2016-00001"
    assert numbers[1]
    assert numbers[1] != numbers[0]
    assert "公开时另编" in RowProblem.objects.get(batch=batch).message


def test_our_own_index_numbers_go_on_after_those_of_the_old_system(cast: Cast, tmp_path: Path) -> None:
    document = draft(cast).document
    ours = index_number_for(document, NOW)
    taken = f"{ours[:-5]}{41:05d}"

    loaded(cast, tmp_path, [row(1, 索引号=taken)])

    assert index_number_for(document, NOW) == f"{ours[:-5]}{42:05d}"


def test_a_batch_is_published_by_three_people_with_its_old_day(cast: Cast, tmp_path: Path) -> None:
    batch = published(cast, tmp_path, [row(1), row(2, 发布日期="")])

    assert batch.counts["signed"] == 2
    document = Document.objects.get(index_number="LJ-2016-00001")
    version = document.public
    assert version
    assert document.open_to_public
    assert timezone.localdate(document.published_at) == date(2016, 3, 8)
    assert document.days_taken == 5
    assert (version.author, version.reviewed_by, version.signed_by) == (
        cast.lin.user,
        cast.shen.user,
        cast.liang.user,
    )
    assert Review.objects.filter(version=version, outcome="passed").count() == 2
    assert Document.objects.get(index_number="LJ-2016-00002").published_at == NOW
    done_at = {entry.action for entry in LedgerEntry.objects.filter(subject_id=document.pk)}
    assert {"disclosure.submit", "disclosure.pass_review", "disclosure.sign", "disclosure.publish"} <= done_at
    assert list(ledger.breaks()) == []
    cast.normative.refresh_from_db()
    assert cast.normative.published_count == 2


def test_the_office_cannot_pass_or_sign_what_it_sent(cast: Cast, tmp_path: Path) -> None:
    batch = loaded(cast, tmp_path, [row(1)])
    done(batch, "submit", cast.lin)

    with pytest.raises(Denied):
        begin_job(batch.pk, "pass", actor=cast.lin, now=NOW)
    with pytest.raises(RuleViolation):
        begin_job(batch.pk, "sign", actor=cast.liang, now=NOW)
    assert Version.objects.get().state == "in_review"


def test_what_a_gate_stops_stays_behind_and_is_listed(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = loaded(cast, tmp_path, [row(1), row(2), row(3)])

    def gate(versions: Sequence[Version]) -> list[list[gates.Hold]]:
        hold = gates.Hold("有一个身份证号没有处理", "/desk/", stops=True)
        return [[hold] if version.title.endswith("之2") else [] for version in versions]

    monkeypatch.setattr(gates, "_gates", [gate])
    batch = done(batch, "submit", cast.lin)

    assert (batch.counts["submitted"], batch.counts["held"]) == (2, 1)
    held = Item.objects.exclude(note="").get()
    assert held.note == "有一个身份证号没有处理"
    assert held.version
    assert held.version.state == "draft"
    assert Version.objects.filter(state="in_review").count() == 2


def test_a_piece_of_many_asks_no_more_than_a_piece_of_few(cast: Cast, tmp_path: Path) -> None:
    few = loaded(cast, tmp_path, [row(number) for number in range(1, 4)], "少.csv")
    many = loaded(cast, tmp_path, [row(number) for number in range(10, 40)], "多.csv")
    for job, actor in (("submit", cast.lin), ("pass", cast.shen), ("sign", cast.liang)):
        asked = []
        for batch in (few, many):
            with CaptureQueriesContext(connection) as queries:
                assert done(batch, job, actor).counts["held"] == 0
            asked.append(len(queries))
        # Rows are written some thirty at a time; nothing else may grow with them.
        assert asked[1] <= asked[0] + 4, (job, asked)
    assert Document.objects.filter(open_to_public=True).count() == 33


def test_what_is_incomplete_is_not_sent_to_review(cast: Cast, tmp_path: Path) -> None:
    batch = loaded(cast, tmp_path, [row(1, 正文="")])

    batch = done(batch, "submit", cast.lin)

    assert batch.counts["held"] == 1
    assert "正文" in Item.objects.get().note


def test_reverting_discards_drafts_and_frees_their_identifiers(cast: Cast, tmp_path: Path) -> None:
    rows = [row(1), row(2)]
    batch = loaded(cast, tmp_path, rows)

    batch = done(batch, "revert", cast.lin, reason="导错了文件")

    assert batch.state == Batch.State.REVERTED
    assert batch.counts["discarded"] == 2
    assert set(Version.objects.values_list("state", flat=True)) == {"discarded"}
    assert not Redirect.objects.exists()
    again = loaded(cast, tmp_path, rows, name="再来.csv")
    assert again.counts["created"] == 2
    assert Document.objects.filter(index_number="LJ-2016-00001").count() == 1


def test_reverting_withdraws_what_was_published_and_it_can_come_back(cast: Cast, tmp_path: Path) -> None:
    batch = published(cast, tmp_path, [row(1)])
    document = Document.objects.get()

    batch = done(batch, "revert", cast.zheng, reason="整批有误")

    document.refresh_from_db()
    assert batch.state == Batch.State.REVERTED
    assert batch.counts["withdrawn"] == 1
    assert (document.status, document.withdrawal_reason) == ("withdrawn", "整批有误")
    assert Client().get(f"/documents/{document.pk}/").status_code == 410
    again = loaded(cast, tmp_path, [row(1)], name="再来.csv")
    document.refresh_from_db()
    assert again.counts["revised"] == 1
    assert document.working
    assert document.working.number == 2


def test_a_liaison_cannot_withdraw_by_reverting(cast: Cast, tmp_path: Path) -> None:
    batch = published(cast, tmp_path, [row(1)])

    batch = done(batch, "revert", cast.lin, reason="整批有误")

    assert batch.state == Batch.State.LOADED
    assert Document.objects.get().status == "published"
    assert "撤回" in Item.objects.get().note


def test_reverting_an_update_gives_the_draft_its_words_back(cast: Cast, tmp_path: Path) -> None:
    loaded(cast, tmp_path, [row(1)])
    second = loaded(cast, tmp_path, [row(1, 信息标题="改过的标题", 成文日期="2016-03-02")], name="再来.csv")

    second = done(second, "revert", cast.lin, reason="改错了")

    version = Version.objects.get()
    assert second.counts["restored"] == 1
    assert (version.title, version.formed_on) == ("关于样本小区改造的通知之1", date(2016, 3, 1))
    third = loaded(cast, tmp_path, [row(1)], name="第三次.csv")
    assert third.counts["unchanged"] == 1


def test_old_addresses_lead_to_the_documents_and_are_taken_back(cast: Cast, tmp_path: Path) -> None:
    rows = [row(55), row(56, 链接="/content/2016/56.html"), row(57, 链接="javascript:alert(1)")]
    batch = published(cast, tmp_path, rows)
    documents = {item.old_id: item.document_id for item in Item.objects.all()}
    reader = Client()

    for address, old_id in (
        ("/show.aspx?id=55", "old-55"),
        ("/content/2016/56.html", "old-56"),
        ("/content/2016/56.html?from=wechat", "old-56"),
    ):
        answer = reader.get(address)
        assert answer.status_code == 301
        assert answer["Location"].startswith(f"/documents/{documents[old_id]}/")
    assert reader.get("/show.aspx?id=54").status_code == 404
    assert batch.counts["redirects"] == 2

    done(batch, "revert", cast.zheng, reason="整批有误")
    assert reader.get("/show.aspx?id=55").status_code == 404


def test_rows_for_organs_of_others_are_refused(cast: Cast, tmp_path: Path) -> None:
    batch = batch_of(cast, tmp_path, [row(1)])
    batch.mapping["agency"] = cast.education.code
    batch.save()

    batch = done(batch, "load", cast.lin)

    assert batch.counts["refused"] == 1
    assert "您不能为临江市教育局导入" in RowProblem.objects.get().message


def test_a_job_stops_with_words_when_its_giver_has_lost_the_post(cast: Cast, tmp_path: Path) -> None:
    batch = loaded(cast, tmp_path, [row(1)])
    begin_job(batch.pk, "submit", actor=cast.lin, now=NOW)
    assert cast.lin.user
    cast.lin.user.posts.update(until=date(2026, 1, 1))

    batch = work(batch)

    assert batch.job == ""
    assert batch.stopped
    assert Version.objects.get().state == "draft"


def test_only_one_job_at_a_time(cast: Cast, tmp_path: Path) -> None:
    batch = batch_of(cast, tmp_path, [row(1)])
    begin_job(batch.pk, "check", actor=cast.lin, now=NOW)

    with pytest.raises(RuleViolation, match="正在办理"):
        begin_job(batch.pk, "load", actor=cast.lin, now=NOW)


def test_the_old_day_is_midnight_in_shanghai(cast: Cast, tmp_path: Path) -> None:
    published(cast, tmp_path, [row(1)])

    moment = Document.objects.get().published_at
    assert moment == datetime(2016, 3, 8, tzinfo=timezone.get_default_timezone())


def test_a_job_that_breaks_again_and_again_does_not_keep_the_others_waiting(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batch_of(cast, tmp_path, [row(1)])
    begin_job(batch.pk, "load", actor=cast.lin, now=NOW)

    def breaks(*args: object, **more: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(running, "load_piece", breaks)
    for _ in range(running.MOST_FAILURES - 1):
        with pytest.raises(ZeroDivisionError):
            work(batch, pieces=1)
    batch = work(batch, pieces=1)
    assert (batch.job, batch.state) == ("", Batch.State.OPEN)
    assert batch.stopped
    monkeypatch.undo()
    assert done(batch, "load", cast.lin).state == Batch.State.LOADED


def test_a_file_beside_a_table_is_read_in_a_process_of_its_own(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hostile file may kill its reader; the worker and the other rows go on."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "示例正文。")
    (tmp_path / "beside.zip").write_bytes(packed.getvalue())
    beside = Beside.zip(tmp_path / "beside.zip")
    monkeypatch.setattr(bringing._isolated, "call", dies)
    incoming = Incoming(row=2, old_id="old-2", digest="", file="a.txt")
    incoming.values = dict.fromkeys(("body_html", "title", "document_number", "summary", "formed_on"), "") | {
        "title": "示例"
    }

    brings = bringing.bring(incoming, beside)

    assert [brought.upload.name for brought in brings.files] == ["a.txt"]
    assert incoming.good


def dies(function: str, *arguments: object) -> object:
    raise FileRefused("crashed", "读取这个文件时解析程序中断。")
