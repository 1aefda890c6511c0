"""电子表格 — tables written as XLSX (ECMA-376), with merged cells; text stays text, numbers stay numbers."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

Value = str | Decimal | int | None
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{0}+xml"
_NAME_MOST = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# Fills, borders and fonts: 0 plain, 1 heading (bold, wrapped, bordered), 2 cell (wrapped, bordered).
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/>'
    '<bottom style="thin"/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf fontId="1" borderId="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" '
    'vertical="center" wrapText="1"/></xf><xf borderId="1" applyBorder="1" applyAlignment="1"><alignment '
    'vertical="center" wrapText="1"/></xf></cellXfs></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Merge:
    """合并 — cells shown as one: from a row and a column over so many, counted from 0."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """工作表 — its name, its rows of values, how many of them are headings, widths in characters, merged cells."""

    name: str
    rows: Sequence[Sequence[Value]]
    headings: int = 1
    widths: Sequence[int] = ()
    merges: Sequence[Merge] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as one XLSX file; ValueError for none or for two whose names come out alike."""
    names = [sheet.name.translate(_FORBIDDEN)[:_NAME_MOST] for sheet in sheets]
    if not names or len(set(names)) < len(names):
        raise ValueError("a workbook needs sheets with names of their own")
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for path, words in _parts(names).items():
            package.writestr(path, _HEAD + words)
        for number, sheet in enumerate(sheets, start=1):
            package.writestr(f"xl/worksheets/sheet{number}.xml", _HEAD + _sheet(sheet))
    return file.getvalue()


def _parts(names: Sequence[str]) -> dict[str, str]:
    numbers = range(1, len(names) + 1)
    document = f"{_RELATIONS}/officeDocument"
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_SHEET_TYPE.format("worksheet")}"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE.format("sheet.main")}"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE.format("styles")}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{document}" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}<Relationship '
        f'Id="rId{len(names) + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }


def _sheet(sheet: Sheet) -> str:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, start=1)
    )
    rows = "".join(
        f'<row r="{n}">{_cells(row, n, 1 if n <= sheet.headings else 2)}</row>'
        for n, row in enumerate(sheet.rows, start=1)
    )
    merged = "".join(f'<mergeCell ref="{_reference(merge)}"/>' for merge in sheet.merges)
    return (
        f'<worksheet xmlns="{_MAIN}">{f"<cols>{widths}</cols>" if widths else ""}<sheetData>{rows}</sheetData>'
        f"{f'<mergeCells>{merged}</mergeCells>' if merged else ''}</worksheet>"
    )


def _cells(row: Sequence[Value], number: int, style: int) -> str:
    return "".join(_cell(value, f"{_letters(n)}{number}", style) for n, value in enumerate(row))


def _cell(value: Value, place: str, style: int) -> str:
    if value is None or value == "":
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        words = escape("".join(c for c in value if c.isprintable() or c in "\n\t"))
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
    number = value if isinstance(value, int) else f"{value:f}"
    return f'<c r="{place}" s="{style}"><v>{number}</v></c>'


def _reference(merge: Merge) -> str:
    last = f"{_letters(merge.column + merge.columns - 1)}{merge.row + merge.rows}"
    return f"{_letters(merge.column)}{merge.row + 1}:{last}"


def _letters(column: int) -> str:
    """Return the letters of a column counted from 0 (27 → AB)."""
    letters = ""
    while column >= 0:
        letters, column = chr(ord("A") + column % 26) + letters, column // 26 - 1
    return letters
