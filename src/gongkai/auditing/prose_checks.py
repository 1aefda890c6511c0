"""正文核算 — everything that is checked of the prose alone: sums, balances, shares, growth, averages and repetition."""

from collections.abc import Iterable

from gongkai.auditing.averages import check_averages
from gongkai.auditing.growth import check_growth
from gongkai.auditing.mentions import Said, say
from gongkai.auditing.model import Finding, Outline, Severity, Source, Tried
from gongkai.auditing.prose import Prose, prose_of
from gongkai.auditing.relations import check_sums
from gongkai.auditing.relations_balance import check_balances
from gongkai.auditing.relations_stock import check_stocks
from gongkai.auditing.repeats import check_repeats
from gongkai.auditing.shares import check_shares
from gongkai.auditing.shares_words import check_fractions

_RANK = {Severity.ERROR: 0, Severity.ROUNDING: 1, Severity.NOTE: 2}


def check_prose(source: Source, outline: Outline) -> Tried:
    """Check the prose of a report; findings in the order of the text, each place once."""
    prose = prose_of(source, outline)
    return check_said(prose, say(prose), outline.year)


def check_said(prose: Prose, said: tuple[Said, ...], year: int | None) -> Tried:
    """Check prose that has been taken apart, of a report on that year."""
    related = check_sums(prose, said)
    tried = related.tried + check_balances(prose, said) + check_stocks(prose, said)
    tried += check_shares(prose, said, related.relations) + check_fractions(prose, said)
    tried += (
        check_growth(prose, said, year)
        + check_averages(prose, said)
        + check_repeats(prose, said, related.relations, year)
    )
    return Tried(tried.checks, _once(one for one in tried.findings if prose.is_whole_at(one.span)))


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    kept = {(one.span, one.kind, one.stated): one for one in findings}
    return tuple(sorted(kept.values(), key=lambda one: (one.span, _RANK[one.severity])))
