"""表格 — every encoding, separator and kind; what is no table says so."""

import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from gongkai.imports import cells
from gongkai.imports.headers import find_header, guess, signature
from gongkai.imports.layout import Layout, read_map
from gongkai.imports.rows import as_markup
from gongkai.imports.tables import looks_like_table, opened
from gongkai.intake import FileRefused, clean_html
from gongkai.rules.disclosure import Validity
from gongkai.rules.process import RuleViolation

ROWS = [["序号", "信息标题", "发文字号"], ["1", "关于样本的通知", "临建〔2016〕1号"]]


def read(path: Path) -> tuple[tuple[str, ...], list[list[str]]]:
    with opened(path) as table:
        return table.header, [cells for _number, cells in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_csv_of_any_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    # Characters that all of them have.
    rows = [["信息ID", "標題" if encoding == "big5" else "标题"], ["1", "公告"], ["2", "通告"]]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))

    header, found = read(path)

    assert list(header) == rows[0]
    assert found == rows[1:]


def test_cells_with_line_breaks_quotes_and_separators(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('标题,正文\n甲,"第一段\n第二段，有""引号"",和逗号"\n', encoding="utf-8")

    assert read(path)[1] == [["甲", '第一段\n第二段，有"引号",和逗号']]


def test_the_header_is_found_below_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("临江市公开目录,,\n,,\n" + "\n".join(",".join(row) for row in ROWS), encoding="utf-8")

    with opened(path) as table:
        assert table.header == ("序号", "信息标题", "发文字号")
        assert list(table.rows) == [(4, ROWS[1])]


def test_a_workbook_with_days_numbers_and_hidden_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    hidden.title = "底稿"
    hidden.append(["标题", "文号", "成文日期", "索引号"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("目录")
    sheet.append(["标题", "编号", "成文日期"])
    sheet.append(["甲", 12, datetime(2016, 3, 1)])  # noqa: DTZ001  a cell has no zone
    sheet.append([None, None, None])
    sheet.append(["乙", 13.5, "2016.3.2"])
    path = tmp_path / "a.xlsx"
    book.save(path)

    with opened(path) as table:
        assert table.sheet == "目录"
        assert list(table.rows) == [(2, ["甲", "12", "2016-03-01"]), (4, ["乙", "13.5", "2016.3.2"])]


def test_jsonl_with_keys_that_come_late(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [{"id": 1, "title": "甲"}, {"id": 2, "title": "乙", "attachments": ["a.pdf", "b.pdf"]}]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    header, rows = read(path)

    assert header == ("id", "title", "attachments")
    assert rows == [["1", "甲", ""], ["2", "乙", "a.pdf\nb.pdf"]]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.xlsx", b"PK\x03\x04broken", "broken"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken"),
        ("a.json", b'[{"title": 1}]', "json_array"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "no_table"),
        ("a.jsonl", b'{"title": 1}\n{"title"', "broken"),
    ],
)
def test_what_is_no_table_says_so(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(FileRefused) as refusal:
        read(path)
    assert refusal.value.code == code


def test_a_table_of_documents_is_known_by_its_header(tmp_path: Path) -> None:
    catalogue, prices = tmp_path / "a.csv", tmp_path / "b.csv"
    catalogue.write_text("标题,文号\n甲,乙\n", encoding="utf-8")
    prices.write_text("品名,单价\n甲,1\n", encoding="utf-8")

    assert looks_like_table(catalogue)
    assert not looks_like_table(prices)


def test_columns_are_told_by_their_heads() -> None:
    heads = [
        "序号",
        "信息标题*",
        "发文字号",
        "生成日期",
        "发布时间(年月日)",
        "所属栏目",
        "分类",
        "主题词",
        "内容概述",
        "备注",
    ]
    told = dict(zip(heads, guess(heads), strict=True))
    assert told["信息标题*"] == "title"
    assert told["发文字号"] == "document_number"
    assert told["生成日期"] == "formed_on"
    assert told["发布时间(年月日)"] == "published_on"
    assert told["所属栏目"] == "column"
    assert told["分类"] == "subject"
    assert told["主题词"] == "keywords"
    assert told["内容概述"] == "summary"
    assert told["备注"] == ""
    # What only begins with such a word is another thing.
    assert guess(["标题", "录入人电话"]) == ["title", ""]


def test_a_running_number_identifies_only_where_nothing_better_does() -> None:
    assert guess(["序号", "标题"]) == ["id", "title"]
    assert guess(["序号", "标题", "链接"]) == ["", "title", "url"]


def test_the_likeliest_row_is_the_header() -> None:
    assert find_header([["目录"], ["甲", "乙"], ["标题", "文号"]]) == 2
    assert find_header([["目录"], ["甲", "乙"]]) == 1


def test_the_same_heads_have_the_same_signature() -> None:
    assert signature(["标题", "文 号"]) == signature(["标题", "文号："])
    assert signature(["标题", "文号"]) != signature(["文号", "标题"])


@pytest.mark.parametrize(
    "text",
    [
        "2017-3-5",
        "2017-03-05 08:30:00",
        "2017/03/05",
        "2017.3.5",
        "20170305",
        "20170305083000",
        "2017年3月5日",
        "二〇一七年三月五日",
        "２０１７年３月５日",
        "2017-03-04T16:30:00Z",
        "1488672000",
        "1488672000000",
        "42799",
        "42799.5",
    ],
)
def test_days_in_every_style(text: str) -> None:
    assert cells.day(text) == date(2017, 3, 5)


@pytest.mark.parametrize("text", ["", "不详", "2017-02-30", "20171345", "3月5日", "05/03", "12"])
def test_what_tells_no_day(text: str) -> None:
    assert cells.day(text) is None


def test_words_for_validity() -> None:
    assert cells.validity("现行有效") == Validity.IN_FORCE
    assert cells.validity("已廢止") == Validity.REPEALED
    assert cells.validity("部分失效") == Validity.AMENDED
    assert cells.validity("待定") is None


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("http://old.example/show.aspx?id=55", "/show.aspx?id=55"),
        ("/content/2016/1.html#top", "/content/2016/1.html"),
        ("https://old.example/%E5%85%AC/1.html", "/公/1.html"),
        ("http://old.example/", ""),
        ("javascript:alert(1)", ""),
        ("show.aspx", ""),
        ("http://[bad/x", ""),
        ("/" + "a" * 400, ""),
    ],
)
def test_old_addresses(written: str, path: str) -> None:
    assert cells.old_path(written) == path


def test_a_text_body_becomes_clean_paragraphs() -> None:
    built = as_markup("第一段 <1 万元\n\n第二段 & 附件")

    assert built == "<p>第一段 &lt;1 万元</p><p>第二段 &amp; 附件</p>"
    assert clean_html(built) == built


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_a_mapping_is_read_from_a_file(tmp_path: Path, ending: str) -> None:
    facts = {"origin": "旧门户", "column": "20-1", "columns": {"名 目": "title", "备注": ""}}
    path = tmp_path / f"map.{ending}"
    toml = 'origin = "旧门户"\ncolumn = "20-1"\n[columns]\n"名 目" = "title"\n"备注" = ""\n'
    path.write_text(toml if ending == "toml" else json.dumps(facts), encoding="utf-8")

    layout = Layout.from_facts(read_map(path), ["名目", "备注", "标题", "文号"])

    # What the file names is taken at its word: a guess does not name the title a second time.
    assert layout.columns == (("名目", "title"), ("备注", ""), ("标题", ""), ("文号", "document_number"))
    assert (layout.origin, layout.column) == ("旧门户", "20-1")
    assert Layout.from_facts(layout.facts(), ["名目", "备注", "标题", "文号"]) == layout


def test_a_mapping_with_unknown_fields_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleViolation, match="不是可用的项目"):
        Layout.from_facts({"columns": {"标题": "heading"}}, ["标题"])
    path = tmp_path / "map.toml"
    path.write_text("columns = 3", encoding="utf-8")
    with pytest.raises(RuleViolation, match="columns"):
        read_map(path)
