"""核算 — whether stated numbers agree with what comes out, and the one line that says so.

Whole numbers agree or do not. Printed decimals agree within half a step of the last place for each addend; a
percentage is right when it is the share rounded half up, or could be for numbers that are rounded themselves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.auditing.mentions import Mention
from gongkai.auditing.model import Finding, FindingKind, Severity
from gongkai.auditing.prose import Prose
from gongkai.rules.phrases import Phrase

_PRINTED = re.compile(r"\d[\d, ]*(?:\.\d+)?")
_HALF = Decimal("0.5")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Interval:
    """区间 — between which values a result lies, given how the numbers it is made of are printed."""

    low: Decimal
    high: Decimal

    def meets(self, low: Decimal, high: Decimal) -> bool:
        """Whether some value lies in both."""
        return self.low <= high and low <= self.high


def exactness(mention: Mention) -> Decimal:
    """Return half a step for what is printed with decimals or in 万; 0 for a whole number and for 0, which are exact."""
    return mention.numeral.step * _HALF if mention.numeral.step != 1 and mention.value else Decimal(0)


def ratio(part: Mention, whole: Mention) -> Interval:
    """Return between what the share of `part` in `whole` lies, in percent. `whole` must not be near 0."""
    low = (part.value - exactness(part)) / (whole.value + exactness(whole))
    high = (part.value + exactness(part)) / (whole.value - exactness(whole))
    return Interval(low * HUNDRED, high * HUNDRED)


def percentage_severity(stated: Decimal, step: Decimal, exact: Interval) -> Severity | None:
    """Return None if `stated` is right, ROUNDING if it is cut off or one step away, else ERROR."""
    half = step * _HALF
    if exact.meets(stated - half, stated + half):
        return None
    near = exact.low if exact.low > stated else exact.high
    rounded = near.quantize(step, ROUND_HALF_UP)
    return Severity.ROUNDING if abs(rounded - stated) <= step else Severity.ERROR


def sum_severity(total: Mention, parts: Sequence[Mention]) -> Severity | None:
    """Return None if the parts come to the total as it is printed, ROUNDING if printed decimals explain the difference, else ERROR."""
    difference = abs(sum((part.value for part in parts), Decimal(0)) - total.value)
    if difference <= exactness(total):
        return None
    slack = exactness(total) + sum((exactness(part) for part in parts), Decimal(0))
    return Severity.ROUNDING if difference < slack else Severity.ERROR


def printed(prose: Prose, mention: Mention) -> str:
    """Return the number as it is printed, folded, with its unit."""
    return prose.text[mention.numeral.start : mention.numeral.end]


def bare(prose: Prose, mention: Mention) -> str:
    """Return the number as it is printed without its unit; a Chinese numeral in digits."""
    match = _PRINTED.match(printed(prose, mention))
    return match.group().replace(" ", "") if match else plain(mention.value)


def shown(prose: Prose, like: Mention, value: Decimal) -> str:
    """Return `value` the way `like` is printed: in its 万 or 元, with as many decimals, with its unit."""
    words = printed(prose, like)
    match = _PRINTED.match(words)
    return unscaled(prose, like, value) + (words[match.end() :] if match else like.unit)


def unscaled(prose: Prose, like: Mention, value: Decimal) -> str:
    """Return `value` the way `like` is printed, without the unit."""
    match = _PRINTED.match(printed(prose, like))
    if match is None:
        return plain(value)
    places = len(match.group().partition(".")[2])
    scaled = value / like.numeral.step.scaleb(places)
    fixed = f"{scaled:.{places}f}"
    return fixed if Decimal(fixed) == scaled else plain(scaled)


def plain(value: Decimal) -> str:
    """Return a number without exponent and without zeros at its end."""
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def percent(value: Decimal, step: Decimal) -> str:
    """Return a percentage with two places more than it was stated with, more where it would round another way."""
    right, shown_step = value.quantize(step, ROUND_HALF_UP), step / HUNDRED
    while (shown_value := value.quantize(shown_step, ROUND_HALF_UP)).quantize(step, ROUND_HALF_UP) != right:
        shown_step /= 10
    return plain(shown_value) + "%"


def rounded(value: Decimal, step: Decimal) -> str:
    """Return a percentage rounded half up to the place that was stated."""
    return f"{value.quantize(step, ROUND_HALF_UP):f}%"


def finding(
    prose: Prose,
    kind: FindingKind,
    severity: Severity,
    mentions: Sequence[Mention],
    stated: str,
    computed: str,
    why: Phrase,
) -> Finding:
    """Return a finding that quotes from the clause of the first of these numbers to the end of the last's."""
    start = min(mention.clause.start for mention in mentions)
    end = max(_after(prose, mention) for mention in mentions)
    return Finding(kind, severity, prose.span(start, end), stated, computed, why)


def _after(prose: Prose, mention: Mention) -> int:
    end = mention.numeral.end
    return end + 1 if prose.text[end : end + 1] == ")" and mention.clause.group >= 0 else end
