"""读取报告 — a report in any of its formats as text in reading order, with the tables that the file tells apart."""

from html import escape

from gongkai.auditing.markup import read_markup
from gongkai.auditing.model import Source
from gongkai.auditing.ofd import is_ofd, read_ofd
from gongkai.auditing.writing import Placed, Writer, Written, spaced
from gongkai.intake.decode import decode, decode_as_it_is
from gongkai.intake.docx import docx_markup
from gongkai.intake.kinds import kind_of
from gongkai.intake.limits import check_letters, check_size, check_text
from gongkai.intake.office import converted
from gongkai.intake.pdf import pdf_blocks
from gongkai.intake.pdf_page import Row, Table
from gongkai.intake.reading import FileRefused
from gongkai.intake.sheets import Sheet, visible_sheets

_SLIDES = "这是演示文稿，不是年度报告。请上传 DOCX、PDF、OFD、HTML 或 TXT 文件。"


def read_source(data: bytes, name: str) -> Source:
    """Read TXT, HTML, DOCX, PDF or OFD with text, or XLSX; DOC, WPS, RTF and XLS where LibreOffice is installed.

    The text of a TXT file is the file itself. Raises FileRefused with a Chinese sentence.
    """
    check_size(data)
    if is_ofd(data):
        return read_ofd(data, name)
    kind = kind_of(data, name)
    if kind == "text":
        text, _ = decode_as_it_is(data)
        check_text(text)
        return Source(name, text, "text")
    if kind == "pdf":
        return _read_pdf(data, name)
    return read_markup(_markup_of(data, kind, name), name, "html" if kind == "html" else "docx")


def is_plain(data: bytes, name: str) -> bool:
    """Whether a file is plain text, which takes no parser to read."""
    try:
        return kind_of(data, name) == "text"
    except FileRefused:
        return False


def _markup_of(data: bytes, kind: str, name: str) -> str:
    if kind == "html":
        return decode(data)[0]
    if kind == "pptx":
        raise FileRefused("slides", _SLIDES)
    if kind in ("xlsx", "xls"):
        book = data if kind == "xlsx" else converted(data, "xls", "xlsx")
        return _sheets_markup(book)
    return docx_markup(data if kind == "docx" else converted(data, kind, "docx"))[0]


def _sheets_markup(book: bytes) -> str:
    """Every visible sheet as a table; a single cell at the top of one is its title."""
    made = []
    for sheet in visible_sheets(book, None):
        titled = sum(map(bool, sheet.rows[0])) == 1 if sheet.rows else False
        if titled:
            made.append(f"<h1>{escape(''.join(sheet.rows[0]))}</h1>")
        covered = _covered(sheet)
        lines = (_sheet_row(sheet, number, covered) for number in range(titled, len(sheet.rows)))
        made.append(f"<table>{''.join(lines)}</table>")
    check_letters(sum(map(len, made)))
    return "".join(made)


def _covered(sheet: Sheet) -> set[tuple[int, int]]:
    """The places that merged cells cover beside their own."""
    return {
        (row, column)
        for (top, left), (rows, columns) in sheet.merged.items()
        for row in range(top, top + rows)
        for column in range(left, left + columns)
        if (row, column) != (top, left)
    }


def _sheet_row(sheet: Sheet, number: int, covered: set[tuple[int, int]]) -> str:
    cells = []
    for column, words in enumerate(sheet.rows[number]):
        if (number, column) not in covered:
            rows, columns = sheet.merged.get((number, column), (1, 1))
            cells.append(f'<td rowspan="{rows}" colspan="{columns}">{escape(words)}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _read_pdf(data: bytes, name: str) -> Source:
    writer = Writer()
    for block in pdf_blocks(data):
        if isinstance(block, Table):
            writer.table([[Written(*cell) for cell in row] for row in block.rows])
        else:
            writer.line(_laid_out(block))
    return writer.source(name, "pdf")


def _laid_out(row: Row) -> str:
    pieces = row.pieces or (row,)
    return spaced([Placed(one.text, one.left, one.right, one.middle, one.size) for one in pieces])
