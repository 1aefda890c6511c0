"""审核的对象 — what reading a report yields and what checking it says.

A place is a pair of character offsets into `Source.text`, the end excluded; every figure, cell and finding has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from gongkai.rules.phrases import Phrase


class Span(NamedTuple):
    """位置 — from a character of the text to one after the last."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words at this place."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class GridCell:
    """格子 — a cell of a table as the file draws it: from which row and column, over how many, its words' place."""

    row: int
    column: int
    rows: int
    columns: int
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """版式表格 — a table of the file whose cells are known (HTML, DOCX, OFD); its words stand in the text as well."""

    cells: tuple[GridCell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """待审文本 — a file's words in reading order, and the tables whose cells the file itself tells apart.

    `kind` is "text", "html", "docx", "pdf" or "ofd". A table of a PDF or of plain text has no grid: only its lines.
    """

    name: str
    text: str
    kind: str
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """一节 — a section as the text has it: heading, depth from 1, the place of its heading and of all of it."""

    title: str
    depth: int
    heading: Span
    span: Span


@dataclass(frozen=True, slots=True)
class Outline:
    """轮廓 — whose report on which year, by its own words; "" and None for what it does not say.

    `form` is the key of a form of `rules.report_forms`; `published_on` in ISO form, "" if unknown; `body` is the report
    itself without what a web page puts around it.
    """

    title: str
    agency: str
    year: int | None
    form: str
    published_on: str
    body: Span
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """数字 — a figure of the prose: what it counts, its value in whole units (万 and 亿 worked out), its unit.

    A percentage has the unit "%" and its value as printed (98.82). `step` is one of its last printed place, in the
    same unit: 1 for 261, 0.01 for 98.82 %, 1000 for 1.3 万.
    """

    label: str
    value: Decimal
    unit: str
    approximate: bool
    span: Span
    sentence: Span
    step: Decimal = Decimal(1)


class ReadCell(NamedTuple):
    """读出的格 — the value of a cell of the national form and where it stands; None where it is left empty."""

    value: Decimal | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class ReadTable:
    """读出的表 — a table of a national form, by the keys of its cells ("applications.received.total")."""

    form: str
    table: str
    cells: Mapping[str, ReadCell]
    span: Span


class Severity(StrEnum):
    """程度 — ERROR does not add up; ROUNDING differs in the last place only; NOTE should be looked at."""

    ERROR = "error"
    ROUNDING = "rounding"
    NOTE = "note"


class FindingKind(StrEnum):
    """问题类别 — which kind of check found it."""

    SUM = "sum"  # 分项之和与合计
    SHARE = "share"  # 占比
    GROWTH = "growth"  # 增减幅度
    AVERAGE = "average"  # 平均数
    REPEATED_FIGURE = "repeated_figure"  # 同一数字前后不一
    FORM = "form"  # 表内勾稽
    PREVIOUS_YEAR = "previous_year"  # 与上年衔接
    PROSE_AND_TABLE = "prose_and_table"  # 正文与表格
    SECTION_REPEATED = "section_repeated"  # 章节重复
    SECTION_MISSING = "section_missing"  # 缺少章节
    YEAR = "year"  # 年份不一
    LATE = "late"  # 逾期公布


@dataclass(frozen=True, slots=True)
class Finding:
    """问题 — one thing that does not hold: the words and their place, what is stated, what comes out, and why.

    Why is a phrase, so that it is said in the reader's language.
    """

    kind: FindingKind
    severity: Severity
    span: Span
    stated: str
    computed: str
    explanation: Phrase


@dataclass(frozen=True, slots=True)
class Tried:
    """核对结果 — how many checks could be made with certainty, and what they found."""

    checks: int = 0
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: "Tried") -> "Tried":
        # Most of what is tried does not apply.
        if other is UNTRIED or self is UNTRIED:
            return self if other is UNTRIED else other
        return Tried(self.checks + other.checks, self.findings + other.findings)


UNTRIED = Tried()
"""Nothing could be tried."""


@dataclass(frozen=True, slots=True)
class Audit:
    """审核结论 — all that was read of a report and all that its checks say."""

    source: Source
    outline: Outline
    figures: tuple[Figure, ...]
    tables: tuple[ReadTable, ...]
    tried: Tried = UNTRIED
