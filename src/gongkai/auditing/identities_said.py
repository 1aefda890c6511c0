"""勾稽的说明 — in one line what stands, what comes out, and what would make it right."""

from collections.abc import Sequence
from decimal import Decimal

from gongkai.rules.report_forms import Cell, Identity, Table, Term

_MOST_PARTS = 12


def place_of(table: Table, cell: Cell) -> str:
    """Return how a cell is called: its line and its column, as far as the table has several of them."""
    alone = sum(1 for column in table.columns if column.title == cell.column.title) == 1
    column = cell.column.title if alone else " ".join(cell.column.titles[-2:])
    words = [cell.line.title if cell.line.title else "", column if len(table.columns) > 1 else ""]
    return "“" + "”·“".join(word for word in words if word) + "”"


def not_equal(
    identity: Identity, place: str, left: Sequence[Decimal | None], right: Sequence[Decimal | None]
) -> str:
    """Return the sentence for an identity of one report that does not hold; `place` is where the stated side is."""
    one, other = sum_of(identity.left, left), sum_of(identity.right, right)
    if identity.relation == "<=":
        return f"{place}：{_side(identity.left, left)}，大于{_side(identity.right, right)}。{identity.words}，请核实。"
    gap = abs(one - other)
    if len(identity.left) == 1:
        return (
            f"{place}填{one}，各项之和为{_side(identity.right, right)}，相差{gap}。"
            f"各项无误的，应改为{other}；合计无误的，请核对各项。"
        )
    return (
        f"{place}所在列：{_side(identity.left, left)}，{_side(identity.right, right)}，相差{gap}。"
        f"{identity.words}，请核对这几格。"
    )


def carried(identity: Identity, place: str, stated: Decimal, right: Sequence[Decimal | None]) -> str:
    """Return the sentence for a cell that does not go on from the report of the year before."""
    other = sum_of(identity.right, right)
    return (
        f"{place}填{stated}，按上一年度报告为{_side(identity.right, right)}，相差{abs(stated - other)}。"
        f"{identity.words}，请与上一年度报告核对。"
    )


def unfilled(place: str, parts: Sequence[Decimal | None], count: int) -> str:
    """Return the sentence for totals left at 0 or empty beside their parts."""
    total = sum((part or Decimal(0) for part in parts), Decimal(0))
    more = f"等{count}处" if count > 1 else ""
    return (
        f"{place}{more}合计没有填，各项之和为{_added(parts)}{'' if _one(parts) else f' ＝ {total}'}，请补填。"
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
