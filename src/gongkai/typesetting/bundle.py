"""卷宗 — several files as one PDF with an outline, or as one ZIP with the digest of each; same files, same bytes."""

import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from gongkai.intake.reading import FileRefused
from gongkai.rules.phrases import phrase
from gongkai.typesetting.layout import PAGE_MM

MANIFEST = "SHA256SUMS"
"""The name of the list in a ZIP: what `sha256sum -c` reads."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_EDGE_MM = 10.0
_MOST_SIDE = 3000
_MOST_CHAPTERS = 100
_QUALITY = 88
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


@dataclass(frozen=True, slots=True)
class Part:
    """卷内文件 — one file: its name with the ending (folders by `/`), its bytes, its title in the outline."""

    name: str
    data: bytes
    title: str = ""


def is_paged(part: Part) -> bool:
    """Whether a file can become pages of a PDF: a PDF itself, or a picture."""
    return b"%PDF-" in part.data[:1024] or _is_picture(part.data)


def page_count(part: Part) -> int:
    """How many pages a PDF has; a picture has one. Raises FileRefused."""
    with _opened(part) as pdf:
        return len(pdf.pages)


def merged(parts: Sequence[Part], title: str) -> bytes:
    """All pages in one PDF, an entry of the outline for each part, with the part's own beneath.

    Raises FileRefused, naming the part that does not fit.
    """
    whole = pikepdf.new()
    entries: list[pikepdf.OutlineItem] = []
    for part in parts:
        with _opened(part) as pdf:
            first = len(whole.pages)
            entry = pikepdf.OutlineItem(part.title or part.name, first)
            entry.children.extend(pikepdf.OutlineItem(said, first + page) for said, page in _outline(pdf))
            entries.append(entry)
            whole.pages.extend(pdf.pages)
    for page in whole.pages:
        # Tags belong to the tree of the file that a page came from.
        for name in ("/StructParents", "/Tabs"):
            if name in page.obj:
                del page.obj[name]
    with whole.open_outline() as outline:
        outline.root.extend(entries)
    whole.Root["/Lang"] = pikepdf.String("zh-CN")
    whole.Root["/PageMode"] = pikepdf.Name.UseOutlines
    whole.Root["/ViewerPreferences"] = pikepdf.Dictionary(DisplayDocTitle=True)
    whole.docinfo["/Title"] = pikepdf.String(title)
    return _saved(whole)


def _outline(pdf: pikepdf.Pdf) -> list[tuple[str, int]]:
    """The chapters that a file says it has, with the page (from 0) on which each begins; none where it says so wrongly."""
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = []
    try:
        with pdf.open_outline() as outline:
            # A single entry at the top is the title, which the part has already.
            chapters = outline.root[0].children if len(outline.root) == 1 else outline.root
            for item in chapters[:_MOST_CHAPTERS]:
                where = item.destination
                if isinstance(where, pikepdf.Array) and where[0].objgen in places:
                    found.append((str(item.title), places[where[0].objgen]))
    except (pikepdf.PdfError, pikepdf.OutlineStructureError, ValueError, TypeError):
        return []
    return found


def archive(parts: Sequence[Part]) -> bytes:
    """All files in one ZIP with `SHA256SUMS`. Names that are the same or unsafe are made apart and safe."""
    names = safe_names([part.name for part in parts])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as files:
        _put(files, MANIFEST, manifest(parts).encode())
        for name, part in zip(names, parts, strict=True):
            _put(files, name, part.data)
    return made.getvalue()


def manifest(parts: Sequence[Part]) -> str:
    """A line for each file: SHA-256, two spaces, its name in the ZIP."""
    names = safe_names([part.name for part in parts])
    return "".join(
        f"{hashlib.sha256(part.data).hexdigest()}  {name}\n" for name, part in zip(names, parts, strict=True)
    )


def safe_names(names: Sequence[str]) -> list[str]:
    """Names that cannot leave the folder they are unpacked into, each one only once whatever the case."""
    taken, found = {MANIFEST.casefold()}, []
    for name in names:
        pieces = [_UNSAFE.sub("_", piece).strip(" .") for piece in name.replace("\\", "/").split("/")]
        wanted = "/".join(piece for piece in pieces if piece) or "_"
        stem, dot, ending = wanted.rpartition(".")
        one, number = wanted, 2
        while one.casefold() in taken:
            one = f"{stem}-{number}.{ending}" if dot else f"{wanted}-{number}"
            number += 1
        taken.add(one.casefold())
        found.append(one)
    return found


def _put(files: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    files.writestr(info, data)


def _opened(part: Part) -> pikepdf.Pdf:
    try:
        if _is_picture(part.data):
            return _picture_page(part.data)
        return pikepdf.Pdf.open(io.BytesIO(part.data))
    except pikepdf.PasswordError as error:
        raise FileRefused("encrypted", phrase("%(name)s 加了密码，不能并入卷宗。", name=part.name)) from error
    except (pikepdf.PdfError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefused("damaged", phrase("%(name)s 读不出来，不能并入卷宗。", name=part.name)) from error


def _is_picture(data: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)):
                return True
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


def _picture_page(data: bytes) -> pikepdf.Pdf:
    """One A4 page with a picture as large as fits, without what the file says beside it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((_MOST_SIDE, _MOST_SIDE))
    coded = io.BytesIO()
    picture.save(coded, "JPEG", quality=_QUALITY)
    short, long = (side * 72 / 25.4 for side in PAGE_MM)
    across, down = (long, short) if picture.width > picture.height else (short, long)
    edge = _EDGE_MM * 72 / 25.4
    scale = min((across - 2 * edge) / picture.width, (down - 2 * edge) / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    place = f"q {wide:.2f} 0 0 {high:.2f} {(across - wide) / 2:.2f} {(down - high) / 2:.2f} cm /Im Do Q"
    pdf = pikepdf.new()
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
    page = pdf.add_blank_page(page_size=(across, down))
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
    page.obj["/Contents"] = pdf.make_stream(place.encode("ascii"))
    return pdf


def _saved(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return stream.getvalue()
