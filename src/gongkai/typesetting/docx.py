"""公文 Word 文件 — a paper as DOCX (ISO/IEC 29500) with real styles, to be edited; nobody's name in it, same paper same bytes."""

import io
import zipfile
from functools import singledispatch
from typing import Any

import docx as word
import segno
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from gongkai.typesetting import docx_styles as styles
from gongkai.typesetting import layout
from gongkai.typesetting.docx_furniture import add_furniture, head_line
from gongkai.typesetting.docx_pictures import add_picture
from gongkai.typesetting.docx_styles import dress, say
from gongkai.typesetting.fitting import line_of
from gongkai.typesetting.forms import field_shares, field_spans
from gongkai.typesetting.paper import (
    Block,
    Cell,
    Fields,
    Heading,
    Manner,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Side,
    Signing,
    Table,
    Verification,
    mapped,
    placed,
    printable,
)

_MANNERS = {
    Manner.INDENTED: styles.INDENTED,
    Manner.FLUSH: styles.FLUSH,
    Manner.CENTRED: styles.CENTRED,
    Manner.SMALL: styles.SMALL,
}
_SIDES = {
    Side.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Side.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Side.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_QR_MM = 20.0
_FIELD_LINE = 20.0
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(paper: Paper) -> bytes:
    """The paper as DOCX."""
    paper = mapped(paper, printable)
    document = word.Document()
    between = line_of(paper)
    styles.add_styles(document, between)
    styles.set_page(document, landscape=paper.landscape, letter=bool(paper.letterhead))
    add_furniture(document, letter=bool(paper.letterhead), draft=paper.draft)
    _head(document, paper)
    for block in paper.blocks:
        _block(block, document, _line_mm(paper))
    if paper.signing and document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True  # 7.3.5.4: nobody signs an empty page
    _attachments(document, paper.attachments, between)
    if paper.signing:
        _signing(document, paper.signing, between)
    if paper.note:
        say(document, f"（{paper.note}）", styles.NOTE)
    if paper.verification:
        _verification(document, paper.verification, _line_mm(paper))
    return _written(document, paper)


def _line_mm(paper: Paper) -> float:
    across = layout.PAGE_MM[1] if paper.landscape else layout.PAGE_MM[0]
    return across - layout.LEFT_MM - layout.RIGHT_MM


def _head(document: Document, paper: Paper) -> None:
    if paper.letterhead:
        head = say(document, paper.letterhead, styles.LETTERHEAD)
        head.runs[0].font.size = Pt(layout.letterhead_size(paper.letterhead))
        head.paragraph_format.line_spacing = Pt(layout.letterhead_line(paper.letterhead))
        head_line(head)
    if paper.number or paper.letterhead:  # a draft keeps the place of its number
        number = say(document, paper.number, styles.NUMBER)
        if paper.letterhead:
            number.paragraph_format.space_before = Mm(layout.LETTERHEAD_GAP_MM)
    title = say(document, "\n".join(layout.title_lines(paper.title)), "Title")
    if not paper.letterhead and not paper.number:
        title.paragraph_format.space_before = Pt(0)
    if paper.addressee:
        say(document, f"{paper.addressee}：", styles.ADDRESSEE)


@singledispatch
def _block(block: Block, document: Document, line: float) -> None:
    raise TypeError(type(block).__name__)


@_block.register
def _(block: Paragraph, document: Document, line: float) -> None:
    say(document, block.text, _MANNERS[block.manner])


@_block.register
def _(block: Heading, document: Document, line: float) -> None:
    made = say(document, block.text, styles.HEADINGS[block.level - 1])
    if not block.numbered:
        made._p.get_or_add_pPr().append(styles.number_properties(0, 0))
        made.paragraph_format.first_line_indent = Pt(2 * layout.BODY)


@_block.register
def _(block: Quote, document: Document, line: float) -> None:
    for words in block.lines:
        say(document, words, styles.QUOTE)


@_block.register
def _(block: PageBreak, document: Document, line: float) -> None:
    say(document, "", styles.FLUSH).add_run().add_break(WD_BREAK.PAGE)


@_block.register
def _(block: Table, document: Document, line: float) -> None:
    if block.caption:
        caption = say(document, block.caption, styles.HEAD)
        caption.paragraph_format.keep_with_next = True
    whole = sum(block.widths)
    table = _grid(document, len(block.head + block.rows), [share / whole * line for share in block.widths])
    for one in placed(block.head + block.rows, len(block.widths)):
        is_head = one.row < len(block.head)
        cell = _merged(table, one.row, one.column, one.cell.across, one.cell.down)
        _fill(cell, one.cell, is_head, fine=block.fine)
    for number in range(len(block.head)):
        _row_property(table, number, "w:tblHeader")
    if block.fine:
        _keep_together(table)
    say(document, "", styles.TABLE)


@_block.register
def _(block: Fields, document: Document, line: float) -> None:
    pairs = max(len(row) for row in block.rows)
    table = _grid(document, len(block.rows), [share * line for share in field_shares(pairs)])
    for number, row in enumerate(block.rows):
        column = 0
        for field, across in zip(row, field_spans(len(row), pairs), strict=True):
            _fill(table.cell(number, column), Cell(field.label), True)
            marked = "　".join(one.marked for one in field.choices)
            value = "\n".join(one for one in (field.value, marked) if one)
            _fill(_merged(table, number, column + 1, across, 1), Cell(value), False)
            column += 1 + across
        table.rows[number].height = Pt(_FIELD_LINE * max(field.lines for field in row))
    say(document, "", styles.TABLE)


@_block.register
def _(block: Picture, document: Document, line: float) -> None:
    add_picture(document, block, line)


def _grid(document: Document, rows: int, widths: list[float]) -> WordTable:
    """An empty ruled table with columns of these widths (mm)."""
    table: WordTable = document.add_table(rows, len(widths), "Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    margins = "".join(f'<w:{edge} w:w="60" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right"))
    properties: Any = table._tbl.tblPr
    properties.insert_element_before(
        parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"), "w:tblLook"
    )
    # One by one through python-docx this is quadratic in the rows.
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Mm(width)
    return table


def _merged(table: WordTable, row: int, column: int, across: int, down: int) -> WordCell:
    first = WordCell(table._tbl.tr_lst[row].tc_at_grid_offset(column), table)
    if across == 1 and down == 1:
        return first
    last = WordCell(table._tbl.tr_lst[row + down - 1].tc_at_grid_offset(column + across - 1), table)
    merged: WordCell = first.merge(last)
    return merged


def _fill(cell: WordCell, content: Cell, head: bool, *, fine: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    dress(paragraph, styles.FINE_TABLE if fine else styles.HEAD if head else styles.TABLE)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if head else _SIDES[content.side]
    run = paragraph.add_run(content.text)
    if content.strong:
        run.bold = True


def _keep_together(table: WordTable) -> None:
    """Keep a table on one page where it fits: no row is torn, each stays with the next."""
    rows = table._tbl.tr_lst
    for number, row in enumerate(rows):
        _row_property(table, number, "w:cantSplit")
        for paragraph in row.iter(qn("w:p")) if number + 1 < len(rows) else ():
            WordParagraph(paragraph, table).paragraph_format.keep_with_next = True


def _row_property(table: WordTable, number: int, name: str) -> None:
    properties: Any = table._tbl.tr_lst[number].get_or_add_trPr()
    properties.append(OxmlElement(name))


def _attachments(document: Document, names: tuple[str, ...], between: float) -> None:
    for number, name in enumerate(names, start=1):
        counted = f"{number}. {name}" if len(names) > 1 else name
        made = say(document, ("附件：" if number == 1 else "") + counted, styles.ATTACHMENTS)
        form = made.paragraph_format
        # 7.3.4: a name that goes on stands below its beginning, the numbers below each other.
        number_width, label = (1.3 if len(names) > 1 else 0.0), 5.0
        form.left_indent = Pt((label + number_width) * layout.BODY)
        form.first_line_indent = Pt(-(number_width + (3 if number == 1 else 0)) * layout.BODY)
        if number == 1:
            form.space_before = Pt(between)
        form.keep_with_next = number == len(names)


def _signing(document: Document, signing: Signing, between: float) -> None:
    """Organs above the day, in the middle of each other (7.3.5)."""
    from_right = 4 if signing.sealed else 2
    lines = [
        line for organ in signing.organs for line in layout.title_lines(organ, layout.SIGNING_CHARACTERS)
    ]
    widest = max(layout.width(one) for one in (*lines, signing.day))
    for number, words in enumerate((*lines, signing.day)):
        made = say(document, words, styles.SIGNING)
        inner = from_right + (widest - layout.width(words)) / 2
        made.paragraph_format.right_indent = Pt(inner * layout.PITCH)
        if number == 0:
            made.paragraph_format.space_before = Pt(2 * between)
    made.paragraph_format.keep_with_next = False


def _verification(document: Document, verification: Verification, line: float) -> None:
    say(document, "", styles.FINE)
    table = document.add_table(1, 2)
    table.autofit = False
    left, right = table.rows[0].cells
    for number, (cell, wide) in enumerate(((left, _QR_MM + 4), (right, line - _QR_MM - 4))):
        cell.width = table.columns[number].width = Mm(wide)
    picture = io.BytesIO()
    segno.make_qr(verification.address, error="m").save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    dress(left.paragraphs[0], styles.FLUSH)
    # An exact line would cut the picture off.
    left.paragraphs[0].paragraph_format.line_spacing = 1.0
    left.paragraphs[0].add_run().add_picture(picture, width=Mm(_QR_MM))
    for drawn in left._tc.iter(qn("wp:docPr")):
        drawn.set("descr", "核验二维码")
    dress(right.paragraphs[0], styles.FINE)
    right.paragraphs[0].add_run("\n".join(verification.lines))
    right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _written(document: Document, paper: Paper) -> bytes:
    """The file, with a title and a language and nothing about who made it or when."""
    _describe(document, paper.title.replace("\n", ""))
    first = io.BytesIO()
    document.save(first)
    made = io.BytesIO()
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fresh = zipfile.ZipInfo(info.filename, _EPOCH)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fresh, old.read(info))
    return made.getvalue()


def _describe(document: Document, title: str) -> None:
    element: Any = document.core_properties._element
    for old in list(element):
        element.remove(old)
    document.core_properties.title = title
    document.core_properties.language = "zh-CN"
    defaults: Any = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in run.findall(qn("w:lang")):
        run.remove(old)
    run.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
