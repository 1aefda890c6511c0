"""Figures of the prose: what each one counts."""

from decimal import Decimal

import pytest

from auditing.prose_texts import source_of
from gongkai.auditing.figures import read_figures
from gongkai.auditing.model import Figure


def _figures(text: str) -> tuple[Figure, ...]:
    return read_figures(*source_of(text))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("截至2008年12月31日,全市主动公开信息数135634条", ["主动公开信息数"]),
        ("依申请公开总数为261条,其中当面申请61条,网上申请188条", ["依申请公开总数", "当面申请", "网上申请"]),
        (
            "总计发布信息30871条,其中主动公开30506条,占总数的98.82%",
            ["发布信息", "主动公开", "主动公开占总数"],
        ),
        ("全年共受理办件581个，交办件39个，总计620件", ["受理办件", "交办件", "总计"]),
        ("巢湖市本级受理并办结12件，市直部门受理并办结83件", ["巢湖市本级受理并办结", "市直部门受理并办结"]),
        ("每月对全市48个部门和17个乡镇进行监测", ["部门", "乡镇"]),
        ("受理诉求166130件，办结率99.79%", ["受理诉求", "办结率"]),
        ("收到申请480件，同比增长16.5%", ["收到申请", "收到申请增长"]),
        ("网上申请、信函申请分别为30件和28件", ["网上申请", "信函申请"]),
        ("其他处理（含撤回申请）469件", ["其他处理"]),
    ],
)
def test_the_label_says_what_is_counted(text: str, labels: list[str]) -> None:
    assert [figure.label for figure in _figures(text)] == labels


def test_a_figure_stands_where_it_is_printed() -> None:
    text = "一、概述\n接受查閱 1.3萬\n人次，調卷3.5萬餘卷。"
    visits, volumes = _figures(text)
    assert visits.span.of(text) == "1.3萬\n人次"
    assert (visits.value, visits.unit, visits.approximate) == (Decimal(13000), "人次", False)
    assert (volumes.value, volumes.unit, volumes.approximate) == (Decimal(35000), "卷", True)
    assert visits.sentence.of(text) == "接受查閱 1.3萬\n人次，調卷3.5萬餘卷"


def test_a_number_without_a_unit_counts_only_where_it_is_named() -> None:
    assert [figure.value for figure in _figures("申请总数为120，编号为300，邮编：223100。")] == [Decimal(120)]


def test_numbers_in_rows_are_not_figures_of_the_prose() -> None:
    assert _figures("信息内容   本年制发件数    本年废止件数\n规章               2件          0件\n") == ()
