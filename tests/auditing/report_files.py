"""样本文件 — an invented report in every format that is read."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TITLE = "示例市样本局2023年政府信息公开工作年度报告"
WORDS = "2023年，我局主动公开政府信息1200条，其中，政策文件类900条，业务动态类200条，其他类100条。"
ROWS = (("行政复议", "行政诉讼", ""), ("结果维持", "结果纠正", "总计"), ("4", "3", "7"))

_FONT = "STSong-Light"


def docx() -> bytes:
    """A document with a table whose first row has a cell over two columns."""
    document = Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph("一、总体情况")
    document.add_paragraph(WORDS)
    table = document.add_table(len(ROWS), 3)
    for row, words in enumerate(ROWS):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 1).merge(table.cell(0, 2))
    return _bytes(document.save)


def pdf(*, ruled: bool) -> bytes:
    """A page with the report and its table, with lines around the cells or without."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont(_FONT, 11)
    for number, line in enumerate((TITLE, "一、总体情况", WORDS)):
        canvas.drawString(70, 780 - 20 * number, line)
    for number, row in enumerate(ROWS[1:]):
        for column, word in enumerate(row):
            canvas.drawString(80 + 120 * column, 700 - 20 * number, word)
    if ruled:
        canvas.grid([70, 190, 310, 430], [674, 694, 714])
    canvas.save()
    return stream.getvalue()


def picture_pdf() -> bytes:
    """A page without any letter."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.rect(70, 70, 200, 200, fill=1)
    canvas.save()
    return stream.getvalue()


def ofd(lines: Iterable[Sequence[tuple[float, str]]]) -> bytes:
    """A page with lines of words, each word with its distance from the left in millimetres; letters of 4 mm."""
    objects = "".join(
        f'<ofd:TextObject Boundary="{left} {20 + 8 * number} 150 6" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {max(len(word) - 1, 0)} 4">{word}</ofd:TextCode></ofd:TextObject>'
        for number, line in enumerate(lines)
        for left, word in line
    )
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
        "</ofd:Pages></ofd:Document>",
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {space}><ofd:Content><ofd:Layer>{objects}</ofd:Layer>"
        "</ofd:Content></ofd:Page>",
    }
    return packed({name: words.encode() for name, words in parts.items()})


def packed(files: dict[str, bytes]) -> bytes:
    """A ZIP of files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def packed_in_gbk(name: str, data: bytes) -> bytes:
    """A ZIP whose one file is named in GBK without saying so, as Windows programs in China do."""
    plain = packed({"x" * len(name.encode("gbk")): data})
    return plain.replace(b"x" * len(name.encode("gbk")), name.encode("gbk"))


def _bytes(save: object) -> bytes:
    stream = BytesIO()
    save(stream)  # type: ignore[operator]
    return stream.getvalue()
