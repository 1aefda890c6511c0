"""公文 Word 文件 — real styles and numbers, the same bytes each time, nobody's name, tables that merge."""

import zipfile
from dataclasses import replace
from io import BytesIO

import docx as word
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from gongkai.typesetting import layout
from gongkai.typesetting.docx import docx
from gongkai.typesetting.fitting import line_of
from gongkai.typesetting.paper import Heading, PageBreak, Paper, Paragraph

from .samples import FORM, LETTER, TABLE, long_paper


def opened(paper: Paper) -> Document:
    return word.Document(BytesIO(docx(paper)))


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert docx(LETTER) == docx(LETTER)


def test_it_names_nobody_and_no_time() -> None:
    properties = opened(LETTER).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert (properties.created, properties.modified) == (None, None)
    assert (properties.title, properties.language) == (LETTER.title, "zh-CN")


def test_an_officer_finds_styles_to_edit_with() -> None:
    styles = [(p.text, p.style.name) for p in opened(LETTER).paragraphs if p.style]
    expected = [
        (LETTER.letterhead, "发文机关标志"),
        (LETTER.number, "发文字号"),
        (LETTER.title, "Title"),
        ("示例申请人：", "主送机关"),
        ("处理决定", "Heading 1"),
        ("2026年10月20日", "署名日期"),
    ]
    assert [one for one in styles if one in expected] == expected


def test_word_numbers_the_headings_itself() -> None:
    document = opened(Paper("样本", (Heading("甲"), Heading("乙", numbered=False), PageBreak())))
    numbered, plain = (p for p in document.paragraphs if p.style and p.style.name == "Heading 1")
    style = document.styles["Heading 1"].element.pPr.find(qn("w:numPr"))
    assert style.find(qn("w:numId")).get(qn("w:val")) == "91"
    assert numbered._p.pPr.find(qn("w:numPr")) is None
    assert plain._p.pPr.find(qn("w:numPr")).find(qn("w:numId")).get(qn("w:val")) == "0"


def test_east_asian_fonts_are_named() -> None:
    fonts = opened(LETTER).styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "FangSong"


def test_tables_merge_and_repeat_their_head() -> None:
    table = opened(Paper("样本", (TABLE,))).tables[0]
    assert table.cell(0, 1)._tc is table.cell(0, 3)._tc
    assert table.cell(0, 0)._tc.vMerge == "restart"
    heads = [
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows
    ]
    assert heads == [True, True] + [False] * 60
    assert table.cell(61, 3).text == "180"


def test_a_form_has_its_boxes() -> None:
    table = opened(FORM).tables[0]
    assert table.cell(0, 1).text == "☑ 公民　☐ 法人或者其他组织"
    assert [table.cell(2, n).text for n in (0, 2, 4)] == ["联系电话", "电子邮箱", "邮政编码"]


def parts(paper: Paper) -> str:
    with zipfile.ZipFile(BytesIO(docx(paper))) as package:
        return "".join(
            package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")
        )


def test_page_numbers_are_fields_and_only_a_draft_is_marked() -> None:
    assert " PAGE " in parts(LETTER)
    assert 'string="草稿"' not in parts(LETTER)
    assert parts(replace(LETTER, draft=True)).count('string="草稿"') == 3


def test_a_long_paper_keeps_every_paragraph() -> None:
    texts = [p.text for p in opened(long_paper(480)).paragraphs]
    assert sum(text.startswith("第") for text in texts) == 480


def letter_of(lines: int) -> Paper:
    """A letter whose words fill so many lines."""
    assert LETTER.signing
    return Paper(
        "样本告知书",
        tuple(Paragraph("字" * 20) for _ in range(lines)),
        letterhead="临江市示例局",
        number="示例〔2026〕1号",
        addressee="示例申请人",
        signing=LETTER.signing,
    )


def test_the_name_of_the_organ_stands_thirty_millimetres_down_above_its_double_line() -> None:
    head = opened(LETTER).paragraphs[0]
    frame, border = (head._p.pPr.find(qn(name)) for name in ("w:framePr", "w:pBdr"))
    assert round(int(frame.get(qn("w:y"))) / 20 / 72 * 25.4) == 30
    assert frame.get(qn("w:vAnchor")) == "page"
    assert border.find(qn("w:bottom")).get(qn("w:color")) == "C00000"


def test_a_letter_a_little_too_long_is_set_closer_and_nobody_signs_an_empty_page() -> None:
    usual = [line_of(letter_of(lines)) for lines in range(5, 25)]
    assert usual[0] == usual[-1] == layout.LINE  # short ones, and those that fill two pages anyway
    assert set(layout.CLOSER) <= set(usual)
    lines = next(number for number, line in enumerate(usual, start=5) if line == layout.CLOSER[0])
    document = opened(letter_of(lines))
    assert document.styles["公文正文"].paragraph_format.line_spacing == Pt(layout.CLOSER[0])
    last = [p for p in document.paragraphs if p.style and p.style.name == "公文正文"][-1]
    assert last.paragraph_format.keep_with_next
