"""救济 — how one objects to a reply, as the letter must tell it, and what came of an objection.

From 2024-01-01 a refusal goes to reconsideration before a court (Administrative Reconsideration Law of 2023
Art. 23), which is read as the refusals of Arts. 14–16 of the Regulations; the letter must say so. Everything else
may be taken to either. How outcomes count in the annual report is nowhere published line by line: the table here
follows the words of the form, `unsettled` marks what places fill in differently, and every line can be overridden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from gongkai.rules.citations import Citation, cite
from gongkai.rules.objections import ObjectionTerms, objection_terms
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.reply_kinds import Reply
from gongkai.rules.statutes import INTERPRETATION_2025, LITIGATION_2014, RECONSIDERATION_2023

_EITHER = (
    "如对%(matter)s不服，可以自收到本文书之日起%(reconsider)s内向%(body)s申请行政复议，"
    "也可以自收到本文书之日起%(sue)s内向%(court)s提起行政诉讼。"
)
_FIRST = (
    "如对%(matter)s不服，应当先自收到本文书之日起%(reconsider)s内向%(body)s申请行政复议；"
    "对复议决定仍不服的，可以自收到复议决定书之日起%(sue_after)s内向%(court)s提起行政诉讼。"
)


@dataclass(frozen=True, slots=True)
class RemedyNotice:
    """救济告知 — the sentences of a letter that tell how to object, and the articles behind them."""

    sentences: tuple[str, ...]
    reconsider_first: bool
    citations: tuple[Citation, ...]


def reconsider_first(replies: Iterable[Reply], decided_on: date) -> bool:
    """Whether any part of a decision of that day goes to reconsideration before a court."""
    if objection_terms(decided_on).reconsider_first is None:
        return False
    return any(reply.reconsider_first for reply in replies)


def remedy_notice(
    replies: Iterable[Reply], decided_on: date, *, body: str, court: str
) -> RemedyNotice | None:
    """Return what the letter must say about objecting, or None for a decision without parts to object to.

    `body` and `court` are named by the caller; raises RuleViolation when one of them is empty.
    """
    parts = [reply for reply in replies if reply.remedy]
    if not parts:
        return None
    terms = objection_terms(decided_on)
    for name, said in (("行政复议机关", body), ("人民法院", court)):
        if not said.strip():
            raise RuleViolation(
                phrase("救济告知还缺%(name)s的名称", name=phrase(name)),
                terms.reconsider.citation,
                field="remedy",
            )
    first = reconsider_first(parts, decided_on)
    mixed = first and not all(part.reconsider_first for part in parts)
    places = {
        "body": body.strip(),
        "court": court.strip(),
        "reconsider": terms.reconsider,
        "sue": terms.sue,
        "sue_after": terms.sue_after,
    }
    wordings = []
    if first:
        wordings.append(_FIRST % {**places, "matter": "其中不予公开的部分" if mixed else "本答复"})
    if not first or mixed:
        wordings.append(_EITHER % {**places, "matter": "其他部分" if mixed else "本答复"})
    return RemedyNotice(tuple(wordings), first, _behind(terms, first, mixed))


def _behind(terms: ObjectionTerms, first: bool, mixed: bool) -> tuple[Citation, ...]:
    found = [terms.reconsider.citation]
    if first and terms.reconsider_first:
        found += [terms.reconsider_first, terms.sue_after.citation]
    if not first or mixed:
        found.append(terms.sue.citation)
    return tuple(found)


# Replies (by code) that courts commonly decline to hear by themselves: told to the officer, not to the applicant.
DECLINED_BY_COURTS = frozenset({"repeated", "register", "needs-making", "petition", "publication"})
DECLINED_CITATION = cite(INTERPRETATION_2025)


class Route(StrEnum):
    """救济途径 — to whom an objection went, as the annual report tells them apart."""

    RECONSIDERATION = "reconsideration"
    LITIGATION = "litigation"
    LITIGATION_AFTER = "litigation_after"


ROUTE_LABELS = {
    Route.RECONSIDERATION: "行政复议",
    Route.LITIGATION: "未经复议直接起诉",
    Route.LITIGATION_AFTER: "复议后起诉",
}


class Finding(StrEnum):
    """复议诉讼结果 — the four columns of the annual report's table of objections."""

    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"
    PENDING = "pending"


FINDING_LABELS = {
    Finding.UPHELD: "结果维持",
    Finding.CORRECTED: "结果纠正",
    Finding.OTHER: "其他结果",
    Finding.PENDING: "尚未审结",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """审结方式 — what a reconsideration body or a court may decide, and the column where it counts."""

    code: str
    label: str
    finding: Finding
    citation: Citation
    new_decision: bool = False
    unsettled: str = ""


def _body(
    code: str, label: str, finding: Finding, article: int, again: bool = False, note: str = ""
) -> Outcome:
    return Outcome(code, label, finding, cite(RECONSIDERATION_2023, article), again, note)


def _court(
    code: str, label: str, finding: Finding, article: int, again: bool = False, note: str = ""
) -> Outcome:
    return Outcome(code, label, finding, cite(LITIGATION_2014, article), again, note)


_F = Finding
_BY_BODY = (
    _body("upheld", "维持", _F.UPHELD, 68),
    _body("rejected", "驳回复议请求", _F.UPHELD, 69),
    _body("changed", "变更", _F.CORRECTED, 63),
    _body("annulled", "撤销或者部分撤销", _F.CORRECTED, 64, True),
    _body("unlawful", "确认违法", _F.CORRECTED, 65, False, "确认违法但不撤销的，各地填法不同"),
    _body("ordered", "责令限期履行", _F.CORRECTED, 66, True),
    _body("void", "确认无效", _F.CORRECTED, 67, True),
    _body("no-evidence", "未提交证据，视为没有证据而撤销", _F.CORRECTED, 70, True),
    _body("not-accepted", "不予受理", _F.OTHER, 30),
    _body("dismissed", "驳回复议申请", _F.OTHER, 33, False, "有的地方计入结果维持"),
    _body("ended", "终止（撤回、和解等）", _F.OTHER, 41),
    _body("mediated", "调解", _F.OTHER, 73),
)
_BY_COURT = (
    _court("rejected", "驳回诉讼请求", _F.UPHELD, 69),
    _court("annulled", "撤销或者部分撤销，可以判决重新作出", _F.CORRECTED, 70, True),
    _court("ordered", "判决限期履行", _F.CORRECTED, 72, True),
    _court("to-give", "判决给付", _F.CORRECTED, 73, True),
    _court("unlawful", "确认违法", _F.CORRECTED, 74, False, "确认违法但不撤销的，各地填法不同"),
    _court("void", "确认无效", _F.CORRECTED, 75, True),
    _court("changed", "变更", _F.CORRECTED, 77),
    _court("not-accepted", "不予立案", _F.OTHER, 51),
    _court("dismissed", "驳回起诉", _F.OTHER, 49, False, "有的地方计入结果维持"),
    _court("withdrawn", "准许撤诉", _F.OTHER, 62),
    _court("ended", "移送、终结等", _F.OTHER, 101, False, "依照民事诉讼法的规定终结"),
)
OUTCOMES: Mapping[Route, Mapping[str, Outcome]] = MappingProxyType(
    {
        route: MappingProxyType({outcome.code: outcome for outcome in kinds})
        for route, kinds in (
            (Route.RECONSIDERATION, _BY_BODY),
            (Route.LITIGATION, _BY_COURT),
            (Route.LITIGATION_AFTER, _BY_COURT),
        )
    }
)


def finding(route: Route, outcome: str, overrides: Mapping[str, Finding] = MappingProxyType({})) -> Finding:
    """Return the column where an outcome counts; "" (not decided at the year's end) is PENDING.

    `overrides` are those of a jurisdiction, by "route.outcome" (`"reconsideration.dismissed"`). Raises KeyError
    for an outcome that this route does not know.
    """
    if not outcome:
        return Finding.PENDING
    found = OUTCOMES[route][outcome]
    return overrides.get(f"{route}.{outcome}", found.finding)
