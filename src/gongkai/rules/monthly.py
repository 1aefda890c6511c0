"""月度统计 — what organs report every month, until when, and how a month's statistics move on (2019 Regulations Art. 47).

No article asks for monthly figures; they are a means of the day-to-day guidance that Article 47 asks for.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from gongkai.rules.citations import REGULATIONS_2019, cite
from gongkai.rules.process import Process, Step
from gongkai.rules.slices import Slice, parsed


class MonthlyState(StrEnum):
    """月度统计状态 — from the figures as they are counted to those that stand."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    SUBMITTED = "submitted"
    LOCKED = "locked"


MONTHLY_STATE_LABELS = {
    MonthlyState.DRAFT: "待确认",
    MonthlyState.CONFIRMED: "已确认",
    MonthlyState.SUBMITTED: "已报送",
    MonthlyState.LOCKED: "已锁定",
}
_GUIDANCE = cite(REGULATIONS_2019, 47)

MONTHLY_PROCESS = Process(
    name="monthly",
    initial=MonthlyState.DRAFT,
    final=frozenset({MonthlyState.LOCKED}),
    steps=(
        Step("confirm", "确认", frozenset({MonthlyState.DRAFT}), MonthlyState.CONFIRMED, _GUIDANCE),
        Step("submit", "报送", frozenset({MonthlyState.CONFIRMED}), MonthlyState.SUBMITTED, _GUIDANCE),
        Step(
            "return",
            "退回",
            frozenset({MonthlyState.CONFIRMED, MonthlyState.SUBMITTED}),
            MonthlyState.DRAFT,
            _GUIDANCE,
        ),
        Step("lock", "锁定", frozenset({MonthlyState.SUBMITTED}), MonthlyState.LOCKED, _GUIDANCE),
    ),
    labels=MONTHLY_STATE_LABELS,
)


@dataclass(frozen=True, slots=True)
class MonthlyForm:
    """月报的内容 — its lines, and the day of the next month until which it is submitted."""

    lines: tuple[Slice, ...]
    due_day: int

    def due(self, year: int, month: int) -> date:
        """Return until when a month's statistics are to be submitted."""
        return date(year + month // 12, month % 12 + 1, self.due_day)


@cache
def monthly_form() -> MonthlyForm:
    """Return what is reported every month."""
    data = tomllib.loads((files("gongkai.rules") / "monthly.toml").read_text("utf-8"))
    return MonthlyForm(tuple(parsed(one) for one in data["lines"]), data["due_day"])
