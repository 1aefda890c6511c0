"""图 — bars as SVG geometry, made on the server: every number of a chart is also in the table under it.

All lengths are in units of the drawing, which scales with its place on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from functools import partial

from gongkai.ui.wording import grouped

WIDTH, NARROW, PLOT, TOP, LEFT = 720, 360, 180, 16, 44
_FEW = 6
"""So many bars are drawn no wider than a phone; of more there is a drawing for a phone beside the wide one."""
_FOOT = 26
_GAP = 0.28
"""The part of each place that stays empty between the bars of two places."""
_WIDEST, _LABEL_WIDTH = 64, 40
_LANE, _LANE_BAR, _NUMBERS, _LONGEST_BAR = 28, 14, 60, 180
_NAMES, _SIGN, _DIGIT = 100, 12, 7
"""The least room for names, how wide one sign of them is, and one digit of a number."""


@dataclass(frozen=True, slots=True)
class Mark:
    """一处文字 — what is written where: at a step of the axis, under a place, at the end of a bar."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """一根柱 — where it is, the number of its series from 1, what it says, and where it opens ("" for nowhere).

    `number` is written at its end; None where numbers would run into each other.
    """

    x: float
    y: float
    width: float
    height: float
    series: int
    words: str
    address: str = ""
    number: Mark | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """柱形图 — series side by side at each place, with the steps of the axis; `narrow` is the same for a phone."""

    bars: tuple[Bar, ...]
    steps: tuple[Mark, ...]
    places: tuple[Mark, ...]
    names: tuple[str, ...]
    width: int
    height: int = TOP + PLOT + _FOOT
    left: int = LEFT
    narrow: "Columns | None" = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: every number is nought, or not known."""
        return not self.bars

    @property
    def opens(self) -> bool:
        """Whether its bars lead anywhere."""
        return any(bar.address for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Lane:
    """一条 — its name, its bar, and the number written at its end, which opens at an address ("" for nowhere)."""

    name: Mark
    bar: Bar
    number: Mark
    address: str = ""


@dataclass(frozen=True, slots=True)
class Lanes:
    """条形图 — one bar for each part, lying."""

    lanes: tuple[Lane, ...]
    height: int
    width: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: every number is nought, or not known."""
        return not any(lane.bar.width for lane in self.lanes)

    @property
    def opens(self) -> bool:
        """Whether its numbers lead anywhere."""
        return any(lane.address for lane in self.lanes)


def columns(
    names: Sequence[str],
    places: Sequence[str],
    series: Sequence[Sequence[Decimal | None]],
    addresses: Sequence[Sequence[str]] = (),
) -> Columns:
    """Return bars standing at places, one for each series; a number that is not known has none.

    Addresses, if any, are those of the numbers, series by series.
    """
    drawn = partial(_columns, names, places, series, addresses)
    narrow = drawn(NARROW)
    return replace(drawn(WIDTH), narrow=narrow) if len(places) * len(series) > _FEW else narrow


def _columns(
    names: Sequence[str],
    places: Sequence[str],
    series: Sequence[Sequence[Decimal | None]],
    addresses: Sequence[Sequence[str]],
    width: int,
) -> Columns:
    """Return the bars on a drawing of a width."""
    top = _round_up(
        max((number for row in series for number in row if number is not None), default=Decimal(0))
    )
    share = (width - LEFT) / max(len(places), 1)
    wide = min(share * (1 - _GAP) / max(len(series), 1), _WIDEST)
    room = share if len(series) == 1 else wide
    numbered = all(len(grouped(value)) * _DIGIT <= room for row in series for value in row if value)
    bars = [
        _standing(
            (LEFT + share * (at + 0.5) + wide * (number - len(series) / 2), wide),
            (value, top),
            number + 1,
            f"{place} {name}",
            addresses[number][at] if addresses else "",
            numbered,
        )
        for number, (name, row) in enumerate(zip(names, series, strict=True))
        for at, (place, value) in enumerate(zip(places, row, strict=True))
        if value
    ]
    every = max(-(-len(places) * _LABEL_WIDTH // (width - LEFT)), 1)
    labels = [
        Mark(_exact(LEFT + share * (at + 0.5)), TOP + PLOT + 18, place)
        for at, place in enumerate(places)
        if at % every == 0
    ]
    return Columns(tuple(bars), _steps(top), tuple(labels), tuple(names), width)


def lanes(parts: Sequence[tuple[str, Decimal | None]], addresses: Sequence[str] = ()) -> Lanes:
    """Return a bar for each named part; addresses, if any, are those of the parts."""
    most = max((number for _name, number in parts if number is not None), default=Decimal(0)) or Decimal(1)
    names = max([_NAMES, *(len(name) * _SIGN + _SIGN for name, _number in parts)])
    drawn = []
    for at, (name, value) in enumerate(parts):
        y, known = at * _LANE + 4, value or Decimal(0)
        long = _exact(float(known / most) * _LONGEST_BAR)
        bar = Bar(names, y, long, _LANE_BAR, 1, f"{name} {grouped(known)}")
        base = y + _LANE_BAR - 2
        number = Mark(names + long + 8, base, grouped(known))
        drawn.append(Lane(Mark(0, base, name), bar, number, addresses[at] if addresses else ""))
    return Lanes(tuple(drawn), len(parts) * _LANE + 4, names + _LONGEST_BAR + _NUMBERS)


def _standing(
    across: tuple[float, float],
    value_of_top: tuple[Decimal, Decimal],
    series: int,
    words: str,
    address: str,
    numbered: bool,
) -> Bar:
    (x, wide), (value, top) = across, value_of_top
    high = _exact(float(value / top) * PLOT)
    y, told = _exact(TOP + PLOT - high), grouped(value)
    number = Mark(_exact(x + wide / 2), _exact(y - 4), told) if numbered else None
    return Bar(_exact(x), y, _exact(wide), high, series, f"{words} {told}", address, number)


def _steps(top: Decimal) -> tuple[Mark, ...]:
    """Return the axis at nothing, at half and at its top; half only where that is a whole number."""
    parts = (0, 1, 2) if top % 2 == 0 else (0, 2)
    return tuple(Mark(LEFT - 8, TOP + PLOT - PLOT * part / 2, grouped(top * part / 2)) for part in parts)


def _round_up(most: Decimal) -> Decimal:
    """Return the next number of one digit and zeros, or with a half of that digit; at least 1."""
    if most <= 1:
        return Decimal(1)
    unit = Decimal(10) ** (len(str(int(most))) - 1)
    half = unit / 2 if unit > 1 else unit
    return (most / half).to_integral_value(ROUND_CEILING) * half


def _exact(length: float) -> float:
    return round(length, 2)
