"""清理文件 — takes what was found out of the file itself, proves that it is gone, and only then hands the new file out."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import lxml.html
from lxml import etree

from gongkai.intake.reading import FileRefused
from gongkai.rules.phrases import phrase
from gongkai.rules.privacy import HIDDEN_KINDS, MASKS, Kind, MaskRule

from .archives import member, members, written
from .files import PACKAGES, format_of, new_taken, scan_file, take
from .finding import NOTHING_KNOWN, Finding, Known
from .markup import EMBEDDED_PICTURE, is_hidden, take_page, tree_of
from .masking import mask_spans
from .ooxml import Package, drop
from .pdf_cleaning import clean_pdf
from .pictures import without_metadata
from .plan import SHORTEST_WORDS, Plan, plan_of
from .proof import proves_clean
from .properties import (
    clean_pictures,
    drop_inner_files,
    drop_links,
    drop_previews,
    drop_properties,
    inner_parts,
)
from .sheets_cleaning import clean_sheets, mask_numbers
from .slides_cleaning import clean_slides
from .taken import Taken
from .word_cleaning import clean_word

_CLEANERS = {"word": clean_word, "sheets": clean_sheets, "slides": clean_slides}
_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGITS = re.compile(r"\d{8}")
_TELLING = 6
_MOST_CHECKED = 5_000
_OLD = "旧格式的表格不能改写。请另存为 XLSX，再清理一次。"


class NotClean(FileRefused):
    """未能清理干净 — the file would still hold what was to be removed, so it is not handed out."""

    def __init__(self, message: str, places: Collection[str] = ()) -> None:
        super().__init__("not_clean", message)
        self.places = tuple(places)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """清理结果 — the new file, what was taken out of the old one, and what a scan still finds in the new one."""

    data: bytes
    done: tuple[Finding, ...]
    left: tuple[Finding, ...]


def clean_file(
    data: bytes,
    name: str,
    *,
    remove: Collection[Finding | Kind],
    masks: Mapping[Kind, MaskRule] = MASKS,
    known: Known = NOTHING_KNOWN,
) -> Cleaned:
    """A new file of the same format without what was found.

    `remove` are findings of `scan_file` for these very bytes, or kinds for everything of the kind. Words are masked by the rules at every place
    where they stand. What a file hides goes by kind: all comments, all changes (accepted), all attachments;
    in tables by kind and sheet. Raises NotClean rather than handing out a file that still holds any of it,
    FileRefused when the file cannot be read.
    """
    before = scan_file(data, name, known=known)
    asked = set(remove)
    done = tuple(one for one in before.findings if one in asked or one.kind in asked)
    plan = plan_of(before.text, done, masks)
    cleaned = _clean(data, name, plan)
    scan = scan_file(cleaned, name, known=known)
    _prove(cleaned, name, plan, done, before.text, scan.text)
    still = {(f.kind, f.place) for f in scan.findings} & plan.hidden
    if still:
        raise NotClean("清理后仍能找到应当去掉的内容，未保存。请手工处理后再上传。", [p for _, p in still])
    return Cleaned(cleaned, done, scan.findings)


def _prove(
    cleaned: bytes, name: str, plan: Plan, remove: Collection[Finding], before: str, after: str
) -> None:
    """Raises NotClean when another reader still finds a word, or a line that the new text has no more."""
    words = {one for one in plan.words if len(re.sub(r"\s", "", one)) >= SHORTEST_WORDS}
    hidden = [before[f.start : f.end] for f in remove if f.kind in HIDDEN_KINDS]
    lines = {piece.strip() for text in (before, *hidden) for piece in re.split(r"[\n\t]", text)}
    lost = sorted(one for one in lines if _is_telling(one) and one not in after)[:_MOST_CHECKED]
    masked = {one for one in words if plan.masked(one) != one}
    if places := proves_clean(cleaned, name, {*masked, *lost}):
        raise NotClean(phrase("清理后的文件里仍有应当去掉的内容，未保存。%(place)s", place=places[0]), places)


def _is_telling(words: str) -> bool:
    """Whether words are so much their own that they may stand nowhere else by chance."""
    return len(words) >= _TELLING and bool(_HAN.search(words) or _DIGITS.search(words))


def _clean(data: bytes, name: str, plan: Plan) -> bytes:
    if not (plan.spans or plan.hidden or plan.words):
        return data
    kind = format_of(data, name)
    if kind in PACKAGES:
        return _clean_package(data, kind, plan)
    if kind == "pdf":
        return clean_pdf(data, plan, take(data, name), _clean)
    if kind == "zip":
        return _clean_archive(data, name, plan)
    if kind == "picture":
        return without_metadata(data)
    if kind == "markup":
        return _clean_markup(data, plan)
    if kind == "text":
        return _clean_text(data, name, plan)
    raise NotClean(_OLD)


def _clean_inner(data: bytes, name: str, plan: Plan) -> bytes:
    """A file within a file; one that could not be read has no findings and stays as it is."""
    try:
        return _clean(data, name, plan)
    except NotClean:
        raise
    except FileRefused:
        return data


def _clean_text(data: bytes, name: str, plan: Plan) -> bytes:
    text = take(data, name).text
    text = plan.masked(mask_spans(text, plan.spans, plan.masks))
    mark = data.startswith(b"\xef\xbb\xbf") or name.lower().endswith(".csv")
    return text.encode("utf-8-sig" if mark else "utf-8")


def _clean_package(data: bytes, kind: str, plan: Plan) -> bytes:
    package, taken = Package(data), new_taken()
    PACKAGES[kind](package, taken)
    plan.mask_stretches(taken)
    _clean_inner_files(package, plan, taken)
    _CLEANERS[kind](package, plan)
    if plan.asks(Kind.EXTERNAL_LINK):
        drop_links(package)
    if plan.asks(Kind.AUTHOR_METADATA):
        drop_properties(package)
    if plan.asks(Kind.AUTHOR_METADATA) or plan.asks(Kind.GPS_IN_IMAGE):
        clean_pictures(package)
    drop_previews(package)
    if plan.words:
        _mask_parts(package, plan)
    return package.written()


def _clean_inner_files(package: Package, plan: Plan, taken: Taken) -> None:
    if plan.asks(Kind.EMBEDDED_FILE):
        drop_inner_files(package)
        return
    for name, (start, end) in zip(inner_parts(package), taken.inner, strict=True):
        inner = plan.inside(name, start, end)
        package.replace(name, _clean_inner(package.parts[name], name, inner))


def _mask_parts(package: Package, plan: Plan) -> None:
    for name in list(package.parts):
        if name.lower().endswith((".xml", ".rels")):
            root = package.tree(name)
            mask_numbers(root, plan)
            plan.mask_tree(root)
        elif name.lower().endswith((".vml", ".txt")):
            words = package.parts[name].decode("utf-8", errors="surrogateescape")
            package.replace(name, plan.masked(words).encode("utf-8", errors="surrogateescape"))


def _clean_archive(data: bytes, name: str, plan: Plan) -> bytes:
    ranges = iter(take(data, name).inner)
    contents: dict[int, bytes] = {}
    for number, (info, inner_name) in enumerate(members(data)):
        content = member(data, info)
        if content is None:
            raise NotClean(
                phrase("压缩包里的 %(name)s 加了密码或已损坏，不能清理。请去掉后再试。", name=inner_name)
            )
        if content.strip(b"\0 \t\r\n"):
            start, end = next(ranges)
            contents[number] = _clean_inner(content, inner_name, plan.inside(inner_name, start, end))
    return written(data, contents)


def _clean_markup(data: bytes, plan: Plan) -> bytes:
    root, taken = tree_of(data), new_taken()
    take_page(root, taken)
    plan.mask_stretches(taken)
    for element in list(root.iter()):
        if element.tag is etree.Comment:
            gone = plan.asks(Kind.COMMENT)
        elif element.tag == "meta" and (element.get("name") or "").lower() == "author":
            gone = plan.asks(Kind.AUTHOR_METADATA)
        else:
            gone = isinstance(element.tag, str) and is_hidden(element) and plan.asks(Kind.HIDDEN_TEXT)
        if gone:
            drop(element)
    if plan.asks(Kind.GPS_IN_IMAGE) or plan.asks(Kind.AUTHOR_METADATA):
        for image in root.iter("img"):
            _clean_own_picture(image)
    plan.mask_tree(root)
    _say_encoding(root)
    return bytes(lxml.html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"))


def _clean_own_picture(image: etree._Element) -> None:
    found = EMBEDDED_PICTURE.match(image.get("src", ""))
    if found:
        clean = without_metadata(base64.b64decode(re.sub(r"\s+", "", found[1])))
        head = image.get("src", "").partition(",")[0]
        image.set("src", f"{head},{base64.b64encode(clean).decode('ascii')}")


def _say_encoding(root: etree._Element) -> None:
    """The page is written in UTF-8, whatever it was in before."""
    for meta in list(root.iter("meta")):
        if meta.get("charset") or (meta.get("http-equiv") or "").lower() == "content-type":
            drop(meta)
    head = root.find("head")
    if head is not None:
        head.insert(0, etree.Element("meta", charset="utf-8"))
