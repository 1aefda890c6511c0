"""文件排查 — every hidden kind in every format is found, at its place, with its certainty."""

import pytest

from gongkai.privacy.files import scan_file
from gongkai.rules.privacy import Certainty, Kind
from privacy import samples


def found(data: bytes, name: str) -> dict[Kind, list[str]]:
    places: dict[Kind, list[str]] = {}
    for one in scan_file(data, name).findings:
        places.setdefault(one.kind, []).append(one.place)
    return places


def words_of(data: bytes, name: str, kind: Kind) -> list[str]:
    scan = scan_file(data, name)
    return [scan.text[one.start : one.end] for one in scan.findings if one.kind == kind]


def test_a_document_tells_all_that_it_hides() -> None:
    places = found(samples.word(samples.full_word), "样本.docx")
    assert places[Kind.HIDDEN_TEXT] == ["正文第 3 段", "正文第 4 段", "正文第 5 段"]
    assert places[Kind.TRACKED_CHANGE] == ["正文第 6 段"]
    assert places[Kind.COMMENT] == ["批注"]
    assert places[Kind.AUTHOR_METADATA] == ["docProps/core.xml"] * 2
    assert places[Kind.RESIDENT_ID] == ["正文第 2 段", "正文表 1 第 2 行第 2 列"]
    assert len(places[Kind.MOBILE_PHONE]) == 6


def test_a_number_split_over_runs_is_one_number() -> None:
    assert words_of(samples.word(samples.full_word), "样本.docx", Kind.RESIDENT_ID)[0] == samples.resident_id(
        1
    )


def test_a_plain_document_has_nothing_to_tell() -> None:
    data = samples.word(lambda document: document.add_paragraph("关于做好示例工作的通知"))
    assert scan_file(data, "样本.docx").findings == ()


def test_what_hides_content_is_certain() -> None:
    hiding = {Kind.HIDDEN_TEXT, Kind.TRACKED_CHANGE, Kind.COMMENT, Kind.HIDDEN_SHEET, Kind.HIDDEN_ROWS, Kind.HIDDEN_COLUMNS}  # fmt: skip
    for data, name in (
        (samples.word(samples.full_word), "样本.docx"),
        (samples.workbook(samples.full_workbook), "样本.xlsx"),
    ):
        scan = scan_file(data, name)
        assert {one.certainty for one in scan.findings if one.kind in hiding} == {Certainty.CERTAIN}


def test_a_workbook_tells_all_that_it_hides() -> None:
    places = found(samples.workbook(samples.full_workbook), "样本.xlsx")
    assert places[Kind.HIDDEN_SHEET] == ["底稿", "深藏"]
    assert places[Kind.HIDDEN_COLUMNS] == ["名单!C"]
    assert places[Kind.HIDDEN_ROWS] == ["名单!4"]
    assert places[Kind.HIDDEN_TEXT] == ["名单!F2,F3"]
    assert places[Kind.COMMENT] == ["名单!B6"]
    assert places[Kind.RESIDENT_ID] == [f"名单!C{row}" for row in range(2, 7)]
    assert {"底稿!B2", "深藏!A1", "名单!D2"} <= set(places[Kind.MOBILE_PHONE])


def test_columns_and_rows_without_size_are_hidden_too() -> None:
    def build(book) -> None:
        book.active.append(["公开", "藏起来的一列"])
        book.active.append(["藏起来的一行"])

    def shrink(part: bytes) -> bytes:
        columns = b'<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>'
        return part.replace(b"<sheetData>", columns).replace(
            b'<row r="2"', b'<row r="2" ht="0" customHeight="1"'
        )

    data = samples.with_parts(samples.workbook(build), {"xl/worksheets/sheet1.xml": shrink})
    places = found(data, "样本.xlsx")
    assert (places[Kind.HIDDEN_COLUMNS], places[Kind.HIDDEN_ROWS]) == (["Sheet!B"], ["Sheet!2"])


def test_empty_hidden_columns_hide_nothing() -> None:
    def build(book) -> None:
        book.active.append(["公开"])
        book.active.column_dimensions["C"].hidden = True

    assert Kind.HIDDEN_COLUMNS not in found(samples.workbook(build), "样本.xlsx")


def test_any_number_of_empty_rows_is_passed_over() -> None:
    def fill(part: bytes) -> bytes:
        rows = b"".join(b'<row r="%d"/>' % number for number in range(3, 200_000))
        return part.replace(b"</sheetData>", rows + b"</sheetData>")

    def build(book) -> None:
        book.active.append(["手机", samples.mobile(1)])

    data = samples.with_parts(samples.workbook(build), {"xl/worksheets/sheet1.xml": fill})
    scan = scan_file(data, "样本.xlsx")
    assert scan.text.startswith(f"手机\t{samples.mobile(1)}\n")
    assert len(scan.text) < 100
    assert [one.place for one in scan.findings if one.kind == Kind.MOBILE_PHONE] == ["Sheet!B1"]


def test_a_pdf_tells_what_lies_below() -> None:
    data = samples.pdf(samples.boxed, samples.covered_by_picture, samples.unseen_words, author="示例作者")
    places = found(data, "样本.pdf")
    assert places[Kind.TEXT_UNDER_REDACTION] == ["第 1 页", "第 2 页"]
    assert places[Kind.HIDDEN_TEXT] == ["第 3 页"] * 3
    assert places[Kind.AUTHOR_METADATA] == ["文件属性"]
    below = words_of(data, "样本.pdf", Kind.TEXT_UNDER_REDACTION)
    assert below == [samples.resident_id(41), samples.mobile(42)]


def test_words_that_everybody_sees_are_not_hidden() -> None:
    places = found(samples.pdf(samples.plain_number), "样本.pdf")
    assert places.keys() == {Kind.MOBILE_PHONE}


def test_a_pdf_carries_more_than_its_pages() -> None:
    inner = samples.word(lambda document: document.add_paragraph(f"手机 {samples.mobile(51)}"))
    data = samples.furnished(
        samples.pdf(samples.plain_number),
        attachment=("附件.docx", inner),
        remark=f"请核对 {samples.mobile(52)}",
        photo=samples.picture(),
    )
    places = found(data, "样本.pdf")
    assert places[Kind.EMBEDDED_FILE] == ["附件.docx"]
    assert places[Kind.COMMENT] == ["第 1 页批注"]
    assert len(places[Kind.GPS_IN_IMAGE]) == 1
    assert places[Kind.AUTHOR_METADATA] == ["文件属性"]
    assert {"附件.docx › 正文第 1 段", "第 1 页批注"} < set(places[Kind.MOBILE_PHONE])


def test_an_older_revision_still_speaks() -> None:
    old = samples.pdf(lambda canvas: canvas.drawString(72, 760, f"旧的 {samples.mobile(53)}"))
    data = samples.updated(old, "新的一页没有号码")
    places = found(data, "样本.pdf")
    assert places[Kind.HIDDEN_TEXT] == ["旧版本 1"]
    assert places[Kind.MOBILE_PHONE] == ["旧版本 1"]


def test_slides_tell_all_that_they_hide() -> None:
    places = found(samples.slides(), "样本.pptx")
    assert places[Kind.HIDDEN_TEXT] == ["第 1 张幻灯片", "第 2 张幻灯片（隐藏）", "第 3 张幻灯片备注"]
    assert len(places[Kind.MOBILE_PHONE]) == 4


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_tells_where_and_by_whom(kind: str) -> None:
    places = found(samples.picture(kind, author="示例摄影"), "样本.jpg")
    assert places.keys() == {Kind.GPS_IN_IMAGE, Kind.AUTHOR_METADATA}
    assert found(samples.picture(kind, place=False), "样本.jpg") == {}


def test_photographs_within_documents_are_looked_at() -> None:
    from io import BytesIO

    data = samples.word(lambda document: document.add_picture(BytesIO(samples.picture())))
    assert found(data, "样本.docx")[Kind.GPS_IN_IMAGE] == ["word/media/image1.jpg"]


def test_archives_are_opened_also_within_archives() -> None:
    inner = samples.zipped({"里面.txt": f"手机 {samples.mobile(54)}".encode()})
    data = samples.zipped({"照片/甲.jpg": samples.picture(), "内层.zip": inner})
    places = found(data, "样本.zip")
    assert places == {Kind.GPS_IN_IMAGE: ["照片/甲.jpg"], Kind.MOBILE_PHONE: ["内层.zip › 里面.txt"]}


def test_a_web_page_is_read_with_what_it_does_not_show() -> None:
    page = (
        f"<html><body><table><tr><td>姓名</td><td>手机</td></tr><tr><td>示例甲</td><td>{samples.mobile(55)}</td></tr></table>"
        f'<p style="display:none">手机{samples.mobile(56)}</p><!-- 手机{samples.mobile(57)} --><a href="tel:{samples.mobile(58)}">电话</a>'
        "</body></html>"
    )
    places = found(page.encode(), "样本.html")
    assert len(places[Kind.MOBILE_PHONE]) == 4
    assert len(places[Kind.HIDDEN_TEXT]) == len(places[Kind.COMMENT]) == 1


def test_offsets_point_into_the_text() -> None:
    for data, name in (
        (samples.word(samples.full_word), "样本.docx"),
        (samples.workbook(samples.full_workbook), "样本.xlsx"),
        (samples.pdf(samples.boxed, samples.plain_number), "样本.pdf"),
        (samples.slides(), "样本.pptx"),
    ):
        for words in words_of(data, name, Kind.MOBILE_PHONE):
            assert words.startswith("1380000")


def test_no_excerpt_gives_the_words_away() -> None:
    for data, name in (
        (samples.word(samples.full_word), "样本.docx"),
        (samples.workbook(samples.full_workbook), "样本.xlsx"),
    ):
        scan = scan_file(data, name)
        secret = [scan.text[one.start : one.end] for one in scan.findings if one.kind == Kind.MOBILE_PHONE]
        assert secret
        assert not any(
            words in one.excerpt or words in one.reason for words in secret for one in scan.findings
        )
