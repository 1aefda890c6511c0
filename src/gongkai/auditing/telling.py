"""审核结果的写法 — what an audit says, as data for programs and as words for people."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from gongkai.auditing.model import Audit, Figure, Finding, FindingKind, ReadTable, Severity, Span

SEVERITY_LABELS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "错误", Severity.ROUNDING: "尾数", Severity.NOTE: "提示"}
)
KIND_LABELS: Mapping[FindingKind, str] = MappingProxyType(
    {
        FindingKind.SUM: "分项与合计",
        FindingKind.SHARE: "占比",
        FindingKind.GROWTH: "增减幅度",
        FindingKind.AVERAGE: "平均数",
        FindingKind.REPEATED_FIGURE: "前后不一",
        FindingKind.FORM: "表内勾稽",
        FindingKind.PREVIOUS_YEAR: "与上年衔接",
        FindingKind.PROSE_AND_TABLE: "正文与表格",
        FindingKind.SECTION_REPEATED: "章节重复",
        FindingKind.SECTION_MISSING: "缺少章节",
        FindingKind.YEAR: "年份不一",
        FindingKind.LATE: "逾期公布",
    }
)

_EXCERPT = 160


def as_data(audit: Audit, name: str) -> dict[str, Any]:
    """Return an audit as what JSON can hold; `name` is the file as it was named.

    Places are offsets into the extracted text, the end excluded. A value is a whole number where it is whole.
    """
    outline = audit.outline
    return {
        "file": name,
        "title": outline.title,
        "agency": outline.agency,
        "year": outline.year,
        "form": outline.form,
        "figures": [_figure(figure) for figure in audit.figures],
        "tables": [_table(table) for table in audit.tables],
        "checks": audit.tried.checks,
        "findings": [_finding(finding, audit.source.text) for finding in findings_of(audit)],
    }


def findings_of(audit: Audit) -> list[Finding]:
    """Return the findings, the most severe first, then in the order of the text."""
    order = list(Severity)
    return sorted(audit.tried.findings, key=lambda one: (order.index(one.severity), one.span))


def has_errors(audit: Audit) -> bool:
    """Whether anything does not add up."""
    return any(one.severity is Severity.ERROR for one in audit.tried.findings)


def excerpt(words: str) -> str:
    """Return a quotation on one line, its middle left out when it is long."""
    line = " ".join(words.split())
    half = _EXCERPT // 2
    return line if len(line) <= _EXCERPT else f"{line[:half]}……{line[-half:]}"


def number(value: Decimal) -> int | float:
    """Return a number as JSON writes it: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def _place(span: Span | None) -> dict[str, int | None]:
    return {"start": span.start if span else None, "end": span.end if span else None}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "label": figure.label,
        "value": number(figure.value),
        "unit": figure.unit,
        "approximate": figure.approximate,
        **_place(figure.span),
    }


def _table(table: ReadTable) -> dict[str, Any]:
    return {
        "form": table.form,
        "table": table.table,
        **_place(table.span),
        "cells": {
            key: {"value": None if cell.value is None else number(cell.value), **_place(cell.span)}
            for key, cell in table.cells.items()
        },
    }


def _finding(finding: Finding, text: str) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "quote": finding.span.of(text),
        **_place(finding.span),
        "stated": finding.stated,
        "computed": finding.computed,
        "explanation": str(finding.explanation),
    }
