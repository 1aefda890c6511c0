"""各种格式 — spreadsheets as previews, old Word through LibreOffice, saved pages with their pictures, words of attachments."""

import base64
import io
import os
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.workbook.workbook import Workbook

from gongkai.intake import FileRefused, Named, clean_html
from gongkai.intake.clean import parse
from gongkai.intake.file_text import text_of_file
from gongkai.intake.read import read
from intake.pdfs import ROWS, made, notice, table

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TEXT = "为加强示例管理，保障群众合法权益，根据有关法律法规，结合我市实际，现就有关事项通知如下。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def ole(*streams: str) -> bytes:
    """The beginning of an old Office file and the names of its streams, which is what kinds are told by."""
    return OLE + b"".join(name.encode("utf-16-le") + b"\0\0" for name in streams)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook() -> Workbook:
    book = openpyxl.Workbook()
    book.active.title = "藏起来的表"
    book.active.append(["不公开的内容"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("名单")
    sheet.append(["临江市示例补助名单公示"])
    sheet.append(["单位", "数量", "身份证号", "日期", "比例"])
    sheet.append(["甲单位", 12, "样本一", date(2024, 3, 5), 0.5])
    sheet.append(["乙单位", 3.25, "样本二", None, True])
    sheet.column_dimensions["C"].hidden = True
    sheet.append(["不显示的行", 1])
    sheet.row_dimensions[5].hidden = True
    sheet.merge_cells("A1:E1")
    book.create_sheet("说明").append(["第二张表的文字"])
    return book


def converter(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")


def word() -> bytes:
    document = Document()
    document.add_paragraph("关于示例转换工作的通知")
    document.add_paragraph(TEXT)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_spreadsheet_is_a_draft_with_a_preview_and_itself_attached() -> None:
    reading = read(saved(workbook()), "补助名单.xlsx")
    assert reading.title == "临江市示例补助名单公示"
    assert reading.attachments == (Named("临江市示例补助名单公示", "补助名单.xlsx"),)
    assert reading.body_text == "单位\t数量\t日期\t比例\n甲单位\t12\t2024-03-05\t0.5\n乙单位\t3.25\t\t是"
    assert any("预览" in warning for warning in reading.warnings)


def test_what_a_spreadsheet_hides_is_in_no_text() -> None:
    data = saved(workbook())
    for text in (read(data, "a.xlsx").body_text, text_of_file(data, "a.xlsx")):
        assert not any(hidden in text for hidden in ("不公开", "样本", "不显示"))
    assert "第二张表的文字" in text_of_file(data, "a.xlsx")


def test_a_long_spreadsheet_is_cut_and_says_so() -> None:
    book = openpyxl.Workbook()
    for n in range(400):
        book.active.append([f"第{n}行", *range(40)])
    reading = read(saved(book), "临江市示例长表.xlsx")
    assert reading.title == "临江市示例长表"
    assert (reading.body_html.count("<tr>"), reading.body_html.count("<td>")) == (100, 3000)
    assert any("前 100 行、30 列" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (ole("WordDocument"), "a.doc"),
        (ole("WordDocument"), "a.wps"),
        (ole("Workbook"), "a.xls"),
        (b"{\\rtf1 x}", "a.rtf"),
    ],
)
def test_old_formats_say_what_to_do_where_nothing_can_convert_them(
    data: bytes, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileRefused, match=r"LibreOffice.*另存为") as refused:
        read(data, name)
    assert refused.value.code == "needs_libreoffice"


def test_old_word_is_read_through_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(word())
    # The arguments are checked by their place: "--convert-to docx --outdir OUT IN" come last.
    converter(
        tmp_path, monkeypatch, f'[ "$7" = docx ] && mkdir -p "$9" && cp {tmp_path}/made.docx "$9/in.docx"'
    )
    for data, name in ((ole("WordDocument"), "a.doc"), (b"{\\rtf1 x}", "a.rtf")):
        assert read(data, name).title == "关于示例转换工作的通知"


@pytest.mark.parametrize(("script", "code"), [("exit 0", "not_converted"), ("sleep 60", "timeout")])
def test_a_conversion_that_fails_is_a_refusal(
    script: str, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("gongkai.intake.office.SECONDS", 1)
    converter(tmp_path, monkeypatch, script)
    with pytest.raises(FileRefused) as refused:
        read(ole("WordDocument"), "a.doc")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (("WordDocument", "_VBA_PROJECT"), "macros"),
        (("EncryptedPackage",), "encrypted"),
        (("PowerPoint Document",), "slides"),
        (("Other",), "old_office"),
    ],
)
def test_old_office_files_that_are_refused(streams: tuple[str, ...], code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(ole(*streams), "a.doc")
    assert refused.value.code == code


def test_a_password_in_words_own_header_is_seen() -> None:
    data = bytearray(ole("WordDocument"))
    data[512:514], data[523] = b"\xec\xa5", 1
    with pytest.raises(FileRefused) as refused:
        read(bytes(data), "a.doc")
    assert refused.value.code == "encrypted"


def page(*images: str) -> bytes:
    shown = "".join(f'<p><img src="{source}" alt="图示"></p>' for source in images)
    return f"<html><body><h1>关于示例工作的通知</h1><div class='TRS_Editor'><p>{TEXT * 2}</p>{shown}</div></body></html>".encode()


def test_a_saved_page_has_the_pictures_saved_with_it() -> None:
    beside = {"通知_files/图 1.png": PIXEL, "名单.xlsx": b""}
    reading = read(
        page("./%E9%80%9A%E7%9F%A5_files/%E5%9B%BE%201.png?v=1", "/elsewhere/no.png"), "通知.html", beside
    )
    assert [(picture.data, picture.alt) for picture in reading.pictures] == [(PIXEL, "图示")]
    assert reading.body_html.count("<img") == 1
    assert any("1 张图片" in warning for warning in reading.warnings)


def test_pictures_within_a_page_do_not_count_as_its_text() -> None:
    large = PIXEL + b"\0" * 6_000_000
    reading = read(page("data:image/png;base64," + base64.b64encode(large).decode()), "通知.html")
    assert reading.pictures[0].data == large


def test_footnotes_are_kept() -> None:
    source = zipfile.ZipFile(io.BytesIO(word()))
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = f'<w:footnotes {namespace}><w:footnote w:id="1"><w:p><w:r><w:t>脚注样本。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    relation = (
        '<Relationship Id="note" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for item in source.infolist():
            text = source.read(item)
            if item.filename == "word/document.xml":
                text = text.replace(
                    b"</w:t></w:r></w:p><w:sectPr",
                    b'</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p><w:sectPr',
                )
            if item.filename.endswith("document.xml.rels"):
                text = text.replace(b"</Relationships>", relation.encode())
            target.writestr(item.filename, text)
        target.writestr("word/footnotes.xml", note)
    reading = read(stream.getvalue(), "a.docx")
    assert "脚注样本。" in reading.body_text
    assert "[1]" in reading.body_text


NOTED = "<p>各学校：</p><p>现将示例事项通知如下{mark}。请按时完成，并把结果公开。</p><p>临江市教育局</p><p>2026年3月2日</p>{notes}"
NOTES = {
    "list": (
        '<sup><a href="#fn1" id="fnref1">1</a></sup>',
        '<hr><section class="footnotes"><ol><li id="fn1"><p>示例小学除外。<a href="#fnref1">↩</a></p></li></ol></section>',
    ),
    "word": (
        "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span>[1]</span></a>",
        "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> 示例小学除外。</p></div>",
    ),
    "div": ("<sup id='fnref:1'><a href='#fn:1'>①</a></sup>", "<div id='fn:1'>① 示例小学除外。</div>"),
    "anchor": ("<a href='#note1'>[1]</a>", "<p><a name='note1'></a>[1] 示例小学除外。<br>另见示例。</p>"),
}


@pytest.mark.parametrize("kind", NOTES)
def test_footnotes_of_a_page_are_kept_and_found(kind: str) -> None:
    mark, notes = NOTES[kind]
    body = NOTED.format(mark=mark, notes=notes)
    reading = read(f"<h1>临江市教育局关于示例的通知</h1>{body}".encode(), "通知.html")
    root = parse(reading.body_html)
    led_to = {link.get("href", "").removeprefix("#") for link in root.iter("a")}
    marks = {element.get("id") for element in root.iter() if element.get("id")}
    assert "示例小学除外。" in reading.body_text
    assert led_to
    assert led_to <= marks
    assert clean_html(reading.body_html) == reading.body_html


@pytest.mark.parametrize("name", ["s1", "main", "第一条", 'fn1" onclick="x', "id_title"])
def test_no_other_id_is_kept(name: str) -> None:
    assert "id=" not in clean_html(f"<p id='{name}'>示例</p><ul><li id='{name}'>示例</li></ul>")


def slides(*shown: tuple[str, bool]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        for n, (words, visible) in enumerate(shown, start=1):
            archive.writestr(
                f"ppt/slides/slide{n}.xml",
                f'<p:sld xmlns:p="urn:p" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" show="{visible:d}">'
                f"<a:p><a:r><a:t>{words[:2]}</a:t></a:r><a:r><a:t>{words[2:]}</a:t></a:r></a:p></p:sld>",
            )
    return stream.getvalue()


def test_the_words_of_attachments() -> None:
    assert (
        text_of_file(slides(("第一张片", True), ("不放映的", False), ("第三张片", True)), "a.pptx")
        == "第一张片\n第三张片"
    )
    assert "甲类事项\t12" in text_of_file(made([*notice(), table(ROWS)]), "a.pdf")
    assert TEXT in text_of_file(word(), "a.docx")
    assert text_of_file("单位,数量\n甲,1\n".encode("gbk"), "a.csv") == "单位,数量\n甲,1\n"
    assert text_of_file(page(), "a.html").startswith("关于示例工作的通知\n为加强")
    assert text_of_file(ole("WordDocument"), "a.doc") == ""


def test_slides_are_no_document() -> None:
    with pytest.raises(FileRefused) as refused:
        read(slides(("文字样本", True)), "a.pptx")
    assert refused.value.code == "slides"
