"""页面上的版本 — what a page shows of a version: its body made ready, its standing, its permanent citation.

The body is kept as plain, sanitised structure; whatever only serves reading (addresses of pictures, ids of
headings and articles, scopes of tables) is added here, the same each time, for the portal and the desk alike.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

import lxml.html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree

from gongkai.disclosure.models import Attachment, Version
from gongkai.intake.footnotes import NOTE
from gongkai.rules.disclosure import Validity

UrlFor = Callable[[Attachment], str]

_ATTACHED = re.compile(r"attachment:(\d+)")
_ARTICLE = re.compile(r"\s*(第[零〇一二三四五六七八九十百千\d]{1,6}条)[\s　]+")
_DATE_LINE = re.compile(
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]+\s*月\s*[\d一二三四五六七八九十]+\s*[日号]"
)
_FIGURE = re.compile(r"[-−＋+]?[\d,，.]*%?|[—–/]")
_HEADINGS = ("h2", "h3", "h4")
_SALUTATION = 80  # characters at most


@dataclass(frozen=True, slots=True)
class Heading:
    """标题 — an entry of the table of contents."""

    anchor: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Body:
    """正文 — markup that may stand in a page as it is, and its headings."""

    html: SafeString
    contents: tuple[Heading, ...]


def body_of(version: Version, url_for: UrlFor, mark: str = "") -> Body:
    """Return the body of a version for reading; `url_for` gives the address of a file of this version.

    `mark` stands before its ids, where a page shows two bodies.
    """
    if not version.body_html.strip():
        return Body(SafeString(""), ())
    root = lxml.html.fragment_fromstring(version.body_html, create_parent="div")
    _point_at_files(root, {attachment.pk: attachment for attachment in version.attachments.all()}, url_for)
    contents = tuple(_headings(root, mark))
    _articles(root, mark)
    _notes(root, mark)
    _set_apart(root)
    for table in root.findall(".//table"):
        _table(table)
    inside = (root.text or "") and lxml.html.tostring(root, encoding="unicode")
    html = inside or "".join(lxml.html.tostring(child, encoding="unicode") for child in root)
    return Body(mark_safe(html), contents)  # noqa: S308  sanitised when it was saved; here only taken apart and put together


def _point_at_files(root: etree._Element, files: Mapping[int, Attachment], url_for: UrlFor) -> None:
    """Give pictures and links to files their address; what points at no file of this version goes."""
    for element, name in [(e, "src") for e in root.iter("img")] + [(e, "href") for e in root.iter("a")]:
        found = _ATTACHED.fullmatch(element.get(name, ""))
        attachment = files.get(int(found[1])) if found else None
        if attachment is not None:
            element.set(name, url_for(attachment))
            if name == "src" and not element.get("alt"):
                element.set("alt", attachment.caption)
        elif element.get(name, "").startswith("attachment:"):
            element.drop_tag()
        elif name == "src" and element.get("alt") is None:
            element.set("alt", "")


def _headings(root: etree._Element, mark: str) -> Iterator[Heading]:
    """Number the headings, and let none stand more than one level below the one before."""
    above = 1
    for number, element in enumerate(root.iter(*_HEADINGS), 1):
        above = min(_HEADINGS.index(element.tag) + 2, above + 1)
        element.tag = f"h{above}"
        text = " ".join("".join(element.itertext()).split())
        if above < 4 and text:
            element.set("id", f"{mark}s{number}")
            yield Heading(f"{mark}s{number}", text, above)


def _articles(root: etree._Element, mark: str) -> None:
    """Set the number of each article apart, with an id so that others can point at it (第七条 → #第七条)."""
    seen: set[str] = set()
    for paragraph in root.iter("p"):
        found = _ARTICLE.match(paragraph.text or "")
        if found is None:
            continue
        number = etree.Element("b", {"class": "art"})
        number.text, number.tail = found[1], (paragraph.text or "")[found.end() :]
        paragraph.text = None
        paragraph.insert(0, number)
        if found[1] not in seen:
            paragraph.set("id", mark + found[1])
            seen.add(found[1])


def _notes(root: etree._Element, mark: str) -> None:
    """Let footnotes lead to and fro: each id once, and no link within the page that leads nowhere."""
    seen: set[str] = set()
    for element in root.iter("p", "li", "a", "sup"):
        name = element.get("id", "")
        if not name or not NOTE.fullmatch(name):
            continue
        if name in seen:
            del element.attrib["id"]
        else:
            seen.add(name)
            element.set("id", mark + name)
    for link in [link for link in root.iter("a") if NOTE.fullmatch(link.get("href", "").removeprefix("#"))]:
        name = link.get("href", "").removeprefix("#")
        if name in seen:
            link.set("href", f"#{mark}{name}")
        else:
            link.drop_tag()


def _set_apart(root: etree._Element) -> None:
    """Mark the address at the head, the notes in brackets, and the signature with its date at the foot."""
    paragraphs = [p for p in root if p.tag == "p"]
    texts = ["".join(p.itertext()).strip() for p in paragraphs]
    for place, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True)):
        if (place < 2 and text.endswith(("：", ":")) and len(text) < _SALUTATION) or re.fullmatch(
            r"（[^（）]{2,30}）", text
        ):
            paragraph.set("class", "flat")
        elif _DATE_LINE.fullmatch(text):
            paragraph.set("class", "sign")
            if place and 0 < len(texts[place - 1]) < 30 and not texts[place - 1].endswith(("。", "：", "；")):
                paragraphs[place - 1].set("class", "sign")


def _table(table: etree._Element) -> None:
    """Scope the heads of a table, and let a wide one scroll in a region that the keyboard reaches."""
    for row in table.iter("tr"):
        in_head = row.getparent().tag == "thead"
        for cell in row.iter("th"):
            cell.set("scope", "col" if in_head else "row")
    _align_figures(table)
    caption = table.find("caption")
    label = "".join(caption.itertext()).strip() if caption is not None else ""
    region = etree.Element("div", {"class": "scroll", "tabindex": "0", "role": "region"})
    region.set("aria-label", label or _("表格"))
    region.tail, table.tail = table.tail, None
    table.getparent().replace(table, region)
    region.append(table)


def _align_figures(table: etree._Element) -> None:
    """Set columns that hold nothing but figures flush right; a table with merged cells stays as it is."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if (
        not rows
        or len({len(row) for row in rows}) > 1
        or any(c.get("colspan") or c.get("rowspan") for r in rows for c in r)
    ):
        return
    for column in zip(*rows, strict=True):
        cells = [cell for cell in column if cell.tag == "td"]
        texts = ["".join(cell.itertext()).strip() for cell in cells]
        if texts and all(_FIGURE.fullmatch(text) for text in texts) and any(texts):
            for cell in column:
                cell.set("class", "r")


@dataclass(frozen=True, slots=True)
class Standing:
    """有效性 — what holds on a day: stated by an officer, or following from the days in force."""

    code: str
    label: str
    mark: str
    """The class of its status mark: "ok", "wait" or "off"."""


def standing_of(version: Version, today: date) -> Standing:
    """Return whether a version's text is in force on a day."""
    stated = Validity(version.validity)
    if stated is Validity.REPEALED:
        return Standing("repealed", _("已废止"), "off")
    ended = version.in_force_until is not None and version.in_force_until < today
    if stated is Validity.EXPIRED or ended:
        return Standing("expired", _("已失效"), "off")
    if version.in_force_from is not None and version.in_force_from > today:
        return Standing("upcoming", _("尚未施行"), "wait")
    if stated is Validity.AMENDED:
        return Standing("amended", _("已修改"), "wait")
    return Standing("in_force", _("现行有效"), "ok")


def file_kind(attachment: Attachment) -> str:
    """Return the kind of a file as readers know it: PDF, DOCX."""
    return PurePosixPath(attachment.name).suffix.lstrip(".").upper()


def grouped(digest: str) -> str:
    """Return a digest in groups of four, as a person compares it."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
