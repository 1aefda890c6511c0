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
        # A run of sentences names its whole together, be one of them wrong.
        (
            "样本市办理代表建议85件。已经解决的52件，占建议总数的71.2%。正在解决的28件，占建议总数的32.9%。"
            "暂难解决的5件，占建议总数的5.9%。",
            "71.2%",
            "61.2%",
        ),
        ("共接到诉求840件。其中，当场解答504件，占诉求总量的60%；转办336件，占诉求总量的50%。", "50%", "40%"),
        ("在全体委员320人中，提交提案的委员达240人，占总人数的85%。", "85%", "75%"),
        # What was due stands before it was done, once for several rates.
        ("立案640件，应结案600件，结案570件，结案率95%，按期结案540件，按期结案率80%。", "80%", "90%"),
        ("收到留言250件，其中市级留言50件。已答复和办理225件，办理率80%。", "80%", "90%"),
        # A total that no share is of, while all are of another number.
        (
            "全年共公开信息280条，其中机构类90条，占50%，规划类45条，占25%，业务类27条，占15%。",
            "280条",
            "180条",
        ),
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
        # Of some of them only, as their own sum says.
        "一季度共受理举报90件。\n从级别看，市级12件，占20%；县级30件，占50%；乡级18件，占30%。",
        "在200件举报中，来信为主。具体为：来信110件，占55%；来访60件，占30%；来电29件，占15%；其他1件。",
        "回访146件，满意134件、基本满意10件、不满意2件，满意率98.6%。",
        "应办结22件，办结5件，办结率22.73%；其他来源按期办结5件，办结率100%。",
        "本月接到的举报中，电话共210件，占47%，微信170件，占38%，网上70件，占15%。",
    ],
)
def test_without_a_certain_whole_nothing_is_said(text: str) -> None:
    assert checked(text).findings == ()
