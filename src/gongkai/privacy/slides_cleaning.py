"""清理演示文稿 — hidden slides, notes, unseen shapes and comments taken out of a PPTX file."""

from __future__ import annotations

from lxml import etree

from gongkai.rules.privacy import Kind

from .ooxml import Package, drop, local, value
from .plan import Plan
from .slides import COMMENT_KINDS, is_hidden_slide, slide_size, slides_of, unseen_parts


def clean_slides(package: Package, plan: Plan) -> None:
    """Take out of a PPTX package what the plan asks for; words are masked by the caller."""
    if plan.asks(Kind.HIDDEN_TEXT):
        _drop_hidden_slides(package)
        package.drop_kinds({"notesSlide"})
        size = slide_size(package)
        for part in slides_of(package):
            for element, _ in unseen_parts(package.tree(part), size):
                drop(element)
    if plan.asks(Kind.COMMENT):
        package.drop_kinds(COMMENT_KINDS)


def _drop_hidden_slides(package: Package) -> None:
    main = package.main()
    hidden = {part for part in slides_of(package) if is_hidden_slide(package, part)}
    ids = {r.id for r in package.relations(main) if r.target in hidden}
    numbers = {
        value(e, "id")
        for e in package.tree(main).iter(etree.Element)
        if local(e) == "sldId" and any(v in ids for k, v in e.attrib.items() if "/relationships}" in k)
    }
    package.drop_relations(main, ids)
    # Sections list their slides by number.
    for element in [e for e in package.tree(main).iter(etree.Element) if local(e) == "sldId"]:
        if element.get("id") in numbers:
            drop(element)
    for part in slides_of(package):
        package.drop_relations(part, {r.id for r in package.relations(part) if r.target in hidden})
