"""网页 — the words of an HTML file, those that a browser does not show, and pictures it carries within itself."""

from __future__ import annotations

import base64
import binascii
import re

import lxml.html
from lxml import etree

from gongkai.intake.decode import decode
from gongkai.intake.reading import FileRefused
from gongkai.rules.privacy import Certainty, Kind

from .pictures import picture_facts
from .taken import Taken, glimpse

_BLOCKS = frozenset(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "table", "br", "section", "article", "td", "th", "caption", "ul", "ol", "dl", "dt", "dd", "pre", "title", "header", "footer", "nav", "form", "option"])  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*[01](?:p[xt])?\s*(?:;|$)", re.IGNORECASE)  # fmt: skip
_CODE = {"script", "style", "template", "noscript"}
_SPEAKING = ("alt", "title", "value", "placeholder", "content", "href", "data-clipboard-text")
EMBEDDED_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)")
_TAG = re.compile(rb"<(?:!doctype html|html|head|body|p|div|table|span|br|meta|title)\b", re.IGNORECASE)
_MARKUP_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
_MOST_BYTES = 60 * 1024 * 1024


def looks_like_markup(data: bytes, name: str) -> bool:
    """Whether a text file is a web page."""
    sample = data[:65536].replace(b"\0", b"")
    tags = len(_TAG.findall(sample))
    return tags >= 4 or (tags > 0 and name.lower().endswith(_MARKUP_ENDINGS))


def tree_of(data: bytes) -> etree._Element:
    """A page as a tree. Raises FileRefused for what is no text or too much of it."""
    if len(data) > _MOST_BYTES:
        raise FileRefused("too_large", "这个网页超过 60 MB，不予检查。请拆分后再试。")
    text, _ = decode(data)
    text = re.sub(r"<\?xml[^>]*\?>", "", text)
    # "Huge" allows deeper nesting; the bytes are bounded above.
    parser = lxml.html.HTMLParser(no_network=True, recover=True, huge_tree=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except etree.ParserError as error:
        raise FileRefused("empty", "这个网页是空的，没有可检查的内容。") from error
    # What lies deeper than its bound the parser drops silently: better no answer than half of one.
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise FileRefused("too_deep", "这个网页嵌套过深，无法检查。请另存为文本或 DOCX 后再试。")
    return root


def take_markup(data: bytes, taken: Taken) -> None:
    """Write what a page says, then what stands in its code and attributes. Raises FileRefused."""
    take_page(tree_of(data), taken)


def is_hidden(element: etree._Element) -> bool:
    """Whether a browser does not show an element by its own attributes."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def take_page(root: etree._Element, taken: Taken) -> None:
    """As take_markup, for a tree that is there already."""
    taken.move("")
    asides: list[tuple[etree._Element, str]] = []
    _walk(root, taken, asides)
    taken.open_block()
    taken.move("网页代码")
    for element, attribute in asides:
        words = element.text if attribute == "text" else element.get(attribute)
        start = taken.length
        taken.write(words or "", element, attribute)
        if element.tag is etree.Comment and words and words.strip():
            taken.note(Kind.COMMENT, Certainty.POSSIBLE, "网页代码里有注释", start=start, end=taken.length)
        taken.new_line()
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() == "author" and meta.get("content", "").strip():
            taken.note(Kind.AUTHOR_METADATA, Certainty.POSSIBLE, "网页写有作者", place="网页代码", excerpt=glimpse(meta.get("content")))  # fmt: skip


def _walk(root: etree._Element, taken: Taken, asides: list[tuple[etree._Element, str]]) -> None:
    """Reading order without recursion: a page may be nested very deeply."""
    opened: dict[etree._Element, int] = {}
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipped is None:
                asides.append((element, "text"))
                taken.write(element.tail or "", element, "tail")
            continue
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipped is None and name in _CODE:
                skipped = element
                asides.append((element, "text"))
            if skipped is None:
                _open(element, name, taken, asides, opened)
        else:
            if skipped is element:
                skipped = None
            elif skipped is None:
                _close(element, name, taken, opened)
            if skipped is None:
                taken.write(element.tail or "", element, "tail")


def _open(
    element: etree._Element,
    name: str,
    taken: Taken,
    asides: list[tuple[etree._Element, str]],
    opened: dict[etree._Element, int],
) -> None:
    if name in ("td", "th") and element.getprevious() is not None:
        taken.write("\t")
    elif name in _BLOCKS and name not in ("td", "th"):
        taken.new_line()
    if is_hidden(element):
        opened[element] = taken.length
    for attribute in _SPEAKING:
        words = element.get(attribute, "")
        if len(words) > 3 and not words.startswith("data:"):
            asides.append((element, attribute))
    _look_at_picture(element.get("src", ""), taken)
    taken.write(element.text or "", element)


def _close(element: etree._Element, name: str, taken: Taken, opened: dict[etree._Element, int]) -> None:
    start = opened.pop(element, None)
    if start is not None and taken.length > start:
        # Menus of saved pages are hidden this way too: the personal data in them is what counts.
        taken.note(
            Kind.HIDDEN_TEXT, Certainty.POSSIBLE, "网页里有不显示的文字", start=start, end=taken.length
        )
    if name in _BLOCKS and name not in ("td", "th"):
        taken.new_line()


def _look_at_picture(source: str, taken: Taken) -> None:
    if found := EMBEDDED_PICTURE.match(source):
        try:
            data = base64.b64decode(re.sub(r"\s+", "", found[1]), validate=True)
        except binascii.Error:
            return
        for fact in picture_facts(data):
            taken.note(fact.kind, fact.certainty, fact.reason, excerpt=fact.excerpt)
