"""HTML 来稿 — a web page as lines, its meta tags, and the place where it keeps the article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from lxml import etree

from .clean import clean_tree, is_layout, parse, text_of
from .docx import Pictures
from .limits import check_text
from .page_pictures import DATA_PICTURE, INLINE, PagePictures
from .reading import Line, Script, Source
from .words import half_width, script_of, simplify

_BEGIN, _END = "⁅intake-begin⁆", "⁅intake-end⁆"
_NOISE_TAGS = (
    "script",
    "style",
    "noscript",
    "iframe",
    "select",
    "button",
    "input",
    "textarea",
    "template",
    "svg",
    "nav",
    "object",
    "embed",
)
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|crumbs?|share|bdshare\w*|social-share|nav|navbar|menu|topbar|sidebar|footer|foot|copyright|qrcode|pagination"
    r"|toolbar|related|recommend|hot-?words?|login|search-?(?:box|bar|form)|gotop|backtop|print)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:^|\s)(?:TRS_UEDITOR|TRS_Editor|view TRS\w*|UCAP-CONTENT|pages_content|article-?(?:content|body|con|text)|news_?content|Custom_UnionStyle"
    r"|xxgk_?(?:content|nr)|content-?(?:text|body|main)|zoom|artibody|vsb_content\w*|j-fontContent|bt-content|main-?text)(?:$|\s)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BIG = re.compile(
    r"font-size\s*:\s*(?:(?:2[0-9]|[3-9]\d)(?:\.\d+)?p[tx]|1[89](?:\.\d+)?pt|x+-large)|font-size\s*:\s*(?:二|小二|一)号",
    re.IGNORECASE,
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:title|tit|bt|biaoti|headline|arti[_-]?title)(?:$|[\s_-])", re.IGNORECASE
)
_KEPT = ("attachment:", "/files/")
_LONG = 25
_TELLING = 4 * _LONG


def read_page(page: str, beside: Mapping[str, bytes]) -> Source:
    """A saved page as a Source; `beside` has the pictures that were saved with it, by their relative names.

    Raises FileRefused when the page without the pictures that it carries within itself is endless.
    """
    pieces: list[str] = []

    def lift(found: re.Match[str]) -> str:
        pieces.append(found[1])
        return f"{INLINE}{len(pieces) - 1}"

    markup = DATA_PICTURE.sub(lift, page)
    check_text(markup)
    return read_markup(markup, None, PagePictures(pieces, beside))


def read_markup(markup: str, pictures: Pictures | None, of_page: PagePictures | None = None) -> Source:
    """The markup of a document with its pictures already gathered, or a page and where its pictures are."""
    root = parse(markup)
    metas, headline = _metas(root), _headline(root)
    gathered = pictures or Pictures()
    if of_page is not None:
        _gather(root, gathered, of_page)
    _remove_noise(root)
    stressed = _stressed(root)
    body = root.find("body") if root.find("body") is not None else root
    content = _find_content(body)
    if pictures is None and content is not None:
        gathered.lost = sum(not image.get("src", "").startswith(_KEPT) for image in content.iter("img"))
    _mark(content)
    cleaned = clean_tree(body)
    script = script_of(text_of(cleaned))
    lines, span = _lines(cleaned, stressed, script)
    return Source(
        lines=tuple(lines), script=script, metas=metas, headline=headline, content=span,
        pictures=tuple(gathered.kept), warnings=tuple(gathered.warnings()),
    )  # fmt: skip


def _metas(root: etree._Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        if name and meta.get("content", "").strip():
            metas.setdefault(name, re.sub(r"\s+", " ", meta.get("content", "")).strip())
    return metas


def _headline(root: etree._Element) -> str:
    """The page's <title> without the names of the site behind it."""
    title = next((re.sub(r"\s+", " ", "".join(t.itertext())).strip() for t in root.iter("title")), "")
    return re.split(r"\s*[_|]\s*|\s+[-–—]+\s+|--+", title)[0].strip()


def _gather(root: etree._Element, pictures: Pictures, of_page: PagePictures) -> None:
    """Move pictures that the page carries, or that were saved with it, into files; others cannot be kept."""
    for image in list(root.iter("img")):
        data = of_page.data(image.get("src", "").strip())
        if data is not None:
            image.set("src", pictures.add(data, image.get("alt", "")))


def _remove_noise(root: etree._Element) -> None:
    whole = len("".join(root.itertext())) or 1
    for element in list(root.iter(etree.Element)):
        tag = element.tag.lower()
        label = f"{element.get('class', '')} {element.get('id', '')}".strip()
        noise = (
            tag in _NOISE_TAGS
            or element.get("hidden") is not None
            or bool(_HIDDEN.search(element.get("style", "")))
        )
        if not noise and tag not in ("html", "body") and label and _NOISE.search(label):
            # A template may call its article's holder "main-nav-content": what holds much of the page stays.
            noise = len("".join(element.itertext())) < 0.25 * whole
        parent = element.getparent()
        if noise and parent is not None and tag not in ("body", "html"):
            drop(element)


def drop(element: etree._Element) -> None:
    """Take an element out and keep the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _stressed(root: etree._Element) -> dict[str, int]:
    """How strongly the page sets its short lines, by their letters."""
    stressed: dict[str, int] = {}
    for element in root.iter("h1", "h2", "h3", "p", "div", "td", "span", "font", "strong", "b", "center"):
        text = "".join(element.itertext())
        if not 4 <= len(text.strip()) <= 200:
            continue
        style, tag = element.get("style", ""), element.tag
        weight = 3 if tag == "h1" else 1 if tag in ("h2", "h3", "center") else 0
        weight += bool(_BIG.search(style) or element.get("size", "") in ("5", "6", "7", "+2", "+3"))
        weight += bool(_CENTRED.search(style) or element.get("align", "").lower() == "center")
        weight += bool(_TITLE_CLASS.search(f"{element.get('class', '')} {element.get('id', '')}"))
        key = "".join(c for c in text if c.isalnum())
        if weight and key:
            stressed[key] = min(3, max(weight, stressed.get(key, 0)))
    return stressed


def _find_content(body: etree._Element) -> etree._Element | None:
    """The element that holds the article: one so named, or the least that holds nearly all long text."""
    own = {element: _own_text(element) for element in body.iter(etree.Element)}
    total = sum(n for n in own.values() if n >= _LONG)
    telling = total >= _TELLING
    for element in body.iter(etree.Element):
        if not _ARTICLE.search(f"{element.get('class', '')} {element.get('id', '')}"):
            continue
        inside = [own[e] for e in element.iter(etree.Element)]
        if sum(n for n in inside if n >= _LONG) >= 0.5 * total if telling else any(inside):
            return element
    # A short notice has no long text to go by: the longest line of its page may be "published on, seen by, share".
    if not telling:
        return None
    best = body
    while True:
        inner = next(
            (child for child in best if isinstance(child.tag, str)
             and sum(own[e] for e in child.iter(etree.Element) if own[e] >= _LONG) >= 0.85 * total),
            None,
        )  # fmt: skip
        if inner is None or inner.tag in ("p", "span", "font", "b", "strong", "a"):
            return best
        if inner.tag == "table" and not is_layout(inner):
            return best
        best = inner


def _own_text(element: etree._Element) -> int:
    """Characters that an element says itself and through inline children, links left out."""
    if element.tag == "a":
        return 0
    size = len((element.text or "").strip())
    for child in element:
        size += len((child.tail or "").strip())
        if child.tag in ("span", "font", "strong", "b", "em", "i", "u"):
            size += len("".join(child.itertext()).strip())
    return size


def _mark(content: etree._Element | None) -> None:
    if content is None:
        return
    begin, end = etree.Element("p"), etree.Element("p")
    begin.text, end.text = _BEGIN, _END
    begin.tail, content.text = content.text, None
    content.insert(0, begin)
    content.append(end)


def _lines(
    cleaned: str, stressed: dict[str, int], script: Script
) -> tuple[list[Line], tuple[int, int] | None]:
    root = parse(cleaned)
    body = root.find("body")
    top = (
        body[0]
        if body is not None and len(body) == 1 and body[0].tag == "div"
        else body
        if body is not None
        else root
    )
    lines: list[Line] = []
    begin = end = None
    marked = _BEGIN in cleaned
    for block in top:
        linked = len("".join("".join(a.itertext()) for a in block.iter("a")))
        # A table above the article is the page's catalogue: its rows are label lines, not a table.
        catalogue = block.tag == "table" and marked and begin is None
        for html in (
            [f"<p>{escape(row)}</p>" for row in text_of(_markup(block)).split("\n")]
            if catalogue
            else _split(block)
        ):
            text = text_of(html)
            if _BEGIN in text or _END in text:
                begin, end = (len(lines), end) if _BEGIN in text else (begin, len(lines))
            elif text or "<img" in html:
                lines.append(_line(text, html, stressed, script, linked))
    return lines, (begin, end if end is not None else len(lines)) if begin is not None else None


def _markup(block: etree._Element) -> str:
    return str(etree.tostring(block, encoding="unicode", method="html", with_tail=False))


def _line(text: str, html: str, stressed: dict[str, int], script: Script, linked: int) -> Line:
    simple = half_width(simplify(text) if script == "Hant" else text)
    key = "".join(c for c in text if c.isalnum())
    stress = 2 if html.startswith("<h2") else 1 if html.startswith(("<h3", "<h4")) else 0
    return Line(
        text=text, simple=simple, html=html, gap=False, stress=max(stress, stressed.get(key, 0)),
        links=bool(text) and linked >= 0.8 * len(text.strip()),
    )  # fmt: skip


def _split(block: etree._Element) -> list[str]:
    """A block as markup; a paragraph broken by <br> is several paragraphs."""
    html = _markup(block)
    if block.tag != "p" or "<br>" not in html:
        return [html]
    opening = re.match(r"<p[^>]*>", html)
    inner = html[opening.end() if opening else 0 :].removesuffix("</p>")
    pieces = [piece.strip() for piece in inner.split("<br>")]
    # Only a paragraph whose marks close within each piece can be taken apart.
    if any(
        piece.count("<strong>") != piece.count("</strong>") or piece.count("<a ") != piece.count("</a>")
        for piece in pieces
    ):
        return [html]
    kept = [piece for piece in pieces if piece]
    first = opening.group() if opening else "<p>"
    return [f"{first if place == 0 else '<p>'}{piece}</p>" for place, piece in enumerate(kept)]
