"""批次的页面 — from the dropped table to the published batch, in a browser without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from gongkai.agencies.policies import Actor
from gongkai.disclosure.models import Document, Version
from gongkai.imports.models import Batch, Mapping
from imports.tables import csv_of, loaded, published, row, work

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


def taken_in(client: Client, cast: Cast, data: bytes, name: str = "目录.csv") -> Batch:
    """Drop a table; the batch that it became."""
    answer = client.post(
        "/desk/imports/new/",
        {"table": SimpleUploadedFile(name, data), "agency": cast.housing.pk},
    )
    batch = Batch.objects.get()
    assert answer["Location"] == f"/desk/imports/{batch.pk}/columns/"
    return batch


def settle(client: Client, batch: Batch, **other: str) -> str:
    """Send the columns as they were guessed, with changes; return where that leads, or the page."""
    page = client.get(f"/desk/imports/{batch.pk}/columns/")
    form = page.context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    answer = client.post(f"/desk/imports/{batch.pk}/columns/", {**data, **other})
    return answer.headers.get("Location") or answer.content.decode()


def give(client: Client, batch: Batch, job: str, **other: str) -> Batch:
    """Press one of the buttons, and let the worker do it."""
    client.post(f"/desk/imports/{batch.pk}/job/", {"job": job, **other})
    return work(batch)


def test_a_table_is_dropped_tried_loaded_and_published_by_three_people(cast: Cast, signed_in: SignIn) -> None:
    lin, shen, liang = signed_in(cast.lin), signed_in(cast.shen), signed_in(cast.liang)
    rows = [row(1), row(2), row(3, 成文日期="不详")]
    batch = taken_in(lin, cast, csv_of(rows, "gb18030"))
    assert settle(lin, batch) == f"/desk/imports/{batch.pk}/"
    work(batch)
    page = lin.get(f"/desk/imports/{batch.pk}/").content.decode()
    assert "看不出是哪一天" in page
    assert "载入" in page
    assert not Document.objects.exists()

    give(lin, batch, "load")
    page = lin.get(f"/desk/imports/{batch.pk}/").content.decode()
    assert "整批送审：2 件" in page
    assert "整批通过审查" not in page
    give(lin, batch, "submit")
    assert "整批通过审查：2 件" in shen.get(f"/desk/imports/{batch.pk}/").content.decode()
    give(shen, batch, "pass", reason="没有涉密内容")
    assert "整批签发：2 件" in liang.get(f"/desk/imports/{batch.pk}/").content.decode()
    give(liang, batch, "sign")

    assert Document.objects.filter(open_to_public=True).count() == 2
    assert Client().get("/show.aspx?id=1").status_code == 301


def test_columns_that_were_settled_are_remembered_for_the_next_table(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    first = taken_in(lin, cast, csv_of([row(1)]))
    settle(lin, first, c1="summary", c7="title", origin="旧门户")
    work(first)
    Batch.objects.filter(pk=first.pk).update(file_name="第一张.csv")
    lin.post(
        "/desk/imports/new/",
        {"table": SimpleUploadedFile("第二张.csv", csv_of([row(2)])), "agency": cast.housing.pk},
    )

    second = Batch.objects.exclude(pk=first.pk).get()
    fields = {
        field.label: field.value() for field in lin.get(f"/desk/imports/{second.pk}/columns/").context["form"]
    }
    assert (fields["信息标题"], fields["正文"]) == ("summary", "title")
    assert second.origin == "旧门户"
    assert Mapping.objects.count() == 1


def test_columns_that_cannot_be_loaded_are_said(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    batch = taken_in(lin, cast, csv_of([row(1)]))

    assert "有两列都对应“标题”" in settle(lin, batch, c7="title")
    assert "请指明哪一列是标题" in settle(lin, batch, c1="")
    assert "请填写来源系统的名称" in settle(lin, batch, origin=" ")


def test_what_is_no_table_is_refused_with_words(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)

    for name, data, words in (
        ("坏.xlsx", b"PK\x03\x04broken", "打不开"),
        ("空.csv", b" \n", "空的"),
        ("整个.json", b'[{"title": "x"}]', "JSONL"),
        ("图.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "不是表格文件"),
    ):
        answer = lin.post(
            "/desk/imports/new/", {"table": SimpleUploadedFile(name, data), "agency": cast.housing.pk}
        )
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Batch.objects.exists()


def test_the_problems_are_downloaded_as_a_file_that_is_no_formula(
    cast: Cast, signed_in: SignIn, tmp_path: Path
) -> None:
    batch = loaded(cast, tmp_path, [row(1, 成文日期="=1+1"), row(2, 栏目="没有的栏目", 信息标题="甲")])

    answer = signed_in(cast.lin).get(f"/desk/imports/{batch.pk}/problems.csv")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "行号,列,原值,轻重,问题"
    assert lines[1].startswith("2,成文日期,'=1+1,错误,")
    assert lines[2].startswith("3,栏目,没有的栏目,错误,")


def test_progress_is_shown_alone_where_a_script_asks(cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    batch = published(cast, tmp_path, [row(1)])
    Batch.objects.filter(pk=batch.pk).update(job="sign", done=3, total=9)

    answer = signed_in(cast.liang).get(f"/desk/imports/{batch.pk}/", headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith("<section")
    assert "已办 3 件" in answer.content.decode()
    Batch.objects.filter(pk=batch.pk).update(job="")
    answer = signed_in(cast.liang).get(f"/desk/imports/{batch.pk}/", headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


def test_people_of_other_organs_do_not_see_a_batch(cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    batch = loaded(cast, tmp_path, [row(1)])
    zhao = signed_in(cast.zhao)

    for address in ("", "columns/", "problems.csv"):
        assert zhao.get(f"/desk/imports/{batch.pk}/{address}").status_code == 404
    assert zhao.post(f"/desk/imports/{batch.pk}/job/", {"job": "submit"}).status_code == 404
    assert "目录.csv" not in zhao.get("/desk/imports/").content.decode()


def test_undoing_asks_for_a_reason(cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    batch = loaded(cast, tmp_path, [row(1)])
    lin = signed_in(cast.lin)

    answer = lin.post(f"/desk/imports/{batch.pk}/job/", {"job": "revert"})

    assert answer.status_code == 422
    assert "请写明撤销的理由" in answer.content.decode()
    give(lin, batch, "revert", reason="导错了")
    assert Version.objects.get().state == "discarded"
