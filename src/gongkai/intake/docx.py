"""DOCX 来稿 — a Word or WPS document as lines and pictures."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any
from zlib import error as ZlibError

import mammoth  # type: ignore[import-untyped]

from .docx_hidden import without_hidden
from .limits import check_archive, check_parts
from .reading import FileRefused, Picture

_BROKEN = "这个 DOCX 文件已损坏，无法打开。请用 Word 或 WPS 打开后另存一份再试。"
_HIDDEN = "文件里有设为隐藏的文字，没有读入正文，请核对原件。"
_MAGIC = (
    (b"\x89PNG", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
)
_LARGE_POINTS = 17
_STYLES = "\n".join(
    (
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='标题'] => h1:fresh",
        "p[style-name='intake-title'] => h1:fresh",
        "p[style-name='Heading 1'] => h2:fresh",
        "p[style-name='Heading 2'] => h3:fresh",
        "p[style-name='Heading 3'] => h4:fresh",
        "r[style-name='Strong'] => strong",
    )
)


def picture_type(data: bytes) -> tuple[str, str] | None:
    """Media type and file ending of a picture that browsers show, told by its content; None for any other."""
    for magic, media_type, ending in _MAGIC:
        if data.startswith(magic):
            return media_type, ending
    return ("image/webp", "webp") if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


class Pictures:
    """图片收集 — gathers pictures under names of their own, and counts those that cannot be kept."""

    def __init__(self) -> None:
        self.kept: list[Picture] = []
        self.lost = 0

    def add(self, data: bytes, alt: str) -> str:
        """The source to write in the body, "" when the picture is of no usable type."""
        kind = picture_type(data)
        if kind is None:
            self.lost += 1
            return ""
        name = f"picture-{len(self.kept) + 1}.{kind[1]}"
        self.kept.append(Picture(name, kind[0], data, alt))
        return f"attachment:{name}"

    def warnings(self) -> list[str]:
        return (
            [f"有 {self.lost} 张图片无法带入（格式不支持或不在文件内），请核对并补传。"] if self.lost else []
        )


def docx_markup(data: bytes) -> tuple[str, Pictures, list[str]]:
    """Markup of a DOCX file, centred large paragraphs as h1, its pictures, and warnings. Raises FileRefused."""
    pictures = Pictures()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_archive(archive)
            check_parts(archive)
            shown, hidden = without_hidden(archive, data)
        result = mammoth.convert_to_html(
            BytesIO(shown),
            style_map=_STYLES,
            transform_document=mammoth.transforms.paragraph(_mark_title),
            convert_image=mammoth.images.img_element(lambda image: _take(image, pictures)),
        )
    except FileRefused:
        raise
    # A damaged document breaks in mammoth wherever it happens to be read: each such break is one refusal.
    except (zipfile.BadZipFile, ZlibError, ValueError, KeyError, IndexError, AttributeError, TypeError, OSError, RecursionError,
            SyntaxError, NotImplementedError, EOFError) as error:  # fmt: skip
        raise FileRefused("broken_docx", _BROKEN) from error
    except Exception as error:
        if type(error).__module__.startswith(("xml.", "mammoth", "pyexpat")):
            raise FileRefused("broken_docx", _BROKEN) from error
        raise
    return str(result.value), pictures, [_HIDDEN] if hidden else []


def _mark_title(paragraph: Any) -> Any:
    """A centred paragraph in large type is a title, whatever its style is called."""
    if paragraph.alignment != "center" or re.match("heading", paragraph.style_name or "", re.IGNORECASE):
        return paragraph
    sizes = [run.font_size for run in paragraph.children if getattr(run, "font_size", None)]
    if sizes and max(sizes) >= _LARGE_POINTS:
        return paragraph.copy(style_id=None, style_name="intake-title")
    return paragraph


def _take(image: Any, pictures: Pictures) -> dict[str, str]:
    try:
        with image.open() as opened:
            data = opened.read()
    except (OSError, KeyError, ValueError):
        data = b""
    return {"src": pictures.add(data, image.alt_text or "")}
