"""The same figure stated twice."""

import pytest

from auditing.prose_texts import checked, said_of

_TWICE = "2020年，全市共收到政府信息公开申请1208件。\n三、依申请公开\n{}共收到政府信息公开申请1280件。"


def test_the_same_figure_stated_differently_is_an_error() -> None:
    assert said_of(_TWICE.format("2020年，全市"), 2020) == [("repeated_figure", "error", "1280件", "1208件")]


@pytest.mark.parametrize(
    "where",
    ["2019年，全市", "2020年，市本级", "2020年上半年，全市", "2020年，示例区政府", "至2020年底，全市累计"],
)
def test_another_year_scope_or_organ_is_another_figure(where: str) -> None:
    assert checked(_TWICE.format(where), 2020).findings == ()


def test_a_figure_stated_twice_alike_is_a_passed_check() -> None:
    assert checked(_TWICE.format("2020年，全市").replace("1280", "1208"), 2020).checks == 1
