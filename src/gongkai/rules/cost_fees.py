"""成本费用 — what an organ could charge under the Regulations of 2007: searching, copying and posting, at cost.

Sources: Regulations of 2007 Arts. 27–28. The rates were set by the price authorities of each place and are given by
the caller; nobody is charged for anything else, and who is in economic hardship may be let off. The Regulations of
2019 charge nothing of this kind (Art. 42).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gongkai.rules.citations import REGULATIONS_2007, Statute, cite
from gongkai.rules.process import RuleViolation


class CostKind(StrEnum):
    """成本种类 — what may be charged at cost."""

    SEARCH = "search"
    COPY = "copy"
    POSTAGE = "postage"


COST_KIND_LABELS = {
    CostKind.SEARCH: "检索费",
    CostKind.COPY: "复制费",
    CostKind.POSTAGE: "邮寄费",
}
COST = cite(REGULATIONS_2007, 27)
WAIVER = cite(REGULATIONS_2007, 28, 1)


@dataclass(frozen=True, slots=True)
class Cost:
    """一项成本 — so many units at so many yuan each."""

    kind: CostKind
    units: int
    yuan_each: Decimal


@dataclass(frozen=True, slots=True)
class CostFee:
    """应收成本费用 — in yuan, with the sentences that lead there."""

    yuan: Decimal
    steps: tuple[str, ...]


def cost_fee(costs: Iterable[Cost], statute: Statute, *, waived: bool = False) -> CostFee:
    """Return what is charged at cost, nothing when it was waived.

    Raises RuleViolation under the text of 2019, and ValueError for a negative number or rate.
    """
    if statute is not REGULATIONS_2007:
        raise RuleViolation("现行条例不收取检索、复制、邮寄等成本费用", COST, field="costs")
    total, steps = Decimal(0), []
    for cost in costs:
        if cost.units < 0 or cost.yuan_each < 0:
            raise ValueError(f"数量和单价不能是负数：{cost.units}、{cost.yuan_each}")
        amount = cost.units * cost.yuan_each
        total += amount
        steps.append(
            f"{COST_KIND_LABELS[cost.kind]}：数量{cost.units}，单价{cost.yuan_each}元，计{amount}元（{COST}）"
        )
    if waived:
        return CostFee(Decimal(0), (*steps, f"经济确有困难，经同意减免（{WAIVER}），合计0元"))
    return CostFee(total, (*steps, f"合计{total}元"))
