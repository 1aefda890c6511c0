"""虚构的个人信息 — numbers of nobody, valid all the same, and files that bear them."""

from io import BytesIO

import openpyxl

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(order: int = 1) -> str:
    """A resident ID of nobody: a county number that was never given out, a birthday of 1900, a valid check digit."""
    body = f"11019919000101{order:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


MOBILE = "13800000001"


def workbook(*rows: list[str], hidden_column: str = "", author: str = "") -> bytes:
    """A workbook with a sheet 名单."""
    book = openpyxl.Workbook()
    book.properties.creator = author
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    for row in rows:
        sheet.append(row)
    if hidden_column:
        sheet.column_dimensions[hidden_column].hidden = True
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
