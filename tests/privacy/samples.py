"""样本 — files made on the spot that hide invented personal data in every way that is known."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import openpyxl
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from openpyxl.comments import Comment
from openpyxl.styles import Font
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(order: int) -> str:
    """An ID number of nobody: an existing region code, a birthday of 1899, a valid check digit."""
    body = f"1101011899010{order // 1000 % 9 + 1}{order % 1000:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def mobile(order: int) -> str:
    """A mobile number of the pattern 13x0000xxxx."""
    return f"1380000{order:04d}"


def bytes_of(save: Callable[[BytesIO], object]) -> bytes:
    stream = BytesIO()
    save(stream)
    return stream.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def with_parts(data: bytes, changes: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """An office file with some of its parts replaced, added or changed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts[name]) if callable(change) else change
    return zipped(parts)


# Word


def word(build: Callable[..., None]) -> bytes:
    document = Document()
    document.core_properties.author = ""
    document.core_properties.last_modified_by = ""
    document.core_properties.comments = ""
    build(document)
    return bytes_of(document.save)


def run_with(paragraph, text: str, *switches: str):
    run = paragraph.add_run(text)
    for name in switches:
        run._r.get_or_add_rPr().append(OxmlElement(name))
    return run


def tracked(paragraph, tag: str, text: str, author: str = "示例修订人") -> None:
    """Add an insertion (w:ins) or a deletion (w:del)."""
    change = OxmlElement(tag)
    change.set(qn("w:id"), "7")
    change.set(qn("w:author"), author)
    change.set(qn("w:date"), "2024-01-01T00:00:00Z")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText" if tag == "w:del" else "w:t")
    words.text = text
    run.append(words)
    change.append(run)
    paragraph._p.append(change)


def full_word(document) -> None:
    """One of everything that a DOCX hides."""
    document.add_paragraph("关于示例事项的公告，正文照常保留。")
    split = document.add_paragraph("申请人身份证号：")
    for piece in (resident_id(1)[:5], resident_id(1)[5:11], resident_id(1)[11:]):
        split.add_run(piece)
    run_with(document.add_paragraph("看得见的句子。"), f"隐藏的话{mobile(11)}", "w:vanish")
    white = document.add_paragraph("第二句看得见。").add_run(f"白色的话{mobile(12)}")
    white.font.color.rgb = RGBColor(255, 255, 255)
    tiny = document.add_paragraph("第三句看得见。").add_run(f"极小的话{mobile(13)}")
    tiny.font.size = Pt(1)
    changed = document.add_paragraph("第四句看得见。")
    tracked(changed, "w:del", f"删去的话{mobile(14)}")
    tracked(changed, "w:ins", "补上的话。")
    commented = document.add_paragraph("第五句看得见。")
    document.add_comment(commented.runs, text=f"批注的话{mobile(15)}", author="示例批注人", initials="示")
    table = document.add_table(rows=2, cols=3)
    for number, words in enumerate(("姓名", "身份证号", "手机", "示例甲", resident_id(2), mobile(16))):
        table.cell(number // 3, number % 3).text = words
    document.core_properties.author = "示例作者"
    document.core_properties.last_modified_by = "示例修改者"


# Excel


def workbook(build: Callable[..., None]) -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = ""
    build(book)
    return bytes_of(book.save)


def full_workbook(book) -> None:
    """One of everything that openpyxl can hide."""
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["序号", "姓名", "身份证号", "手机", "合计"])
    for number in range(1, 6):
        sheet.append([number, f"示例{number}", resident_id(20 + number), int(mobile(20 + number)), f"=A{number + 1}"])
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet["B6"].comment = Comment(f"批注的话{mobile(31)}", "示例批注人")
    sheet["F2"] = f"白色的话{mobile(32)}"
    sheet["F2"].font = Font(color="FFFFFFFF")
    sheet["F3"] = f"不显示的话{mobile(33)}"
    sheet["F3"].number_format = ";;;"
    hidden = book.create_sheet("底稿")
    hidden.append(["姓名", "手机"])
    hidden.append(["示例甲", mobile(34)])
    hidden.sheet_state = "hidden"
    deep = book.create_sheet("深藏")
    deep.append([f"深藏的话{mobile(35)}"])
    deep.sheet_state = "veryHidden"
    last = book.create_sheet("说明")
    last.append(["公开的说明", "照常保留"])
    book.properties.creator = "示例作者"


# PDF


def pdf(*pages: Callable[[Canvas], None], author: str = "") -> bytes:
    """Pages drawn one after another with a Chinese font."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, pageCompression=1)
    canvas.setAuthor(author)
    for draw in pages:
        canvas.setFont("STSong-Light", 14)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def boxed(canvas: Canvas) -> None:
    """A page with a black box over a number."""
    canvas.drawString(72, 760, "公开的第一行照常保留")
    canvas.drawString(72, 720, f"身份证号 {resident_id(41)} 已处理")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.rect(72 + 14 * 4.4, 715, 200, 20, fill=1, stroke=0)


# Pictures


def picture(kind: str = "JPEG", *, place: bool = True, author: str = "") -> bytes:
    image = Image.new("RGB", (32, 24), (200, 30, 30))
    exif = Image.Exif()
    if place:
        exif[ExifTags.IFD.GPSInfo] = {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (IFDRational(31), IFDRational(12), IFDRational(30)),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (IFDRational(118), IFDRational(6), IFDRational(0)),
        }
    if author:
        exif[ExifTags.Base.Artist] = author
    exif[ExifTags.Base.Orientation] = 6
    return bytes_of(lambda stream: image.save(stream, kind, exif=exif))


def png_with_words(words: str) -> bytes:
    """A PNG with a text chunk."""
    data = bytes_of(lambda stream: Image.new("L", (4, 4)).save(stream, "PNG"))
    body = b"Comment\0" + words.encode()
    chunk = struct.pack(">I", len(body)) + b"tEXt" + body + struct.pack(">I", zlib.crc32(b"tEXt" + body))
    return data[:33] + chunk + data[33:]
