"""年份 — the year that a report's figures are of, by its own words, and where the words say another than the title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.auditing.model import Span

_FIRST, _LAST = 2000, 2100
_NEAR = 50
_DAY = r"(?P<from>20\d\d)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
# The period of the figures, by its last day.
_PERIOD = re.compile(
    rf"{_DAY}\s*(?:起|开始)?\s*(?:至|到|[-—–~～]+)\s*(?:同年|当年)?(?:(?P<to>20\d\d)\s*年)?\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日"
)
_OF_FIGURES = re.compile(r"统计|期限|数据|报告期|时限|时间范围")
_NOW = re.compile(
    r"现(?:将|就|对|把)[^。;]{0,40}?(?P<year>20\d\d)\s*年度?[^。;]{0,40}?(?:报告|公布|汇报|总结|通报)如下"
)
_AS_OF = re.compile(r"截[至止]到?\s*(?P<year>20\d\d)\s*年(?:\s*12\s*月\s*31\s*日|\s*12\s*月底|底|末|年底)")
_OPENING = re.compile(
    r"(?:^|(?<=。))[ \t]*(?P<year>20\d\d)\s*年(?:(?:度|来|以来)?\s*[,:]|(?=全|我|本|共))", re.MULTILINE
)
_ANY = re.compile(r"(?<!\d)(20\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class ToldYear:
    """文中年份 — a year that a sentence says the report is on, and its words' place."""

    year: int
    span: Span


def year_of(in_title: int | None, folded: str, prose: Span, published: date | None) -> int | None:
    """Return the year of the figures: as the text says until when they run, else by the title, else by the prose.

    Where title and text differ and the day of publication fits the title, the title counts. `prose` is the place of
    the report without its title in the (folded) text.
    """
    told = [one.year for one in stated_years(folded, prose)]
    if told and in_title not in told:
        fits_title = in_title is not None and published is not None and published.year == in_title + 1
        return in_title if fits_title else told[0]
    if in_title is None:
        return next((one.year for one in opening_years(folded, prose)), None)
    return in_title - 1 if _is_titled_by_publication(in_title, folded, prose) else in_title


def stated_years(folded: str, prose: Span) -> list[ToldYear]:
    """Return the years that the text says outright: the period of its figures, "现将…年…报告如下"."""
    return [*_periods(folded, prose), *_found(_NOW, folded, prose)]


def opening_years(folded: str, prose: Span) -> list[ToldYear]:
    """Return the years with which sentences open ("2023年，我局…")."""
    return list(_found(_OPENING, folded, prose))


def mentioned(folded: str, prose: Span) -> set[int]:
    """Return every year that the text speaks of."""
    return {int(found[1]) for found in _ANY.finditer(folded, prose.start, prose.end)}


def _is_titled_by_publication(in_title: int, folded: str, prose: Span) -> bool:
    """Whether the title names the year in which the report came out, one after that of its figures.

    So it is when they run to the end of the year before and the title's year is not met in the text.
    """
    ends = {one.year for one in _found(_AS_OF, folded, prose)}
    return ends == {in_title - 1} and in_title not in mentioned(folded, prose)


def _periods(folded: str, prose: Span) -> Iterator[ToldYear]:
    """Yield the periods of which the sentence around them says that the figures are of them."""
    for found in _PERIOD.finditer(folded, prose.start, prose.end):
        before = re.split("[。;]", folded[max(prose.start, found.start() - _NEAR) : found.start()])[-1]
        if _OF_FIGURES.search(before + folded[found.end() : found.end() + _NEAR // 4]):
            yield ToldYear(int(found["to"] or found["from"]), Span(*found.span()))


def _found(pattern: re.Pattern[str], folded: str, prose: Span) -> Iterator[ToldYear]:
    for found in pattern.finditer(folded, prose.start, prose.end):
        year = int(found["year"])
        if _FIRST <= year < _LAST:
            yield ToldYear(year, Span(*found.span()))
