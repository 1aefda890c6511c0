"""核对结果 — one check of a report: what was tried, where, how it came out."""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from gongkai.rules.phrases import Phrase


class Outcome(Enum):
    """核对结果 — it holds; it should be looked at; it stops the submission."""

    OK = "ok"
    NOTE = "note"
    STOP = "stop"


class Kind(Enum):
    """核对类别 — with the words of the page."""

    FORM = _("表内勾稽")
    TOTALS = _("总计与明细")
    PREVIOUS = _("与上年衔接")
    CHANGES = _("与上年比较")
    DECLARED = _("填报的数字")
    PROSE = _("正文里的数字")
    SECTIONS = _("各部分的内容")
    PRIVACY = _("个人信息")
    UNITS = _("下级机关")
    DEADLINE = _("期限")


@dataclass(frozen=True, slots=True)
class Check:
    """一项核对 — what was tried, where, how it came out and why.

    `mend` is where it is put right ("" on this page), `named` what it is about where that is more than one thing.
    """

    kind: Kind
    outcome: Outcome
    words: Phrase
    place: Phrase
    anchor: str
    arithmetic: str = ""
    mend: str = ""
    named: tuple[Phrase, ...] = ()
