"""公文 PDF — tagged, titled, the same bytes each time, nobody's name; long papers and names stay on the page."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from unittest.mock import patch

import pikepdf
import pypdfium2
import pytest

from gongkai.typesetting import pdf as pdf_module
from gongkai.typesetting.paper import Cell, Paper, Paragraph, Table
from gongkai.typesetting.pdf import PdfUnavailable, pdf

from .samples import FORM, LETTER, TABLE, long_paper


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "") for page in document]


def test_the_same_paper_gives_the_same_bytes() -> None:
    draft = replace(LETTER, draft=True)
    assert pdf(draft) == pdf(draft)
    assert pdf(draft) != pdf(LETTER)


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    with pikepdf.open(BytesIO(pdf(LETTER))) as made:
        assert made.Root["/MarkInfo"]["/Marked"] == True  # noqa: E712
        assert str(made.Root["/Lang"]) == "zh-CN"
        assert str(made.docinfo["/Title"]) == LETTER.title
        assert b"pdfuaid" in made.Root["/Metadata"].read_bytes()
        assert "/StructTreeRoot" in made.Root


def test_it_names_nobody_and_no_time() -> None:
    with pikepdf.open(BytesIO(pdf(LETTER))) as made:
        assert set(made.docinfo.keys()) == {"/Producer", "/Title"}
        assert b"Date" not in made.Root["/Metadata"].read_bytes()


def test_all_words_can_be_read_out() -> None:
    text = "".join(texts(pdf(LETTER)))
    for words in (LETTER.letterhead, LETTER.number, LETTER.title, "一、处理决定", "2026年10月20日", "附件："):
        assert words in text


def test_the_first_page_of_a_letter_bears_no_number_the_others_do() -> None:
    first, second, *_ = texts(pdf(replace(LETTER, blocks=long_paper(24).blocks)))
    assert "— 1 —" not in first
    assert "— 2 —" in second
    assert "— 1 —" in texts(pdf(FORM))[0]


def test_a_letter_that_is_a_little_too_long_is_set_closer_and_signed_on_its_page() -> None:
    little = replace(LETTER, blocks=(Paragraph("样本文字。" * 40),), attachments=())
    [only] = texts(pdf(little))
    assert "2026年10月20日" in only
    with patch.object(pdf_module.layout, "CLOSER", ()):
        assert len(texts(pdf(little))) == 2
    much = replace(little, blocks=(Paragraph("样本文字。" * 128),))
    assert len(texts(pdf(much))) == 2


def test_a_paper_of_forty_pages_keeps_every_paragraph() -> None:
    made = texts(pdf(long_paper(260)))
    assert len(made) >= 40
    assert all(f"第{number}段。" in "".join(made) for number in range(260))


def test_the_head_of_a_table_is_on_each_of_its_pages() -> None:
    made = texts(pdf(Paper("样本表", (TABLE,))))
    assert len(made) > 1
    assert all("申请人情况" in page for page in made)


@pytest.mark.parametrize(
    "paper",
    [
        replace(
            LETTER, letterhead="临江市示例机构" * 12, title="很长的样本标题" * 20, addressee="示例名称" * 40
        ),
        Paper("样本", (Paragraph("https://example.gov.cn/" + "x" * 400),)),
        replace(LETTER, signing=replace(LETTER.signing, organs=("临江市示例机构" * 10,) * 3)),
    ],
    ids=["names", "address", "signing"],
)
def test_nothing_leaves_the_page(paper: Paper) -> None:
    with pypdfium2.PdfDocument(pdf(paper)) as document:
        for page in document:
            words = page.get_textpage()
            boxes = [words.get_charbox(n) for n in range(words.count_chars())]
            assert min(box[0] for box in boxes) > 15 / 25.4 * 72
            assert max(box[2] for box in boxes) < (210 - 15) / 25.4 * 72


def test_characters_without_a_glyph_do_not_stop_a_letter_missing_fonts_do() -> None:
    pdf_module._refuse_without_fonts("公开申请", {"申"})
    with pytest.raises(PdfUnavailable, match="fonts-noto-cjk"):
        pdf_module._refuse_without_fonts("公开申请", set("公开申请"))


def test_a_machine_without_pango_says_what_to_install() -> None:
    pdf_module._weasyprint.cache_clear()
    try:
        with (
            patch("builtins.__import__", side_effect=OSError("libpango")),
            pytest.raises(PdfUnavailable, match="libpango"),
        ):
            pdf_module._weasyprint()
    finally:
        pdf_module._weasyprint.cache_clear()


def test_who_makes_no_pdf_does_not_load_the_renderer() -> None:
    code = "import sys, gongkai.typesetting.pdf, gongkai.typesetting.html; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_cell_longer_than_a_page_goes_on_and_other_rows_stay_whole() -> None:
    rows = tuple((Cell(f"行{n}甲\n行{n}乙\n行{n}丙"), Cell("")) for n in range(40))
    made = texts(pdf(Paper("样本", (Table((*rows, (Cell("长句。" * 900), Cell(""))), (1, 1)),))))
    assert "".join(made).count("长") == 900
    for number in range(40):
        assert [f"行{number}甲" in page for page in made] == [f"行{number}丙" in page for page in made]
