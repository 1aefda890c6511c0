"""勾稽的说明 — in one line what stands, what comes out, and what would make it right."""

from collections.abc import Sequence
from decimal import Decimal

from gongkai.rules.phrases import Phrase, phrase
from gongkai.rules.report_forms import Cell, Identity, Table, Term

_MOST_PARTS = 12


def place_of(table: Table, cell: Cell) -> Phrase:
    """Return how a cell is called: its line and its column, as far as the table has several of them."""
    alone = sum(1 for column in table.columns if column.title == cell.column.title) == 1
    column = cell.column.title if alone else " ".join(cell.column.titles[-2:])
    words = [word for word in (cell.line.title, column if len(table.columns) > 1 else "") if word]
    if len(words) < 2:
        return phrase("“%(name)s”", name=phrase("".join(words)))
    return phrase("“%(line)s”·“%(column)s”", line=phrase(words[0]), column=phrase(words[1]))


def not_equal(
    identity: Identity, place: Phrase, left: Sequence[Decimal | None], right: Sequence[Decimal | None]
) -> Phrase:
    """Return the sentence for an identity of one report that does not hold; `place` is where the stated side is."""
    one, other = sum_of(identity.left, left), sum_of(identity.right, right)
    sides = {"left": _side(identity.left, left), "right": _side(identity.right, right)}
    rule = phrase(identity.words)
    if identity.relation == "<=":
        return phrase(
            "%(place)s：%(left)s，大于%(right)s。%(rule)s，请核实。", place=place, rule=rule, **sides
        )
    gap = abs(one - other)
    if len(identity.left) == 1:
        return phrase(
            "%(place)s填%(stated)s，各项之和为%(right)s，相差%(gap)s。"
            "各项无误的，应改为%(computed)s；合计无误的，请核对各项。",
            place=place,
            stated=one,
            right=sides["right"],
            gap=gap,
            computed=other,
        )
    return phrase(
        "%(place)s所在列：%(left)s，%(right)s，相差%(gap)s。%(rule)s，请核对这几格。",
        place=place,
        gap=gap,
        rule=rule,
        **sides,
    )


def carried(identity: Identity, place: Phrase, stated: Decimal, right: Sequence[Decimal | None]) -> Phrase:
    """Return the sentence for a cell that does not go on from the report of the year before."""
    other = sum_of(identity.right, right)
    return phrase(
        "%(place)s填%(stated)s，按上一年度报告为%(before)s，相差%(gap)s。%(rule)s，请与上一年度报告核对。",
        place=place,
        stated=stated,
        before=_side(identity.right, right),
        gap=abs(stated - other),
        rule=phrase(identity.words),
    )


def unfilled(place: Phrase, parts: Sequence[Decimal | None], count: int) -> Phrase:
    """Return the sentence for totals left at 0 or empty beside their parts."""
    total = sum((part or Decimal(0) for part in parts), Decimal(0))
    added = _added(parts) if _one(parts) else f"{_added(parts)} ＝ {total}"
    if count == 1:
        return phrase("%(place)s合计没有填，各项之和为%(added)s，请补填。", place=place, added=added)
    return phrase(
        "%(place)s等%(count)d处合计没有填，各项之和为%(added)s，请补填。",
        place=place,
        count=count,
        added=added,
    )


def sum_of(terms: Sequence[Term], values: Sequence[Decimal | None]) -> Decimal:
    """Return what the terms of a side come to, empty cells as 0."""
    return sum(
        (term.sign * (value or Decimal(0)) for term, value in zip(terms, values, strict=True)), Decimal(0)
    )


def _side(terms: Sequence[Term], values: Sequence[Decimal | None]) -> str:
    """A side as arithmetic: 1 ＋ 28 ＋ 4 ＋ 3 ＝ 36; only the number when there is but one."""
    signed = [(value or Decimal(0)) * term.sign for term, value in zip(terms, values, strict=True)]
    total = sum(signed, Decimal(0))
    return str(total) if _one(signed) else f"{_added(signed)} ＝ {total}"


def _added(values: Sequence[Decimal | None]) -> str:
    counted = (
        [value for value in values if value] if len(values) > 2 else [value or Decimal(0) for value in values]
    )
    shown = counted[:_MOST_PARTS] or [Decimal(0)]
    words = str(shown[0]) + "".join(f" {'－' if value < 0 else '＋'} {abs(value)}" for value in shown[1:])
    return words + (" ＋ …" if len(counted) > _MOST_PARTS else "")


def _one(values: Sequence[Decimal | None]) -> bool:
    return len(values) == 1 or (len(values) > 2 and len([value for value in values if value]) < 2)
