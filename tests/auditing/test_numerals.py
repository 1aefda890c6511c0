"""Numbers of a text: values, units, what is approximate, and what is no figure at all."""

from decimal import Decimal

import pytest

from gongkai.auditing.folding import fold
from gongkai.auditing.numerals import Numeral, han_value, read_numerals


def _read(text: str) -> list[Numeral]:
    return list(read_numerals(fold(text)))


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximate", "step"),
    [
        ("主动公开135634条", "135634", "条", False, "1"),
        ("公开1,234,567条", "1234567", "条", False, "1"),
        ("申请４１件", "41", "件", False, "1"),
        ("查閱1.3萬人次", "13000", "人次", False, "1000"),
        ("調卷3.5萬餘卷", "35000", "卷", True, "1000"),
        ("经费2.5亿元", "250000000", "元", False, "10000000"),
        ("支出348.52万元", "3485200", "元", False, "100"),
        ("发放五万份", "50000", "份", False, "10000"),
        ("共三万五千条", "35000", "条", False, "1"),
        ("一百二十三件", "123", "件", False, "1"),
        ("七十多个单位", "70", "个", True, "1"),
        ("两家媒体", "2", "家", False, "1"),
        ("企业800多家", "800", "家", True, "1"),
        ("采访近30次", "30", "次", True, "1"),
        ("逾2000人", "2000", "人", True, "1"),
        ("不超过20个工作日", "20", "个工作日", True, "1"),
        ("100件左右", "100", "件", True, "1"),
        ("增加到120件", "120", "件", False, "1"),
        ("信息数135634条", "135634", "条", False, "1"),
        ("办结率99.79％", "99.79", "%", False, "0.01"),
        ("占百分之九十八点五", "98.5", "%", False, "0.1"),
        ("提高2.3个百分点", "2.3", "个百分点", False, "0.1"),
        ("是去年的2.5倍", "2.5", "倍", False, "0.1"),
    ],
)
def test_a_number_is_read(text: str, value: str, unit: str, approximate: bool, step: str) -> None:
    (numeral,) = _read(text)
    assert numeral.value == Decimal(value)
    assert (numeral.unit, numeral.approximate, numeral.step) == (unit, approximate, Decimal(step))


@pytest.mark.parametrize(
    "text",
    [
        "2014年1月1日至2014年12月31日", "截至2008年底", "9月8日上午", "二〇一四年", "2015-01-02发布", "2018—2020年",
        "湘政办明电〔2008〕89号", "(2014)42号", "国令第711号", "第二十条第（一）项", "第3期", "第七届",
        "电话：0000-1234567", "400-000-0000", "13900000000", "12345热线", "24小时热线", "8:30开门", "大道90号",
        "www.example123.gov.cn", "GB/T 9704-2012", "5G网络", "十四五期间", "三公经费", "两会", "一站式", "五公开",
        "三审三校", "两个维护", "一件事", "1+X", "2/3以上", "办好“三个清单”",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_counts_nothing(text: str) -> None:
    assert [numeral for numeral in _read(text) if numeral.unit] == []


def test_a_range_is_not_exact() -> None:
    read = _read("每月3-5件，每季10至20件，每年30件")
    assert [(int(one.value), one.approximate) for one in read] == [
        (3, True),
        (5, True),
        (10, True),
        (20, True),
        (30, False),
    ]


def test_the_place_is_that_of_the_number_with_its_unit() -> None:
    text = fold("其中網絡申請１，２０３件。")
    numerals = _read("其中網絡申請1,203件。")
    assert [text[n.start : n.end] for n in numerals] == ["1,203件"]


@pytest.mark.parametrize(
    ("written", "value"), [("十", 10), ("一百零五", 105), ("二十三", 23), ("两千", 2000)]
)
def test_chinese_numerals(written: str, value: int) -> None:
    assert han_value(written) == value


@pytest.mark.parametrize("written", ["十四五", "二三", "二〇一四"])
def test_no_chinese_numerals(written: str) -> None:
    assert han_value(written) is None
