"""公文网页 — a paper as HTML: for the preview on a page, and as the source of the PDF.

Elements are built, not written, so every word is escaped; what it looks like is left to style sheets.
"""

import base64
from functools import singledispatch

import segno
from lxml import etree

from gongkai.typesetting.forms import field_shares, field_spans
from gongkai.typesetting.layout import SIGNING_CHARACTERS, title_lines
from gongkai.typesetting.paper import (
    DRAFT,
    Block,
    Cell,
    Field,
    Fields,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Signing,
    Table,
    Verification,
    mapped,
    numbers,
    printable,
)

_QR_NAME, _TABLE_NAME = "核验二维码", "表格"
_BORDER = 2
MOST_LINES = 12
"""The most lines of room that a field of a form keeps."""


def fragment(paper: Paper, *, heading: int = 2) -> str:
    """The paper as one `<article class="paper">`, without styles or scripts; its title is a heading of that level."""
    made = etree.tostring(element(paper, heading=heading), method="html", encoding="unicode")
    return str(made)


def element(paper: Paper, *, heading: int) -> etree._Element:
    """The same as an element."""
    paper = mapped(paper, printable)
    article = etree.Element("article", {"class": "paper", "lang": "zh-CN"})
    if paper.draft:
        _add(article, "p", "paper-draft", DRAFT)
    if paper.letterhead:
        _lines(_add(article, "p", "paper-letterhead"), paper.letterhead.split("\n"))
    if paper.number:
        _add(article, "p", "paper-number", paper.number)
    _lines(_add(article, f"h{heading}", "paper-title"), list(title_lines(paper.title)))
    if paper.addressee:
        _add(article, "p", "paper-addressee", f"{paper.addressee}：")
    for block, number in zip(paper.blocks, numbers(paper.blocks), strict=True):
        _block(block, article, number, heading)
    _attachments(article, paper.attachments)
    if paper.signing:
        _signing(article, paper.signing)
    if paper.note:
        _add(article, "p", "paper-note", f"（{paper.note}）")
    if paper.verification:
        _verification(article, paper.verification)
    return article


def qr_lines(address: str) -> tuple[int, str]:
    """The side of a QR code in modules, and its dark modules as the path of an SVG."""
    code = segno.make_qr(address, error="m")
    rows = list(code.matrix_iter(border=_BORDER))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), path


def _add(parent: etree._Element, tag: str, name: str = "", text: str = "") -> etree._Element:
    made = etree.SubElement(parent, tag)
    if name:
        made.set("class", name)
    if text:
        _lines(made, text.split("\n"))
    return made


def _lines(parent: etree._Element, lines: list[str]) -> None:
    parent.text = lines[0]
    for line in lines[1:]:
        etree.SubElement(parent, "br").tail = line


@singledispatch
def _block(block: Block, parent: etree._Element, number: str, heading: int) -> None:
    raise TypeError(type(block).__name__)


@_block.register
def _(block: Paragraph, parent: etree._Element, number: str, heading: int) -> None:
    _add(parent, "p", f"paper-{block.manner.value}", block.text)


@_block.register
def _(block: Heading, parent: etree._Element, number: str, heading: int) -> None:
    _add(parent, f"h{heading + block.level}", f"paper-heading-{block.level}", number + block.text)


@_block.register
def _(block: Quote, parent: etree._Element, number: str, heading: int) -> None:
    quote = _add(parent, "blockquote", "paper-quote")
    for line in block.lines:
        _add(quote, "p", "", line)


@_block.register
def _(block: PageBreak, parent: etree._Element, number: str, heading: int) -> None:
    _add(parent, "div", "paper-break")


@_block.register
def _(block: Table, parent: etree._Element, number: str, heading: int) -> None:
    around = _add(parent, "div", "paper-scroll")
    # Who has no mouse scrolls a wide table by its keys, and hears which one it is.
    for name, value in (("role", "region"), ("tabindex", "0"), ("aria-label", block.caption or _TABLE_NAME)):
        around.set(name, value)
    table = _add(around, "table", "paper-table paper-fine" if block.fine else "paper-table")
    if block.caption:
        _add(table, "caption", "", block.caption)
    whole = sum(block.widths)
    _columns(table, [share / whole for share in block.widths])
    if block.head:
        head = _add(table, "thead")
        for row in block.head:
            _row(head, row, head=True)
    body = _add(table, "tbody")
    for row in block.rows:
        _row(body, row, head=False)


@_block.register
def _(block: Picture, parent: etree._Element, number: str, heading: int) -> None:
    around = _add(parent, "figure", "paper-picture")
    coded = base64.b64encode(block.data).decode("ascii")
    source = f"data:{block.media_type};base64,{coded}"
    etree.SubElement(around, "img", {"src": source, "alt": block.alt})
    if block.caption:
        _add(around, "figcaption", "", block.caption)


def _columns(table: etree._Element, shares: list[float]) -> None:
    columns = _add(table, "colgroup")
    for share in shares:
        _add(columns, "col", f"paper-w-{max(1, int(share * 100))}")


def _row(parent: etree._Element, row: tuple[Cell, ...], *, head: bool) -> None:
    line = _add(parent, "tr")
    for cell in row:
        names = [f"paper-{cell.side.value}", *(["paper-strong"] if cell.strong else [])]
        made = _add(line, "th" if head or cell.heads else "td", " ".join(names), cell.text)
        if head:
            made.set("scope", "colgroup" if cell.across > 1 else "col")
        elif cell.heads:
            made.set("scope", "rowgroup" if cell.down > 1 else "row")
        if cell.across > 1:
            made.set("colspan", str(cell.across))
        if cell.down > 1:
            made.set("rowspan", str(cell.down))


@_block.register
def _(block: Fields, parent: etree._Element, number: str, heading: int) -> None:
    table = _add(parent, "table", "paper-fields")
    pairs = max(len(row) for row in block.rows)
    _columns(table, list(field_shares(pairs)))
    body = _add(table, "tbody")
    for row in block.rows:
        line = _add(body, "tr")
        for field, across in zip(row, field_spans(len(row), pairs), strict=True):
            _add(line, "th", "", field.label).set("scope", "row")
            _value(_add(line, "td", f"paper-lines-{min(field.lines, MOST_LINES)}"), field, across)


def _value(cell: etree._Element, field: Field, across: int) -> None:
    if across > 1:
        cell.set("colspan", str(across))
    if field.value:
        _lines(cell, field.value.split("\n"))
    for choice in field.choices:
        made = _add(cell, "span", "paper-choice", choice.marked)
        made.tail = " "


def _attachments(parent: etree._Element, names: tuple[str, ...]) -> None:
    if not names:
        return
    made = _add(parent, "div", "paper-attachments")
    _add(made, "p", "", "附件：")
    listed = _add(made, "ol" if len(names) > 1 else "ul")
    for name in names:
        _add(listed, "li", "", name)


def _signing(parent: etree._Element, signing: Signing) -> None:
    made = _add(parent, "div", "paper-signing paper-sealed" if signing.sealed else "paper-signing")
    for organ in signing.organs:
        _lines(_add(made, "p", "paper-organ"), list(title_lines(organ, SIGNING_CHARACTERS)))
    _add(made, "p", "paper-day", signing.day)


def _verification(parent: etree._Element, verification: Verification) -> None:
    made = _add(parent, "div", "paper-verification")
    side, path = qr_lines(verification.address)
    picture = _add(made, "svg", "paper-qr")
    picture.set("viewBox", f"0 0 {side} {side}")
    picture.set("role", "img")
    _add(picture, "title", "", _QR_NAME)
    _add(picture, "path").set("d", path)
    words = _add(made, "div")
    for line in verification.lines:
        _add(words, "p", "", line)
