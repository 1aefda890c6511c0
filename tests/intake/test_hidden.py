"""看不见的文字 — what a file covers, hides or puts off the page does not become readable text of the draft."""

from io import BytesIO

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from gongkai.intake.read import read
from intake.pdfs import FONT

COVERED = "不予公开的样本内容"


def drawn(*, box: str) -> bytes:
    """A page with words, and a box over, under or around them or mixed with them."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont(FONT, 14)
    canvas.drawString(72, 760, "关于示例事项的批复")
    if box == "under":
        canvas.setFillColorRGB(0.9, 0.9, 0.9)
        canvas.rect(150, 714, 200, 20, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 720, "经查，")
    canvas.drawString(160, 720, COVERED)
    canvas.drawString(380, 720, "已经核验。")
    canvas.setFillColorRGB(0, 0, 0)
    if box == "over":
        canvas.rect(150, 714, 200, 20, fill=1, stroke=0)
    elif box == "around":
        canvas.rect(60, 700, 470, 40, fill=0, stroke=1)
    elif box == "marker":
        canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
        canvas.rect(150, 714, 200, 20, fill=1, stroke=0)
    canvas.save()
    return stream.getvalue()


def test_words_below_a_box_are_not_read() -> None:
    reading = read(drawn(box="over"), "批复.pdf")

    assert COVERED not in reading.body_text
    assert "经查，" in reading.body_text
    assert "已经核验。" in reading.body_text
    assert any("盖住" in warning for warning in reading.warnings)


@pytest.mark.parametrize("box", ["under", "around", "marker"])
def test_words_that_a_box_does_not_cover_are_read(box: str) -> None:
    reading = read(drawn(box=box), "批复.pdf")

    assert COVERED in reading.body_text
    assert not any("盖住" in warning for warning in reading.warnings)


def test_words_off_the_page_are_not_read() -> None:
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont(FONT, 14)
    canvas.drawString(72, 760, "关于示例事项的批复，同意样本事项。")
    canvas.drawString(72, -200, COVERED)
    canvas.save()

    assert COVERED not in read(stream.getvalue(), "批复.pdf").body_text


def word(*, value: str | None = None, by_style: bool = False) -> bytes:
    """A document with a run that is hidden by itself (with a value of the switch) or by its style."""
    document = Document()
    document.add_paragraph("关于示例事项的公告")
    run = document.add_paragraph("现将示例事项公告如下。").add_run(COVERED)
    switch = OxmlElement("w:vanish")
    if by_style:
        style = document.styles.add_style("Unseen", WD_STYLE_TYPE.CHARACTER)
        style.element.get_or_add_rPr().append(switch)
        run.style = style
    else:
        if value is not None:
            switch.set(qn("w:val"), value)
        run._r.get_or_add_rPr().append(switch)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("data", [word(), word(value="1"), word(by_style=True)])
def test_hidden_words_of_a_word_file_are_not_read(data: bytes) -> None:
    reading = read(data, "公告.docx")

    assert COVERED not in reading.body_text
    assert "现将示例事项公告如下。" in reading.body_text
    assert any("隐藏" in warning for warning in reading.warnings)


def test_a_switch_that_is_off_hides_nothing() -> None:
    reading = read(word(value="false"), "公告.docx")

    assert COVERED in reading.body_text
    assert not any("隐藏" in warning for warning in reading.warnings)


def test_a_summary_is_no_sentence_with_somebodys_number() -> None:
    text = (
        "关于样本事项的批复\n\n示例街道办事处：\n\n经研究，同意实施样本事项，由你单位负责落实。\n\n"
        "样本事项申请人的身份证号为110101190001013012，已经核验无误，同意实施样本事项。\n\n2026年11月10日\n"
    )

    assert "110101190001013012" not in read(text.encode(), "批复.txt").summary
