"""清理表格文件 — hidden sheets, rows, columns, cells, comments, caches and links taken out of an XLSX file."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from gongkai.rules.privacy import Kind

from .cells import column_number, hidden_formats, number_text
from .ooxml import Package, child, drop, is_on, local, reference, value
from .plan import Plan
from .sheets import Sheet, sheets_of

_PIVOT_KINDS = {"pivotCacheDefinition", "pivotTable", "slicerCache", "slicer", "timelineCache", "timeline"}
_COMMENT_KINDS = {"comments", "threadedComment", "person"}
# What takes away cells also takes away what formulas elsewhere are reckoned from.
_TAKES_CELLS = {
    Kind.HIDDEN_SHEET,
    Kind.HIDDEN_ROWS,
    Kind.HIDDEN_COLUMNS,
    Kind.HIDDEN_TEXT,
    Kind.EXTERNAL_LINK,
}
_SHEET_IN_FORMULA = re.compile(r"'((?:[^']|'')+)'!|([\w.]+)!")


def clean_sheets(package: Package, plan: Plan) -> None:
    """Take out of an XLSX package what the plan asks for, and mask words in its cells."""
    if any(plan.asks(kind) for kind in _TAKES_CELLS):
        _each_sheet(package, fix_values)
    if plan.asks(Kind.HIDDEN_SHEET):
        _drop_hidden_sheets(package, set(plan.places(Kind.HIDDEN_SHEET)))
    _empty_hidden_cells(package, plan)
    if plan.asks(Kind.PIVOT_CACHE):
        package.drop_kinds(_PIVOT_KINDS)
    if plan.asks(Kind.COMMENT):
        _drop_comments(package)
    if plan.asks(Kind.EXTERNAL_LINK):
        package.drop_kinds({"externalLink", "externalLinkPath"})
        _drop_names(package, lambda words: bool(re.search(r"\[\d+\]", words)))
    # The order of reckoning is made anew by whoever opens the file.
    package.drop_kinds({"calcChain"})
    _drop_unused_strings(package)


def _each_sheet(package: Package, change: Callable[[etree._Element], None]) -> None:
    for sheet in sheets_of(package):
        if sheet.part in package.parts:
            change(package.tree(sheet.part))


def fix_values(root: etree._Element) -> None:
    """Put the value in the place of each formula that has one."""
    for cell in [e for e in root.iter(etree.Element) if local(e) == "c"]:
        formula, stored = child(cell, "f"), child(cell, "v")
        if formula is not None and stored is not None and stored.text:
            drop(formula)


def _drop_hidden_sheets(package: Package, names: set[str]) -> None:
    main, root = package.main(), package.tree(package.main())
    sheets = [e for e in root.iter(etree.Element) if local(e) == "sheet"]
    gone = {n for n, e in enumerate(sheets) if value(e, "name") in names}
    if len(gone) == len(sheets):
        gone = set()
    gone_names = {value(sheets[n], "name") for n in gone}
    for name in [e for e in root.iter(etree.Element) if local(e) == "definedName"]:
        scope = name.get("localSheetId")
        if (scope and int(scope) in gone) or _sheets_named(name.text or "") & gone_names:
            drop(name)
        elif scope:
            name.set("localSheetId", str(int(scope) - sum(n < int(scope) for n in gone)))
    for view in [e for e in root.iter(etree.Element) if local(e) == "workbookView"]:
        view.set("activeTab", "0")
        view.attrib.pop("firstSheet", None)
    package.drop_relations(main, {reference(sheets[n]) for n in gone})
    names_list = next((e for e in root.iter(etree.Element) if local(e) == "definedNames"), None)
    if names_list is not None and len(names_list) == 0:
        drop(names_list)
    _show_one(root)


def _show_one(root: etree._Element) -> None:
    """The sheet that opens first is one that can be seen."""
    sheets = [e for e in root.iter(etree.Element) if local(e) == "sheet"]
    seen = next((n for n, e in enumerate(sheets) if value(e, "state") in ("", "visible")), 0)
    for view in [e for e in root.iter(etree.Element) if local(e) == "workbookView"]:
        view.set("activeTab", str(seen))


def _sheets_named(formula: str) -> set[str]:
    return {(quoted or bare).replace("''", "'") for quoted, bare in _SHEET_IN_FORMULA.findall(formula)}


def _drop_names(package: Package, wanted: Callable[[str], bool]) -> None:
    for name in [e for e in package.tree(package.main()).iter(etree.Element) if local(e) == "definedName"]:
        if wanted(name.text or ""):
            drop(name)


def _empty_hidden_cells(package: Package, plan: Plan) -> None:
    formats = hidden_formats(package)
    for sheet in sheets_of(package):
        if sheet.part not in package.parts:
            continue
        kinds = {
            kind
            for kind in (Kind.HIDDEN_ROWS, Kind.HIDDEN_COLUMNS, Kind.HIDDEN_TEXT)
            if any(place.startswith(f"{sheet.name}!") for place in plan.places(kind))
        }
        if kinds:
            _empty(package.tree(sheet.part), kinds, formats)


def _empty(root: etree._Element, kinds: set[Kind], formats: frozenset[int]) -> None:
    """Take the content out of hidden cells; rows and columns stay hidden, so that nothing moves."""
    columns = hidden_columns(root) if Kind.HIDDEN_COLUMNS in kinds else []
    for row in [e for e in root.iter(etree.Element) if local(e) == "row"]:
        whole = Kind.HIDDEN_ROWS in kinds and is_hidden_row(row)
        column = 0
        for cell in [e for e in row if local(e) == "c"]:
            column = column_number(value(cell, "r")) or column + 1
            styled = Kind.HIDDEN_TEXT in kinds and int(value(cell, "s") or 0) in formats
            if whole or styled or any(first <= column <= last for first, last in columns):
                for inner in list(cell):
                    drop(inner)
                cell.attrib.pop("t", None)


def hidden_columns(root: etree._Element) -> list[tuple[int, int]]:
    """Ranges of columns that are hidden or of no width."""
    return [
        (int(value(e, "min") or 1), int(value(e, "max") or 0))
        for e in root.iter(etree.Element)
        if local(e) == "col"
        and ((e.get("hidden") and is_on(e, "hidden")) or (e.get("width") and float(e.get("width")) == 0))
    ]


def is_hidden_row(row: etree._Element) -> bool:
    """Whether a row is hidden, by itself or by a filter, or of no height."""
    height = row.get("ht")
    return bool(row.get("hidden") and is_on(row, "hidden")) or bool(height and float(height) == 0)


def _drop_comments(package: Package) -> None:
    for sheet in sheets_of(package):
        drawings = {r.id for r in package.relations(sheet.part) if r.kind == "vmlDrawing"}
        if any(r.kind == "comments" for r in package.relations(sheet.part)):
            package.drop_relations(sheet.part, drawings)
    package.drop_kinds(_COMMENT_KINDS)


def _drop_unused_strings(package: Package) -> None:
    """Empty the shared strings that no cell refers to any more; the others keep their numbers."""
    part = next((r.target for r in package.relations(package.main()) if r.kind == "sharedStrings"), "")
    if part not in package.parts:
        return
    used: set[str] = set()
    for sheet in sheets_of(package):
        if sheet.part in package.parts:
            used |= _strings_used(package, sheet)
    root = package.tree(part)
    for number, string in enumerate([e for e in root if local(e) == "si"]):
        if str(number) not in used:
            for inner in list(string):
                drop(inner)
            etree.SubElement(string, string.tag.replace("}si", "}t"))
    for count in ("count", "uniqueCount"):
        root.attrib.pop(count, None)


def _strings_used(package: Package, sheet: Sheet) -> set[str]:
    return {
        (child(cell, "v").text or "")  # type: ignore[union-attr]
        for cell in package.tree(sheet.part).iter(etree.Element)
        if local(cell) == "c" and cell.get("t") == "s" and child(cell, "v") is not None
    }


def mask_numbers(root: etree._Element, plan: Plan) -> None:
    """Mask words that a sheet stores as numbers: such a cell then holds text, and no formula."""
    for cell in root.iter(etree.Element):
        if local(cell) != "c":
            continue
        stored = child(cell, "v")
        if stored is None or not stored.text or cell.get("t") == "s":
            continue
        number = cell.get("t") in (None, "n")
        words = number_text(stored.text) if number else stored.text
        new = plan.masked(words)
        if new != words:
            stored.text = new
            cell.set("t", "str")
            formula = child(cell, "f")
            if formula is not None:
                drop(formula)
