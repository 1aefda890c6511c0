"""年度报告公布期限 — until when the annual report must be public (2007 Art. 31; 2019 Art. 49)."""

from dataclasses import dataclass
from datetime import date

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Citation, cite

# Reports on these years were published under the Regulations of 2019.
_FIRST_YEAR_OF_2019 = 2019


@dataclass(frozen=True, slots=True)
class ReportDeadline:
    """公布期限 — the last day on which the report may come out, and the article that says so."""

    day: date
    citation: Citation


def report_deadline(year: int, *, government: bool) -> ReportDeadline:
    """Return until when the report on that year must be public, for a people's government or for a department.

    Until the report on 2018 one day held for all; since then departments have two months less.
    """
    if year < _FIRST_YEAR_OF_2019:
        return ReportDeadline(date(year + 1, 3, 31), cite(REGULATIONS_2007, 31))
    if government:
        return ReportDeadline(date(year + 1, 3, 31), cite(REGULATIONS_2019, 49, 2))
    return ReportDeadline(date(year + 1, 1, 31), cite(REGULATIONS_2019, 49, 1))
