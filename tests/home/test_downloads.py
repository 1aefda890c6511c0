"""目录下载 — the public catalogue as data: complete, harmless in a spreadsheet, and of constant cost."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cast import NOW, Cast, draft, published
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.home import downloads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def fetched(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


def table(client: Client, address: str = "/catalogue.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetched(client, address).decode("utf-8-sig"))))


def lines(client: Client, address: str = "/catalogue.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in fetched(client, address).decode().splitlines()]


def test_a_row_has_the_four_statutory_facts_and_more(cast: Cast, client: Client) -> None:
    document = published(cast, summary="规定加装电梯的程序。")
    row = table(client)[0]
    assert row.pop("网址").endswith(f"/documents/{document.pk}/")
    assert row == {
        "索引号": document.index_number,
        "名称": "临江市老旧小区加装电梯办法",
        "内容概述": "规定加装电梯的程序。",
        "生成日期": "2026-09-29",
        "文号": "临建〔2026〕9号",
        "机关": "临江市住房和城乡建设局",
        "栏目": "行政规范性文件",
        "体裁": "",
        "主题": "",
        "有效性": "现行有效",
        "发布日期": "2026-10-12",
    }


def test_both_forms_say_the_same(cast: Cast, client: Client) -> None:
    for number in range(3):
        published(cast, title=f"第{number}份，“引号”\n和逗号", document_number="")
    assert [list(row.values()) for row in lines(client)] == [list(row.values()) for row in table(client)]
    assert set(lines(client)[0]) == set(downloads.FIELDS)


def test_spreadsheet_programs_see_that_it_is_utf_8(cast: Cast, client: Client) -> None:
    assert fetched(client, "/catalogue.csv").startswith(b"\xef\xbb\xbf")
    assert client.get("/catalogue.csv")["Content-Disposition"] == 'attachment; filename="catalogue.csv"'


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_runs_as_a_formula(cast: Cast, client: Client, start: str) -> None:
    title = f"{start}HYPERLINK(1)"
    published(cast, title=title, document_number="")
    assert table(client)[0]["名称"] == f"'{title}"
    assert lines(client)[0]["title"] == title


def test_only_what_is_public_is_listed(cast: Cast, client: Client) -> None:
    draft(cast)
    published(cast, column=cast.internal, document_number="")
    withdraw([published(cast, document_number="").pk], actor=cast.liang, now=NOW, reason="内容有误")
    assert table(client) == []
    assert lines(client) == []


def test_an_organ_comes_with_those_below_it(cast: Cast, client: Client) -> None:
    published(cast)
    assert len(table(client, "/catalogue.csv?organ=linjiang")) == 1
    assert lines(client, "/catalogue.jsonl?organ=lj-education") == []
    assert client.get("/catalogue.csv?organ=none").status_code == 404


def test_every_document_comes_once_however_many_reads_it_takes(
    cast: Cast,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    made = [published(cast, title=f"第{n}份", document_number="").index_number for n in range(7)]
    monkeypatch.setattr(downloads, "CHUNK", 3)
    with django_assert_max_num_queries(4):
        assert [row["index_number"] for row in lines(client)] == made


def test_nobody_downloads_without_end(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "DOWNLOADS", 1)
    assert client.get("/catalogue.csv").status_code == 200
    response = client.get("/catalogue.jsonl")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= downloads.WINDOW
