"""PDF 文件 — the text of a PDF and what it hides: covered words, notes, authors, attachments, older revisions (ISO 32000)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from gongkai.intake.reading import FileRefused
from gongkai.rules.privacy import Certainty, Kind

from .pdf_pages import Character, OnePage, Pages
from .pictures import picture_facts
from .taken import Taken, glimpse

PAGE = "page"
"""What a stretch of the text is called that is a page; its node is the page's number from 0."""
_SEEN_PAGES = 600
_REVISIONS = 8
_SOFTWARE = {"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped", "/Title"}
_WORDS_ONLY = {"/Title", "/Subject", "/Keywords"}
_NO_COMMENTS = {"/Link", "/Widget", "/Popup", "/Redact", "/PrinterMark", "/TrapNet", "/FileAttachment"}
_XMP_AUTHOR = re.compile(rb"<dc:creator>(.*?)</dc:creator>", re.DOTALL)
_END = re.compile(rb"%%EOF")


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """A PDF for reading its structure. Raises FileRefused for what is broken or needs a password."""
    try:
        return pikepdf.Pdf.open(BytesIO(data))
    except pikepdf.PasswordError as error:
        raise FileRefused("encrypted", "这个 PDF 加了密码，无法读取。请去掉密码后再试。") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise FileRefused("damaged", "这个 PDF 已损坏，无法读取。请重新生成后再试。") from error


def take_pdf(data: bytes, taken: Taken) -> None:
    """Read a PDF: words of every page, what is covered, notes, fields, properties, attachments, revisions."""
    with open_pdf(data) as pdf, Pages(data) as pages:
        _take_pages(pages, pdf, taken)
        _take_properties(pdf, taken)
        _take_fields(pdf, taken)
        _take_attachments(pdf, taken)
        _take_pictures(pdf, taken)
        _take_revisions(data, pages, taken)


def _take_pages(pages: Pages, pdf: pikepdf.Pdf, taken: Taken) -> None:
    for number in range(len(pages)):
        page = pages.page(number)
        taken.open_block()
        place = page_place(number)
        taken.move(place)
        if page is None:
            taken.warn(f"{place}读不出来，未检查。")
            continue
        with page:
            _take_page(page, number, taken, look=number < _SEEN_PAGES)
            if number < len(pdf.pages):
                _take_notes(pdf.pages[number], page.characters, taken, place)
    if len(pages) > _SEEN_PAGES:
        taken.warn(f"第 {_SEEN_PAGES} 页以后只检查了文字，没有检查遮盖与隐藏。")


def page_place(number: int) -> str:
    """How a page, counted from 0, is named in findings."""
    return f"第 {number + 1} 页"


def _take_page(page: OnePage, number: int, taken: Taken, *, look: bool) -> None:
    start = taken.length
    taken.write("".join(one.letter for one in page.characters), number, PAGE)
    for stretch in page.unseen() if look else ():
        taken.note(
            stretch.kind,
            stretch.certainty,
            stretch.reason,
            start=start + stretch.first,
            end=start + stretch.last + 1,
        )
    taken.write("\n")


def _take_notes(page: pikepdf.Page, characters: list[Character], taken: Taken, place: str) -> None:
    """Note remarks, and marks for redaction that were never carried out."""
    base = taken.length - len(characters) - 1
    for note in notes_of(page):
        kind = str(note.get("/Subtype", ""))
        if kind == "/Redact":
            inside = [n for n, one in enumerate(characters) if _is_within(one, note)]
            if inside:
                reason = "有标为密文但没有应用的区域，文字仍在"
                taken.note(Kind.TEXT_UNDER_REDACTION, Certainty.CERTAIN, reason, start=base + inside[0], end=base + inside[-1] + 1)  # fmt: skip
        elif kind not in _NO_COMMENTS and (words := text_of(note.get("/Contents"))):
            taken.open_block()
            taken.move(f"{place}批注")
            begin = taken.length
            taken.write(words)
            sure = Certainty.LIKELY if kind == "/FreeText" else Certainty.CERTAIN
            taken.note(Kind.COMMENT, sure, "页面上留有批注", start=begin, end=taken.length)


def notes_of(page: pikepdf.Page) -> Iterator[Any]:
    """The annotations of a page, whatever is damaged among them left out."""
    for note in page.obj.get("/Annots", []) or []:
        if isinstance(note, pikepdf.Dictionary):
            yield note


def text_of(value: Any) -> str:
    """A text string of a PDF as words; empty for anything else."""
    return str(value).strip("\0 ") if isinstance(value, (pikepdf.String, str)) else ""


def _is_within(one: Character, note: Any) -> bool:
    x, y = (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2
    return any(
        left <= x <= right and bottom <= y <= top for left, bottom, right, top in marked_areas(note)
    ) and not one.letter.isspace()  # fmt: skip


def marked_areas(note: Any) -> list[tuple[float, float, float, float]]:
    """The areas an annotation marks: its quadrilaterals, else its rectangle."""
    with contextlib.suppress(TypeError, ValueError):
        points = [float(p) for p in note.get("/QuadPoints", [])] or [float(p) for p in note["/Rect"]]
        size = 8 if len(points) >= 8 else 4
        groups = [points[n : n + size] for n in range(0, len(points) - size + 1, size)]
        return [(min(g[0::2]), min(g[1::2]), max(g[0::2]), max(g[1::2])) for g in groups]
    return []


def _take_properties(pdf: pikepdf.Pdf, taken: Taken) -> None:
    taken.open_block()
    taken.move("文件属性")
    for name, value in pdf.docinfo.items() if pdf.trailer.get("/Info") is not None else ():
        words = text_of(value)
        if not words:
            continue
        if name in _WORDS_ONLY:
            taken.write(words + "\n")
        elif name not in _SOFTWARE:
            sure = Certainty.LIKELY if name == "/Author" else Certainty.POSSIBLE
            reason = "文件属性里写有作者" if name == "/Author" else "文件带有自定义属性"
            taken.note(Kind.AUTHOR_METADATA, sure, reason, excerpt=glimpse(words))
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        for found in _XMP_AUTHOR.findall(metadata.read_bytes()):
            words = re.sub(rb"<[^>]*>", b" ", found).decode("utf-8", errors="ignore").strip()
            if words:
                taken.note(
                    Kind.AUTHOR_METADATA, Certainty.LIKELY, "XMP 信息里写有作者", excerpt=glimpse(words)
                )


def _take_fields(pdf: pikepdf.Pdf, taken: Taken) -> None:
    """Write what is typed into form fields and what bookmarks say."""
    taken.open_block()
    taken.move("表单与书签")
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary):
            for name in ("/V", "/DV") if "/FT" in one or "/Parent" in one else ():
                if words := text_of(one.get(name)):
                    taken.write(words + "\n")
            if "/Title" in one and "/Parent" in one and (words := text_of(one.get("/Title"))):
                taken.write(words + "\n")


def _take_attachments(pdf: pikepdf.Pdf, taken: Taken) -> None:
    for name, data in attached(pdf):
        reason = "PDF 里附有另一个文件，打开即可看到全部内容"
        taken.note(Kind.EMBEDDED_FILE, Certainty.LIKELY, reason, place=name, excerpt=f"{len(data)} 字节")
        taken.look_into(data, name)


def attached(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Files within the PDF, by whatever way they hang in it."""
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Dictionary) or isinstance(one, pikepdf.Stream):
            continue
        files = one.get("/EF")
        if not isinstance(files, pikepdf.Dictionary):
            continue
        name = text_of(one.get("/UF")) or text_of(one.get("/F")) or "附件"
        stream = next((files[key] for key in ("/F", "/UF") if key in files), None)
        if isinstance(stream, pikepdf.Stream):
            with contextlib.suppress(pikepdf.PdfError):
                yield name, stream.read_bytes()


def photographs(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    """Streams that hold a JPEG file as it is."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
            coding = one.get("/Filter")
            names = [str(coding)] if isinstance(coding, pikepdf.Name) else [str(n) for n in coding or []]
            if names == ["/DCTDecode"]:
                yield one


def _take_pictures(pdf: pikepdf.Pdf, taken: Taken) -> None:
    for stream in photographs(pdf):
        for fact in picture_facts(stream.read_raw_bytes()):
            place = f"图片（对象 {stream.objgen[0]}）"
            taken.note(fact.kind, fact.certainty, fact.reason, place=place, excerpt=fact.excerpt)


def _take_revisions(data: bytes, pages: Pages, taken: Taken) -> None:
    """Words of older revisions that incremental saves left in the file and that no page shows any more."""
    ends = [found.end() for found in _END.finditer(data)][:-1]
    if not ends:
        return
    shown = set(pages.text().split("\n"))
    for number, end in enumerate(ends[-_REVISIONS:], start=1):
        try:
            with Pages(data[:end] + b"\n") as older:
                lost = [line for line in older.text().split("\n") if line.strip() and line not in shown]
        except FileRefused:
            # The first part of a file made for the web ends like a revision and is none.
            continue
        if lost:
            taken.open_block()
            taken.move(f"旧版本 {number}")
            start = taken.length
            taken.write("\n".join(lost))
            reason = "文件里还保存着修改前的版本，删去的文字仍在"
            taken.note(Kind.HIDDEN_TEXT, Certainty.CERTAIN, reason, start=start, end=taken.length)
