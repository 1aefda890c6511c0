"""Word 文件 — the text of a DOCX file and what it hides: comments, tracked changes, hidden words (ECMA-376 Part 1, 17)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from gongkai.rules.phrases import phrase
from gongkai.rules.privacy import Certainty, Kind

from .generic import take_leftovers
from .ooxml import Package, child, is_on, local, value
from .properties import take_inner_files, take_links, take_properties
from .taken import Taken

REMOVED = {"del", "moveFrom"}
ADDED = {"ins", "moveTo"}
_STORIES = {"document": "正文", "hdr": "页眉", "ftr": "页脚", "footnotes": "脚注", "endnotes": "尾注", "glossaryDocument": "自动图文集"}  # fmt: skip
# Half-points: one and a half points and below cannot be read.
_TINY_HALF_POINTS = 3
_WHITE = re.compile(r"F[C-F]F[C-F]F[C-F]", re.IGNORECASE)
_NO_FILL = {"", "auto", "ffffff", "nil", "clear"}


def take_word(package: Package, taken: Taken) -> None:
    """Read every part of a DOCX package: stories, comments, properties, links, pictures, embedded files."""
    hidden = hidden_styles(package)
    done = set()
    for name in package.names():
        if not name.lower().endswith(".xml"):
            continue
        root = package.tree(name)
        if local(root) in _STORIES:
            taken.open_block()
            _Story(taken, _STORIES[local(root)], hidden).walk(root)
            done.add(name)
        elif local(root) == "comments":
            _take_comments(root, taken, hidden)
            done.add(name)
    take_leftovers(package, taken, done)
    take_links(package, taken)
    take_properties(package, taken)
    take_inner_files(package, taken)


def _take_comments(root: etree._Element, taken: Taken, hidden: frozenset[str]) -> None:
    for comment in root:
        if local(comment) != "comment":
            continue
        taken.open_block()
        taken.move("批注")
        start = taken.length
        _Story(taken, "批注", hidden).walk(comment)
        taken.note(
            Kind.COMMENT, Certainty.CERTAIN, "文件里留有批注", place="批注", start=start, end=taken.length
        )


def hidden_styles(package: Package) -> frozenset[str]:
    """Identifiers of the styles that hide their text, also through the style they are based on."""
    part = next((r.target for r in package.relations(package.main()) if r.kind == "styles"), "")
    if part not in package.parts:
        return frozenset()
    own: dict[str, tuple[bool, str]] = {}
    for style in package.tree(part):
        if local(style) == "style":
            base = child(style, "basedOn")
            own[value(style, "styleId")] = (
                is_on(child(child(style, "rPr"), "vanish")),
                value(base, "val") if base is not None else "",
            )
    return frozenset(name for name in own if _hides(own, name))


def _hides(own: dict[str, tuple[bool, str]], name: str) -> bool:
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        hides, base = own[name]
        if hides:
            return True
        name = base
    return False


def why_hidden(run: etree._Element, hidden: frozenset[str]) -> tuple[str, Certainty] | None:
    """Why a run of text cannot be seen, and how sure that is; None when it can."""
    properties = child(run, "rPr")
    if properties is None:
        return None
    vanish = child(properties, "vanish")
    style = child(properties, "rStyle")
    if is_on(vanish) or (vanish is None and style is not None and value(style, "val") in hidden):
        return phrase("文字设为隐藏"), Certainty.CERTAIN
    size = child(properties, "sz")
    if size is not None and value(size, "val").isdigit() and int(value(size, "val")) <= _TINY_HALF_POINTS:
        return phrase("字号极小，看不见"), Certainty.CERTAIN
    colour = child(properties, "color")
    if colour is not None and _WHITE.fullmatch(value(colour, "val")):
        return _white_on(run, properties)
    return None


def _white_on(run: etree._Element, properties: etree._Element) -> tuple[str, Certainty] | None:
    """White letters are hidden unless something dark lies below; where that cannot be told, perhaps."""
    if child(properties, "highlight") is not None or _filled(properties):
        return None
    styled = False
    for outer in run.iterancestors():
        name = local(outer)
        if name in ("p", "tc", "tbl") and _filled(child(outer, f"{name}Pr")):
            return None
        styled = styled or name == "txbxContent" or child(child(outer, "tblPr"), "tblStyle") is not None
    return "白色文字", Certainty.POSSIBLE if styled else Certainty.CERTAIN


def _filled(properties: etree._Element | None) -> bool:
    shading = child(properties, "shd")
    return shading is not None and value(shading, "fill").lower() not in _NO_FILL


@dataclass
class _Story:
    """文稿 — walks one story in reading order and writes its text, tables as rows of tabs."""

    taken: Taken
    name: str
    hidden: frozenset[str]
    paragraphs: int = 0
    tables: int = 0
    cell: str = ""
    later: list[Callable[[], None]] = field(default_factory=list)
    tracked: tuple[int, int] | None = None
    veiled: tuple[int, int, str, Certainty] | None = None

    def walk(self, element: etree._Element) -> None:
        """Write what an element and its children say."""
        handler = getattr(self, f"_{local(element)}", None) if isinstance(element.tag, str) else None
        if handler is not None:
            handler(element)
        elif not local(element).endswith(("Pr", "PrChange")):
            self._children(element)

    def _children(self, element: etree._Element) -> None:
        for inner in element:
            self.walk(inner)

    def _p(self, paragraph: etree._Element) -> None:
        if not self.cell:
            self.paragraphs += 1
            self.taken.move(f"{self.name}第 {self.paragraphs} 段")
        start = self.taken.length
        style = child(child(paragraph, "pPr"), "pStyle")
        self._children(paragraph)
        if style is not None and value(style, "val") in self.hidden and _words(paragraph).strip():
            self._hide(start, self.taken.length, phrase("段落样式设为隐藏"), Certainty.CERTAIN)
        self._tell()
        self.taken.write(" " if self.cell else "\n")
        self._write_later()

    def _tbl(self, table: etree._Element) -> None:
        if self.cell:
            self._children(table)
            return
        self.tables += 1
        number = self.tables
        for row_number, row in enumerate((r for r in table.iter() if local(r) == "tr"), start=1):
            if any(local(outer) == "tr" for outer in row.iterancestors()):
                continue
            cells = [c for c in row.iter() if local(c) == "tc" and _owner(c) is row]
            for column, cell in enumerate(cells, start=1):
                self.cell = f"{self.name}表 {number} 第 {row_number} 行第 {column} 列"
                self.taken.move(self.cell)
                self._children(cell)
                if column < len(cells):
                    self.taken.write("\t")
            self.taken.write("\n")
            self._row_mark(row)
        self.cell = ""

    def _row_mark(self, row: etree._Element) -> None:
        properties = child(row, "trPr")
        marks = {local(mark) for mark in properties} if properties is not None else set()
        if marks & {"ins", "del"}:
            self.taken.note(Kind.TRACKED_CHANGE, Certainty.CERTAIN, "表格行带有修订痕迹", place=self.cell)

    def _r(self, run: etree._Element) -> None:
        start = self.taken.length
        self._children(run)
        if self.taken.length > start and _words(run).strip() and (why := why_hidden(run, self.hidden)):
            self._hide(start, self.taken.length, *why)

    def _hide(self, start: int, end: int, why: str, sure: Certainty) -> None:
        if self.veiled and self.veiled[1] == start and self.veiled[2:] == (why, sure):
            start = self.veiled[0]
        elif self.veiled:
            self._tell_hidden()
        self.veiled = (start, end, why, sure)

    def _track(self, element: etree._Element) -> None:
        start = self.taken.length
        self._children(element)
        begin = self.tracked[0] if self.tracked else start
        self.tracked = (begin, self.taken.length)

    _ins = _del = _moveFrom = _moveTo = _track

    def _tell(self) -> None:
        """At the end of a paragraph: what it hides."""
        self._tell_hidden()
        if self.tracked:
            start, end = self.tracked
            reason = "文件留有修订痕迹，删去的文字仍在其中"
            self.taken.note(Kind.TRACKED_CHANGE, Certainty.CERTAIN, reason, start=start, end=end)
        self.tracked = None

    def _tell_hidden(self) -> None:
        if self.veiled:
            start, end, why, sure = self.veiled
            self.taken.note(Kind.HIDDEN_TEXT, sure, why, start=start, end=end)
        self.veiled = None

    def _t(self, element: etree._Element) -> None:
        self.taken.write(element.text or "", element)

    _delText = _t

    def _tab(self, element: etree._Element) -> None:
        self.taken.write(" " if self.cell else "\t")

    def _br(self, element: etree._Element) -> None:
        self.taken.write(" " if self.cell else "\n")

    _cr = _br

    def _noBreakHyphen(self, element: etree._Element) -> None:
        self.taken.write("-")

    def _instrText(self, element: etree._Element) -> None:
        self.later.append(lambda: self._aside(element.text or "", element))

    _delInstrText = _instrText

    def _docPr(self, element: etree._Element) -> None:
        for name in ("descr", "title"):
            if words := element.get(name):
                self.later.append(lambda words=words, name=name: self._aside(words, element, name))  # type: ignore[misc]

    def _aside(self, words: str, element: etree._Element, attribute: str = "text") -> None:
        self.taken.write(words, element, attribute)
        self.taken.write(" " if self.cell else "\n")

    def _txbxContent(self, element: etree._Element) -> None:
        self.later.append(lambda: self._children(element))

    def _Fallback(self, element: etree._Element) -> None:
        """The same content again for old programs; only where it says something else is it read too."""
        choice = next((c for c in element.getparent() if local(c) == "Choice"), None)
        if choice is None or _words(choice) != _words(element):
            self._children(element)

    def _write_later(self) -> None:
        while self.later:
            self.later.pop(0)()


def _owner(cell: etree._Element) -> etree._Element | None:
    return next((outer for outer in cell.iterancestors() if local(outer) == "tr"), None)


def _words(element: etree._Element) -> str:
    return "".join(e.text or "" for e in element.iter() if local(e) in ("t", "delText"))
