"""坏文件 — large, endless, nested and hostile files: a clear message on each, little memory, and the next is read."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from docx import Document
from reportlab.platypus import Paragraph

from gongkai.intake import FileRefused, Reading
from gongkai.intake.isolated import Isolated
from intake.pdfs import FLUSH, TEXT, made

MEGABYTE = 1024 * 1024
NOTICE = f"临江市示例局关于示例工作的通知\n各单位：\n{TEXT}\n".encode()
SHEET = "xl/worksheets/sheet1.xml"


def rewritten(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part changed, or added by a change of nothing."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            text = source.read(item)
            target.writestr(item.filename, change(text) if item.filename == part else text)
        if part not in source.namelist():
            target.writestr(part, change(b""))
    return stream.getvalue()


def docx() -> bytes:
    document = Document()
    document.add_paragraph("示例局关于示例工作的通知")
    document.add_paragraph(TEXT)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["单位", "数量"])
    book.active.append(["甲", 1])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def empty_rows(part: bytes) -> bytes:
    rows = b"".join(b'<row r="%d"/>' % n for n in range(3, 1_000_003))
    return part.replace(b"</sheetData>", rows + b"</sheetData>")


def far_cell(part: bytes) -> bytes:
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return part.replace(b"</sheetData>", row + b"</sheetData>")


def nested_markup(_part: bytes) -> bytes:
    inside = b"<w:r>" * 200_000 + b"</w:r>" * 200_000
    return b'<w:document xmlns:w="urn:w"><w:body><w:p>' + inside + b"</w:p></w:body></w:document>"


# Each file, and the code of its refusal; "" for what is read.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "零.docx": (lambda: b"", "empty"),
    "百兆零.pdf": (lambda: b"\0" * (100 * MEGABYTE), "empty"),
    "过百兆.txt": (lambda: b"x" * (100 * MEGABYTE + 1), "too_large"),
    "百兆.pdf": (lambda: b"%PDF-1.7\n" + b"\x99" * (99 * MEGABYTE), "broken_pdf"),
    "百兆.txt": (lambda: NOTICE * (99 * MEGABYTE // len(NOTICE)), "too_long"),
    "二十兆.html": (lambda: b"<html><body>" + f"<p>{TEXT}</p>".encode() * 150_000, "too_long"),
    "深.html": (lambda: b"<html><body>" + b"<div>" * 900_000 + NOTICE, "no_text"),
    "深.docx": (lambda: rewritten(docx(), "word/document.xml", nested_markup), "broken_docx"),
    "九十兆图.docx": (
        lambda: rewritten(docx(), "word/media/大.png", lambda _: os.urandom(90 * MEGABYTE)),
        "",
    ),
    "弹.docx": (lambda: rewritten(docx(), "word/大.xml", lambda _: b" " * (70 * MEGABYTE)), "zip_bomb"),
    "空行.xlsx": (lambda: rewritten(xlsx(), SHEET, empty_rows), ""),
    "远格.xlsx": (lambda: rewritten(xlsx(), SHEET, far_cell), "too_sparse"),
    "长.pdf": (lambda: made([Paragraph(TEXT * 40, FLUSH) for _ in range(30)]), ""),
    "好.txt": (lambda: NOTICE, ""),
}


def outcome(isolated: Isolated, name: str) -> str:
    """Code of the refusal, "" when the file was read; a message that is no sentence is told as well."""
    try:
        reading = isolated.call("gongkai.intake.read:read", FILES[name][0](), name)
    except FileRefused as refused:
        return refused.code + ("" if refused.message.endswith("。") else " without a message")
    return "" if isinstance(reading, Reading) else "no reading"


MEASURED = """
import json, resource
from gongkai.intake.isolated import Isolated
from intake.test_bad_input import FILES, outcome
with Isolated() as isolated:
    codes = {name: outcome(isolated, name) for name in FILES}
print(json.dumps([codes, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


@pytest.mark.slow
def test_each_bad_file_has_its_message_the_rest_goes_on_and_the_parser_stays_below_one_gigabyte() -> None:
    """Read by a process of its own: the most that any child took is then the most that a parser took."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    measured = subprocess.run(
        [sys.executable, "-c", MEASURED], env=environment, capture_output=True, text=True, check=True
    )
    codes, kilobytes = json.loads(measured.stdout)
    assert codes == {name: code for name, (_, code) in FILES.items()}
    assert kilobytes * 1024 < 1024 * MEGABYTE
