"""清理 Word 文件 — changes accepted, comments and hidden words taken out, words masked in all parts of a DOCX file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from gongkai.rules.privacy import Kind

from .ooxml import Package, child, drop, local, unwrap, value
from .plan import Plan
from .word import ADDED, REMOVED, hidden_styles, why_hidden

_COMMENT_KINDS = {"comments", "commentsExtended", "commentsIds", "commentsExtensible"}
_COMMENT_MARKS = {"commentRangeStart", "commentRangeEnd", "commentReference"}
_CHANGE_MARKS = {"moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "cellIns", "cellDel", "cellMerge", "numberingChange"}  # fmt: skip
_LAYOUT = {"pPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"}


def clean_word(package: Package, plan: Plan) -> None:
    """Take out of a DOCX package what the plan asks for; words are masked by the caller."""
    steps: dict[Kind, Callable[[Package], None]] = {
        Kind.TRACKED_CHANGE: accept_changes,
        Kind.COMMENT: drop_comments,
        Kind.HIDDEN_TEXT: drop_hidden_text,
    }
    for kind, step in steps.items():
        if plan.asks(kind):
            step(package)


def _stories(package: Package) -> Iterator[etree._Element]:
    for name in package.names():
        if name.lower().endswith(".xml") and "/theme/" not in name:
            root = package.tree(name)
            if root.tag.endswith(("}document", "}hdr", "}ftr", "}footnotes", "}endnotes", "}comments", "}glossaryDocument", "}styles", "}numbering")):  # fmt: skip
                yield root


def accept_changes(package: Package) -> None:
    """Accept every tracked change: what was deleted goes, what was added stays, no trace of who did it."""
    for root in _stories(package):
        for row in [e for e in root.iter(etree.Element) if local(e) == "tr"]:
            if child(child(row, "trPr"), "del") is not None:
                drop(row)
        for paragraph in [e for e in root.iter(etree.Element) if local(e) == "p"]:
            _accept_mark(paragraph)
        for element in list(root.iter(etree.Element)):
            name = local(element)
            if name in REMOVED or name in _CHANGE_MARKS or name.endswith("PrChange"):
                drop(element)
        for element in [e for e in root.iter(etree.Element) if local(e) in ADDED]:
            unwrap(element)
    for name in package.names():
        if name.endswith("settings.xml"):
            for element in [
                e for e in package.tree(name).iter(etree.Element) if local(e) == "trackRevisions"
            ]:
                drop(element)


def _accept_mark(paragraph: etree._Element) -> None:
    """A paragraph whose mark was deleted runs on into the next one."""
    marks = child(child(paragraph, "pPr"), "rPr")
    if marks is None or not any(local(mark) in REMOVED for mark in marks):
        return
    following = paragraph.getnext()
    if following is None or local(following) != "p":
        return
    at = 1 if child(following, "pPr") is not None else 0
    for inner in reversed([e for e in paragraph if local(e) != "pPr"]):
        following.insert(at, inner)
    drop(paragraph)


def drop_comments(package: Package) -> None:
    """Take out all comments with their marks and the list of who wrote them."""
    package.drop_kinds({*_COMMENT_KINDS, "people"})
    for root in _stories(package):
        for element in [e for e in root.iter(etree.Element) if local(e) in _COMMENT_MARKS]:
            run = element.getparent()
            drop(element)
            if run is not None and local(run) == "r" and all(local(e) == "rPr" for e in run):
                drop(run)


def drop_hidden_text(package: Package) -> None:
    """Take out runs that cannot be seen, and paragraphs of a style that hides them."""
    hidden = hidden_styles(package)
    for root in _stories(package):
        for run in [e for e in root.iter(etree.Element) if local(e) == "r"]:
            if why_hidden(run, hidden):
                drop(run)
        for paragraph in [e for e in root.iter(etree.Element) if local(e) == "p"]:
            style = child(child(paragraph, "pPr"), "pStyle")
            if style is not None and value(style, "val") in hidden:
                for inner in [e for e in paragraph if local(e) not in _LAYOUT]:
                    drop(inner)
