"""按区域遮盖 — what lies beneath a rectangle is gone from words, drawings, notes and pictures, and the rest stays."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from gongkai.intake.reading import FileRefused
from gongkai.privacy.page_pictures import WIDTH, count_pages, page_picture
from gongkai.privacy.proof import proves_clean
from gongkai.privacy.region import Region
from gongkai.privacy.regions import redact_image, redact_pdf
from gongkai.typesetting.paper import Paper, Paragraph, Verification
from gongkai.typesetting.pdf import pdf

SECRET = "样本秘密丙丁戊己"
PAPER = Paper(
    title="样本文件",
    blocks=(Paragraph("第一段可以公开的示例内容。"), Paragraph(SECRET), Paragraph("第三段可以公开。")),
    verification=Verification("https://example.gov.cn/SAMPLE", ("样本核验",)),
)


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def place_of(data: bytes, words: str) -> Region:
    """The region around words of the first page, as somebody would draw it on a picture of the page."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        wide, high = page.get_size()
        words_of_page = page.get_textpage()
        start = words_of_page.get_text_range().index(words)
        boxes = [words_of_page.get_charbox(start + n) for n in range(len(words))]
    return Region(
        0,
        min(b[0] for b in boxes) / wide,
        1 - max(b[3] for b in boxes) / high,
        max(b[2] for b in boxes) / wide,
        1 - min(b[1] for b in boxes) / high,
    )


def picture_of(data: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        made: Image.Image = document[0].render(scale=1).to_pil().convert("L")
        return made


def test_pages_are_shown_as_they_are_turned_and_no_others() -> None:
    data = pdf(PAPER)
    assert count_pages(data) == 1
    with Image.open(BytesIO(page_picture(data, 0))) as shown:
        assert (shown.format, shown.width) == ("JPEG", WIDTH)
        assert shown.height > shown.width
    with pytest.raises(FileRefused, match="不在文件里"):
        page_picture(data, 1)
    made = BytesIO()
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    Image.new("RGBA", (40, 20), "white").convert("RGB").save(made, "JPEG", exif=turned)
    with Image.open(BytesIO(page_picture(made.getvalue(), 0))) as shown:
        assert shown.size == (20, 40)
    assert count_pages(made.getvalue()) == 1


def test_words_beneath_a_region_are_gone_and_their_neighbours_stay() -> None:
    data = pdf(PAPER)
    assert SECRET in text_of(data)

    cleaned = redact_pdf(data, [place_of(data, SECRET)])

    assert proves_clean(cleaned, "样本.pdf", {SECRET}) == []
    assert "第一段可以公开的示例内容。" in text_of(cleaned)
    assert "第三段可以公开。" in text_of(cleaned)


def test_the_region_is_black() -> None:
    data = pdf(PAPER)
    place = place_of(data, SECRET)
    picture = picture_of(redact_pdf(data, [place]))
    corner = (round(place.x0 * picture.width) + 2, round(place.y0 * picture.height) + 2)
    assert picture.getpixel(corner) == 0


def test_a_drawing_beneath_a_region_makes_the_page_a_picture() -> None:
    data = pdf(PAPER)
    cleaned = redact_pdf(data, [Region(0, 0.1, 0.3, 0.9, 0.6)])
    assert text_of(cleaned) == ""
    assert picture_of(cleaned).getpixel((300, 380)) == 0


def test_a_region_on_white_paper_leaves_all_words() -> None:
    data = pdf(PAPER)
    assert text_of(redact_pdf(data, [Region(0, 0.2, 0.7, 0.4, 0.8)])) == text_of(data)


def test_replacement_texts_and_notes_in_the_region_go_too() -> None:
    data = pdf(PAPER)
    place = place_of(data, SECRET)
    with pikepdf.open(BytesIO(data)) as opened:
        page = opened.pages[0]
        words = pikepdf.String(SECRET)
        opened.Root["/StructTreeRoot"]["/K"][0]["/ActualText"] = words
        content = list(pikepdf.parse_content_stream(page))
        marked = pikepdf.Dictionary(ActualText=words)
        content.insert(0, ([pikepdf.Name("/Span"), marked], pikepdf.Operator("BDC")))
        content.append(([], pikepdf.Operator("EMC")))
        page.obj["/Contents"] = opened.make_stream(pikepdf.unparse_content_stream(content))
        wide, high = (float(n) for n in page.mediabox[2:])
        corners = [place.x0 * wide, (1 - place.y1) * high, place.x1 * wide, (1 - place.y0) * high]
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=corners, Contents=words
        )
        page.obj["/Annots"] = pikepdf.Array([opened.make_indirect(note)])
        stream = BytesIO()
        opened.save(stream)
    assert proves_clean(stream.getvalue(), "样本.pdf", {SECRET}) != []

    cleaned = redact_pdf(stream.getvalue(), [place])

    assert proves_clean(cleaned, "样本.pdf", {SECRET}) == []


def test_a_turned_page_is_covered_where_it_was_seen() -> None:
    with pikepdf.open(BytesIO(pdf(PAPER))) as opened:
        opened.pages[0].rotate(90, relative=False)
        stream = BytesIO()
        opened.save(stream)
    upright = place_of(pdf(PAPER), SECRET)
    turned = Region(0, 1 - upright.y1, upright.x0, 1 - upright.y0, upright.x1)

    cleaned = redact_pdf(stream.getvalue(), [turned])

    assert SECRET not in text_of(cleaned)
    assert "第一段可以公开的示例内容。" in text_of(cleaned)


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(FileRefused, match="要遮盖的页"):
        redact_pdf(pdf(PAPER), [Region(7, 0.1, 0.1, 0.2, 0.2)])


@pytest.mark.parametrize("corners", [(0.2, 0.1, 0.2, 0.3), (-0.1, 0, 1, 1), (0, 0, 1, 1.1)])
def test_a_region_is_a_rectangle_on_the_page(corners: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="region"):
        Region(0, *corners)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_black_in_the_region_and_says_nothing_beside(form: str) -> None:
    picture = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(picture).text((20, 20), "SECRET", fill="red")
    exif = Image.Exif()
    exif[0x013B] = "样本作者"
    stream = BytesIO()
    picture.save(stream, form, exif=exif)

    cleaned = Image.open(BytesIO(redact_image(stream.getvalue(), [Region(0, 0.05, 0.1, 0.6, 0.5)])))

    assert cleaned.format == form
    assert dict(cleaned.getexif()) == {}
    seen = cleaned.convert("L")
    assert seen.crop((16, 16, 116, 46)).getextrema()[1] < 8
    assert seen.getpixel((180, 80)) > 247


def test_a_turned_picture_is_covered_where_it_was_seen() -> None:
    picture = Image.new("RGB", (200, 100), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = BytesIO()
    picture.save(stream, "JPEG", exif=exif)

    cleaned = Image.open(BytesIO(redact_image(stream.getvalue(), [Region(0, 0, 0, 1, 0.25)])))

    assert cleaned.size == (100, 200)
    assert cleaned.convert("L").getpixel((50, 20)) < 8
    assert cleaned.convert("L").getpixel((50, 120)) > 247


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(FileRefused, match="JPEG"):
        redact_image(b"GIF89a", [Region(0, 0, 0, 1, 1)])
