"""演示文稿 — the text of a PPTX file and what it hides: slides, notes, shapes beside the slide (ECMA-376 Part 1, 19)."""

from __future__ import annotations

from lxml import etree

from gongkai.rules.phrases import phrase
from gongkai.rules.privacy import Certainty, Kind

from .generic import take_leftovers, take_tree
from .ooxml import Package, child, is_on, local, reference, value
from .properties import take_inner_files, take_links, take_properties
from .taken import Taken

# Hundredths of a point.
_TINY = 150
COMMENT_KINDS = {"comments", "commentAuthors", "authors"}


def take_slides(package: Package, taken: Taken) -> None:
    """Read every part of a PPTX package: slides, notes, comments, properties, links, pictures, files."""
    done: set[str] = set()
    size = slide_size(package)
    for number, part in enumerate(slides_of(package), start=1):
        done.add(part)
        _take_slide(package, part, number, size, taken)
        done |= _take_notes(package, part, number, taken)
        done |= _take_comments(package, part, number, taken)
    take_leftovers(package, taken, done)
    take_links(package, taken)
    take_properties(package, taken)
    take_inner_files(package, taken)


def slides_of(package: Package) -> list[str]:
    """Parts of the slides in their order."""
    targets = {r.id: r.target for r in package.relations(package.main()) if r.kind == "slide"}
    listed = [reference(one) for one in package.tree(package.main()).iter() if local(one) == "sldId"]
    return [targets[name] for name in listed if targets.get(name) in package.parts]


def slide_size(package: Package) -> tuple[int, int]:
    """Width and height of a slide in EMU."""
    size = child(package.tree(package.main()), "sldSz")
    return (int(value(size, "cx") or 0), int(value(size, "cy") or 0)) if size is not None else (0, 0)


def is_hidden_slide(package: Package, part: str) -> bool:
    """Whether a slide is skipped when the slides are shown."""
    return value(package.tree(part), "show") in ("0", "false")


def _take_slide(package: Package, part: str, number: int, size: tuple[int, int], taken: Taken) -> None:
    hidden = is_hidden_slide(package, part)
    place = f"第 {number} 张幻灯片" + ("（隐藏）" if hidden else "")
    taken.open_block()
    taken.move(place)
    start = taken.length
    root = package.tree(part)
    take_tree(root, taken)
    if hidden and taken.length > start:
        taken.note(
            Kind.HIDDEN_TEXT, Certainty.CERTAIN, "幻灯片设为隐藏，内容仍在", start=start, end=taken.length
        )
        return
    spans = {
        id(s.node): (s.start, s.end) for s in taken.stretches if s.start >= start and s.attribute == "text"
    }
    for element, reason in unseen_parts(root, size):
        inside = [spans[id(e)] for e in element.iter(etree.Element) if id(e) in spans]
        if inside:
            taken.note(Kind.HIDDEN_TEXT, Certainty.CERTAIN, reason, start=inside[0][0], end=inside[-1][1])


def unseen_parts(root: etree._Element, size: tuple[int, int]) -> list[tuple[etree._Element, str]]:
    """Shapes and runs of a slide that nobody sees, each with why; only those that hold words."""
    found: list[tuple[etree._Element, str]] = []
    for element in root.iter(etree.Element):
        name = local(element)
        if name in ("sp", "grpSp", "graphicFrame") and _has_words(element):
            own = next((e for e in element.iter(etree.Element) if local(e) == "cNvPr"), None)
            if own is not None and value(own, "hidden") and is_on(own, "hidden"):
                found.append((element, phrase("形状设为隐藏，文字仍在")))
            elif _is_beside(element, size):
                found.append((element, phrase("文字在幻灯片之外")))
        elif name == "r" and _is_tiny(element) and _has_words(element):
            found.append((element, phrase("字号极小，看不见")))
    return found


def _has_words(element: etree._Element) -> bool:
    return any(local(e) == "t" and e.text and e.text.strip() for e in element.iter(etree.Element))


def _is_tiny(run: etree._Element) -> bool:
    size = value(properties, "sz") if (properties := child(run, "rPr")) is not None else ""
    return size.isdigit() and int(size) <= _TINY


def _is_beside(element: etree._Element, size: tuple[int, int]) -> bool:
    """Whether a shape of the slide itself (not within a group, which has its own measure) lies beside it."""
    outer = element.getparent()
    if outer is None or local(outer) != "spTree" or not all(size):
        return False
    frame = next((e for e in element.iter(etree.Element) if local(e) == "xfrm"), None)
    offset, extent = child(frame, "off"), child(frame, "ext")
    if offset is None or extent is None:
        return False
    x, y = int(value(offset, "x") or 0), int(value(offset, "y") or 0)
    width, height = int(value(extent, "cx") or 0), int(value(extent, "cy") or 0)
    return x >= size[0] or y >= size[1] or x + width <= 0 or y + height <= 0


def _take_notes(package: Package, part: str, number: int, taken: Taken) -> set[str]:
    notes = {r.target for r in package.relations(part) if r.kind == "notesSlide"} & package.parts.keys()
    for name in sorted(notes):
        taken.open_block()
        taken.move(f"第 {number} 张幻灯片备注")
        start = taken.length
        for shape in package.tree(name).iter(etree.Element):
            if local(shape) == "sp" and not _is_number_field(shape):
                take_tree(shape, taken)
        if taken.length > start:
            taken.note(
                Kind.HIDDEN_TEXT, Certainty.CERTAIN, "幻灯片备注里有文字", start=start, end=taken.length
            )
    return notes


def _is_number_field(shape: etree._Element) -> bool:
    """Whether a shape of the notes page only prints the slide's number, a date or a running title."""
    holder = next((e for e in shape.iter(etree.Element) if local(e) == "ph"), None)
    return holder is not None and value(holder, "type") in ("sldNum", "dt", "hdr", "ftr", "sldImg")


def _take_comments(package: Package, part: str, number: int, taken: Taken) -> set[str]:
    parts = {r.target for r in package.relations(part) if r.kind in COMMENT_KINDS} & package.parts.keys()
    for name in sorted(parts):
        for comment in package.tree(name).iter(etree.Element):
            if local(comment) != "cm":
                continue
            taken.open_block()
            taken.move(f"第 {number} 张幻灯片批注")
            start = taken.length
            take_tree(comment, taken)
            taken.note(Kind.COMMENT, Certainty.CERTAIN, "幻灯片上留有批注", start=start, end=taken.length)
    return parts
