"""复议和诉讼的期限 — the terms of an objection to a reply, by the day on which the reply was made.

Sources: Administrative Reconsideration Law (1999 Arts. 9, 31; 2023 Arts. 20, 23, 62), Administrative Litigation Law
(1989 Arts. 38–39; since 2015-05-01 Arts. 45–46).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.rules.citations import Citation, cite
from gongkai.rules.statutes import (
    LITIGATION,
    LITIGATION_1989,
    LITIGATION_2014,
    RECONSIDERATION,
    RECONSIDERATION_1999,
    RECONSIDERATION_2023,
    text_on,
)


class Unit(StrEnum):
    """期限单位 — in what a term is counted; days and months are of the calendar."""

    WORKDAYS = "workdays"
    DAYS = "days"
    MONTHS = "months"


UNIT_LABELS = {Unit.WORKDAYS: "个工作日", Unit.DAYS: "日", Unit.MONTHS: "个月"}


@dataclass(frozen=True, slots=True)
class Term:
    """期间 — a length in its unit, with its article."""

    length: int
    unit: Unit
    citation: Citation

    def __str__(self) -> str:
        return f"{self.length}{UNIT_LABELS[self.unit]}"


@dataclass(frozen=True, slots=True)
class ObjectionTerms:
    """救济期限 — how long one may ask for reconsideration, how long that may take, how long one may sue.

    `reconsider_first` is the article by which a refusal goes to reconsideration before a court, None where
    either way is open.
    """

    reconsider: Term
    decide: Term
    decide_longer: Term
    sue: Term
    sue_after: Term
    reconsider_first: Citation | None


_RECONSIDER = {
    RECONSIDERATION_1999.code: (cite(RECONSIDERATION_1999, 9, 1), cite(RECONSIDERATION_1999, 31, 1), None),
    RECONSIDERATION_2023.code: (
        cite(RECONSIDERATION_2023, 20, 1),
        cite(RECONSIDERATION_2023, 62, 1),
        cite(RECONSIDERATION_2023, 23, 1, 4),
    ),
}
_SUE = {
    LITIGATION_1989.code: (Term(3, Unit.MONTHS, cite(LITIGATION_1989, 39)), cite(LITIGATION_1989, 38, 2)),
    LITIGATION_2014.code: (Term(6, Unit.MONTHS, cite(LITIGATION_2014, 46, 1)), cite(LITIGATION_2014, 45)),
}


def objection_terms(day: date) -> ObjectionTerms:
    """Return the terms for a reply of that day."""
    apply, decide, first = _RECONSIDER[text_on(RECONSIDERATION, day).code]
    sue, after = _SUE[text_on(LITIGATION, day).code]
    return ObjectionTerms(
        reconsider=Term(60, Unit.DAYS, apply),
        decide=Term(60, Unit.DAYS, decide),
        decide_longer=Term(30, Unit.DAYS, decide),
        sue=sue,
        sue_after=Term(15, Unit.DAYS, after),
        reconsider_first=first,
    )
