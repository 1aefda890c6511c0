"""Growth, differences, multiples and percentage points."""

import pytest

from auditing.prose_texts import checked, said_of


@pytest.mark.parametrize(
    ("text", "stated", "computed"),
    [
        (
            "2023年预算执行数为348.52万元，2024年预算安排352.67万元，比2023年预算执行数增加0.53%。",
            "0.53%",
            "1.19%",
        ),
        ("收到申请480件，比上年的412件增长18.5%。", "18.5%", "16.5%"),
        ("收到申请480件，上年同期为412件，同比下降16.5%。", "16.5%", "16.5%"),
        ("访问量由2019年的125.00万次增加到2020年的163.00万次，增长34.0%。", "34.0%", "30.4%"),
        ("运行经费160.30万元，比2021年度增加12.30万元，增长9.31%。", "9.31%", "8.31%"),
        ("收到申请356件，比上年（310件）增加36件。", "36件", "46件"),
        ("答复133件，比2017年增加28件（2017年为115件）。", "28件", "18件"),
        ("发布150篇，是去年60篇的4倍。", "4倍", "3倍"),
        ("满意率由92.1%提高到95.6%，提高2.5个百分点。", "2.5个百分点", "3.5个百分点"),
    ],
)
def test_what_does_not_come_out_is_an_error(text: str, stated: str, computed: str) -> None:
    assert said_of(text) == [("growth", "error", stated, computed)]


@pytest.mark.parametrize(
    "text",
    [
        "2023年预算执行数为1410.22万元，2024年预算安排781.24万元，比2023年预算执行数减少44.60%。",
        "总计9859.38万元。与2023年度相比，总计增加1062.85万元，增长12.08%。",
        "机关运行经费支出142.80万元，比2023年度减少13.52万元，下降8.65%。",
        "2021年公开8632条，2020年公开7915条，同比增长9.06%。",
        "办结率由98.2%提高到99.5%，提高1.3个百分点。",
    ],
)
def test_what_comes_out_is_a_passed_check(text: str) -> None:
    tried = checked(text)
    assert (tried.checks, tried.findings) == (1, ())


@pytest.mark.parametrize(
    "text",
    [
        "2022年预算执行数为0.00万元，2023年预算安排25.00万元，比2022年预算执行数增加100.00%。",
        "2022年预算执行数为215.60万元，2023年预算安排198.40万元，比2022年预算减少9.85%。",
        "收到申请3646件，同比增长1.05%。",
        "公开信息量比上年翻一番，达2400条，其中重点领域900条。",
        "2021年收到40件，同比减少20%；2020年收到50件，同比增加25%；2019年收到40件。",
        "收到申请480件，比上年412件增长约20%。",
        "全年办件1.2万件，日均办件33件，较去年的1万件增长20%。",
    ],
)
def test_without_both_numbers_nothing_is_said(text: str) -> None:
    assert checked(text).findings == ()


def test_a_percentage_of_the_wrong_base_is_a_note() -> None:
    assert said_of("全年收到申请560件，上年同期为448件，同比增长20.0%。") == [
        ("growth", "note", "20.0%", "25.0%")
    ]
