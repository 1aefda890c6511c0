"""网页与文档 — markup as text in reading order; a table of data is told from one that only arranges the page."""

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.auditing.model import Source
from gongkai.auditing.writing import Writer, Written, one_line
from gongkai.intake.clean import is_layout, parse
from gongkai.intake.limits import check_text
from gongkai.intake.page_pictures import DATA_PICTURE

_UNSEEN = frozenset((
    "head", "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "button", "textarea",
    "input",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_SENTENCES = re.compile(r"[^。]{12,}，[^。]{8,}。")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_markup(markup: str, name: str, kind: str) -> Source:
    """Read a web page, or the markup of a document. Raises FileRefused for an endless one."""
    plain = DATA_PICTURE.sub("", markup)
    check_text(plain)
    return _Walk().source(parse(plain), name, kind)


class _Walk:
    """Writes a line for each block; what stands inline gathers until a block begins or ends."""

    def __init__(self) -> None:
        self._writer = Writer()
        self._inline: list[str] = []

    def source(self, root: etree._Element, name: str, kind: str) -> Source:
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "end":
                self._end(element)
            elif _is_unseen(element):
                events.skip_subtree()
            elif element.tag == "table" and not is_layout(element) and not _holds_prose(element):
                self._table(element)
                events.skip_subtree()
            else:
                self._start(element)
        self._flush()
        return self._writer.source(name, kind)

    def _start(self, element: etree._Element) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        self._inline.append(element.text or "")

    def _end(self, element: etree._Element) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        self._inline.append(element.tail or "")

    def _table(self, table: etree._Element) -> None:
        self._flush()
        for caption in table.iterfind("caption"):
            self._writer.line(one_line("".join(caption.itertext())))
        self._writer.table(list(_rows(table)))

    def _flush(self) -> None:
        words = one_line("".join(self._inline))
        self._inline.clear()
        if words:
            self._writer.line(words)


def _is_unseen(element: etree._Element) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _UNSEEN
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _holds_prose(table: etree._Element) -> bool:
    """Whether a cell holds paragraphs of sentences, however short they are."""
    return any(
        sum(1 for _ in cell.iter("p", "div", "br")) > 1
        and _SENTENCES.search(one_line("".join(cell.itertext())))
        for cell in table.iter("td", "th")
    )


def _rows(table: etree._Element) -> Iterator[list[Written]]:
    for row in table.iter("tr"):
        yield [
            Written(_words(cell), _number(cell, "colspan"), _number(cell, "rowspan"))
            for cell in row
            if cell.tag in ("td", "th")
        ]


def _words(cell: etree._Element) -> str:
    """The words of a cell; its paragraphs stand on lines of their own, to be joined as one."""
    for element in cell.iter("br", "p", "div", "li"):
        element.tail = "\n" + (element.tail or "")
    return "".join(cell.itertext())


def _number(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
