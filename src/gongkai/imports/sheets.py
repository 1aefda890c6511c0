"""电子表格 — reads one workbook in a process of its own, which may die, and prints its rows as lines of JSON.

Run as `python -m gongkai.imports.sheets FILE`. The first line names the sheet; each further one is
`[row number, [cells]]`, cells as text. Rows without any content are left out. What cannot be read is one line
`{"refused": code, "message": …}`.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    ZipError,
)

from gongkai.imports.headers import find_header, header_score

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 600
_LOOK = 20


def main(path: str) -> None:
    """Print the rows of the sheet that has the likeliest header; only sheets that people see are looked at."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        for line in _lines(path):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    except PasswordError:
        _refuse("encrypted", "这个表格加了密码，无法读取。请去掉密码后再试。")
    except MemoryError:
        _refuse("too_large", "这个表格太大，读不下来。请另存为 CSV 后再试。")
    except (CalamineError, ZipError, OSError, ValueError):
        _refuse("broken", "这个表格打不开，可能已损坏。请用 Excel 或 WPS 打开后另存一份再试。")


def _lines(path: str) -> Iterator[Any]:
    book = CalamineWorkbook.from_path(path)
    seen = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    sheets = [sheet for name in seen if (sheet := book.get_sheet_by_name(name)).height]
    if not sheets:
        raise ValueError("no sheet")
    best = max(sheets, key=_likeness)
    yield {"sheet": best.name}
    # iter_rows begins at the first row of the sheet, also where the first rows are empty.
    for number, row in enumerate(best.iter_rows(), start=1):
        cells = [_text(value) for value in row]
        if any(cells):
            yield [number, cells]


def _likeness(sheet: CalamineSheet) -> int:
    rows = [[_text(value) for value in row] for row in sheet.to_python(nrows=_LOOK)]
    return header_score(rows[find_header(rows)]) if rows else 0


def _text(value: Any) -> str:
    match value:
        case str():
            return value.strip()
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case timedelta() | time():
            return str(value)
    return "" if value is None else str(value)


def _refuse(code: str, message: str) -> None:
    sys.stdout.write(json.dumps({"refused": code, "message": message}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
