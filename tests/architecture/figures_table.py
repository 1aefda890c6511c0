"""谁能填报 — a row for every action on declared figures, as `actions_table` has them for all others."""

from decimal import Decimal

from architecture.actions_table import Prepared, Row, who
from architecture.world import declared
from cast import NOW, Cast
from gongkai.reporting.actions import chase_declared, confirm_declared, declare
from gongkai.rules.slices import Slice


def _declaring(cast: Cast) -> Prepared:
    stated = [declare.Statement(Slice("permits.decisions"), Decimal(3))]
    return lambda actor: declare.declare(cast.housing.pk, stated, year=2026, actor=actor, now=NOW)


def _confirming(cast: Cast) -> Prepared:
    figure = declared(cast)
    return lambda actor: confirm_declared.confirm_declared([figure.pk], actor=actor, now=NOW)


def _chasing(cast: Cast) -> Prepared:
    return lambda actor: chase_declared.chase_declared([cast.housing.pk], year=2025, actor=actor, now=NOW)


TABLE = {
    "reporting.chase_declared.chase_declared": Row(_chasing, who("zheng")),
    "reporting.confirm_declared.confirm_declared": Row(_confirming, who("shen liang")),
    "reporting.declare.declare": Row(_declaring, who("lin")),
}
