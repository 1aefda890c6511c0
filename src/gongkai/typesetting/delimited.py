"""逗号分隔文件 — tables written as CSV (RFC 4180), with nothing in them that a spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal

_BOM = "\ufeff"
"""Without it spreadsheet programs take UTF-8 for another encoding."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that spreadsheet programs run (OWASP, CSV Injection); an apostrophe makes it text."""


class _Line:
    """Gives each written line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield a CSV file line by line, its heads being the first row; numbers stay numbers, None an empty cell."""
    writer = csv.writer(_Line())
    mark = _BOM
    for row in rows:
        yield mark + writer.writerow(map(_harmless, row))
        mark = ""


def _harmless(cell: object) -> object:
    if cell is None or isinstance(cell, int | float | Decimal):
        return cell
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
