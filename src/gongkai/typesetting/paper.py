"""公文 — one letter, form or report as data: what stands on it, not how it looks (GB/T 9704-2012, 7)."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from gongkai.rules.days import written

DRAFT = "草稿"
"""What stands across a paper that nobody has signed."""

_UNDATED = "　　年　月　日"
_DEEPEST = 3
_DIGITS = "零一二三四五六七八九"
# Marks that turn the direction of writing: in a letter they could only make it look other than it is.
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNWRITABLE = {"Cc", "Cs", "Cn"}

Node = TypeVar("Node")


class Manner(StrEnum):
    """段落格式 — how a paragraph stands: indented, flush with the margin, in the middle, or small."""

    INDENTED = "indented"
    FLUSH = "flush"
    CENTRED = "centred"
    SMALL = "small"


class Side(StrEnum):
    """对齐 — where the words of a cell stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """段落 — running text, the first line indented by two characters; a line feed breaks the line."""

    text: str
    manner: Manner = Manner.INDENTED


@dataclass(frozen=True, slots=True)
class Heading:
    """层次标题 — a heading of level 1 to 3, numbered 一、（一）1. (GB/T 9704-2012, 7.3.3). Raises ValueError."""

    text: str
    level: int = 1
    numbered: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.level <= _DEEPEST:
            raise ValueError("a heading has level 1 to 3")


@dataclass(frozen=True, slots=True)
class Quote:
    """引述 — words of somebody else, line by line, set apart from our own."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """单元格 — the words of a cell and how many columns and rows it covers; `heads` its line where it is its heading."""

    text: str
    across: int = 1
    down: int = 1
    side: Side = Side.LEFT
    strong: bool = False
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """表格 — rows of cells below a head that is repeated on each page.

    A row names only the cells that begin in it, as in HTML; the head stands in the middle. `widths` are shares of the line, one for each column;
    with `fine` it is set small, for many columns. Raises ValueError when cells do not fill the columns, exactly and without overlapping.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    head: tuple[tuple[Cell, ...], ...] = ()
    caption: str = ""
    fine: bool = False

    def __post_init__(self) -> None:
        if not self.widths or min(self.widths) <= 0:
            raise ValueError("each column has a width")
        placed(self.head, len(self.widths))
        placed(self.rows, len(self.widths))


@dataclass(frozen=True, slots=True)
class Choice:
    """选项 — a box to tick (☐) or ticked (☑) and its words."""

    text: str
    ticked: bool = False

    @property
    def marked(self) -> str:
        """The box and the words."""
        return f"{'☑' if self.ticked else '☐'} {self.text}"


@dataclass(frozen=True, slots=True)
class Field:
    """填写项 — a label and its value, or boxes to tick, or both; `lines` of room where somebody writes by hand."""

    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Fields:
    """填写栏 — the ruled boxes of a form: rows of one, two or three fields. Raises ValueError."""

    rows: tuple[tuple[Field, ...], ...]

    def __post_init__(self) -> None:
        if not self.rows or not all(1 <= len(row) <= 3 for row in self.rows):
            raise ValueError("a row of a form has one to three fields")


@dataclass(frozen=True, slots=True)
class Picture:
    """图 — a picture (PNG, JPEG, WebP) or a drawing (SVG), in words for who does not see it, and its caption below."""

    data: bytes
    media_type: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """分页 — what follows begins on a new page."""


Block = Paragraph | Heading | Quote | Table | Fields | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Signing:
    """署名 — the organs that sign, one below the other, and the day (7.3.5); `sealed`: room for the seal is kept."""

    organs: tuple[str, ...]
    on: date | None = None
    sealed: bool = True

    @property
    def day(self) -> str:
        """The day as it is written, or the places for it."""
        return written(self.on) if self.on else _UNDATED


@dataclass(frozen=True, slots=True)
class Verification:
    """核验 — the address that the QR code holds, and the small lines beside it."""

    address: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """公文 — everything that stands on one paper, in the order of GB/T 9704-2012.

    `letterhead` is the issuing organ in red, above the double line of the letter format (10.1); without it the
    paper is a form or a table. `title` may break its lines itself; `addressee` comes without the colon;
    `note` without its brackets. `draft` writes 草稿 across every page.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    letterhead: str = ""
    number: str = ""
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    signing: Signing | None = None
    note: str = ""
    verification: Verification | None = None
    draft: bool = False
    landscape: bool = False


def paragraphs(text: str, manner: Manner = Manner.INDENTED) -> tuple[Paragraph, ...]:
    """Text as somebody typed it: one paragraph for each line that is not empty."""
    return tuple(Paragraph(line.strip(), manner) for line in text.splitlines() if line.strip())


def mapped(node: Node, change: Callable[[str], str]) -> Node:
    """The same paper, or part of one, with every text changed."""
    made: Any = node
    if isinstance(node, str) and not isinstance(node, StrEnum):
        made = change(node)
    elif isinstance(node, tuple):
        made = tuple(mapped(one, change) for one in node)
    elif is_dataclass(node) and not isinstance(node, type):
        made = replace(node, **{one.name: mapped(getattr(node, one.name), change) for one in fields(node)})
    return made  # type: ignore[no-any-return]


def printable(text: str) -> str:
    """The text without characters that no paper can show: control characters, halves, marks of direction."""
    return "".join(
        one
        for one in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        if one == "\n" or not (one in _TURNING or unicodedata.category(one) in _UNWRITABLE)
    )


def numbers(blocks: tuple[Block, ...]) -> Iterator[str]:
    """For every block its number such as 一、 or （二） or 3. ; empty for what has none."""
    count = [0] * _DEEPEST
    for block in blocks:
        if not isinstance(block, Heading) or not block.numbered:
            yield ""
            continue
        count[block.level - 1] += 1
        count[block.level :] = [0] * (_DEEPEST - block.level)
        number = count[block.level - 1]
        yield (f"{in_characters(number)}、", f"（{in_characters(number)}）", f"{number}. ")[block.level - 1]


def in_characters(number: int) -> str:
    """A number from 1 to 99 in Chinese characters; larger ones stay figures."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


@dataclass(frozen=True, slots=True)
class Placed:
    """单元格的位置 — a cell and the row and column where it begins, from 0."""

    cell: Cell
    row: int
    column: int


def placed(rows: tuple[tuple[Cell, ...], ...], columns: int) -> tuple[Placed, ...]:
    """Where each cell stands. Raises ValueError when the rows do not fill the columns exactly."""
    taken: set[tuple[int, int]] = set()
    found = []
    for number, row in enumerate(rows):
        for cell in row:
            column = next((c for c in range(columns) if (number, c) not in taken), columns)
            place = {(number + d, column + a) for d in range(cell.down) for a in range(cell.across)}
            if place & taken or not place:
                raise ValueError("cells overlap")
            taken |= place
            found.append(Placed(cell, number, column))
    if taken != {(r, c) for r in range(len(rows)) for c in range(columns)}:
        raise ValueError("the cells do not fill the table")
    return tuple(found)
