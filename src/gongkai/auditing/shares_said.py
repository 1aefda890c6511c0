"""占比的说法 — what is said of a percentage that is not the share of its part in its whole."""

from gongkai.auditing.arithmetic import (
    HUNDRED,
    bare,
    finding,
    percent,
    percentage_severity,
    printed,
    ratio,
    rounded,
)
from gongkai.auditing.mentions import Mention
from gongkai.auditing.model import Finding, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose
from gongkai.rules.phrases import phrase


def checked(prose: Prose, part: Mention, whole: Mention, rate: Mention) -> Tried:
    """Check a percentage against a part and a whole that are certain."""
    severity = percentage_severity(rate.value, rate.numeral.step, ratio(part, whole))
    return Tried(1, () if severity is None else (_finding(prose, part, whole, rate, severity),))


def _finding(prose: Prose, part: Mention, whole: Mention, share: Mention, severity: Severity) -> Finding:
    step = share.numeral.step
    value = part.value / whole.value * HUNDRED
    right = rounded(value, step)
    why = phrase(
        "%(arithmetic)s，四舍五入为 %(right)s，所述为 %(stated)s。%(more)s",
        arithmetic=f"{bare(prose, part)} ÷ {bare(prose, whole)} ＝ {percent(value, step)}",
        right=right,
        stated=printed(prose, share),
        more=phrase("相差只在末位。")
        if severity is Severity.ROUNDING
        else phrase("两数无误的，应为 %(right)s；占比无误的，请核对两数。", right=right),
    )
    near = "\n" not in prose.text[whole.numeral.end : share.start]
    mentions = (part, whole, share) if near else (part, share)
    return finding(prose, FindingKind.SHARE, severity, mentions, printed(prose, share), right, why)
