"""答复 — every kind of reply to an application under each text of the Regulations, what it says, where it counts.

A decision may have several parts, each with a reply of its own. As a whole it counts once: what is given in part
counts as 部分公开 only, whatever the rest was (the annual report's form says so in its row); else the first group
in the order of the form that occurs, which is how several grounds are commonly counted.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Statute, listed
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.replies_2007 import REPLIES_2007
from gongkai.rules.replies_2019 import REPLIES_2019
from gongkai.rules.reply_kinds import ELEMENT_LABELS, RESULT_LABELS, Element, Reply, Result
from gongkai.rules.report_rows import FIRST_YEAR_OF_THE_FORM, ONE_LINE_OTHERWISE, OTHERWISE

__all__ = [
    "ELEMENT_LABELS",
    "REPLIES",
    "RESULT_LABELS",
    "Element",
    "Reply",
    "Result",
    "conclusion",
    "counts_at",
    "legal_on",
    "missing_elements",
    "overall",
    "replies_under",
    "reply_of",
    "row_in",
]

REPLIES: Mapping[str, Mapping[str, Reply]] = MappingProxyType(
    {
        statute.code: MappingProxyType({reply.code: reply for reply in kinds})
        for statute, kinds in ((REGULATIONS_2019, REPLIES_2019), (REGULATIONS_2007, REPLIES_2007))
    }
)


def replies_under(statute: Statute) -> Mapping[str, Reply]:
    """Return every kind of reply that a text of the Regulations knows, by its code."""
    return REPLIES[statute.code]


def reply_of(statute: Statute, code: str) -> Reply:
    """Return one kind of reply; raises KeyError for one that this text does not know."""
    return REPLIES[statute.code][code]


def overall(results: Iterable[Result]) -> Result:
    """Return what a decision is as a whole, by what its parts are; raises ValueError for one without parts."""
    parts = set(results)
    if not parts:
        raise ValueError("a decision has at least one part")
    if Result.PARTLY_GRANTED in parts or (Result.GRANTED in parts and len(parts) > 1):
        return Result.PARTLY_GRANTED
    return next(result for result in Result if result in parts)


def row_in(reply: Reply, year: int) -> str:
    """Return the line of the annual report of that year where a reply counts; "" where its form has none."""
    if year < FIRST_YEAR_OF_THE_FORM:
        return reply.row_2014
    if year in ONE_LINE_OTHERWISE and reply.result is Result.OTHERWISE:
        return OTHERWISE
    return reply.row


def counts_at(replies: Iterable[Reply], year: int) -> str:
    """Return the one line where a decision with these parts counts in the annual report of the year it was made."""
    parts = tuple(replies)
    whole = overall(reply.result for reply in parts)
    if whole is Result.PARTLY_GRANTED:
        return "3.2" if year >= FIRST_YEAR_OF_THE_FORM else "3.3.3"
    return next(row_in(reply, year) for reply in parts if reply.result is whole)


def legal_on(reply: Reply, decided_on: date, received_on: date | None = None) -> bool:
    """Whether everything that a reply cites was in force.

    The Regulations are those of the day of receipt (the day of the decision where none is given), everything
    else that of the decision.
    """
    regulations = (REGULATIONS_2007, REGULATIONS_2019)
    return all(
        citation.statute.in_force_on(
            received_on if received_on and citation.statute in regulations else decided_on
        )
        for citation in reply.citations
    )


def missing_elements(reply: Reply, places: Mapping[str, str]) -> tuple[Element, ...]:
    """Return what a reply must say and does not yet say."""
    return tuple(
        element
        for element in reply.elements
        if element not in reply.optional and not places.get(element.value, "").strip()
    )


def conclusion(reply: Reply, title: str, places: Mapping[str, str]) -> str:
    """Return the conclusion of a letter; `places` holds the words for each element by its value.

    Raises RuleViolation when the title or an element that is due is empty.
    """
    missing = missing_elements(reply, places)
    if missing or not title.strip():
        label = ELEMENT_LABELS[missing[0]] if missing else "信息名称"
        raise RuleViolation(
            phrase("答复还缺“%(element)s”", element=phrase(label)), reply.citations[0], field="elements"
        )
    filled = {
        **{element.value: places.get(element.value, "").strip().rstrip("。；") for element in reply.elements},
        "title": title.strip(),
        "articles": listed(reply.citations),
    }
    known = all(filled[element.value] for element in reply.optional)
    return (reply.wording + (reply.if_known if known else "")) % filled
