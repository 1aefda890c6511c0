"""DOCX 来稿 — documents made on the spot, and archives that only look like documents."""

import base64
import zipfile
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from gongkai.intake import FileRefused, limits
from gongkai.intake.read import read

TEXT = (
    "为加强示例管理，保障群众合法权益，根据有关法律法规，结合我市实际，现就有关事项通知如下，请认真组织实施。"
)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def made(build):
    document = Document()
    build(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def notice(document):
    for text, size in (("临江市人民政府办公室文件", 30), ("临政办发〔2021〕9号", 16)):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.paragraphs[-1].runs[0].font.size = Pt(size)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("关于做好示例工作的通知").font.size = Pt(22)
    document.add_paragraph("各县区人民政府：")
    document.add_paragraph("　　" + TEXT)
    document.add_paragraph("　　一、工作安排")
    table = document.add_table(rows=2, cols=2)
    for i, text in enumerate(("项目", "数量", "甲", "12")):
        table.cell(i // 2, i % 2).text = text
    document.add_picture(BytesIO(PIXEL))
    document.add_paragraph("临江市人民政府办公室")
    document.add_paragraph("2021年7月8日")


def test_docx():
    reading = read(made(notice), "样本.docx")
    assert reading.title == "关于做好示例工作的通知"
    assert reading.agency == "临江市人民政府办公室"
    assert reading.document_number == "临政办发〔2021〕9号"
    assert reading.formed_on == date(2021, 7, 8)
    assert "项目\t数量\n甲\t12" in reading.body_text
    assert "<h2>一、工作安排</h2>" in reading.body_html
    assert [p.media_type for p in reading.pictures] == ["image/png"]
    assert reading.pictures[0].data == PIXEL
    assert f'src="attachment:{reading.pictures[0].name}"' in reading.body_html


def test_docx_under_another_name_is_still_a_docx():
    reading = read(made(notice), "样本.txt")
    assert reading.title == "关于做好示例工作的通知"
    assert any("DOCX" in warning for warning in reading.warnings)


def test_largest_centred_line_is_the_title():
    def build(document):
        document.add_paragraph("内部编号样本")
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.add_run("示例工作二三事").font.size = Pt(22)
        document.add_paragraph(TEXT)

    assert read(made(build), "a.docx").title == "示例工作二三事"


def altered(replace=None, add=None):
    source = zipfile.ZipFile(BytesIO(made(notice)))
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            target.writestr(item.filename, (replace or {}).get(item.filename, lambda data: data)(content))
        for name, content in (add or {}).items():
            target.writestr(name, content)
    return stream.getvalue()


BOMB = b'<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"])
def test_entity_bomb_is_refused(part):
    def insert(data):
        return data.replace(b"?>", b"?>" + BOMB, 1)

    with pytest.raises(FileRefused) as refused:
        read(altered({part: insert}), "a.docx")
    assert refused.value.code == "entities"


def test_entity_bomb_in_utf_16_is_refused():
    def recode(data):
        text = data.decode().replace("?>", "?>" + BOMB.decode(), 1).replace("UTF-8", "UTF-16")
        return text.encode("utf-16")

    with pytest.raises(FileRefused) as refused:
        read(altered({"word/document.xml": recode}), "a.docx")
    assert refused.value.code == "entities"


def test_zip_bomb_is_refused_by_its_declared_size(monkeypatch):
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 2_000_000)
    with pytest.raises(FileRefused) as refused:
        read(altered(add={"word/media/big.bin": b"\0" * 3_000_000}), "a.docx")
    assert refused.value.code == "zip_bomb"


def test_oversized_part_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_PART_BYTES", 1_000_000)
    with pytest.raises(FileRefused) as refused:
        read(altered(add={"word/huge.xml": b" " * 1_500_000}), "a.docx")
    assert refused.value.code == "zip_bomb"


@pytest.mark.parametrize(
    ("add", "code"),
    [
        ({"xl/workbook.xml": "<a/>"}, "broken_xlsx"),
        ({"ppt/presentation.xml": "<a/>"}, "slides"),
        ({"读我.txt": "样本"}, "archive"),
        ({"OFD.xml": "<a/>"}, "ofd"),
        (
            {"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>", "word/vbaProject.bin": "样本"},
            "macros",
        ),
        ({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>", "xl/vbaProject.bin": "样本"}, "macros"),
    ],
)
def test_other_archives_are_refused(add, code):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in add.items():
            archive.writestr(name, content)
    with pytest.raises(FileRefused) as refused:
        read(stream.getvalue(), "a.docx")
    assert refused.value.code == code


def test_broken_documents_are_refused():
    whole = made(notice)
    for data in (
        whole[: len(whole) // 2],
        b"PK\x03\x04" + b"\x99" * 500,
        altered({"word/document.xml": lambda data: data[: len(data) // 2]}),
    ):
        with pytest.raises(FileRefused) as refused:
            read(data, "a.docx")
        assert refused.value.code == "broken_docx"


def test_docx_that_is_no_archive_is_refused():
    with pytest.raises(FileRefused) as refused:
        read("只是文字".encode(), "a.docx")
    assert refused.value.code == "not_docx"


def test_empty_document_is_refused():
    with pytest.raises(FileRefused) as refused:
        read(made(lambda document: None), "a.docx")
    assert refused.value.code == "no_text"
