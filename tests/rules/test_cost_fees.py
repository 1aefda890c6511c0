"""成本费用 — 2007 Arts. 27–28: at cost, by kind, waived for hardship, and nothing of it since 2019."""

from decimal import Decimal

import pytest

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019
from gongkai.rules.cost_fees import Cost, CostKind, cost_fee
from gongkai.rules.process import RuleViolation

COSTS = [Cost(CostKind.COPY, 24, Decimal("0.30")), Cost(CostKind.POSTAGE, 1, Decimal("5.20"))]


def test_2007_article_27_searching_copying_and_posting_at_cost() -> None:
    found = cost_fee(COSTS, REGULATIONS_2007)
    assert found.yuan == Decimal("12.40")
    assert [step[:3] for step in found.steps] == ["复制费", "邮寄费", "合计1"]


def test_2007_article_28_hardship_is_let_off() -> None:
    found = cost_fee(COSTS, REGULATIONS_2007, waived=True)
    assert found.yuan == 0
    assert "第二十八条" in found.steps[-1]


def test_2019_article_42_nothing_of_the_kind_is_charged() -> None:
    with pytest.raises(RuleViolation):
        cost_fee(COSTS, REGULATIONS_2019)


def test_a_negative_cost_is_refused() -> None:
    with pytest.raises(ValueError, match="负数"):
        cost_fee([Cost(CostKind.SEARCH, -1, Decimal(1))], REGULATIONS_2007)
