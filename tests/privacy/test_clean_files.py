"""文件清理 — what was found is gone from the file, for every reader; what was public is still there."""

import zipfile
from io import BytesIO

import openpyxl
import pikepdf
import pypdfium2
import pytest
from docx import Document
from PIL import Image

from gongkai.privacy import cleaning
from gongkai.privacy.cleaning import Cleaned, NotClean, clean_file
from gongkai.privacy.files import scan_file
from gongkai.privacy.proof import proves_clean
from gongkai.rules.privacy import Kind, MaskRule
from privacy import samples


def cleaned(data: bytes, name: str) -> Cleaned:
    """Everything that a scan finds is taken out."""
    return clean_file(data, name, remove=scan_file(data, name).findings)


def every_part(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (samples.word(samples.full_word), "样本.docx"),
        (samples.workbook(samples.full_workbook), "样本.xlsx"),
        (samples.slides(), "样本.pptx"),
        (samples.pdf(samples.boxed, samples.covered_by_picture, samples.unseen_words, samples.plain_number), "样本.pdf"),
        (samples.picture(author="示例摄影"), "样本.jpg"),
        (samples.picture("PNG", author="示例摄影"), "样本.png"),
        (samples.picture("WEBP"), "样本.webp"),
        (f"手机 {samples.mobile(1)}\n".encode(), "样本.txt"),
        (f"姓名,手机\n示例甲,{samples.mobile(1)}\n".encode("gb18030"), "样本.csv"),
        (f"<html><body><p>手机{samples.mobile(1)}</p><p hidden>藏{samples.mobile(2)}</p></body></html>".encode(), "样本.html"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_second_scan_finds_nothing(data: bytes, name: str) -> None:
    result = cleaned(data, name)
    assert result.done == scan_file(data, name).findings != ()
    assert result.left == scan_file(result.data, name).findings == ()
    assert b"1380000" not in result.data


def test_a_document_keeps_what_was_public() -> None:
    result = cleaned(samples.word(samples.full_word), "样本.docx")
    document = Document(BytesIO(result.data))
    assert [p.text for p in document.paragraphs] == [
        "关于示例事项的公告，正文照常保留。",
        "申请人身份证号：" + samples.resident_id(1)[:6] + "********" + samples.resident_id(1)[-4:],
        "看得见的句子。",
        "第二句看得见。",
        "第三句看得见。",
        "第四句看得见。补上的话。",
        "第五句看得见。",
    ]
    assert document.tables[0].cell(1, 2).text == "138****0016"
    parts = every_part(result.data)
    for words in ("删去的话", "批注的话", "隐藏的话", "示例批注人", "示例修订人", "示例作者", "示例修改者"):
        assert words.encode() not in parts
    assert b"comments" not in parts


def test_a_workbook_keeps_what_was_public() -> None:
    result = cleaned(samples.workbook(samples.full_workbook), "样本.xlsx")
    book = openpyxl.load_workbook(BytesIO(result.data))
    assert book.sheetnames == ["名单", "说明"]
    rows = list(book["名单"].iter_rows(values_only=True, max_col=4))
    assert rows[:3] == [
        ("序号", "姓名", None, "手机"),
        (1, "示例1", None, "138****0021"),
        (2, "示例2", None, "138****0022"),
    ]
    assert rows[3] == (None, None, None, None)
    assert book["名单"].column_dimensions["C"].hidden
    assert [cell.value for cell in book["说明"][1]] == ["公开的说明", "照常保留"]
    assert "深藏" not in every_part(result.data).decode(errors="ignore")


def test_formulas_become_values_when_their_ground_goes() -> None:
    def build(book) -> None:
        book.active.append([3, "=底稿!A1"])
        book.create_sheet("底稿").append([4])
        book["底稿"].sheet_state = "hidden"

    def reckon(part: bytes) -> bytes:
        return (
            part.replace(b"<v></v>", b"<v>4</v>").replace(b"<v/>", b"<v>4</v>").replace(b"<v />", b"<v>4</v>")
        )

    data = samples.with_parts(samples.workbook(build), {"xl/worksheets/sheet1.xml": reckon})
    result = cleaned(data, "样本.xlsx")
    assert [cell.value for cell in openpyxl.load_workbook(BytesIO(result.data)).active[1]] == [3, 4]


def test_names_of_ranges_follow_when_a_sheet_goes() -> None:
    def build(book) -> None:
        first = book.create_sheet("底稿", 0)
        first.append([f"藏起来的内容{samples.mobile(1)}"])
        first.sheet_state = "hidden"
        book["Sheet"].append(["公开"])
        book["Sheet"].print_title_rows = "1:1"
        first.print_title_rows = "1:1"
        book.active = 1

    result = cleaned(samples.workbook(build), "样本.xlsx")
    book = openpyxl.load_workbook(BytesIO(result.data))
    assert book.sheetnames == ["Sheet"]
    assert book["Sheet"].print_title_rows == "$1:$1"


def test_pivot_caches_and_outside_links_go() -> None:
    place = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cache = f'<pivotCacheDefinition xmlns="{main}" xmlns:r="{place}" r:id="rId1"/>'
    records = (
        f'<pivotCacheRecords xmlns="{main}"><r><s v="缓存里的{samples.mobile(3)}"/></r></pivotCacheRecords>'
    )
    outside = f'<externalLink xmlns="{main}"><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>外部的{samples.mobile(4)}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>'

    def related(part: bytes) -> bytes:
        more = f'<Relationship Id="rIdC" Type="{place}/pivotCacheDefinition" Target="pivotCache/c.xml"/><Relationship Id="rIdE" Type="{place}/externalLink" Target="externalLinks/e.xml"/>'
        return part.replace(b"</Relationships>", more.encode() + b"</Relationships>")

    def named(part: bytes) -> bytes:
        more = f'<externalReferences><externalReference xmlns:r="{place}" r:id="rIdE"/></externalReferences><pivotCaches><pivotCache cacheId="1" xmlns:r="{place}" r:id="rIdC"/></pivotCaches>'
        return part.replace(b"</workbook>", more.encode() + b"</workbook>")

    data = samples.with_parts(
        samples.workbook(lambda book: book.active.append(["公开"])),
        {
            "xl/_rels/workbook.xml.rels": related,
            "xl/workbook.xml": named,
            "xl/pivotCache/c.xml": cache.encode(),
            "xl/pivotCache/_rels/c.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{place}/pivotCacheRecords" Target="r.xml"/></Relationships>'.encode(),
            "xl/pivotCache/r.xml": records.encode(),
            "xl/externalLinks/e.xml": outside.encode(),
        },
    )
    scan = scan_file(data, "样本.xlsx")
    assert {one.kind for one in scan.findings} == {Kind.PIVOT_CACHE, Kind.EXTERNAL_LINK, Kind.MOBILE_PHONE}
    result = cleaned(data, "样本.xlsx")
    parts = every_part(result.data)
    assert not any(word in parts for word in (b"pivotCache", b"externalReference", b"externalLink"))
    assert openpyxl.load_workbook(BytesIO(result.data)).active["A1"].value == "公开"


def pdf_text(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_words_leave_a_pdf_and_all_others_keep_their_places() -> None:
    result = cleaned(samples.pdf(samples.boxed, samples.unseen_words), "样本.pdf")
    first, second = pdf_text(result.data)
    assert first.split() == ["公开的第一行照常保留", "身份证号", "已处理"]
    assert second.split() == ["第三页的公开文字"]
    with pypdfium2.PdfDocument(result.data) as document:
        words = document[0].get_textpage()
        at = words.get_text_range().index("已处理")
        assert words.get_charbox(at)[0] == pytest.approx(400, abs=2)


def test_masked_words_in_a_pdf_get_a_black_box() -> None:
    data = samples.pdf(lambda canvas: canvas.drawString(72, 760, f"手机 {samples.mobile(5)} 止"))
    result = cleaned(data, "样本.pdf")
    (text,) = pdf_text(result.data)
    assert "138" in text
    assert "0005" in text
    assert samples.mobile(5) not in text
    before = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("L")
    after = pypdfium2.PdfDocument(result.data)[0].render(scale=2).to_pil().convert("L")
    dark = [sum(picture.crop((140, 100, 400, 180)).histogram()[:60]) for picture in (before, after)]
    assert dark[1] > 2 * dark[0]


def test_a_page_whose_glyphs_cannot_be_told_apart_becomes_a_picture() -> None:
    result = cleaned(samples.pdf(samples.boxed, samples.plain_number), "样本.pdf")
    first, second = pdf_text(result.data)
    assert "公开的第一行照常保留" in first
    assert second.strip() == ""
    picture = pypdfium2.PdfDocument(result.data)[1].render(scale=1).to_pil().convert("L")
    assert picture.getextrema()[0] < 40


def test_older_revisions_do_not_survive() -> None:
    old = samples.pdf(lambda canvas: canvas.drawString(72, 760, f"旧的 {samples.mobile(53)}"))
    result = cleaned(samples.updated(old, "新的一页没有号码"), "样本.pdf")
    assert result.data.count(b"%%EOF") == 1
    assert [text.strip() for text in pdf_text(result.data)] == ["新的一页没有号码"]


def test_a_pdf_is_freed_of_what_it_carries() -> None:
    data = samples.furnished(
        samples.pdf(samples.boxed),
        attachment=("附件.txt", f"手机 {samples.mobile(51)}".encode()),
        remark=f"请核对 {samples.mobile(52)}",
        photo=samples.picture(),
    )
    result = cleaned(data, "样本.pdf")
    assert result.left == ()
    with pikepdf.Pdf.open(BytesIO(result.data)) as document:
        assert len(document.attachments) == 0
        assert len(document.pages[0].obj.get("/Annots", [])) == 0
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root


def test_attachments_that_stay_are_masked_inside() -> None:
    inner = samples.word(lambda document: document.add_paragraph(f"手机 {samples.mobile(51)}"))
    data = samples.furnished(
        samples.pdf(samples.boxed), attachment=("附件.docx", inner), remark="", photo=samples.picture()
    )
    keep = {Kind.EMBEDDED_FILE, Kind.AUTHOR_METADATA}
    remove = [one for one in scan_file(data, "样本.pdf").findings if one.kind not in keep]
    result = clean_file(data, "样本.pdf", remove=remove)
    with pikepdf.Pdf.open(BytesIO(result.data)) as document:
        stored = document.attachments["附件.docx"].get_file().read_bytes()
    assert Document(BytesIO(stored)).paragraphs[0].text == "手机 138****0051"
    assert {one.kind for one in result.left} == keep


def test_photographs_keep_their_picture_and_their_turn() -> None:
    for kind in ("JPEG", "PNG"):
        data = samples.picture(kind)
        before, after = (Image.open(BytesIO(one)) for one in (data, cleaned(data, "样本.jpg").data))
        assert after.tobytes() == before.tobytes()
        assert after.getexif()[0x0112] == 6
        assert not after.getexif().get_ifd(0x8825)


def test_slides_keep_what_was_public() -> None:
    result = cleaned(samples.slides(), "样本.pptx")
    parts = every_part(result.data)
    assert b"ppt/slides/s2.xml" not in parts
    assert b"notesSlides" not in parts
    text = scan_file(result.data, "样本.pptx").text
    assert "公开的标题138****0061" in text
    assert "最后一张" in text


def test_archives_are_rebuilt_with_clean_files() -> None:
    inner = samples.zipped({"里面.docx": samples.word(samples.full_word)})
    data = samples.zipped(
        {"照片/甲.jpg": samples.picture(), "内层.zip": inner, "说明.txt": "公开的说明".encode()}
    )
    result = cleaned(data, "样本.zip")
    assert result.left == ()
    with zipfile.ZipFile(BytesIO(result.data)) as archive:
        assert archive.namelist() == ["照片/甲.jpg", "内层.zip", "说明.txt"]
        assert archive.read("说明.txt").decode() == "公开的说明"


def test_only_what_was_asked_for_goes() -> None:
    data = samples.word(samples.full_word)
    result = clean_file(data, "样本.docx", remove=[Kind.COMMENT])
    assert {one.kind for one in result.done} == {Kind.COMMENT}
    left = {one.kind for one in result.left}
    assert Kind.COMMENT not in left
    assert {Kind.TRACKED_CHANGE, Kind.HIDDEN_TEXT, Kind.RESIDENT_ID} <= left


def test_masks_can_be_set() -> None:
    data = samples.word(lambda document: document.add_paragraph(f"手机 {samples.mobile(7)}"))
    result = clean_file(
        data, "样本.docx", remove=[Kind.MOBILE_PHONE], masks={Kind.MOBILE_PHONE: MaskRule(0, 2)}
    )
    assert Document(BytesIO(result.data)).paragraphs[0].text == "手机 *********07"


def test_the_same_words_go_wherever_they_stand() -> None:
    number = samples.mobile(8)

    def build(document) -> None:
        document.add_paragraph(f"手机 {number}")
        document.core_properties.title = f"关于{number}的答复"
        document.add_picture(BytesIO(samples.picture(place=False)))
        document.inline_shapes[0]._inline.docPr.set("descr", f"截图{number}")

    result = cleaned(samples.word(build), "样本.docx")
    assert number.encode() not in every_part(result.data)
    assert Document(BytesIO(result.data)).core_properties.title == "关于138****0008的答复"


def test_a_file_that_would_still_tell_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    data = samples.word(samples.full_word)
    monkeypatch.setattr(cleaning, "_clean", lambda data, name, plan: data)
    with pytest.raises(NotClean) as refused:
        cleaned(data, "样本.docx")
    assert refused.value.code == "not_clean"
    assert refused.value.places


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
def test_the_proof_reads_every_encoding(encoding: str) -> None:
    words = "示例路示例号的内容"
    data = samples.zipped({"a.bin": b"\x01" + words.encode(encoding), "b.zip": samples.zipped({"c": b"c"})})
    assert len(proves_clean(data, "样本.zip", [words])) == 1
    assert proves_clean(data, "样本.zip", ["另外的内容没有"]) == []


def test_the_proof_sees_words_split_by_tags_and_in_packed_streams() -> None:
    split = b"<w:p><w:r><w:t>138000</w:t></w:r><w:r><w:t>00009</w:t></w:r></w:p>"
    assert proves_clean(samples.zipped({"word/document.xml": split}), "样本.docx", ["13800000009"])
    page = samples.pdf(lambda canvas: canvas.drawString(72, 700, f"手机 {samples.mobile(9)}"))
    assert proves_clean(page, "样本.pdf", [samples.mobile(9)])
    old = samples.updated(page, "新的一页没有号码")
    assert proves_clean(old, "样本.pdf", [samples.mobile(9)])
