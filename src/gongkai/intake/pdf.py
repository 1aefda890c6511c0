"""PDF 来稿 — a PDF with text as markup: paragraphs, titles and ruled tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from pypdfium2 import PdfDocument, PdfiumError

from .limits import check_letters
from .pdf_page import Page, Row, Table, read_page
from .reading import FileRefused
from .text import ITEM, PAGE_NUMBER, glue

_ENCRYPTED = "这个 PDF 加了密码，无法读取。请去掉密码后重新上传。"
_BROKEN = "这个 PDF 文件已损坏，无法打开。请重新导出 PDF，或上传它的 DOCX 原稿。"
_SCAN = "这个 PDF 里没有文字，是扫描件或图片。请先识别成文字（OCR），或上传原稿；扫描件可作为附件。"
_GARBLED = "这个 PDF 没有写明字符编码，读出的是乱码。请上传它的 DOCX 原稿，或重新导出 PDF。"
_PASSWORD = re.compile("password", re.IGNORECASE)
_MARGIN = 0.12
_LARGER = 1.15
_NARROWEST = 0.75
_ENDS = "。；！？：;!?:"


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the text is set: edges of the type area and height of the running letters, in points."""

    left: float
    right: float
    size: float

    def is_centred(self, row: Row) -> bool:
        inset = min(row.left - self.left, self.right - row.right)
        return (
            inset > 1.5 * self.size and abs((row.left + row.right) - (self.left + self.right)) < 2 * self.size
        )

    def is_full(self, row: Row) -> bool:
        return row.right > self.right - 1.6 * row.size

    def is_title(self, row: Row) -> bool:
        middle = abs((row.left + row.right) - (self.left + self.right)) < 2 * row.size
        return row.size > self.size * _LARGER and middle


def pdf_markup(data: bytes) -> tuple[str, list[str]]:
    """Markup of a PDF file, centred lines in large type as h1, and warnings of what is missing. Raises FileRefused."""
    pages = _readable_pages(data)
    blocks = _body(pages)
    rows = [block for block in blocks if isinstance(block, Row)]
    setting = _setting(rows, max(page.width for page in pages))
    return "".join(_marked_up(blocks, setting)), _missing(pages)


def pdf_blocks(data: bytes) -> list[Row | Table]:
    """Rows and ruled tables of a PDF file as they are laid out, page numbers and running heads left out.

    Raises FileRefused, for scans and unreadable letters as well.
    """
    return _body(_readable_pages(data))


def _readable_pages(data: bytes) -> list[Page]:
    pages = list(pdf_pages(data))
    if not any(page.letters for page in pages):
        raise FileRefused("no_text", _SCAN)
    if sum(page.unreadable for page in pages) * 4 > sum(page.letters for page in pages):
        raise FileRefused("garbled", _GARBLED)
    return pages


def _body(pages: Sequence[Page]) -> list[Row | Table]:
    repeated = _repeated(pages)
    return _continued([list(_without_margins(page, repeated)) for page in pages])


def _missing(pages: Sequence[Page]) -> list[str]:
    scanned = [str(number) for number, page in enumerate(pages, 1) if page.pictures and not page.letters]
    shown = sum(page.pictures for page in pages if page.letters)
    warnings = [f"第 {'、'.join(scanned)} 页是图片，没有文字，未能读入，请核对原件。"] if scanned else []
    below = [str(number) for number, page in enumerate(pages, 1) if page.hidden]
    if below:
        warnings.append(f"第 {'、'.join(below)} 页有被盖住或者在页面以外的文字，没有读入，请核对原件。")
    return warnings + ([f"PDF 中有 {shown} 张图片没有带入正文，请核对并补传。"] if shown else [])


def pdf_text(data: bytes) -> str:
    """All words of a PDF file, a line for each row and table row; "" for a scan. Raises FileRefused."""
    rows = []
    for page in pdf_pages(data):
        for block in page.blocks:
            rows += (
                [block.text] if isinstance(block, Row) else ["\t".join(c[0] for c in r) for r in block.rows]
            )
        rows += [row.text for row in page.aslant]
    return "\n".join(rows)


def pdf_pages(data: bytes) -> Iterator[Page]:
    """The pages one after another. Raises FileRefused for what is encrypted, broken or endless."""
    letters = 0
    try:
        with PdfDocument(data) as document:
            for number in range(len(document)):
                page = read_page(document[number])
                letters += page.letters
                check_letters(letters)
                yield page
    except PdfiumError as error:
        if _PASSWORD.search(str(error)):
            raise FileRefused("encrypted", _ENCRYPTED) from error
        raise FileRefused("broken_pdf", _BROKEN) from error


def _repeated(pages: Sequence[Page]) -> frozenset[str]:
    """Words that stand at the edge of most pages: running heads and feet."""
    counted = Counter(
        key
        for page in pages
        for key in {_key(row) for row in page.blocks if isinstance(row, Row) and _at_edge(row, page)}
    )
    return frozenset(key for key, count in counted.items() if count >= 3 and count * 2 > len(pages))


def _key(row: Row) -> str:
    return re.sub(r"[\d\s]+", "", row.text)


def _at_edge(row: Row, page: Page) -> bool:
    return not _MARGIN * page.height < row.middle < (1 - _MARGIN) * page.height


def _without_margins(page: Page, repeated: frozenset[str]) -> Iterator[Row | Table]:
    for block in page.blocks:
        at_edge = isinstance(block, Row) and _at_edge(block, page)
        if (
            at_edge
            and isinstance(block, Row)
            and (PAGE_NUMBER.fullmatch(block.text) or _key(block) in repeated)
        ):
            continue
        yield block


def _setting(rows: Sequence[Row], width: float) -> _Setting:
    if not rows:
        return _Setting(0, 0, 0)
    weights = Counter[float]()
    for row in rows:
        weights[round(row.size)] += len(row.text)
    size = weights.most_common(1)[0][0]
    running = [row for row in rows if abs(row.size - size) < 1.5] or list(rows)
    lefts, rights = sorted(row.left for row in running), sorted(row.right for row in running)
    # A page of short lines does not show its right edge; no type area is narrower than this.
    right = max(rights[-1 - len(rights) // 20], width * _NARROWEST)
    return _Setting(lefts[len(lefts) // 20], right, size)


def _continued(pages: Sequence[Sequence[Row | Table]]) -> list[Row | Table]:
    """All blocks; a table that goes on at the top of the next page is one table."""
    blocks: list[Row | Table] = []
    for page in pages:
        rest = list(page)
        if blocks and rest and isinstance(blocks[-1], Table) and isinstance(rest[0], Table):
            above, below = blocks[-1], rest[0]
            if len(above.lefts) == len(below.lefts) and all(
                abs(a - b) < 3 for a, b in zip(above.lefts, below.lefts, strict=True)
            ):
                blocks[-1] = Table(above.rows + below.rows, above.lefts, below.bottom, above.top)
                rest.pop(0)
        blocks += rest
    return blocks


def _marked_up(blocks: Sequence[Row | Table], setting: _Setting) -> Iterator[str]:
    for is_table, group in groupby(blocks, key=lambda block: isinstance(block, Table)):
        if is_table:
            yield from (_table(block) for block in group if isinstance(block, Table))
        else:
            yield from _paragraphs([block for block in group if isinstance(block, Row)], setting)


def _paragraphs(rows: Sequence[Row], setting: _Setting) -> Iterator[str]:
    words, last = "", None
    for row in rows:
        if last is not None and _continues(last, row, setting):
            words = glue(words, row.text)
        else:
            if last is not None:
                yield _paragraph(words, last, setting)
            words = row.text
        last = row
    if last is not None:
        yield _paragraph(words, last, setting)


def _continues(last: Row, row: Row, setting: _Setting) -> bool:
    """Whether a row goes on with the paragraph of the row above it."""
    if setting.is_title(last) or setting.is_title(row) or abs(last.size - row.size) > 0.15 * setting.size:
        return False
    if not setting.is_full(last) or setting.is_centred(row) or ITEM.match(row.text):
        return False
    if row.left < setting.left + 0.8 * row.size:
        return True
    return abs(row.left - last.left) < row.size / 2 and last.text[-1] not in _ENDS


def _paragraph(words: str, last: Row, setting: _Setting) -> str:
    text = escape(words, quote=False)
    if setting.is_title(last):
        return f"<h1>{text}</h1>"
    return f'<p align="center">{text}</p>' if setting.is_centred(last) else f"<p>{text}</p>"


def _table(table: Table) -> str:
    rows = "".join(f"<tr>{''.join(_cell(*cell) for cell in row)}</tr>" for row in table.rows)
    return f"<table>{rows}</table>"


def _cell(words: str, columns: int, rows: int) -> str:
    spans = (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")
    return f"<td{spans}>{escape(words, quote=False)}</td>"
