"""谁能办月度统计 — a row for every action on a month's statistics, as `actions_table` has them for all others."""

from collections.abc import Callable
from typing import Any

from architecture.actions_table import ALL, Prepared, Row, who
from cast import Cast
from gongkai.reporting.actions import chase_monthly, settle_monthly, start_monthly
from gongkai.reporting.models import MonthlyStatistics
from reporting.months import LATER, MONTH, confirmed_month, started_month, submitted_month

DRAFTS, SEES = who("lin zheng"), who("lin shen liang zheng wang")


def _on(
    make: Callable[[Cast], MonthlyStatistics], action: Callable[..., Any], **given: Any
) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        row = make(cast)
        return lambda actor: action(row.pk, actor=actor, now=LATER, **given)

    return prepare


def _starting(cast: Cast) -> Prepared:
    return lambda actor: start_monthly.start_monthly(cast.housing, *MONTH, actor=actor, now=LATER)


def _locking(cast: Cast) -> Prepared:
    row = submitted_month(cast)
    return lambda actor: settle_monthly.lock_monthly([row.pk], actor=actor, now=LATER)


def _chasing(cast: Cast) -> Prepared:
    year, month = MONTH
    return lambda actor: chase_monthly.chase_monthly(
        [cast.housing.pk], year=year, month=month, actor=actor, now=LATER
    )


TABLE = {
    "reporting.start_monthly.start_monthly": Row(_starting, DRAFTS, SEES),
    "reporting.start_monthly.note_monthly": Row(
        _on(started_month, start_monthly.note_monthly, note="示例"), DRAFTS, SEES
    ),
    "reporting.start_monthly.correct_monthly": Row(
        _on(submitted_month, start_monthly.correct_monthly, reason="漏报"), DRAFTS, SEES
    ),
    # Lin drafted it; somebody else confirms.
    "reporting.settle_monthly.confirm_monthly": Row(
        _on(started_month, settle_monthly.confirm_monthly), who("shen liang"), SEES
    ),
    "reporting.settle_monthly.submit_monthly": Row(
        _on(confirmed_month, settle_monthly.submit_monthly), DRAFTS, SEES
    ),
    "reporting.settle_monthly.return_monthly": Row(
        _on(submitted_month, settle_monthly.return_monthly, reason="请核对"), who("shen liang zheng"), SEES
    ),
    "reporting.settle_monthly.lock_monthly": Row(_locking, who("zheng"), SEES),
    "reporting.chase_monthly.chase_monthly": Row(_chasing, who("zheng"), ALL),
}
