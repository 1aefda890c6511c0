"""PDF 页面 — the characters of a page with their places, and which of them nobody can see."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image, ImageChops

from gongkai.intake.reading import FileRefused
from gongkai.rules.phrases import phrase
from gongkai.rules.privacy import Certainty, Kind

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, in the page's own space."""

_LONGEST_SIDE = 1400
_SCALE = 1.25
# Differences of brightness up to this are no difference to a reader.
_UNSEEN = 8
_DARK = 110
_EVEN = 24
_TINY_POINTS = 1.6
_INVISIBLE_MODE = 3
_MOST_CHARACTERS = 400_000
_LINE_END_HYPHEN = 2


@dataclass(frozen=True, slots=True)
class Character:
    """字符 — one character of a page: its letter, its box, its origin on the base line, its number on the page."""

    letter: str
    number: int
    box: Box
    origin: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Unseen:
    """看不见的文字 — characters first..last (positions in the page's list) that nobody sees, and why."""

    first: int
    last: int
    kind: Kind
    certainty: Certainty
    reason: str


class Pages:
    """PDF 页面 — a PDF opened for reading; close it, or use it as a context."""

    def __init__(self, data: bytes) -> None:
        """Raises FileRefused for what is broken or needs a password."""
        try:
            self.document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise FileRefused("encrypted", "这个 PDF 加了密码，无法读取。请去掉密码后再试。") from error
            raise FileRefused("damaged", "这个 PDF 已损坏，无法读取。请重新生成后再试。") from error

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self.document.close()

    def __len__(self) -> int:
        return len(self.document)

    def page(self, number: int) -> OnePage | None:
        """A page by its number from 0; None when it cannot be loaded."""
        try:
            return OnePage(self.document[number])
        except pypdfium2.PdfiumError:
            return None

    def text(self) -> str:
        """All text, page by page, as this reader gives it by itself."""
        pieces = []
        for number in range(len(self)):
            if (page := self.page(number)) is not None:
                with page:
                    pieces.append("".join(c.letter for c in page.characters))
        return "\n".join(pieces)


class OnePage:
    """一页 — its characters, and pictures of it with and without its words."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page = page
        self._words = page.get_textpage()
        self.characters = list(_characters(self._words))

    def __enter__(self) -> OnePage:
        return self

    def __exit__(self, *_: object) -> None:
        self._words.close()
        self.page.close()

    def unseen(self) -> list[Unseen]:
        """The stretches of words that do not show: without them the page looks the same."""
        if not self.characters:
            return []
        sight = _Sight(self.page)
        flags = [self._why(sight, one) for one in self.characters]
        return list(_stretches(self.characters, flags))

    def _why(self, sight: _Sight, one: Character) -> tuple[Kind, Certainty, str] | None:
        if one.letter.isspace():
            return None
        left, bottom, right, top = one.box
        if right <= left and top <= bottom:
            return None
        size = raw.FPDFText_GetFontSize(self._words.raw, one.number)
        scaled = _scaled(self._words, one.number, size)
        if 0 < scaled < _TINY_POINTS:
            return Kind.HIDDEN_TEXT, Certainty.CERTAIN, phrase("字号极小，看不见")
        if sight.is_outside(one.box):
            return Kind.HIDDEN_TEXT, Certainty.CERTAIN, phrase("文字在页面之外")
        if sight.shows(one.box):
            return None
        drawn = raw.FPDFText_GetTextObject(self._words.raw, one.number)
        invisible = bool(drawn) and raw.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE_MODE
        return sight.judge(one.box, invisible=invisible)


class _Sight:
    """所见 — a page drawn with its words and without them."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page = page
        width, height = page.get_size()
        self.scale = min(_SCALE, _LONGEST_SIDE / max(width, height, 1))
        self.whole = self._drawn()
        objects = list(_text_objects(page.raw))
        for one in objects:
            raw.FPDFPageObj_SetIsActive(one, False)
        bare = self._drawn()
        for one in objects:
            raw.FPDFPageObj_SetIsActive(one, True)
        # The brightest of the three colours counts: red words on grey differ in one of them only.
        red, green, blue = ImageChops.difference(self.whole, bare).split()
        self.difference = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        self.grey = self.whole.convert("L")

    def _drawn(self) -> Image.Image:
        picture: Image.Image = self.page.render(scale=self.scale, may_draw_forms=False).to_pil()
        return picture.convert("RGB")

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """A box in pixels of the drawing, at least one wide and high."""
        left, bottom, right, top = box
        xs, ys = [], []
        for x, y in ((left, bottom), (right, top), (left, top), (right, bottom)):
            px, py = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(self.page.raw, 0, 0, self.whole.width, self.whole.height, 0, x, y, px, py)
            xs.append(px.value)
            ys.append(py.value)
        return min(xs), min(ys), max(max(xs), min(xs) + 1), max(max(ys), min(ys) + 1)

    def is_outside(self, box: Box) -> bool:
        """Whether nothing of a box lies on the page."""
        left, top, right, bottom = self.pixels(box)
        return right <= 0 or bottom <= 0 or left >= self.whole.width or top >= self.whole.height

    def shows(self, box: Box) -> bool:
        """Whether the word in a box changes what is seen there."""
        return _span(self.difference.crop(self.pixels(box)))[1] > _UNSEEN

    def judge(self, box: Box, *, invisible: bool) -> tuple[Kind, Certainty, str] | None:
        """What an unseen word is: below something, or hidden by itself; None for the words of a scan."""
        low, high = _span(self.grey.crop(self.pixels(box)))
        even = high - low <= _EVEN
        if even and high <= _DARK:
            return Kind.TEXT_UNDER_REDACTION, Certainty.CERTAIN, phrase("涂黑处下面的文字仍在，可以复制出来")
        if invisible:
            # A recognised scan carries its words invisibly above the picture of them.
            return None if not even else (Kind.HIDDEN_TEXT, Certainty.POSSIBLE, phrase("文字设为不可见"))
        if even and high > 255 - _UNSEEN and not self._covered(box):
            return Kind.HIDDEN_TEXT, Certainty.CERTAIN, phrase("文字与底色相同，看不见")
        return Kind.TEXT_UNDER_REDACTION, Certainty.CERTAIN, phrase("图片或色块下面的文字仍在，可以复制出来")

    def _covered(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for number in range(raw.FPDFPage_CountObjects(self.page.raw)):
            one = raw.FPDFPage_GetObject(self.page.raw, number)
            if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_TEXT:
                continue
            bounds = [ctypes.c_float() for _ in range(4)]
            if raw.FPDFPageObj_GetBounds(one, *bounds):
                left, bottom, right, top = (b.value for b in bounds)
                if left <= x <= right and bottom <= y <= top:
                    return True
        return False


def _span(picture: Image.Image) -> tuple[int, int]:
    """The darkest and the brightest of a grey picture."""
    low, high = picture.getextrema()
    return cast(int, low), cast(int, high)


def _characters(words: pypdfium2.PdfTextPage) -> Iterator[Character]:
    count = words.count_chars()
    if count > _MOST_CHARACTERS:
        raise FileRefused("too_long", "这个 PDF 有一页的文字过多，不像一份文件。请拆分后再试。")
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    for number in range(count):
        code = raw.FPDFText_GetUnicode(words.raw, number)
        if code in (0, 13):
            continue
        letter = "-" if code == _LINE_END_HYPHEN else chr(code) if not 0xD800 <= code <= 0xDFFF else "□"
        raw.FPDFText_GetCharBox(words.raw, number, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(words.raw, number, x, y)
        yield Character(
            letter, number, (left.value, bottom.value, right.value, top.value), (x.value, y.value)
        )


def _scaled(words: pypdfium2.PdfTextPage, number: int, size: float) -> float:
    """The size of a letter on the page in points: the font's size under the matrix it is drawn with."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(words.raw, number, matrix):
        return size
    return float(size * (abs(matrix.c) ** 2 + abs(matrix.d) ** 2) ** 0.5)


def _text_objects(page: object) -> Iterator[object]:
    """All text objects of a page, also those within forms."""
    for number in range(raw.FPDFPage_CountObjects(page)):
        yield from _texts_in(raw.FPDFPage_GetObject(page, number), 0)


def _texts_in(one: object, depth: int) -> Iterator[object]:
    kind = raw.FPDFPageObj_GetType(one)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        yield one
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 8:
        for number in range(raw.FPDFFormObj_CountObjects(one)):
            yield from _texts_in(raw.FPDFFormObj_GetObject(one, number), depth + 1)


def _stretches(
    characters: list[Character], flags: list[tuple[Kind, Certainty, str] | None]
) -> Iterator[Unseen]:
    """Neighbouring unseen characters of one kind as one; a single one is a speck, not a word."""
    first = last = -1
    for place, (one, flag) in enumerate(zip(characters, flags, strict=True)):
        if one.letter.isspace():
            continue
        if first >= 0 and flag != flags[first]:
            if last > first and (found := flags[first]):
                yield Unseen(first, last, *found)
            first = -1
        if flag is not None:
            first = place if first < 0 else first
            last = place
    if first >= 0 and last > first and (found := flags[first]):
        yield Unseen(first, last, *found)
