"""旧版表格 — the cells of XLS files: text and hidden sheets only, since these cannot be rewritten."""

from __future__ import annotations

import warnings
from io import BytesIO

import python_calamine as calamine

from gongkai.intake.reading import FileRefused
from gongkai.rules.privacy import Certainty, Kind

from .taken import Taken

_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_ONLY_TEXT = (
    "旧格式的表格只检查了单元格文字和隐藏的工作表，隐藏的行列、批注等没有检查。请另存为 XLSX 再检查一次。"
)


def is_old_sheets(data: bytes) -> bool:
    """Whether an old Office file holds a workbook."""
    return any(name in data for name in _STREAMS) and "EncryptedPackage".encode("utf-16-le") not in data


def take_old_sheets(data: bytes, taken: Taken) -> None:
    """Write all cells, rows as lines and columns parted by tabs. Raises FileRefused."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except calamine.CalamineError as error:
        code = "encrypted" if "password" in str(error).lower() else "damaged"
        raise FileRefused(
            code, "这个表格文件已损坏或加了密码，无法读取。请打开后另存为 XLSX 再试。"
        ) from error
    taken.warn(_ONLY_TEXT)
    for sheet in book.sheets_metadata:
        if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        taken.open_block()
        taken.move(sheet.name)
        start = taken.length
        for row in book.get_sheet_by_name(sheet.name).to_python():
            if any(cell != "" for cell in row):
                taken.write("\t".join(_plain(cell) for cell in row).rstrip("\t") + "\n")
        if sheet.visible != calamine.SheetVisibleEnum.Visible and taken.length > start:
            reason = f"工作表“{sheet.name}”是隐藏的"
            taken.note(Kind.HIDDEN_SHEET, Certainty.CERTAIN, reason, place=sheet.name, start=start, end=taken.length)  # fmt: skip


def _plain(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\t", " ").replace("\n", " ")


def plain_cells(data: bytes) -> str:
    """The cells of any spreadsheet as this reader sees them; empty when it sees none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
            rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
        except (calamine.CalamineError, calamine.WorksheetNotFound):
            return ""
    return "\n".join("\t".join(_plain(cell) for cell in row) for row in rows)
