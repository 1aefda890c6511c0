"""年报的数据 — a report as JSON: whose it is, its words, its tables by cell, its figures, its checks.

A number is a JSON number as long as that says the same, else text.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.reporting.check import Check
from gongkai.reporting.checks import checks_of
from gongkai.reporting.content import Content, ShownSection, ShownTable
from gongkai.reporting.illustrations import ShownChart, ShownPicture
from gongkai.reporting.models import AnnualReport
from gongkai.reporting.numbers import plain
from gongkai.rules.indicators import INDICATORS, name_of
from gongkai.rules.slices import parsed

Written = int | float | str | None


def data_of(report: AnnualReport, content: Content, today: date) -> bytes:
    """Return a report as JSON in UTF-8; its checks are those of that day."""
    said = {
        "title": content.title,
        "form": report.form_key,
        "organ": {"code": report.agency.code, "name": report.agency.name},
        "year": report.year,
        "version": report.number,
        "state": str(report.state),
        "scope": str(report.scope),
        "reason": report.reason,
        "sections": [_section(section) for section in content.sections],
        "tables": {
            shown.table.key: _table(shown) for section in content.sections for shown in section.tables
        },
        "figures": dict(_figures(report, content)),
        "courses": {key: number_written(number) for key, number in content.numbers.courses.items()},
        "checks": [check_data(check) for check in checks_of(report, today, content)],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def check_data(check: Check) -> dict[str, str | list[str]]:
    """Return one check: its kind, how it came out, where and why, and what it names."""
    return {
        "kind": check.kind.name.lower(),
        "outcome": check.outcome.value,
        "place": str(check.place),
        "words": str(check.words),
        "arithmetic": check.arithmetic,
        "named": [str(each) for each in check.named],
    }


def number_written(number: Decimal | None) -> Written:
    """Return a number as JSON holds it without changing it."""
    if number is None:
        return None
    if number == number.to_integral_value():
        return int(number)
    return float(number) if Decimal(repr(float(number))) == number else plain(number)


def _section(section: ShownSection) -> dict[str, Any]:
    return {
        "key": section.section.key,
        "heading": section.heading,
        "paragraphs": [paragraph.text for paragraph in section.paragraphs],
        "tables": [shown.table.key for shown in section.tables],
        "illustrations": [_illustration(shown) for shown in section.illustrations],
    }


def _illustration(shown: ShownPicture | ShownChart) -> dict[str, Any]:
    """A picture by its digest and its words, a chart by the numbers of its table; behind how many elements it stands."""
    said = {"kind": shown.kind, "after": shown.illustration.after, "caption": shown.caption}
    if isinstance(shown, ShownPicture):
        alt = shown.illustration.alt
        return {**said, "sha256": shown.digest, "media_type": shown.media_type, "alt": alt}
    lines = [
        {"name": name, "numbers": {each.key: number_written(each.number) for each in cells}}
        for name, cells in shown.lines
    ]
    return {**said, "chart": str(shown.chart), "heads": shown.heads, "lines": lines}


def _table(shown: ShownTable) -> dict[str, Any]:
    cells = [each for line in shown.lines for each in line.cells]
    return {
        "name": shown.table.name,
        "cells": {
            each.cell.key: {
                "value": number_written(each.number),
                "unit": each.cell.unit,
                "previous": number_written(each.before),
            }
            for each in cells
        },
    }


def _figures(report: AnnualReport, content: Content) -> Iterator[tuple[str, dict[str, Any]]]:
    numbers, cells = content.numbers, {cell.key for cell in report.form.cells()}
    for key, number in numbers.now.items():
        if key not in cells:
            indicator = INDICATORS[parsed(key).indicator]
            yield (
                key,
                {
                    "name": name_of(parsed(key)),
                    "value": number_written(number),
                    "unit": indicator.unit,
                    "origin": str(indicator.origin),
                    "previous": number_written(numbers.before.get(key)),
                },
            )
