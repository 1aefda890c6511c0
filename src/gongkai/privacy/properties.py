"""文件属性 — who wrote a DOCX, XLSX or PPTX file, where its template lies, and what else travels in its package."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.intake.reading import FileRefused
from gongkai.rules.privacy import Certainty, Kind

from .ooxml import Package, drop, local
from .pictures import picture_facts, without_metadata
from .taken import Taken, glimpse

# Names that programs write by themselves: they name nobody.
_NOBODY = re.compile(
    r"(?:administrator|admin|user\d*|root|owner|pc|lenovo|hp|dell|asus|huawei|microsoft( office)?( user)?|微软用户|用户|管理员"
    r"|windows( 用户)?|python-docx|openpyxl|un-?named|unknown|author|作者|xtzj\.com|walkinnet|apache poi|wps( office)?)",
    re.IGNORECASE,
)
# What WPS and Word write into the custom properties by themselves.
_OWN_PROPERTIES = re.compile(r"(?:KSO\w*|ICV|commondata|ContentTypeId|_dlc\w*|MSIP_\w*|Slide\w*)")
_PEOPLE = {"creator": "作者", "lastModifiedBy": "最后修改者", "Manager": "经理"}
_OFFICES = {"Company": "单位"}
# What an author typed about the whole document.
_TYPED = {"title", "subject", "description", "keywords", "category"}
_PROPERTY_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_WEB_LINKS = ("http://", "https://", "mailto:", "#", "tel:")
_INNER_KINDS = {"oleObject", "package", "aFChunk", "control"}
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")


def take_properties(package: Package, taken: Taken) -> None:
    """Write what the document is called; note authors, offices and custom properties."""
    for part in property_parts(package):
        taken.open_block()
        taken.move(part)
        for element in package.tree(part).iter(etree.Element):
            name, words = local(element), " ".join("".join(element.itertext()).split())
            if not words:
                continue
            if name in _TYPED:
                taken.write(element.text or "", element)
                taken.new_line()
            elif name in _PEOPLE:
                sure = Certainty.POSSIBLE if _NOBODY.fullmatch(words) else Certainty.LIKELY
                _note_author(taken, sure, f"文件属性里写有{_PEOPLE[name]}", part, words)
            elif name in _OFFICES:
                _note_author(taken, Certainty.POSSIBLE, f"文件属性里写有{_OFFICES[name]}", part, words)
            elif name == "property" and not _OWN_PROPERTIES.match(element.get("name", "")):
                _note_author(taken, Certainty.POSSIBLE, "文件带有自定义属性", part, words)


def _note_author(taken: Taken, sure: Certainty, reason: str, part: str, words: str) -> None:
    taken.note(Kind.AUTHOR_METADATA, sure, reason, place=part, excerpt=glimpse(words))


def property_parts(package: Package) -> list[str]:
    """The parts that hold the document's properties."""
    named = {"core-properties", "extended-properties", "custom-properties", "metadata/core-properties"}
    found = [r.target for r in package.relations("") if r.kind in named and r.target in package.parts]
    return found or [part for part in _PROPERTY_PARTS if part in package.parts]


def drop_properties(package: Package) -> None:
    """Take out authors, offices, custom properties and the list of people."""
    for part in property_parts(package):
        for element in list(package.tree(part).iter(etree.Element)):
            if local(element) in (*_PEOPLE, *_OFFICES, "HyperlinkBase", "property"):
                drop(element)
    package.drop_kinds({"custom-properties"})


def drop_previews(package: Package) -> None:
    """Take out what shows or lists the file as it was: the preview picture and the titles of sheets."""
    package.drop_kinds({"thumbnail"})
    for part in property_parts(package):
        for element in list(package.tree(part).iter(etree.Element)):
            if local(element) in ("TitlesOfParts", "HeadingPairs"):
                drop(element)


def take_links(package: Package, taken: Taken) -> None:
    """Note links out of the file that are not plain web links, and read the addresses of those that are."""
    for source in package.sources():
        for relation in package.relations(source):
            if not relation.external:
                continue
            if relation.kind == "hyperlink" and relation.target.lower().startswith(_WEB_LINKS):
                taken.move(source)
                taken.write(relation.target.removeprefix("mailto:") + "\n")
            elif "externalLink" not in source:
                taken.note(
                    Kind.EXTERNAL_LINK,
                    Certainty.POSSIBLE,
                    "文件指向本机或别处的文件，路径可能带有姓名",
                    place=source,
                    excerpt=glimpse(relation.target),
                )


def drop_links(package: Package) -> None:
    """Take out links out of the file that are not plain web links."""
    for source in list(package.sources()):
        outside = {
            r.id
            for r in package.relations(source)
            if r.external and not (r.kind == "hyperlink" and r.target.lower().startswith(_WEB_LINKS))
        }
        package.drop_relations(source, outside)


def take_inner_files(package: Package, taken: Taken) -> None:
    """Note files embedded in the file and look into them, and into its pictures."""
    for name, kind in _inner(package):
        data = package.parts[name]
        if kind in _INNER_KINDS:
            taken.note(
                Kind.EMBEDDED_FILE,
                Certainty.LIKELY,
                "文件里嵌有另一个文件，打开即可看到全部内容",
                place=name,
                excerpt=f"{len(data)} 字节",
            )
            taken.look_into(data, name)
        elif name.lower().endswith(_PICTURES):
            for fact in picture_facts(data):
                taken.note(fact.kind, fact.certainty, fact.reason, place=name, excerpt=fact.excerpt)


def _inner(package: Package) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for source in package.sources():
        for relation in package.relations(source):
            wanted = relation.kind in _INNER_KINDS or relation.kind in ("image", "hdphoto")
            here = not relation.external and relation.target in package.parts
            if wanted and here and relation.target not in seen:
                seen.add(relation.target)
                yield relation.target, relation.kind


def inner_parts(package: Package) -> list[str]:
    """Names of the files that are embedded in the file, in the order they are looked into."""
    return [name for name, kind in _inner(package) if kind in _INNER_KINDS]


def drop_inner_files(package: Package) -> None:
    """Take out embedded files; the pictures that stand for them stay."""
    package.drop_kinds(_INNER_KINDS)


def clean_pictures(package: Package) -> None:
    """Give every picture in the file without place, device and author."""
    for name in package.names():
        if name.lower().endswith(_PICTURES):
            try:
                package.replace(name, without_metadata(package.parts[name]))
            except FileRefused:
                continue
