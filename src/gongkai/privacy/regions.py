"""按区域遮盖 — rectangles that somebody drew on a page or a picture: what lies beneath is taken out, not covered up."""

from __future__ import annotations

import ctypes
import warnings
from collections.abc import Collection, Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2.raw as raw
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from gongkai.intake.reading import FileRefused

from .pdf import notes_of, open_pdf
from .pdf_cleaning import COPIES, Work, make_picture, rewrite, saved
from .pdf_pages import Box, Character, OnePage, Pages
from .pictures import is_picture
from .region import Region

_TOUCHED = 0.1
"""A glyph goes when at least this share of its box lies in a region: rather one too many."""
_THIN = 2.0
"""Points: drawn lines up to this thickness are rules, not words."""
_DESCRIPTIONS = ("/ActualText", "/Alt", "/E")
_DAMAGED = "这张图片已损坏，无法读取。请重新导出后再试。"
_DAMAGED_PDF = "这个 PDF 已损坏，无法遮盖。请重新生成后再试。"
_UNSUPPORTED = "只能遮盖 JPEG、PNG 和 WebP 图片。请先转换格式。"
_TOO_LARGE = "这张图片的像素过多。请缩小后再试。"
_NOT_CLEAN = "遮盖后仍能读出区域内的内容，未保存。请手工处理后再上传。"
_NO_PAGE = "要遮盖的页不在这个文件里。请刷新后重新选定。"
_MODES: dict[str, tuple[str, int | None]] = {"JPEG": ("RGB", 92), "PNG": ("RGBA", None), "WEBP": ("RGBA", 92)}


def redact_pdf(data: bytes, regions: Collection[Region]) -> bytes:
    """A new PDF in which nothing is left beneath the regions, which are black.

    Words go glyph by glyph; a page with pictures or drawings beneath a region becomes a picture itself. Notes and
    fields that touch a region go, and with them descriptions for screen readers, which repeat the words. What the
    file hides elsewhere (properties, attachments) is the matter of `clean_file`. Raises FileRefused for what is
    broken, locked, has no such page, or could not be proved clean by another reader.
    """
    by_page = {one.page: [r for r in regions if r.page == one.page] for one in regions}
    work, drawn = _planned(data, by_page)
    try:
        return _redacted(data, work, drawn)
    except pikepdf.PdfError as error:
        raise FileRefused("damaged", _DAMAGED_PDF) from error


def _redacted(data: bytes, work: dict[int, Work], drawn: set[int]) -> bytes:
    with open_pdf(data) as pdf:
        for number, one in work.items():
            _forget_beside(pdf, number, one.boxes)
            if number not in drawn and one.points and not rewrite(pdf, number, one):
                drawn.add(number)
            elif number not in drawn and not one.points:
                _paint(pdf.pages[number], one.boxes)
        if work:
            _forget_structure(pdf)
        cleaned = saved(pdf)
    drawn |= _still_readable(cleaned, work)
    if drawn:
        with open_pdf(cleaned) as pdf:
            for number in sorted(drawn):
                make_picture(pdf, data, number, work[number])
            cleaned = saved(pdf)
    if _still_readable(cleaned, work):
        raise FileRefused("not_clean", _NOT_CLEAN)
    return cleaned


def redact_image(data: bytes, regions: Collection[Region]) -> bytes:
    """A new picture of the same format with black regions (page 0), turned upright, without EXIF and the like.

    Raises FileRefused for what is broken, no JPEG, PNG or WebP, or has no such page.
    """
    if not is_picture(data):
        raise FileRefused("unsupported", _UNSUPPORTED)
    if any(one.page for one in regions):
        raise FileRefused("no_page", _NO_PAGE)
    picture, form = upright(data)
    mode, quality = _MODES[form]
    draw = ImageDraw.Draw(picture)
    wide, high = picture.size
    for one in regions:
        # Whole pixels outwards: nothing of the edge shines through.
        corners = (
            int(one.x0 * wide),
            int(one.y0 * high),
            -int(-one.x1 * wide // 1),
            -int(-one.y1 * high // 1),
        )
        draw.rectangle(corners, fill=(0, 0, 0, 255)[: len(mode)])
    picture.info.clear()
    made = BytesIO()
    picture.save(made, form, **({"quality": quality} if quality else {}))
    return made.getvalue()


def upright(data: bytes) -> tuple[Image.Image, str]:
    """Return a picture as it is shown, and its format; raises FileRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as opened:
                form = "JPEG" if opened.format == "MPO" else str(opened.format)
                return ImageOps.exif_transpose(opened).convert(_MODES[form][0]), form
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError) as error:
        raise FileRefused("damaged", _DAMAGED) from error
    except Image.DecompressionBombError as error:
        raise FileRefused("too_large", _TOO_LARGE) from error


def _planned(data: bytes, by_page: dict[int, list[Region]]) -> tuple[dict[int, Work], set[int]]:
    """What goes from each page, and which pages have more than words beneath a region."""
    work: dict[int, Work] = {}
    drawn: set[int] = set()
    with Pages(data) as pages:
        for number, regions in by_page.items():
            page = pages.page(number) if number < len(pages) else None
            if page is None:
                raise FileRefused("no_page", _NO_PAGE)
            with page:
                one = work[number] = Work(boxes=[_box(page, region) for region in regions])
                for character in _touched(page.characters, one.boxes):
                    one.points.append(character.origin)
                    one.gone.append(character.letter)
                if any(_overlap(bounds, box) for bounds in _drawings(page) for box in one.boxes):
                    drawn.add(number)
    return work, drawn


def _box(page: OnePage, region: Region) -> Box:
    """The region in the page's own space, whichever way the page is turned."""
    size = 10_000
    corners = []
    for x, y in ((region.x0, region.y0), (region.x1, region.y1)):
        px, py = ctypes.c_double(), ctypes.c_double()
        raw.FPDF_DeviceToPage(page.page.raw, 0, 0, size, size, 0, round(x * size), round(y * size), px, py)
        corners.append((px.value, py.value))
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _touched(characters: Iterable[Character], boxes: Collection[Box]) -> Iterator[Character]:
    """Characters of which a part lies in a region, and those without a size that stand in one."""
    for one in characters:
        if one.letter.isspace():
            continue
        left, bottom, right, top = one.box
        area = (right - left) * (top - bottom)
        for box in boxes:
            inside = box[0] <= one.origin[0] <= box[2] and box[1] <= one.origin[1] <= box[3]
            if _overlap(one.box, box) > area * _TOUCHED or (area <= 0 and inside):
                yield one
                break


def _overlap(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0.0) * max(down, 0.0)


def _drawings(page: OnePage) -> Iterator[Box]:
    """Where anything but plain words and rules is drawn."""
    bounds = [ctypes.c_float() for _ in range(4)]
    for number in range(raw.FPDFPage_CountObjects(page.page.raw)):
        one = raw.FPDFPage_GetObject(page.page.raw, number)
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_TEXT or not raw.FPDFPageObj_GetBounds(one, *bounds):
            continue
        left, bottom, right, top = (b.value for b in bounds)
        if kind != raw.FPDF_PAGEOBJ_PATH or min(right - left, top - bottom) > _THIN:
            yield left, bottom, right, top


def _forget_beside(pdf: pikepdf.Pdf, number: int, boxes: Collection[Box]) -> None:
    """Take from a page what touches a region beside its content, and what repeats the content."""
    page = pdf.pages[number]
    for name in (*COPIES, "/StructParents"):
        if name in page.obj:
            del page.obj[name]
    kept = [note for note in notes_of(page) if not any(_overlap(_rectangle(note), box) for box in boxes)]
    if "/Annots" in page.obj:
        page.obj["/Annots"] = pikepdf.Array(kept)


def _rectangle(note: Any) -> Box:
    a, b, c, d = (float(n) for n in note.get("/Rect", (0, 0, 0, 0)))
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _forget_structure(pdf: pikepdf.Pdf) -> None:
    """Take out the tree of tags and every replacement text; a form keeps only the fields that pages still show."""
    for name in ("/StructTreeRoot", "/MarkInfo", "/AcroForm"):
        if name in pdf.Root:
            del pdf.Root[name]
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form":
            if (content := _without_replacements(one)) is not None:
                one.write(content)
        elif isinstance(one, pikepdf.Dictionary):
            _forget_descriptions(one)
    for page in pdf.pages:
        if (content := _without_replacements(page)) is not None:
            page.obj["/Contents"] = pdf.make_stream(content)
        lists = page.resources.get("/Properties") if "/Resources" in page.obj else None
        for one in lists.values() if isinstance(lists, pikepdf.Dictionary) else ():
            _forget_descriptions(one)


def _forget_descriptions(holder: Any) -> bool:
    """Take replacement texts out of a dictionary; whether there were any."""
    found = [name for name in _DESCRIPTIONS if isinstance(holder.get(name), pikepdf.String)]
    for name in found:
        del holder[name]
    return bool(found)


def _without_replacements(source: Any) -> bytes | None:
    """A content stream without the replacement texts that stand within it; None where there are none."""
    content = list(pikepdf.parse_content_stream(source))
    marks = [one for one in content if str(one.operator) in ("BDC", "DP")]
    lists = [item for one in marks for item in one.operands if isinstance(item, pikepdf.Dictionary)]
    changed = [_forget_descriptions(one) for one in lists]
    return pikepdf.unparse_content_stream(content) if True in changed else None


def _paint(page: pikepdf.Page, boxes: Collection[Box]) -> None:
    drawn = " ".join(f"{a:.2f} {b:.2f} {c - a:.2f} {d - b:.2f} re" for a, b, c, d in boxes)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ\nq 0 g {drawn} f Q\n".encode("ascii"))


def _still_readable(cleaned: bytes, work: dict[int, Work]) -> set[int]:
    """Pages on which PDFium, which wrote nothing of this, still reads a character in a region."""
    failed = set()
    with Pages(cleaned) as pages:
        for number, one in work.items():
            page = pages.page(number)
            if page is None:
                failed.add(number)
                continue
            with page:
                if any(_touched(page.characters, one.boxes)):
                    failed.add(number)
    return failed
