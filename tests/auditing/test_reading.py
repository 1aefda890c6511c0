"""读取报告 — the same report in every format, the cells of its tables, and files that are refused."""

import pytest

from auditing import report_files
from gongkai.auditing.model import Source
from gongkai.auditing.reading import is_plain, read_source
from gongkai.intake import FileRefused

PAGE = f"""<html><head><title>示例市</title></head><body><nav>首页</nav><script>var 附件 = 1</script>
<p style="display:none">不可见</p><h1>{report_files.TITLE}</h1><p>一、总体情况</p><p>{report_files.WORDS}</p>
<table><caption>表一</caption><tr><td rowspan="2">行政<br>复议</td><td colspan="2">行政诉讼</td></tr>
<tr><td><p>结果</p><p>维持</p></td><td>总 计</td></tr><tr><td>4</td><td>3</td><td>7</td></tr></table>尾注</body></html>"""


def cells(source: Source) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.rows, cell.columns, cell.span.of(source.text))
        for grid in source.grids
        for cell in grid.cells
    ]


def test_plain_text_is_the_file_itself() -> None:
    text = "　示例市\r\n2023年\xa0\u200b公开12条\r\n\r\n\ue000完"
    source = read_source(text.encode(), "样本.txt")
    assert source == Source("样本.txt", text.replace("\r\n", "\n"), "text")
    assert read_source(report_files.WORDS.encode("gb18030"), "样本.txt").text == report_files.WORDS


def test_a_page_is_read_in_order_without_what_nobody_sees() -> None:
    source = read_source(PAGE.encode(), "样本.html")
    assert source.text.splitlines()[:4] == ["首页", report_files.TITLE, "一、总体情况", report_files.WORDS]
    assert "不可见" not in source.text
    assert "var" not in source.text
    assert source.text.endswith("表一\n行政复议\t行政诉讼\n结果维持\t总 计\n4\t3\t7\n尾注\n")


def test_cells_of_a_page_know_how_far_they_reach() -> None:
    assert cells(read_source(PAGE.encode(), "样本.html")) == [
        (0, 0, 2, 1, "行政复议"),
        (0, 1, 1, 2, "行政诉讼"),
        (1, 1, 1, 1, "结果维持"),
        (1, 2, 1, 1, "总 计"),
        (2, 0, 1, 1, "4"),
        (2, 1, 1, 1, "3"),
        (2, 2, 1, 1, "7"),
    ]


def test_a_table_that_only_arranges_the_page_is_no_table() -> None:
    page = f"<html><body><table><tr><td><h1>{report_files.TITLE}</h1><p>{report_files.WORDS}</p></td></tr></table></body></html>"
    source = read_source(page.encode(), "样本.htm")
    assert source.grids == ()
    assert source.text == f"{report_files.TITLE}\n{report_files.WORDS}\n"


def test_a_cell_reaches_no_farther_than_its_table() -> None:
    page = "<html><table><tr><td rowspan='99999' colspan='99999'>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table></html>"
    source = read_source(page.encode(), "样本.html")
    assert cells(source)[0][:4] == (0, 0, 2, 100)


def test_a_word_document_keeps_its_cells() -> None:
    source = read_source(report_files.docx(), "样本.docx")
    assert source.text.splitlines()[:3] == [report_files.TITLE, "一、总体情况", report_files.WORDS]
    assert cells(source)[:2] == [(0, 0, 1, 1, "行政复议"), (0, 1, 1, 2, "行政诉讼")]
    assert cells(source)[-1] == (2, 2, 1, 1, "7")


def test_a_pdf_with_lines_has_cells() -> None:
    source = read_source(report_files.pdf(ruled=True), "样本.pdf")
    assert report_files.WORDS in source.text
    assert [cell[4] for cell in cells(source)] == ["结果维持", "结果纠正", "总计", "4", "3", "7"]


def test_a_pdf_without_lines_keeps_its_columns_apart() -> None:
    source = read_source(report_files.pdf(ruled=False), "样本.pdf")
    assert source.grids == ()
    rows = [line.split() for line in source.text.splitlines()[-2:]]
    assert rows == [["结果维持", "结果纠正", "总计"], ["4", "3", "7"]]
    assert "    " in source.text.splitlines()[-1]


def test_an_ofd_is_read_by_the_places_of_its_words() -> None:
    lines = [[(20.0, report_files.TITLE)], [(20.0, "总计"), (90.0, "7")], [(60.0, "3"), (20.0, "其他")]]
    source = read_source(report_files.ofd(lines), "样本.ofd")
    title, total, other = source.text.splitlines()
    assert (source.kind, title) == ("ofd", report_files.TITLE)
    assert (total.split(), other.split()) == (["总计", "7"], ["其他", "3"])
    assert total.count(" ") > other.count(" ") >= 3


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "空.txt", "empty"),
        (report_files.picture_pdf(), "扫描.pdf", "no_text"),
        (report_files.ofd([]), "扫描.ofd", "no_text"),
        (report_files.packed({"OFD.xml": b"<broken"}), "坏.ofd", "broken_ofd"),
        (report_files.packed({"OFD.xml": b"<!DOCTYPE x><x/>"}), "炸.ofd", "entities"),
        (b"PK\x03\x04 broken", "坏.docx", "broken_docx"),
        (b"\x89PNG\r\n", "图.png", "image"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_source(data, name)
    assert refused.value.code == code


def test_only_text_needs_no_parser() -> None:
    assert is_plain(report_files.WORDS.encode(), "样本.txt")
    assert not is_plain(PAGE.encode(), "样本.txt")
    assert not is_plain(report_files.docx(), "样本.docx")
    assert not is_plain(b"\x89PNG\r\n", "图.png")
