"""PDF 来稿 — text in paragraphs, titles by their type, ruled tables; scans and locked files are refused."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph

from gongkai.intake import FileRefused
from gongkai.intake.read import read
from intake.pdfs import FLUSH, FONT, ROWS, TEXT, TITLE, drawn, made, notice, table


def test_a_notice() -> None:
    reading = read(made(notice()), "通知.pdf")
    assert reading.title == "关于做好示例工作和样本管理以及有关事项的通知"
    assert reading.agency == "临江市人民政府办公室"
    assert reading.document_number == "临政办发〔2021〕9号"
    assert reading.formed_on == date(2021, 7, 8)
    assert f"<p>{TEXT * 3}</p>" in reading.body_html
    assert f"<p>{TEXT * 5}</p>" in reading.body_html  # goes on over the page
    assert "<h2>一、工作安排</h2>" in reading.body_html
    assert "— 1 —" not in reading.body_text
    assert (
        "<table><tbody><tr><td>项目</td><td>数量</td><td>备注</td></tr><tr><td>甲类事项</td><td>12</td><td></td></tr>"
        '<tr><td colspan="2">合计</td><td>共十二件</td></tr></tbody></table>' in reading.body_html
    )


def test_the_title_is_the_largest_centred_line_though_it_has_no_word_for_a_title() -> None:
    story = [Paragraph("内部编号样本", FLUSH), Paragraph("示例工作二三事", TITLE), Paragraph(TEXT * 4, FLUSH)]
    assert read(made(story), "a.pdf").title == "示例工作二三事"


def test_a_table_that_goes_on_over_the_page_is_one_table() -> None:
    story = [
        Paragraph("示例名单的公告", TITLE),
        Paragraph(TEXT, FLUSH),
        table(ROWS),
        PageBreak(),
        table([["乙类", "3", ""]] * 3),
    ]
    reading = read(made(story), "a.pdf")
    assert reading.body_html.count("<table>") == 1
    assert reading.body_text.count("乙类\t3") == 2
    assert '<td colspan="2">乙类</td><td></td>' in reading.body_html


def test_running_heads_are_left_out() -> None:
    def head(canvas: Canvas, document: object) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(60, 810, f"临江市示例文件汇编 第{canvas.getPageNumber()}页")

    story = [Paragraph("示例工作的通知", TITLE), *(Paragraph(TEXT * 30, FLUSH) for _ in range(2))]
    assert "汇编" not in read(made(story, on_page=head), "a.pdf").body_text


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行的文字在这里继续写下去" for n in range(10)]
    right = [f"右栏第{n}行的文字在这里继续写下去" for n in range(10)]

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(297, 780, "临江市示例局关于两栏排版示例工作情况的通报和说明")
        for n in range(10):
            canvas.drawString(50, 740 - 24 * n, left[n])
            canvas.drawString(310, 740 - 24 * n, right[n])

    text = read(drawn(draw), "a.pdf").body_text.replace("\n", "")
    assert text.index(left[9]) < text.index(right[0])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_seen(turn: int) -> None:
    """The text is set turned one way and the page is shown turned the other, as landscape tables are."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[turn])
        canvas.rotate(turn)
        canvas.setFont(FONT, 14)
        for n, line in enumerate(("示例局关于横排工作的通知", "第一行的文字。", "第二行的文字。")):
            canvas.drawString(60, 500 - 30 * n, line)

    with pikepdf.open(BytesIO(drawn(draw))) as document:
        document.pages[0].Rotate = turn
        stream = BytesIO()
        document.save(stream)
    reading = read(stream.getvalue(), "a.pdf")
    assert reading.title == "示例局关于横排工作的通知"
    assert reading.body_text == "第一行的文字。\n第二行的文字。"


def test_a_scan_is_refused() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (200, 280), 255)), 0, 0, 595, 842)

    with pytest.raises(FileRefused, match="扫描件") as refused:
        read(drawn(draw), "扫描.pdf")
    assert refused.value.code == "no_text"


def test_a_scanned_page_among_pages_of_text_is_told() -> None:
    def draw(canvas: Canvas) -> None:
        picture = ImageReader(Image.new("L", (200, 280), 255))
        canvas.drawCentredString(297, 780, "临江市示例局关于示例工作的通知")
        canvas.drawImage(picture, 100, 100, 50, 50)
        canvas.showPage()
        canvas.drawImage(picture, 0, 0, 595, 842)

    warnings = read(drawn(draw), "a.pdf").warnings
    assert any("第 2 页是图片" in warning for warning in warnings)
    assert any("1 张图片没有带入" in warning for warning in warnings)


def test_a_locked_pdf_is_refused() -> None:
    with pytest.raises(FileRefused, match="密码") as refused:
        read(made(notice(), password="示例".encode().hex()), "a.pdf")
    assert refused.value.code == "encrypted"


def test_a_broken_pdf_is_refused() -> None:
    whole = made(notice())
    for data in (whole[:400], b"%PDF-1.7\n%%EOF\n", b"%PDF-1.4" + b"\x99" * 3000):
        with pytest.raises(FileRefused) as refused:
            read(data, "a.pdf")
        assert refused.value.code == "broken_pdf"


def test_a_pdf_under_another_name_is_still_a_pdf() -> None:
    reading = read(made(notice()), "通知.docx")
    assert any("PDF" in warning for warning in reading.warnings)


def lines_of_cells(canvas: Canvas, *, bottom: bool) -> None:
    """A table whose rules are drawn piece by piece, some of which touch no upright one."""
    for left, right in ((70, 110), (110, 150), (150, 190), (190, 310)):
        for height in (700, 680, 660) if bottom else (700, 680):
            canvas.line(left, height, right, height)
    for left in (70, 190, 310):
        canvas.line(left, 660, left, 700)
    for left, height, words in ((75, 685, "合计"), (195, 685, "5"), (75, 665, "甲"), (195, 665, "3")):
        canvas.drawString(left, height, words)


@pytest.mark.parametrize("bottom", [True, False])
def test_rules_drawn_in_pieces_are_one_table_though_its_edge_is_on_the_next_page(bottom: bool) -> None:
    html = read(drawn(lambda canvas: lines_of_cells(canvas, bottom=bottom)), "a.pdf").body_html
    assert "<tr><td>合计</td><td>5</td></tr><tr><td>甲</td><td>3</td></tr>" in html
