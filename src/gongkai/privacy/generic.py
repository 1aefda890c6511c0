"""其余部件 — the words of all parts of a package that no reader knows by name, so that nothing escapes."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from .ooxml import Package, local
from .properties import inner_parts, property_parts
from .taken import Taken

# Attributes that hold words of people, wherever they stand.
SPEAKING = {"v", "descr", "title", "tooltip", "display", "altText", "author", "displayName", "userId", "prompt", "error"}  # fmt: skip
# Parts that hold no words of the author.
_SILENT = {"theme", "fonts", "styles", "numbering", "webSettings", "styleSheet", "Types", "tblStyleLst", "presProps", "viewPr", "Relationships", "calcChain", "sst"}  # fmt: skip
# What writes its letters in several elements that belong together.
_LINES = {"p", "si", "is", "text"}


def take_leftovers(package: Package, taken: Taken, done: Collection[str]) -> None:
    """Read every XML part that was not read yet, each as a block of its own."""
    known = {*done, *inner_parts(package), *property_parts(package)}
    for name in package.names():
        if name in known or not name.lower().endswith((".xml", ".vml")):
            continue
        if name.lower().endswith(".vml"):
            continue
        root = package.tree(name)
        if local(root) in _SILENT:
            continue
        taken.open_block()
        taken.move(name)
        take_tree(root, taken)


def take_tree(root: etree._Element, taken: Taken) -> None:
    """Write all words of a tree, each element's on a line; pieces of one paragraph stay together."""
    for element in root.iter(etree.Element):
        if element.text and element.text.strip():
            taken.write(element.text, element)
            if not _continues(element):
                taken.write("\n")
        elif local(element) in _LINES:
            taken.write("\n")
        for name, words in element.attrib.items():
            if name.rpartition("}")[2] in SPEAKING and len(words) > 1 and not is_flag(words):
                taken.write(words, element, name)
                taken.write("\n")


def is_flag(words: str) -> bool:
    """Whether an attribute's value only switches something."""
    return words in ("true", "false", "on", "off")


def _continues(element: etree._Element) -> bool:
    """Whether the next run of the same paragraph goes on where this one ends."""
    run = element.getparent()
    following = run.getnext() if run is not None and local(run) == "r" else None
    return following is not None and local(following) == "r"
