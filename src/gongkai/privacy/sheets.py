"""表格文件 — the text of an XLSX file and what it hides: sheets, rows, columns, cells, caches (ECMA-376 Part 1, 18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from gongkai.intake.reading import FileRefused
from gongkai.rules.privacy import Certainty, Kind

from .cells import column_letters, column_number, hidden_formats, number_text
from .generic import take_leftovers
from .ooxml import Package, child, is_on, local, reference, value
from .properties import take_inner_files, take_links, take_properties
from .taken import Taken, ranges

# Tabs keep columns apart and aligned as far as this; further right one tab stands for any gap.
_ALIGNED_COLUMNS = 256
_SHOWN_RANGES = 12
_LAST_COLUMN = 16384


@dataclass(frozen=True, slots=True)
class Sheet:
    """工作表 — its name, its part, and how it is shown: "visible", "hidden" or "veryHidden"."""

    name: str
    part: str
    state: str


def take_sheets(package: Package, taken: Taken) -> None:
    """Read every part of an XLSX package: sheets, comments, caches, properties, links, pictures, files."""
    strings = _Strings(package)
    formats = hidden_formats(package)
    done = {strings.part}
    for sheet in sheets_of(package):
        if sheet.part not in package.parts:
            continue
        done.add(sheet.part)
        taken.open_block()
        start = taken.length
        taken.move(sheet.name)
        filled = _SheetReader(taken, sheet, strings, formats).read(package.parts[sheet.part])
        if sheet.state != "visible" and filled:
            deep = "（深度隐藏，在表格软件的菜单里看不到）" if sheet.state == "veryHidden" else ""
            reason = f"工作表“{sheet.name}”是隐藏的{deep}"
            excerpt = f"{filled} 个单元格有内容"
            taken.note(Kind.HIDDEN_SHEET, Certainty.CERTAIN, reason, place=sheet.name, start=start, end=taken.length, excerpt=excerpt)  # fmt: skip
        done |= _take_comments(package, sheet, taken)
    strings.take_unused(taken)
    _take_caches(package, taken)
    take_leftovers(package, taken, done)
    take_links(package, taken)
    take_properties(package, taken)
    take_inner_files(package, taken)


def sheets_of(package: Package) -> list[Sheet]:
    """The workbook's sheets in their order."""
    targets = {r.id: r.target for r in package.relations(package.main()) if not r.external}
    return [
        Sheet(value(one, "name"), targets.get(reference(one), ""), value(one, "state") or "visible")
        for one in package.tree(package.main()).iter(etree.Element)
        if local(one) == "sheet"
    ]


def plain_string(element: etree._Element) -> str:
    """The words of a shared or inline string, without the readings of characters."""
    return "".join(
        t.text or ""
        for t in element.iter(etree.Element)
        if local(t) == "t" and (parent := t.getparent()) is not None and local(parent) != "rPh"
    )


class _Strings:
    """共享字符串 — the strings that cells refer to; those that no cell uses are left-overs of what was deleted."""

    def __init__(self, package: Package) -> None:
        relations = package.relations(package.main())
        self.part = next((r.target for r in relations if r.kind == "sharedStrings"), "")
        self.values: list[str] = []
        if self.part in package.parts:
            for element in events(package.parts[self.part], "si"):
                self.values.append(plain_string(element))
        self.used = bytearray(len(self.values))

    def get(self, index: str) -> str:
        number = int(index) if index.isdigit() else -1
        if not 0 <= number < len(self.values):
            return ""
        self.used[number] = 1
        return self.values[number]

    def take_unused(self, taken: Taken) -> None:
        if not all(self.used):
            taken.open_block()
            taken.move(self.part)
            for words, used in zip(self.values, self.used, strict=True):
                if not used:
                    taken.write(words + "\n")


def events(data: bytes, *names: str) -> Iterator[etree._Element]:
    """Elements of these names as they end, one at a time; what was given out is emptied afterwards."""
    wanted = [f"{{*}}{name}" for name in names]
    parser = etree.iterparse(
        BytesIO(data), events=("end",), tag=wanted, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        for _, element in parser:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise FileRefused(
            "damaged", "这个表格文件的内部结构损坏，无法读取。请打开后另存一份再试。"
        ) from error


@dataclass
class _SheetReader:
    """读工作表 — one sheet, row by row, in memory that does not grow with empty rows."""

    taken: Taken
    sheet: Sheet
    strings: _Strings
    formats: frozenset[int]
    filled: int = 0
    row: int = 0
    filtered: bool = False
    default_hidden: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    rows_hidden: dict[int, int] = field(default_factory=dict)
    columns_hidden: dict[int, int] = field(default_factory=dict)
    cells_hidden: list[str] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)

    def read(self, data: bytes) -> int:
        """Write the sheet's rows and note what is hidden; return how many cells say something."""
        names = (
            "sheetFormatPr",
            "col",
            "row",
            "autoFilter",
            "oddHeader",
            "oddFooter",
            "formula1",
            "formula2",
        )
        asides: list[str] = []
        for element in events(data, *names):
            name = local(element)
            if name == "row":
                self._row(element)
            elif name == "col":
                self._column(element)
            elif name == "sheetFormatPr":
                self.default_hidden = is_on(element, "zeroHeight") and bool(value(element, "zeroHeight"))
            elif name == "autoFilter":
                self.filtered = True
            else:
                asides.append("".join(element.itertext()))
        if any(asides):
            self.taken.move(f"{self.sheet.name}（页眉页脚与校验）")
            self.taken.write("\n".join(filter(None, asides)) + "\n")
        self._tell()
        return self.filled

    def _column(self, element: etree._Element) -> None:
        width = value(element, "width")
        if (value(element, "hidden") and is_on(element, "hidden")) or _is_zero(width):
            last = min(int(value(element, "max") or 0), _LAST_COLUMN)
            self.hidden_columns.update(range(int(value(element, "min") or 1), last + 1))

    def _row(self, row: etree._Element) -> None:
        self.row = int(value(row, "r") or self.row + 1)
        hidden = bool(value(row, "hidden")) and is_on(row, "hidden")
        hidden = hidden or (_is_zero(value(row, "ht")) and bool(value(row, "ht")))
        column, written, said = 0, 0, False
        for cell in row:
            if not cell.tag.endswith("}c"):
                continue
            column = column_number(cell.get("r", "")) or column + 1
            words = self._words(cell)
            if not words:
                continue
            gap = column - 1 - written
            self.taken.write("\t" * (gap if column <= _ALIGNED_COLUMNS else min(gap, 1)))
            written = column - 1
            said = True
            self._cell(cell, column, words, hidden)
        if said:
            self.taken.write("\n")

    def _cell(self, cell: etree._Element, column: int, words: str, hidden: bool) -> None:
        self.filled += 1
        place = f"{column_letters(column)}{self.row}"
        self.taken.move(f"{self.sheet.name}!{place}")
        at = self.taken.length
        self.taken.write(words.replace("\n", " ").replace("\t", " "))
        if hidden:
            self.first.setdefault("rows", at)
            self.rows_hidden[self.row] = self.rows_hidden.get(self.row, 0) + 1
        if column in self.hidden_columns:
            self.first.setdefault("columns", at)
            self.columns_hidden[column] = self.columns_hidden.get(column, 0) + 1
        if self.formats and int(cell.get("s", 0)) in self.formats:
            self.first.setdefault("cells", at)
            self.cells_hidden.append(place)

    def _words(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return plain_string(inline) if inline is not None else ""
        text = cell.findtext("{*}v", "")
        if kind == "s":
            return self.strings.get(text)
        if not text and (formula := child(cell, "f")) is not None:
            return f"={formula.text}" if formula.text else ""
        return text if kind in ("str", "b", "e", "d") else number_text(text)

    def _tell(self) -> None:
        name = self.sheet.name
        if self.rows_hidden:
            shown = _listed([f"{a}:{b}" if a != b else str(a) for a, b in ranges(sorted(self.rows_hidden))])
            why = "有隐藏的行（含被筛选隐藏的行）" if self.filtered else "有隐藏的行"
            self._note(
                Kind.HIDDEN_ROWS, "rows", f"工作表“{name}”{why}", shown, sum(self.rows_hidden.values())
            )
        if self.columns_hidden:
            runs = [(column_letters(a), column_letters(b)) for a, b in ranges(sorted(self.columns_hidden))]
            shown = _listed([f"{a}:{b}" if a != b else a for a, b in runs])
            reason = f"工作表“{name}”有隐藏的列"
            self._note(Kind.HIDDEN_COLUMNS, "columns", reason, shown, sum(self.columns_hidden.values()))
        if self.cells_hidden:
            reason = f"工作表“{name}”有设为不显示的单元格（白字或格式 ;;;）"
            self._note(Kind.HIDDEN_TEXT, "cells", reason, _listed(self.cells_hidden), len(self.cells_hidden))

    def _note(self, kind: Kind, what: str, reason: str, shown: str, count: int) -> None:
        self.taken.note(
            kind,
            Certainty.CERTAIN,
            reason,
            place=f"{self.sheet.name}!{shown}",
            start=self.first[what],
            excerpt=f"{count} 个单元格有内容",
        )


def _listed(runs: list[str]) -> str:
    more = "…" if len(runs) > _SHOWN_RANGES else ""
    return ",".join(runs[:_SHOWN_RANGES]) + more


def _is_zero(size: str) -> bool:
    try:
        return bool(size) and float(size) == 0
    except ValueError:
        return False


def _take_comments(package: Package, sheet: Sheet, taken: Taken) -> set[str]:
    """Write and note the comments of one sheet; return their parts."""
    parts = {r.target for r in package.relations(sheet.part) if r.kind in ("comments", "threadedComment")}
    for part in sorted(parts & package.parts.keys()):
        for comment in package.tree(part).iter(etree.Element):
            if local(comment) not in ("comment", "threadedComment"):
                continue
            place = f"{sheet.name}!{value(comment, 'ref')}"
            taken.open_block()
            taken.move(place)
            start = taken.length
            for element in comment.iter(etree.Element):
                if local(element) in ("t", "text") and element.text:
                    taken.write(element.text, element)
            taken.note(
                Kind.COMMENT, Certainty.CERTAIN, "单元格留有批注", place=place, start=start, end=taken.length
            )
    return parts


def _take_caches(package: Package, taken: Taken) -> None:
    """Note copies of data that stay in the file: of pivot tables and of other workbooks."""
    for source in package.sources():
        for relation in package.relations(source):
            if relation.kind == "pivotCacheDefinition" and source == package.main():
                records = any(r.kind == "pivotCacheRecords" for r in package.relations(relation.target))
                reason = "数据透视表缓存保留着源数据的副本，源数据删去后仍在"
                sure = Certainty.LIKELY if records else Certainty.POSSIBLE
                taken.note(Kind.PIVOT_CACHE, sure, reason, place=relation.target)
            elif relation.kind == "externalLink":
                reason = "引用了另一个工作簿，文件里留有它的路径和数据副本"
                taken.note(Kind.EXTERNAL_LINK, Certainty.LIKELY, reason, place=relation.target)
