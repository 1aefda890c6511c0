"""Percentages against part and whole."""

import pytest

from auditing.prose_texts import checked, said_of

_ALL = (
    "截止年底，全区累计主动公开信息4215条。\n（一）从业务角度划分，政策法规类信息1208条，占公开比例的{}，"
    "规划计划类信息475条，占公开比例的11.3%，业务管理类信息2123条，占公开比例的50.4%，其他信息409条，占公开比例的9.7%。"
)


@pytest.mark.parametrize(
    ("stated", "severity"), [("28.6%", "rounding"), ("28.8%", "rounding"), ("26.8%", "error")]
)
def test_a_share_of_a_total_in_another_paragraph(stated: str, severity: str) -> None:
    assert said_of(_ALL.format(stated)) == [("share", severity, stated, "28.7%")]


def test_shares_that_are_right_are_counted() -> None:
    assert checked(_ALL.format("28.7%")).checks == 5
    assert checked(_ALL.format("28.7%")).findings == ()


@pytest.mark.parametrize(
    ("text", "stated", "computed"),
    [
        ("收到申请64件，办结60件，办结率96.75%。", "96.75%", "93.75%"),
        ("年初预算为820.00万元，支出决算为745.38万元，完成年初预算的93.90%。", "93.90%", "90.90%"),
        (
            "共发布信息1600条，动态、公告、文件分别为960条、480条、160条，分别占总数的60%、30%、20%。",
            "20%",
            "10%",
        ),
        ("全年共受理申请320件，其中网上申请214件（占69.9%）。", "69.9%", "66.9%"),
        ("部分公开占12.5%，不予公开占62.5%，其他占30.0%。", "100%", "105%"),
    ],
)
def test_a_wrong_percentage_is_an_error(text: str, stated: str, computed: str) -> None:
    assert said_of(text) == [("share", "error", stated, computed)]


def test_cut_off_is_rounding() -> None:
    text = "年初预算为10210.34万元，支出决算为9746.50万元，完成年初预算的95.45%。"
    assert said_of(text) == [("share", "rounding", "95.45%", "95.46%")]


@pytest.mark.parametrize(
    "text",
    [
        "收到申请200件，办结196件，按期办结率100%。",
        "收到申请37件，占全市申请总量的2.9%。",
        "共受理申请327件，其中网上申请214件，约占60%。",
        "予以公开占45%，部分公开占12%，无法提供占30%。",
        "决算数为0.39万元，完成预算的13.68%。",
        "共受理申请10件。\n在已答复的9件申请中，同意公开7件，占总数的70%。",
        "少数民族49.5万人，占总人口的93.6%。\n全市总人口364.5万人。",
    ],
)
def test_without_a_certain_whole_nothing_is_said(text: str) -> None:
    assert checked(text).findings == ()
