"""审核 — whole reports: nothing is said of one that adds up, and each kind of fault is said once, at its place."""

from decimal import Decimal
from random import Random
from time import process_time

import pytest

from auditing import national
from gongkai.auditing.audit import audit
from gongkai.auditing.model import Audit, FindingKind, Severity, Source
from gongkai.auditing.telling import as_data, excerpt, findings_of, has_errors, number
from gongkai.rules.report_forms import form_of

GOOD = """示例市样本区人民政府2014年政府信息公开工作年度报告

一、主动公开情况
截止2014年12月31日，全区主动公开政府信息4215条。其中，政策法规类1208条，占公开比例的28.7%；规划计划类475条，占公开比例的11.3%；
业务管理类2123条，占公开比例的50.4%；其他类409条，占公开比例的9.7%。
二、依申请公开情况
全年共收到政府信息公开申请40件，其中当面申请12件，网上申请20件，信函申请8件。
三、收费情况
没有收费。
"""


def audited(text: str, previous: Audit | None = None) -> Audit:
    return audit(Source("样本.txt", text, "text"), previous)


def said(done: Audit) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.severity.value, one.span.of(done.source.text)) for one in findings_of(done)]


def test_a_report_that_adds_up() -> None:
    done = audited(GOOD)
    assert said(done) == []
    assert done.tried.checks >= 6
    assert not has_errors(done)
    assert {(figure.value, figure.unit) for figure in done.figures} >= {(4215, "条"), (Decimal("28.7"), "%")}


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "severity"),
    [
        ("网上申请20件", "网上申请26件", "sum", "error"),
        ("28.7%", "28.6%", "share", "rounding"),
        ("50.4%", "54.0%", "share", "error"),
        ("截止2014年", "现将2013年工作情况报告如下。截止2014年", "year", "error"),
        (
            "三、收费情况\n",
            "二、依申请公开情况\n全年共收到政府信息公开申请40件，其中当面申请12件，网上申请20件，信函申请8件。\n三、收费情况\n",
            "section_repeated",
            "note",
        ),
    ],
)
def test_each_fault_is_said_once(right: str, wrong: str, kind: str, severity: str) -> None:
    done = audited(GOOD.replace(right, wrong, 1))
    assert [one[:2] for one in said(done)] == [(kind, severity)]
    assert has_errors(done) == (severity == "error")


def test_the_same_faults_in_traditional_characters() -> None:
    text = "示範縣人民政府2013年度政府信息公開工作年度報告\n一、依申請公開\n全年共收到申請40件，其中當面申請12件，網上申請26件，信函申請8件。\n"
    assert [one[:2] for one in said(audited(text))] == [("sum", "error")]


def test_cases_carried_over_are_held_against_the_year_before() -> None:
    form = form_of(2023)
    values = {cell.key: Decimal(0) for cell in form.cells()}
    for line in ("received", "granted", "concluded"):
        values |= {f"applications.{line}.{column}": Decimal(5) for column in ("citizen", "total")}
    heading = "示例市样本局{year}年政府信息公开工作年度报告\n{tables}\n"
    before, now = (
        heading.format(year=year, tables=national.as_lines(form, values, "\t")) for year in (2022, 2023)
    )
    assert said(audited(now, audited(before))) == []
    for line in ("carried_over", "carried_on"):
        values |= {f"applications.{line}.{column}": Decimal(2) for column in ("citizen", "total")}
    carried = audited(
        heading.format(year=2023, tables=national.as_lines(form, values, "\t")), audited(before)
    )
    assert {one[0] for one in said(carried)} == {FindingKind.PREVIOUS_YEAR.value}


def test_findings_come_the_most_severe_first() -> None:
    twice = "三、收费情况\n没有收费，各项工作均按照有关规定免费提供，群众对此十分满意，没有收到任何投诉。\n"
    text = (
        GOOD.replace("28.7%", "28.6%")
        .replace("信函申请8件", "信函申请9件")
        .replace("三、收费情况\n没有收费。\n", twice * 2)
    )
    done = audited(text)
    assert [one.severity for one in findings_of(done)] == [Severity.ERROR, Severity.ROUNDING, Severity.NOTE]


def test_what_is_told_as_data() -> None:
    data = as_data(audited(GOOD.replace("信函申请8件", "信函申请9件")), "报告.txt")
    assert (data["file"], data["year"], data["form"], data["tables"]) == ("报告.txt", 2014, "2014", [])
    (finding,) = data["findings"]
    assert finding["quote"] == GOOD.replace("信函申请8件", "信函申请9件")[finding["start"] : finding["end"]]
    share = next(figure for figure in data["figures"] if figure["unit"] == "%")
    assert (share["value"], share["approximate"]) == (28.7, False)


def test_whole_numbers_are_whole() -> None:
    assert (number(Decimal("13000")), number(Decimal("1E+4")), number(Decimal("0.5"))) == (13000, 10000, 0.5)
    assert isinstance(number(Decimal("28.0")), int)


@pytest.mark.parametrize("seed", range(20))
def test_no_text_breaks_the_audit(seed: int) -> None:
    """Letters in any order are read to the end, and every place lies in the text."""
    letters = "一二三其中分别为占比例的万1234567890.%件条人次，。、；：（）\n 年月日共计同比增长|\t"
    text = "".join(Random(seed).choices(letters, k=2_000))
    done = audited(text)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in done.figures)
    assert all(0 <= one.span.start <= one.span.end <= len(text) for one in done.tried.findings)


@pytest.mark.parametrize(
    "words",
    [
        "其中1件，",
        "1,",
        "一、概述\n",
        "2013年1月1日至2013年12月31日",
        "示例市2013年政府信息公开报告\n",
        "占比1%，",
    ],
)
def test_endless_repetition_is_read_in_reasonable_time(words: str) -> None:
    began = process_time()
    audited(words * 6_000)
    assert process_time() - began < 10


def test_a_long_quotation_loses_its_middle() -> None:
    assert excerpt("甲\n 乙") == "甲 乙"
    assert excerpt("字" * 500) == f"{'字' * 80}……{'字' * 80}"
