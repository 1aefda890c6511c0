"""表格 — CSV, XLSX, XLS and JSONL as one stream of rows, whatever their size, encoding and separators.

Rows are read one after another; nothing holds the whole table. Workbooks are read by a process of their own
(`imports.sheets`), which a broken or hostile file may kill without harm.
"""

import codecs
import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from gongkai.imports.headers import find_header, guess
from gongkai.intake import FileRefused
from gongkai.intake.isolated import child_environment
from gongkai.rules.phrases import phrase

MAX_ROWS = 2_000_000
MAX_COLUMNS = 300
MAX_CELL = 5_000_000
ENDINGS = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls", ".et"})
_SAMPLE_BYTES = 256 * 1024
_SAMPLE_ROWS = 40
_KEYS_FROM = 500
_SEPARATORS = ",\t;|，"
_COMMON = frozenset(
    "的一是在和有不为国民政市公信人年月日工作会中文府办县开报关于定部门行发要号通知標題為國會發關於號"
)

Row = tuple[int, list[str]]
"""The number of a row in its file, counted from 1 as a spreadsheet shows it, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """一张表 — its header, and its rows as they come; `rows` can be walked once."""

    header: tuple[str, ...]
    header_row: int
    rows: Iterator[Row]
    sheet: str = ""


@contextmanager
def opened(path: Path, name: str = "") -> Iterator[Table]:
    """Open a table; `name` is what the file is called where its path does not say.

    Raises FileRefused for what is no table, is broken, encrypted or beyond the limits, also while rows are read.
    """
    with ExitStack() as stack:
        kind = _kind(path, name or path.name)
        if kind == "sheet":
            sheet, rows = stack.enter_context(_workbook(path))
            yield _headed(rows, sheet)
            return
        file = stack.enter_context(path.open(encoding=_encoding(path), errors="replace", newline=""))
        yield _objects(file) if kind == "jsonl" else _headed(_separated(file))


def looks_like_table(path: Path) -> bool:
    """Whether a file is a table of documents rather than a document: known columns, a title among them."""
    if path.suffix.lower() not in ENDINGS:
        return False
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return True
    try:
        with opened(path) as table:
            fields = guess(table.header)
    except FileRefused:
        return path.suffix.lower() in (".csv", ".tsv")
    return "title" in fields and len([field for field in fields if field]) > 1


def _kind(path: Path, name: str) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileRefused("empty", "这个表格是空的。")
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return "sheet"
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileRefused("no_table", "这不是表格文件。请用 CSV、XLSX、XLS 或者每行一个对象的 JSONL。")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"["):
        raise FileRefused("json_array", "这是一整个 JSON 数组。请改成每行一个对象的 JSONL。")
    ending = Path(name).suffix.lower()
    return "jsonl" if text.startswith(b"{") or ending in (".jsonl", ".ndjson") else "csv"


def _encoding(path: Path) -> str:
    """Tell the encoding of a text table from its beginning."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return max(("gb18030", "big5hkscs"), key=lambda encoding: _likeness(sample, encoding))
    return "utf-8"


def _likeness(sample: bytes, encoding: str) -> int:
    text = sample.decode(encoding, errors="replace")
    return sum(character in _COMMON for character in text) - 3 * text.count("\ufffd")


def _separated(file: IO[str]) -> Iterator[Row]:
    """Yield the rows of a CSV file; the separator is the one that gives the most even columns."""
    csv.field_size_limit(MAX_CELL)
    sample = file.read(_SAMPLE_BYTES)
    file.seek(0)
    reader = csv.reader(_without_nul(file), delimiter=_separator(sample))
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise FileRefused(
            "broken",
            phrase(
                "第 %(row)d 行读不下去：引号没有成对，或者一格超过 %(most)d 个字符。",
                row=reader.line_num,
                most=MAX_CELL,
            ),
        ) from error


def _without_nul(file: IO[str]) -> Iterator[str]:
    return (line.replace("\0", "") for line in file)


def _separator(sample: str) -> str:
    whole = sample if len(sample) < _SAMPLE_BYTES // 4 else sample.rpartition("\n")[0]

    def evenness(separator: str) -> tuple[int, int]:
        try:
            rows = list(islice(csv.reader(whole.splitlines(), delimiter=separator), _SAMPLE_ROWS))
        except csv.Error:
            return 0, 0
        widths = [len(row) for row in rows if len(row) > 1]
        usual = max(set(widths), key=widths.count, default=0)
        return widths.count(usual), usual

    return max(_SEPARATORS, key=evenness)


@contextmanager
def _workbook(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    command = [sys.executable, "-m", "gongkai.imports.sheets", str(path)]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=child_environment()
    ) as process:
        assert process.stdout is not None
        try:
            lines = map(_line, process.stdout)
            first = next(lines, None)
            if not isinstance(first, dict):
                raise _died()
            yield str(first["sheet"]), _sheet_rows(lines, process)
        finally:
            process.kill()


def _line(line: bytes) -> Any:
    told = json.loads(line)
    if isinstance(told, dict) and "refused" in told:
        raise FileRefused(told["refused"], told["message"])
    return told


def _sheet_rows(lines: Iterator[Any], process: "subprocess.Popen[bytes]") -> Iterator[Row]:
    yield from lines
    if process.wait() != 0:
        raise _died()


def _died() -> FileRefused:
    return FileRefused("broken", "读这个表格的程序中断了，文件可能已损坏或者过大。请另存为 CSV 后再试。")


def _headed(rows: Iterator[Row], sheet: str = "") -> Table:
    """Find the header among the first rows; what stands above it is left out."""
    first = list(islice((row for row in rows if any(row[1])), _SAMPLE_ROWS))
    if not first:
        raise FileRefused("empty", "这个表格是空的。")
    place = find_header([cells for _number, cells in first])
    number, cells = first[place]
    header = _named(cells)
    below = _checked(chain(first[place + 1 :], rows), len(header))
    return Table(header, number, below, sheet)


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the heads, each with a name of its own; empty columns at the end are dropped."""
    width = max((place + 1 for place, cell in enumerate(cells) if cell), default=0)
    if width > MAX_COLUMNS:
        raise FileRefused(
            "too_wide", phrase("这个表格有 %(width)d 列，最多 %(most)d 列。", width=width, most=MAX_COLUMNS)
        )
    heads: list[str] = []
    for place, cell in enumerate(cells[:width], start=1):
        head = " ".join(cell.split())[:100] or f"第{place}列"
        heads.append(head if head not in heads else f"{head}（{place}）")
    return tuple(heads)


def _checked(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Yield rows as wide as the header, without empty ones; refuse too many."""
    count = 0
    for number, cells in rows:
        if not any(cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise FileRefused("too_long", phrase("这个表格超过 %(most)d 行，请分成几个文件。", most=MAX_ROWS))
        yield number, (cells + [""] * (width - len(cells)))[:width]


def _objects(file: IO[str]) -> Table:
    """A JSONL file: the header is every key of its first objects, in the order in which they come."""
    lines = enumerate(file, start=1)
    first = [(number, _object(number, line)) for number, line in islice(lines, _KEYS_FROM) if line.strip()]
    header = tuple(dict.fromkeys(key for _number, facts in first for key in facts))[:MAX_COLUMNS]
    rest = ((number, _object(number, line)) for number, line in lines if line.strip())
    rows = ((number, [_cell(facts.get(key)) for key in header]) for number, facts in chain(first, rest))
    return Table(header, 0, _checked(rows, len(header)))


def _object(number: int, line: str) -> dict[str, Any]:
    try:
        facts = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FileRefused("broken", phrase("第 %(row)d 行不是 JSON。", row=number)) from error
    if not isinstance(facts, dict):
        raise FileRefused("broken", phrase("第 %(row)d 行不是一个 JSON 对象。", row=number))
    return facts


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "是" if value else "否"
        case list() if all(isinstance(each, str) for each in value):
            return "\n".join(value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)
