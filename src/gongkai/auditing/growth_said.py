"""增减的说法 — what is said of a change that is not the one between its two figures."""

from gongkai.auditing.model import Severity
from gongkai.rules.phrases import Phrase, phrase


def came_out(arithmetic: str, stated: str, right: str) -> Phrase:
    """Return the sentence for a difference, a multiple or points that come out otherwise."""
    return phrase(
        "%(arithmetic)s，所述为 %(stated)s，应为 %(right)s。",
        arithmetic=arithmetic,
        stated=stated,
        right=right,
    )


def grew(arithmetic: str, stated: str, rate: str, severity: Severity, *, fell: bool) -> Phrase:
    """Return the sentence for a percentage by which something did not grow or fall."""
    more: Phrase | str = ""
    if severity is Severity.NOTE:
        more = phrase("所述幅度以变化后的数为基数，请核实基数。")
    elif severity is Severity.ROUNDING:
        more = phrase("相差只在末位。")
    return phrase(
        "%(arithmetic)s，应为%(right)s，所述为 %(stated)s。%(more)s",
        arithmetic=arithmetic,
        right=phrase("下降 %(rate)s", rate=rate) if fell else phrase("增长 %(rate)s", rate=rate),
        stated=stated,
        more=more,
    )
