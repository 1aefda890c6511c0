"""样本 — files made on the spot that hide invented personal data in every way that is known."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pikepdf
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from openpyxl.comments import Comment
from openpyxl.styles import Font
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(order: int) -> str:
    """An ID number of nobody: an existing region code, a birthday of 1900, a valid check digit."""
    body = f"1101011900010{order // 1000 % 9 + 1}{order % 1000:03d}"
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
        sheet.append(
            [number, f"示例{number}", resident_id(20 + number), int(mobile(20 + number)), f"=A{number + 1}"]
        )
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
    canvas.drawString(72, 720, "身份证号")
    canvas.drawString(140, 720, resident_id(41))
    canvas.drawString(400, 720, "已处理")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.rect(136, 714, 220, 20, fill=1, stroke=0)


def covered_by_picture(canvas: Canvas) -> None:
    """A page with a picture laid over a number."""
    canvas.drawString(72, 760, "图片页的公开文字")
    canvas.drawString(140, 720, mobile(42))
    waves = Image.new("RGB", (60, 20))
    waves.putdata([(n * 7 % 256, n * 3 % 256, 90) for n in range(1200)])
    canvas.drawImage(ImageReader(waves), 130, 712, 160, 24)


def unseen_words(canvas: Canvas) -> None:
    """A page with white, tiny and far-off words."""
    canvas.drawString(72, 760, "第三页的公开文字")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 720, f"白色{mobile(43)}")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont("STSong-Light", 1)
    canvas.drawString(72, 700, f"极小{mobile(44)}")
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(72, -200, f"页外{mobile(45)}")


def plain_number(canvas: Canvas) -> None:
    """A page with numbers that everybody sees, one in a font that carries no widths."""
    canvas.drawString(72, 760, f"联系人手机 {mobile(46)} 其余照常")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 700, f"Mobile {mobile(47)} end")


def updated(data: bytes, instead: str) -> bytes:
    """The PDF with a page that says something else, saved by appending: the old bytes stay."""
    new = pdf(lambda canvas: canvas.drawString(72, 760, instead))
    with pikepdf.Pdf.open(BytesIO(data)) as old, pikepdf.Pdf.open(BytesIO(new)) as other:
        number = old.pages[0].obj.Contents.objgen[0]
        content = other.pages[0].obj.Contents.read_bytes()
        root, size = old.Root.objgen[0], len(old.objects) + 1
    start = data.rindex(b"startxref") + len(b"startxref")
    previous = int(data[start:].split()[0])
    at = len(data) + 1
    body = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, root, previous, at + len(body),
    )  # fmt: skip
    return data + b"\n" + body + table + trailer


def furnished(data: bytes, *, attachment: tuple[str, bytes], remark: str, photo: bytes) -> bytes:
    """The PDF with an attachment, a remark, an XMP author and a photograph as it came from the camera."""
    with pikepdf.Pdf.open(BytesIO(data)) as document:
        document.attachments[attachment[0]] = pikepdf.AttachedFileSpec(document, attachment[1])
        page = document.pages[0]
        page.obj.Annots = document.make_indirect(
            pikepdf.Array(
                [
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30],
                        Contents=pikepdf.String(remark), T=pikepdf.String("示例批注人"),
                    )
                ]
            )
        )  # fmt: skip
        image = document.make_stream(
            photo, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=32, Height=24,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        name = page.add_resource(image, pikepdf.Name.XObject)
        page.contents_add(f"\nq 32 0 0 24 300 300 cm {name} Do Q".encode())
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["示例作者"]
        return bytes_of(document.save)


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


# PowerPoint

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
_SLIDE_WIDTH, _SLIDE_HEIGHT = 9144000, 6858000


def _shape(words: str, x: int = 0, *, runs: int = 1, size: int = 1800) -> str:
    step = -(-len(words) // runs)
    pieces = [words[n : n + step] for n in range(0, len(words), step)]
    said = "".join(f'<a:r><a:rPr sz="{size}"/><a:t>{piece}</a:t></a:r>' for piece in pieces)
    frame = f'<a:xfrm><a:off x="{x}" y="0"/><a:ext cx="1000000" cy="500000"/></a:xfrm>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="a"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{frame}</p:spPr>'
        f"<p:txBody><a:bodyPr/><a:p>{said}</a:p></p:txBody></p:sp>"
    )


def _slide(name: str, shapes: str, show: str = "") -> bytes:
    inner = (
        '<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr/>{shapes}</p:spTree></p:cSld>"
    )
    return f'<p:{name} xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}"{show}>{inner}</p:{name}>'.encode()


def _relations(*ones: tuple[str, str, str]) -> bytes:
    inner = "".join(f'<Relationship Id="{i}" Type="{_R}/{kind}" Target="{to}"/>' for i, kind, to in ones)
    place = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{place}">{inner}</Relationships>'.encode()


def slides() -> bytes:
    """Three slides: one with a number over several runs and a shape beside it, a hidden one, one with notes."""
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in (1, 2, 3))
    main = (
        f'<p:presentation xmlns:p="{_P}" xmlns:r="{_R}"><p:sldIdLst>{listed}</p:sldIdLst>'
        f'<p:sldSz cx="{_SLIDE_WIDTH}" cy="{_SLIDE_HEIGHT}"/></p:presentation>'
    )
    types = {"/ppt/presentation.xml": "presentation.main", "/ppt/notesSlides/n.xml": "notesSlide"}
    types |= {f"/ppt/slides/s{n}.xml": "slide" for n in (1, 2, 3)}
    overrides = "".join(f'<Override PartName="{p}" ContentType="{_TYPE}{t}+xml"/>' for p, t in types.items())
    place = "http://schemas.openxmlformats.org/package/2006/content-types"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    first = _shape(f"公开的标题{mobile(61)}", runs=4) + _shape(f"旁边{mobile(62)}", x=2 * _SLIDE_WIDTH)
    return zipped(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{place}"><Default Extension="rels" ContentType="{rels}"/>{overrides}</Types>'
            ).encode(),
            "_rels/.rels": _relations(("rId1", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": main.encode(),
            "ppt/_rels/presentation.xml.rels": _relations(
                *((f"rId{n}", "slide", f"slides/s{n}.xml") for n in (1, 2, 3))
            ),
            "ppt/slides/s1.xml": _slide("sld", first),
            "ppt/slides/s2.xml": _slide("sld", _shape(f"隐藏的话{mobile(63)}"), ' show="0"'),
            "ppt/slides/s3.xml": _slide("sld", _shape("最后一张")),
            "ppt/slides/_rels/s3.xml.rels": _relations(("rId1", "notesSlide", "../notesSlides/n.xml")),
            "ppt/notesSlides/n.xml": _slide("notes", _shape(f"备注的话{mobile(64)}")),
        }
    )
