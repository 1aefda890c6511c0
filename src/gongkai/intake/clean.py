"""正文净化 — the one sanitiser of bodies, for web pages, DOCX and what is pasted from Word or WPS."""

from __future__ import annotations

import re
from html import escape

import lxml.html
import nh3
from lxml import etree

from .decode import scrub
from .footnotes import NOTE, as_attribute, note_mark
from .limits import MAX_DEPTH

TAGS = frozenset((
    "p", "h2", "h3", "h4", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "caption",
    "img", "a", "strong", "br", "hr", "blockquote", "sup", "sub",
))  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "id"},
    "sup": {"id"},
    "p": {"id"},
    "li": {"id"},
    "img": {"src", "alt", "width"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_DROPPED = frozenset((
    "script", "style", "head", "title", "meta", "link", "template", "iframe", "object", "embed",
    "applet", "noscript", "svg", "math", "canvas", "audio", "video", "select", "option", "button",
    "input", "textarea", "xml", "frameset", "frame", "map", "noframes",
))  # fmt: skip
_BLOCKS = frozenset((
    "div", "section", "article", "body", "html", "main", "header", "footer", "aside", "nav", "center",
    "form", "fieldset", "dl", "dt", "dd", "address", "details", "summary", "figure", "figcaption",
    "pre", "hgroup", "legend",
))  # fmt: skip
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_INLINE = {"b": "strong", "strong": "strong", "sup": "sup", "sub": "sub"}
_WIDTH = re.compile(r"[1-9]\d{0,3}", re.ASCII)  # in pixels of the page
_PICTURE = re.compile(
    r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+|attachment:[^\s\"'<>]+|/files/[^\s\"'<>]*"
)
_LINK = re.compile(
    r"(?:https?://|mailto:|attachment:|#|\?|\.{0,2}/(?![/\\])|[^:/?#\s\\]+(?:[/?#]|$))", re.IGNORECASE
)
_HAN_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n[ \t\n]*(?=[\u3000-\u9fff\uff00-\uffef])")
_SPAN = re.compile(r"[1-9]\d{0,2}")


def parse(markup: str) -> etree._Element:
    """Markup as a tree under one div: no network, no entities, comments gone."""
    # CDATA marks, Word's conditional comments and an encoding declaration would all confuse the parser.
    text = re.sub(
        r"<\?xml[^>]*\?>|<!\[(?:CDATA\[|if[^>]*|endif)\]?>|\]\]>", "", scrub(markup), flags=re.IGNORECASE
    )
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, recover=True)
    try:
        return lxml.html.document_fromstring(
            f"<div>{text}</div>" if "<body" not in text.lower() else text, parser=parser
        )
    except etree.ParserError:
        return lxml.html.document_fromstring("<div></div>", parser=parser)


_LOOKS = 3


def clean_html(markup: str) -> str:
    """Body markup reduced to its plain structure; the same again when cleaned again.

    Keeps paragraphs, headings h2–h4, lists, tables (colspan, rowspan), pictures whose source is `data:`,
    `attachment:` or `/files/`, links that are http(s), mailto or relative, and the marks of footnotes. Everything else loses its tag,
    or for what is no text (scripts, styles, forms) also its content.
    """
    cleaned = clean_tree(parse(markup))
    # Moving blocks out of what may not hold them can leave an empty mark behind, which a second look drops.
    for _ in range(_LOOKS):
        again = clean_tree(parse(cleaned))
        if again == cleaned:
            break
        cleaned = again
    return cleaned


def clean_tree(root: etree._Element) -> str:
    """As clean_html, for a tree already parsed."""
    if _depth(root) > MAX_DEPTH:
        lines = "\n".join(str(piece) for piece in root.itertext()).splitlines()
        built = "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in lines if line.strip())
    else:
        writer = _Writer()
        writer.walk(root)
        built = writer.finish()
    return nh3.clean(
        built,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data", "attachment"},
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if _PICTURE.fullmatch(value) else None
    if name == "href":
        return value if _safe_link(value) else None
    if name == "id":
        return value if NOTE.fullmatch(value) else None
    if name in ("colspan", "rowspan"):
        return value if _SPAN.fullmatch(value) else None
    return value


def _safe_link(value: str) -> bool:
    return bool(_LINK.match(value.strip()))


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _name(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def is_layout(table: etree._Element) -> bool:
    """Whether a table only arranges the page: one column, a table within, or a cell holding an article."""
    rows = [sum(_name(cell) in ("td", "th") for cell in row) for row in table.iter("tr")]
    if max(rows, default=0) <= 1 or next(table.iterdescendants("table"), None) is not None:
        return True
    return any(
        len("".join(cell.itertext())) > 600 and len(list(cell.iter("p", "br", "div"))) >= 3
        for cell in table.iter("td", "th")
    )


class _Writer:
    """Writes blocks one after another; inline pieces gather in a paragraph until a block begins."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._inline: list[str] = []
        self._tag = "p"
        # The note that begins with the next paragraph.
        self._note = ""

    def walk(self, element: etree._Element) -> None:
        """Write an element's content, not its tail."""
        tag = _name(element)
        if tag in _DROPPED or not tag or re.match(r"(?:w|v|m):", tag):
            return
        if tag == "p" or tag in _HEADINGS:
            self._flush()
            self._note = note_mark(element) or self._note
            self._tag = _HEADINGS.get(tag, "p")
            self._children(element)
            self._flush()
        elif tag in ("table", "ul", "ol", "blockquote", "hr"):
            self._structure(element, tag)
        elif tag in _BLOCKS or tag in ("tbody", "thead", "tfoot", "tr", "td", "th", "li", "caption"):
            self._flush()
            self._note = note_mark(element) or self._note
            self._children(element)
            self._flush()
        else:
            self._span(element, tag)

    def finish(self) -> str:
        self._flush()
        return "".join(self._blocks)

    def _children(self, element: etree._Element) -> None:
        self._text(element.text)
        for child in element:
            self.walk(child)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text:
            joined = _HAN_BREAK.sub("", scrub(text))
            self._inline.append(escape(re.sub(r"[ \t\n]+", " ", joined), quote=False))

    def _span(self, element: etree._Element, tag: str) -> None:
        if tag == "br":
            self._inline.append("<br>")
        elif tag == "img":
            self._picture(element)
        elif tag == "a" and _safe_link(element.get("href", "")) and _no_blocks(element):
            title = f' title="{escape(element.get("title", ""))}"' if element.get("title") else ""
            mark = as_attribute(note_mark(element))
            self._wrap(element, f'a href="{escape(element.get("href", "").strip())}"{title}{mark}', "a")
        elif tag in _INLINE and _no_blocks(element) and "".join(element.itertext()).strip():
            mark = as_attribute(note_mark(element)) if tag == "sup" else ""
            self._wrap(element, f"{_INLINE[tag]}{mark}", _INLINE[tag])
        else:
            self._note = note_mark(element) or self._note
            self._children(element)

    def _wrap(self, element: etree._Element, opening: str, tag: str) -> None:
        self._inline.append(f"<{opening}>")
        self._children(element)
        self._inline.append(f"</{tag}>")

    def _picture(self, element: etree._Element) -> None:
        source, alt = element.get("src", "").strip(), element.get("alt", "").strip()
        if _PICTURE.fullmatch(source):
            width = element.get("width", "")
            size = f' width="{width}"' if _WIDTH.fullmatch(width) else ""
            self._inline.append(f'<img src="{escape(source)}" alt="{escape(alt)}"{size}>')
        elif alt and not re.fullmatch(r"[\w.\-]*", alt, re.ASCII):
            self._inline.append(escape(alt, quote=False))

    def _structure(self, element: etree._Element, tag: str) -> None:
        self._flush()
        if tag == "hr":
            self._blocks.append("<hr>")
        elif tag == "table" and is_layout(element):
            self._children(element)
            self._flush()
        elif tag == "table":
            self._blocks.append(_table(element))
        else:
            inner = _list_items(element) if tag in ("ul", "ol") else _inside(element)
            if inner:
                self._blocks.append(f"<{tag}>{inner}</{tag}>")

    def _flush(self) -> None:
        inner = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", "".join(self._inline))
        self._inline = []
        if re.sub(r"<(?!img)[^>]*>|\s", "", inner):
            note, self._note = (self._note, "") if self._tag == "p" else ("", self._note)
            self._blocks.append(f"<{self._tag}{as_attribute(note)}>{inner}</{self._tag}>")
        self._tag = "p"


def _no_blocks(element: etree._Element) -> bool:
    return not any(
        _name(child) in _BLOCKS
        or _name(child) in _HEADINGS
        or _name(child) in ("p", "table", "ul", "ol", "li", "blockquote", "hr")
        for child in element.iterdescendants()
    )


def _inside(element: etree._Element) -> str:
    """What stands within a cell, item or quotation; a single paragraph needs no tag of its own."""
    writer = _Writer()
    writer._children(element)
    inner = writer.finish()
    alone = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", inner, re.DOTALL)
    return alone.group(1) if alone and _name(element) != "blockquote" else inner


def _list_items(element: etree._Element) -> str:
    items = []
    for child in element:
        item = _name(child) == "li"
        inner = _inside(child) if item else ""
        if inner:
            items.append(f"<li{as_attribute(note_mark(child))}>{inner}</li>")
        elif not item and _name(child) not in _DROPPED:
            holder = etree.Element("div")
            holder.append(_detached(child))
            if content := _inside(holder):
                items.append(f"<li>{content}</li>")
    return "".join(items)


def _detached(element: etree._Element) -> etree._Element:
    copy = lxml.html.fromstring(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    return copy


def _table(table: etree._Element) -> str:
    parts = []
    for child in table:
        tag = _name(child)
        if tag == "caption" and (inner := _inside(child)):
            parts.append(f"<caption>{inner}</caption>")
        elif tag in ("thead", "tbody", "tfoot"):
            rows = "".join(_row(row) for row in child if _name(row) == "tr")
            kind = "thead" if tag == "thead" else "tbody"
            parts.append(f"<{kind}>{rows}</{kind}>" if rows else "")
        elif tag == "tr" and (row := _row(child)):
            # A loose row belongs to a body, as browsers also place it.
            joined = bool(parts) and parts[-1].endswith("</tbody>")
            parts.append(f"{parts.pop()[:-8]}{row}</tbody>" if joined else f"<tbody>{row}</tbody>")
    return f"<table>{''.join(parts)}</table>" if any(parts) else ""


def _row(row: etree._Element) -> str:
    cells = []
    for cell in row:
        tag = _name(cell)
        if tag in ("td", "th"):
            spans = "".join(
                f' {name}="{value}"'
                for name in ("colspan", "rowspan")
                if _SPAN.fullmatch(value := cell.get(name, "").strip()) and value != "1"
            )
            cells.append(f"<{tag}{spans}>{_inside(cell)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>" if cells else ""


def text_of(markup: str) -> str:
    """Plain text of sanitised markup: a line for each paragraph, table rows as cells parted by tabs."""
    lines: list[str] = []
    _lines_of(parse(markup), lines)
    return "\n".join(line for line in (re.sub(r" *\n *", "\n", line).strip(" \n") for line in lines) if line)


def _lines_of(element: etree._Element, lines: list[str]) -> None:
    for child in element:
        tag = _name(child)
        if tag == "tr":
            cells = [_cell_text(cell) for cell in child if _name(cell) in ("td", "th")]
            lines.append("\t".join(re.sub(r"\s+", " ", cell).strip() for cell in cells))
        elif _no_blocks(child) and tag not in ("table", "thead", "tbody", "div", "body", "html"):
            lines.append(_inline_text(child))
        else:
            if child.text and child.text.strip():
                lines.append(child.text)
            _lines_of(child, lines)
        if child.tail and child.tail.strip():
            lines.append(child.tail)


def _cell_text(cell: etree._Element) -> str:
    holder: list[str] = []
    _lines_of(cell, holder)
    return " ".join([cell.text or "", *holder]) if not _no_blocks(cell) else _inline_text(cell)


def _inline_text(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        pieces.append("\n" if _name(child) == "br" else _inline_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
