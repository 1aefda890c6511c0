"""Totals and their parts: what is checked, what is an error, and what is left alone."""

import pytest

from auditing.prose_texts import checked, said_of

_ERRORS = [
    ("依申请公开总数为261条,其中当面申请61条,网上申请188条,其它申请5条。", "261条", "254条"),
    ("共收到申请2406件（其中：自然人2117件，法人或其他组织299件）。", "2406件", "2416件"),
    ("共处理100件（市级48件、区县级50件）。", "100件", "98件"),
    ("办理建议36件、提案49件，共计86件。", "86件", "85件"),
    ("全年受理办件581个，交办件39个，总计621件。", "621件", "620件"),
    ("发布解读260篇：文字解读180篇，图表解读52篇，其他形式30篇。", "260篇", "262篇"),
    (
        "政府采购预算980.00万元，其中：货物210.50万元、工程500.00万元、服务271.50万元。",
        "980.00万元",
        "982.00万元",
    ),
    ("线上、线下分别为8场和15场，共24场。", "24场", "23场"),
    ("在60件申请中，同意公开38件，不予公开4件，其他情形19件。", "60件", "61件"),
    ("全年共收到申请69件。从申请方式看，网络申请44件、现场申请11件、邮寄申请15件。", "69件", "70件"),
    ("培训三百二十人次，其中市直部门一百四十人次，乡镇街道一百九十人次。", "320人次", "330人次"),
    ("共100件，其中市级60件（网上40件、信函30件），县级40件。", "60件", "70件"),
]


@pytest.mark.parametrize(("text", "stated", "computed"), _ERRORS)
def test_parts_that_do_not_come_to_the_total_are_an_error(text: str, stated: str, computed: str) -> None:
    assert said_of(text) == [("sum", "error", stated, computed)]


@pytest.mark.parametrize(
    "text",
    [
        "全年共收到申请50件，其中网上申请30件，信函申请10件。",
        "共发布信息3000条，其中动态1200条、文件300条等。",
        "主动公开约1.2万条，其中网站6500条，其他7500条。",
        "公开信息1000条，其中网站公开980条，微信公开560条，公告栏公开120条。",
        "收到申请100件，其中办结98件，按时办结97件，满意90件。",
        "收到申请90件，其中征地类55件，规划类30件，同时涉及征地和规划的12件。",
        "共接待120人次，受理申请35件，发放资料2000份，其中汇编500份。",
        "在线访谈8次，其中负责人参加3次，解读稿件42篇，微博微信回应事件18次。",
        "办理建议19件、提案28件，其中主办35件、会办17件。",
        "日均30人次，最多一天86人次，全年共7800人次。",
        "全市共有查阅点86处，其中档案馆9处、图书馆10处，其余为便民服务中心。",
        "公开信息5000条，其中工作动态2410条、政策文件1630条、人事信息817条。",
    ],
)
def test_what_is_no_certain_division_is_left_alone(text: str) -> None:
    assert checked(text).findings == ()


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("依申请公开总数为254条,其中当面申请61条,网上申请188条,其它申请5条。", 1),
        ("全年受理办件581个，交办件39个，总计620件。", 1),
        ("公开4215条。其中,网上公开1453条;区本级公开2611条;乡镇公开1604条。", 1),
        ("共6399个。其中，西药1396个，中成药1336个，药品部分427个（含西药369个、中成药58个），其他3240个。", 2),
        ("2024年有3件申请收取2230元。其中，民政局1件，收取880元；县政府1件，收取1080元；镇政府1件，收取270元。", 2),
        ("全市48个部门和17个乡镇公开。对全市65家单位考核。", 1),
        ("预算数为47.91万元。其中：\n（一）出国费0万元。原因不变。\n（二）用车费46.56万元，增加25万元。\n（三）接待费1.35万元。", 1),
    ],
)  # fmt: skip
def test_a_division_that_holds_is_a_passed_check(text: str, checks: int) -> None:
    tried = checked(text)
    assert (tried.checks, tried.findings) == (checks, ())


def test_what_a_slip_would_explain_is_only_a_note_where_something_may_be_left_out() -> None:
    text = "公开信息4957条，其中工作动态2410条、政策文件1630条、人事信息817条。"
    assert said_of(text) == [("sum", "note", "4957条", "4857条")]


def test_printed_decimals_may_differ_in_the_last_place() -> None:
    text = "采购2319.21万元，其中：货物122.43万元、工程1387.72万元、服务809.07万元。"
    assert said_of(text) == [("sum", "rounding", "2319.21万元", "2319.22万元")]


def test_received_and_carried_over_balance_with_handled_and_carried_forward() -> None:
    text = "新收申请{}件，上年结转12件，办结238件，结转下年度9件。"
    assert checked(text.format(235)) == checked(text.format(247)).__class__(1)
    assert said_of(text.format(236)) == [("sum", "error", "248件", "247件")]


def test_the_finding_quotes_and_calculates() -> None:
    text = "截至年底，公开9条；依申请公开总数为261条,其中当面申请61条,网上申请188条,其它申请5条。全部答复。"
    (finding,) = checked(text).findings
    assert finding.span.of(text) == "依申请公开总数为261条,其中当面申请61条,网上申请188条,其它申请5条"
    assert finding.explanation.startswith("61 ＋ 188 ＋ 5 ＝ 254，与所述 261 相差 7。")
    assert "254条" in finding.explanation
