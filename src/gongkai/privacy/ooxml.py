"""办公文件包 — a DOCX, XLSX or PPTX file as parts and relationships (ECMA-376 Part 2), read and written back."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from gongkai.intake.html import drop as drop  # part of what this module offers
from gongkai.intake.limits import check_archive, check_parts
from gongkai.intake.reading import FileRefused

CONTENT_TYPES = "[Content_Types].xml"
_DAMAGED = "这个文件的内部结构损坏，无法读取。请用 Word 或 WPS 打开后另存一份再试。"
# Elements that live on without the picture or link that one attribute named.
_KEPT_WITHOUT = {"blip", "imagedata", "shape", "fill"}
# Containers that may not stand empty.
_NEVER_EMPTY = {"pivotCaches", "externalReferences", "controls", "oleObjects", "slicerList", "legacyDrawing"}


@dataclass(frozen=True, slots=True)
class Relationship:
    """关系 — from one part to another, or to somewhere outside; `kind` is the last word of its type."""

    id: str
    kind: str
    target: str
    external: bool


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace, or empty."""
    if (plain := element.get(name)) is not None:
        return str(plain)
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def reference(element: etree._Element, name: str = "id") -> str:
    """An attribute of the relationships namespace (r:id, r:embed), or empty."""
    return next(
        (str(v) for k, v in element.attrib.items() if k.endswith(f"/relationships}}{name}")),
        "",
    )


def is_on(element: etree._Element | None, attribute: str = "val") -> bool:
    """Whether a switch element stands there and is not switched off."""
    return element is not None and value(element, attribute).lower() not in ("0", "false", "off")


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this name, or None."""
    if element is None:
        return None
    return next((inner for inner in element if local(inner) == name), None)


def parse(data: bytes) -> etree._Element:
    """XML as a tree: no entities, no network, no huge trees. Raises FileRefused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_pis=False)
    try:
        return etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError as error:
        raise FileRefused("damaged", _DAMAGED) from error


def unwrap(element: etree._Element) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for inner in reversed(list(element)):
        parent.insert(at, inner)
    parent.remove(element)


class Package:
    """办公文件包 — parts by name; trees are parsed once and written back when the package is."""

    def __init__(self, data: bytes) -> None:
        """Raises FileRefused for what is broken, encrypted, a bomb, or declares entities."""
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                check_archive(archive)
                check_parts(archive)
                self._order = [info.filename for info in archive.infolist() if not info.is_dir()]
                self.parts = {name: archive.read(name) for name in self._order}
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, KeyError) as error:
            raise FileRefused("damaged", _DAMAGED) from error
        except zipfile.zlib.error as error:  # type: ignore[attr-defined]
            raise FileRefused("damaged", _DAMAGED) from error
        if CONTENT_TYPES not in self.parts:
            raise FileRefused("damaged", _DAMAGED)
        self._trees: dict[str, etree._Element] = {}

    def tree(self, name: str) -> etree._Element:
        """The root of an XML part; changes to it are written back."""
        if name not in self._trees:
            self._trees[name] = parse(self.parts[name])
        return self._trees[name]

    def forget(self, name: str) -> None:
        """Let go of a parsed part that was not changed."""
        self._trees.pop(name, None)

    def replace(self, name: str, data: bytes) -> None:
        """Give a part other bytes."""
        self.parts[name] = data
        self._trees.pop(name, None)

    def names(self) -> list[str]:
        """All parts but relationships and content types, the main part first, then in the file's order."""
        own = [n for n in self._order if n in self.parts and not n.endswith(".rels") and n != CONTENT_TYPES]
        main = self.main()
        return sorted(own, key=lambda name: name != main)

    def main(self) -> str:
        """The part that holds the document; empty when the package names none."""
        return next((r.target for r in self.relations("") if r.kind == "officeDocument"), "")

    def kind(self) -> str:
        """ "word", "sheets", "slides", or empty for another kind of package."""
        if self.main() not in self.parts:
            return ""
        name = local(self.tree(self.main()))
        return {"document": "word", "workbook": "sheets", "presentation": "slides"}.get(name, "")

    def relations(self, part: str) -> list[Relationship]:
        """Where a part leads ("" for the package itself)."""
        name = _relations_name(part)
        if name not in self.parts:
            return []
        found = []
        for one in self.tree(name):
            if local(one) != "Relationship":
                continue
            external = one.get("TargetMode") == "External"
            target = one.get("Target", "")
            kind = one.get("Type", "").rpartition("/")[2]
            found.append(
                Relationship(
                    one.get("Id", ""), kind, target if external else _resolved(part, target), external
                )
            )
        return found

    def sources(self) -> Iterator[str]:
        """Every part that has relationships, and "" for the package."""
        yield ""
        yield from (name for name in self.names() if _relations_name(name) in self.parts)

    def drop_relations(self, part: str, ids: Collection[str]) -> None:
        """Take out relationships and whatever in the part refers to them."""
        if not ids:
            return
        for one in list(self.tree(_relations_name(part))):
            if one.get("Id") in ids:
                drop(one)
        if part and part.lower().endswith(".xml"):
            _drop_references(self.tree(part), ids)

    def drop_kinds(self, kinds: Collection[str]) -> bool:
        """Take out every relationship of these kinds, wherever it starts; whether there was one."""
        found = False
        for source in list(self.sources()):
            ids = {r.id for r in self.relations(source) if r.kind in kinds}
            found = found or bool(ids)
            self.drop_relations(source, ids)
        return found

    def written(self) -> bytes:
        """The package as bytes: only parts that can be reached, with content types for just these."""
        reached = self._reached()
        self._clean_content_types(reached)
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in dict.fromkeys(self._order):
                if name in reached:
                    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                    info.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(info, self._bytes(name))
        return stream.getvalue()

    def _bytes(self, name: str) -> bytes:
        if name not in self._trees:
            return self.parts[name]
        return bytes(
            etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        )

    def _reached(self) -> set[str]:
        reached, waiting = {CONTENT_TYPES}, [""]
        while waiting:
            part = waiting.pop()
            relations = _relations_name(part)
            if relations in self.parts:
                reached.add(relations)
            for relation in self.relations(part):
                if not relation.external and relation.target in self.parts and relation.target not in reached:
                    reached.add(relation.target)
                    waiting.append(relation.target)
        return reached

    def _clean_content_types(self, reached: Collection[str]) -> None:
        for one in list(self.tree(CONTENT_TYPES)):
            if local(one) == "Override" and one.get("PartName", "").lstrip("/") not in reached:
                drop(one)


def _relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    path = unquote(target.partition("#")[0])
    if path.startswith("/"):
        return path.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), path))


def _drop_references(root: etree._Element, ids: Collection[str]) -> None:
    for element in list(root.iter(etree.Element)):
        hit = [k for k, v in element.attrib.items() if "/relationships}" in k and v in ids]
        # Old drawings name their picture or object by o:relid.
        hit += [k for k, v in element.attrib.items() if k.endswith("}relid") and v in ids]
        if not hit:
            continue
        if local(element) in _KEPT_WITHOUT:
            for name in hit:
                del element.attrib[name]
            continue
        parent = element.getparent()
        drop(element)
        while parent is not None and local(parent) in _NEVER_EMPTY and len(parent) == 0:
            parent, empty = parent.getparent(), parent
            drop(empty)
