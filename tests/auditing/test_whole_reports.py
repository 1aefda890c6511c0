"""Whole reports: nothing is said of what is right, slips are found, and every place is where it says, in every format."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditing import report_pages
from gongkai.auditing.audit import audit
from gongkai.auditing.folding import fold
from gongkai.auditing.model import Audit, FindingKind
from gongkai.auditing.numerals import read_numerals
from gongkai.auditing.reading import read_source
from gongkai.auditing.telling import as_data

_REPORTS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("whole_reports.toml").read_text(encoding="utf-8")
)["report"]
_SLIPS = [(report["text"], slip) for report in _REPORTS for slip in report["slips"]]
RECALL = 0.88


def _read(data: bytes, name: str = "报告.txt") -> Audit:
    return audit(read_source(data, name))


def _said(read: Audit) -> list[tuple[str, str]]:
    """What is said; a section that a report this short leaves out is nothing to look at here."""
    found = (one for one in read.tried.findings if one.kind is not FindingKind.SECTION_MISSING)
    return [(one.kind.value, one.severity.value) for one in found]


def _is_in_place(read: Audit) -> bool:
    """Whether every figure's place holds the number that was read there, and every finding's its quotation."""
    text, told = read.source.text, as_data(read, "")
    numbers = (re.sub(r"\s", "", fold(one.span.of(text))).replace("，", ",") for one in read.figures)
    values = [next(read_numerals(number)).value for number in numbers]
    quoted = all(text[one["start"] : one["end"]] == one["quote"] != "" for one in told["findings"])
    return quoted and bool(values) and values == [one.value for one in read.figures]


@pytest.mark.parametrize(
    ("rendered", "some"),
    [
        (report_pages.wrapped, _REPORTS),
        (report_pages.page, _REPORTS),
        (report_pages.boxed, _REPORTS[:3]),
        (report_pages.in_columns, _REPORTS[:3]),
    ],
)
def test_nothing_is_said_of_a_report_that_is_right(
    rendered: Callable[[str], tuple[bytes, str]], some: list[dict[str, Any]]
) -> None:
    read = [_read(*rendered(report["text"])) for report in some]
    assert [_said(one) for one in read] == [[]] * len(some)
    assert all(_is_in_place(one) for one in read)
    assert all(one.tried.checks >= 3 for one in read)


def test_slips_of_the_pen_are_found_where_they_are() -> None:
    missed = []
    for text, slip in _SLIPS:
        assert text.count(slip["was"]) == 1
        read = _read(text.replace(slip["was"], slip["is"]).encode())
        assert _is_in_place(read)
        if not {kind for kind, severity in _said(read) if severity != "rounding"} & {
            *slip["kinds"].split("|")
        }:
            missed.append(slip["is"])
    print(f"{len(_SLIPS) - len(missed)} of {len(_SLIPS)} slips found")
    assert len(missed) <= (1 - RECALL) * len(_SLIPS), missed
