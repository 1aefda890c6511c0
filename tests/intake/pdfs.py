"""PDF 样本 — files as offices make them, by reportlab."""

from collections.abc import Callable
from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
TEXT = (
    "为加强示例管理，保障群众合法权益，根据有关法律法规，结合我市实际，现就有关事项通知如下，请认真组织实施。"
)
BODY = ParagraphStyle("body", fontName=FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK")
FLUSH = ParagraphStyle("flush", parent=BODY, firstLineIndent=0)
TITLE = ParagraphStyle("title", parent=FLUSH, fontSize=22, leading=32, alignment=1)
HEAD = ParagraphStyle("head", parent=TITLE, fontSize=30, leading=40)
CENTRED = ParagraphStyle("centred", parent=FLUSH, alignment=1)
RIGHT = ParagraphStyle("right", parent=FLUSH, alignment=2)
ROWS = [["项目", "数量", "备注"], ["甲类事项", "12", ""], ["合计", "", "共十二件"]]


def page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(297, 40, f"— {document.page} —")


def made(
    story: list[Flowable],
    password: str = "",
    on_page: Callable[[Canvas, SimpleDocTemplate], None] = page_number,
) -> bytes:
    stream = BytesIO()
    encrypt = StandardEncryption(password) if password else None
    SimpleDocTemplate(stream, encrypt=encrypt).build(story, onFirstPage=on_page, onLaterPages=on_page)
    return stream.getvalue()


def table(rows: list[list[str]]) -> Table:
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 12)]
    return Table(rows, colWidths=[120, 100, 150], style=[*style, ("SPAN", (0, 2), (1, 2))])


def notice() -> list[Flowable]:
    return [
        Paragraph("临江市人民政府办公室文件", HEAD),
        Paragraph("临政办发〔2021〕9号", CENTRED),
        Paragraph("关于做好示例工作和样本管理以及有关事项的通知", TITLE),
        Paragraph("各县区人民政府，市政府各部门：", FLUSH),
        Paragraph(TEXT * 3, BODY),
        Paragraph("一、工作安排", BODY),
        Paragraph(TEXT * 4, BODY),
        table(ROWS),
        Paragraph("二、有关要求", BODY),
        Paragraph(TEXT * 5, BODY),
        Paragraph("临江市人民政府办公室", RIGHT),
        Paragraph("2021年7月8日", RIGHT),
    ]


def drawn(draw: Callable[[Canvas], None], pagesize: tuple[float, float] = (595, 842)) -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=pagesize)
    canvas.setFont(FONT, 14)
    draw(canvas)
    canvas.save()
    return stream.getvalue()
