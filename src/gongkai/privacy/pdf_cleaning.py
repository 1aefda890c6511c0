"""清理 PDF — words truly taken out of a PDF, black boxes drawn where they stood, all else that it hides removed; saved whole."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2.raw as raw
from PIL import ImageDraw

from gongkai.intake.reading import FileRefused
from gongkai.rules.privacy import Kind

from .masking import mask_spans
from .pdf import PAGE, attached, marked_areas, notes_of, open_pdf, photographs, text_of
from .pdf_glyphs import Point, remove_glyphs
from .pdf_pages import Box, Character, Pages
from .pictures import without_metadata
from .plan import Plan
from .taken import Taken

_UNSEEN_KINDS = {Kind.TEXT_UNDER_REDACTION, Kind.HIDDEN_TEXT}
_NOT_REMARKS = {"/Link", "/Widget"}
_DOTS_PER_POINT = 200 / 72
_LARGEST_SIDE = 4000
# What shows or repeats the page as it was, for other programs.
COPIES = ("/Thumb", "/PieceInfo", "/LastModified", "/Perms")
_AROUND = 0.6

InnerCleaner = Callable[[bytes, str, Plan], bytes]


@dataclass
class Work:
    """一页的任务 — what goes from one page: glyphs by origin, and boxes that are painted black."""

    points: list[Point] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def clean_pdf(data: bytes, plan: Plan, taken: Taken, clean_inner: InnerCleaner) -> bytes:
    """The PDF without what the plan asks for. Raises FileRefused."""
    work = _work_of(data, plan, taken)
    with open_pdf(data) as pdf:
        failed = {number for number, one in work.items() if not rewrite(pdf, number, one)}
        _clean_structure(pdf, plan, clean_inner)
        cleaned = saved(pdf)
    failed |= _still_there(cleaned, work, plan)
    if not failed:
        return cleaned
    with open_pdf(cleaned) as pdf:
        for number in sorted(failed):
            make_picture(pdf, data, number, work[number])
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Written whole: what nothing refers to any more, and older revisions, are not in it."""
    stream = BytesIO()
    pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return stream.getvalue()


def _work_of(data: bytes, plan: Plan, taken: Taken) -> dict[int, Work]:
    """What is to be done on which page."""
    text = taken.text
    masked = mask_spans(text, plan.spans, plan.masks)
    starts = {one.node: one.start for one in taken.stretches if one.attribute == PAGE}
    unseen = {kind for kind in _UNSEEN_KINDS if plan.asks(kind)}
    work: dict[int, Work] = {}
    with Pages(data) as pages, open_pdf(data) as pdf:
        for number, start in starts.items():
            page = pages.page(number)
            if page is None:
                continue
            with page:
                letters = "".join(one.letter for one in page.characters)
                said = plan.masked(masked[start : start + len(letters)])
                one = Work()
                covered = [n for n, (old, new) in enumerate(zip(letters, said, strict=True)) if old != new]
                if Kind.TEXT_UNDER_REDACTION in unseen:
                    covered += _marked(pdf, number, page.characters)
                dark = {
                    n
                    for stretch in (page.unseen() if unseen else ())
                    if stretch.kind in unseen
                    for n in range(stretch.first, stretch.last + 1)
                }
                # What nobody saw leaves no mark.
                one.boxes = _boxes([page.characters[n] for n in sorted(set(covered) - dark)])
                _add(one, [page.characters[n] for n in sorted({*covered, *dark})])
                if one.points:
                    work[number] = one
    return work


def _add(work: Work, characters: list[Character]) -> None:
    for one in characters:
        if not one.letter.isspace():
            work.points.append(one.origin)
            work.gone.append(one.letter)


def _marked(pdf: pikepdf.Pdf, number: int, characters: list[Character]) -> list[int]:
    """Characters in areas that are marked for redaction."""
    areas = [
        area
        for note in notes_of(pdf.pages[number])
        if note.get("/Subtype") == "/Redact"
        for area in marked_areas(note)
    ]
    return [n for n, one in enumerate(characters) if any(_meets(one.box, area) for area in areas)]


def _meets(box: Box, area: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _boxes(characters: list[Character]) -> list[Box]:
    """One box for neighbouring characters of a line."""
    boxes: list[Box] = []
    last = -2
    for one in characters:
        left, bottom, right, top = one.box
        if one.letter.isspace() or right <= left:
            continue
        here = (left - _AROUND, bottom - _AROUND, right + _AROUND, top + _AROUND)
        if boxes and one.number == last + 1 and abs(boxes[-1][1] - here[1]) < (here[3] - here[1]):
            old = boxes[-1]
            boxes[-1] = (
                min(old[0], here[0]),
                min(old[1], here[1]),
                max(old[2], here[2]),
                max(old[3], here[3]),
            )
        else:
            boxes.append(here)
        last = one.number
    return boxes


def rewrite(pdf: pikepdf.Pdf, number: int, work: Work) -> bool:
    """Take the glyphs out and draw the boxes; False where this page has to become a picture."""
    page = pdf.pages[number]
    try:
        if not remove_glyphs(pdf, page, work.points):
            return False
    except (pikepdf.PdfError, TypeError, ValueError, IndexError, RecursionError):
        return False
    if work.boxes:
        drawn = " ".join(f"{a:.2f} {b:.2f} {c - a:.2f} {d - b:.2f} re" for a, b, c, d in work.boxes)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ\nq 0 g {drawn} f Q\n".encode("ascii"))
    return True


def _still_there(cleaned: bytes, work: dict[int, Work], plan: Plan) -> set[int]:
    """Pages on which another reader still sees a glyph in a place where one was to go, or a word of the plan."""
    failed = set()
    with Pages(cleaned) as pages:
        for number, one in work.items():
            page = pages.page(number)
            if page is None:
                failed.add(number)
                continue
            with page:
                letters = "".join(c.letter for c in page.characters)
                places = {
                    (round(x), round(y)): gone for (x, y), gone in zip(one.points, one.gone, strict=True)
                }
                left = [
                    c
                    for c in page.characters
                    if places.get((round(c.origin[0]), round(c.origin[1]))) == c.letter
                ]
                if left or plan.masked(letters) != letters:
                    failed.add(number)
    return failed


def make_picture(pdf: pikepdf.Pdf, original: bytes, number: int, work: Work) -> None:
    """Put a picture of the page, with black boxes, in the place of its content."""
    with Pages(original) as pages:
        page = pages.document[number]
        width, height = page.get_size()
        scale = min(_DOTS_PER_POINT, _LARGEST_SIDE / max(width, height, 1))
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        draw = ImageDraw.Draw(picture)
        for left, bottom, right, top in work.boxes:
            corners = [page_to_picture(page, picture.size, x, y) for x, y in ((left, bottom), (right, top))]
            xs, ys = [c[0] for c in corners], [c[1] for c in corners]
            draw.rectangle((min(xs), min(ys), max(xs), max(ys)), fill=(0, 0, 0))
        page.close()
    _replace_content(pdf, number, picture, width, height)


def page_to_picture(page: Any, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    """Where a point of the page lies in a picture of it."""
    px, py = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, size[0], size[1], 0, x, y, px, py)
    return px.value, py.value


def _replace_content(pdf: pikepdf.Pdf, number: int, picture: Any, width: float, height: float) -> None:
    coded = BytesIO()
    picture.save(coded, "JPEG", quality=85)
    image = pdf.make_stream(
        coded.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    fresh = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, width, height],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image)),
        Contents=pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im Do Q".encode("ascii")),
    )
    page = pdf.pages[number].obj
    for name in [n for n in page.keys() if n != "/Parent"]:  # noqa: SIM118
        del page[name]
    for name, value in fresh.items():
        page[name] = value


def _clean_structure(pdf: pikepdf.Pdf, plan: Plan, clean_inner: InnerCleaner) -> None:
    for page in pdf.pages:
        for name in COPIES:
            if name in page.obj:
                del page.obj[name]
        _clean_notes(page, plan)
    _clean_attachments(pdf, plan, clean_inner)
    if plan.asks(Kind.AUTHOR_METADATA):
        _drop_metadata(pdf)
    if plan.asks(Kind.GPS_IN_IMAGE) or plan.asks(Kind.AUTHOR_METADATA):
        for stream in photographs(pdf):
            with contextlib.suppress(FileRefused):
                stream.write(without_metadata(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
    if plan.words:
        _mask_strings(pdf, plan)


def _clean_notes(page: pikepdf.Page, plan: Plan) -> None:
    if "/Annots" not in page.obj:
        return
    kept = [note for note in notes_of(page) if not _goes(note, plan)]
    for note in kept:
        # An appearance is drawn text: where the words of a note change, it is drawn anew.
        said = [text_of(note.get(name)) for name in ("/Contents", "/V")]
        if "/AP" in note and any(plan.masked(words) != words for words in said):
            del note["/AP"]
    page.obj["/Annots"] = pikepdf.Array(kept)


def _goes(note: Any, plan: Plan) -> bool:
    kind = str(note.get("/Subtype", ""))
    if kind == "/Redact":
        return plan.asks(Kind.TEXT_UNDER_REDACTION)
    if kind == "/FileAttachment":
        return plan.asks(Kind.EMBEDDED_FILE)
    if kind == "/Popup":
        return plan.asks(Kind.COMMENT)
    return plan.asks(Kind.COMMENT) and kind not in _NOT_REMARKS and bool(text_of(note.get("/Contents")))


def _clean_attachments(pdf: pikepdf.Pdf, plan: Plan, clean_inner: InnerCleaner) -> None:
    if not plan.asks(Kind.EMBEDDED_FILE):
        for stream, name, data in _attached_streams(pdf):
            cleaned = clean_inner(data, name, plan)
            if cleaned != data:
                stream.write(cleaned)
        return
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names:
        del names["/EmbeddedFiles"]
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary):
            for name in ("/AF", "/EF", "/Collection"):
                if name in one:
                    del one[name]


def _attached_streams(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, str, bytes]]:
    by_place = list(attached(pdf))
    streams = [
        next(files[key] for key in ("/F", "/UF") if key in files)
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary) and isinstance(files := one.get("/EF"), pikepdf.Dictionary)
    ]
    for stream, (name, data) in zip(streams, by_place, strict=False):
        yield stream, name, data


def _drop_metadata(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for one in pdf.objects:
        if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)) and "/Metadata" in one:
            del one["/Metadata"]


def _mask_strings(pdf: pikepdf.Pdf, plan: Plan) -> None:
    """Mask words in every string of the file: fields, bookmarks, titles, descriptions for screen readers."""
    for one in pdf.objects:
        _mask_in(one, plan, 0)
        if isinstance(one, pikepdf.Stream) and one.get("/Type") == "/Metadata":
            words = one.read_bytes().decode("utf-8", errors="replace")
            if (new := plan.masked(words)) != words:
                one.write(new.encode())


def _mask_in(holder: Any, plan: Plan, depth: int) -> None:
    """Direct containers only: what is referred to comes by itself."""
    if depth > 20:
        return
    if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
        pairs: Collection[tuple[Any, Any]] = [(key, holder.get(key)) for key in holder.keys()]  # noqa: SIM118
    elif isinstance(holder, pikepdf.Array):
        pairs = list(enumerate(holder))
    else:
        return
    for key, value in pairs:
        if isinstance(value, pikepdf.String):
            words = str(value)
            if (new := plan.masked(words)) != words:
                holder[key] = pikepdf.String(new)
        elif isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
            _mask_in(value, plan, depth + 1)
