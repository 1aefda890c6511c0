"""轮廓 — whose report on which year a text is, in which form, where it begins and ends, and its sections."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from gongkai.auditing.folding import fold
from gongkai.auditing.headings import bare, parts_in
from gongkai.auditing.lines import TextLine, lines_in
from gongkai.auditing.model import Outline, Part, Source, Span
from gongkai.auditing.naming import Named, find_title, organ_of, title_year
from gongkai.auditing.years import year_of
from gongkai.intake.clutter import content_end, is_reposting_site, labels_in
from gongkai.intake.dates import find_date, signed_date
from gongkai.intake.text import PAGE_NUMBER
from gongkai.intake.words import ORGAN_END
from gongkai.rules.report_forms import Form, form_of, forms

_AROUND = 6
_LONGEST_SIGNATURE = 60
_DATES = (
    "发布日期", "发布时间", "公开日期", "公开时间", "成文日期", "发文日期", "生成日期", "日期", "时间",
)  # fmt: skip
# A date with its source behind it, as portals print under a title.
_DATED_LINE = re.compile(
    r"^\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:来源|$)"
)
# So many of a form's sections must be met before headings say more than the year does.
_TELLING = 3


def outline_of(source: Source) -> Outline:
    """Return what a report says of itself."""
    lines = lines_in(source)
    named = find_title(lines, source.text)
    body = _body(lines, named)
    inside = [line for line in lines if body.start <= line.span.start and line.span.end <= body.end]
    prose = inside[named.last - named.first + 1 :] if named else inside
    parts = parts_in(prose, source.text, body)
    published = signed_on(inside) or _labelled_on(lines, named)
    told = year_of(
        title_year(named.title) if named else None, fold(source.text), _below_title(named, body), published
    )
    return Outline(
        title=named.title if named else "",
        agency=organ_of(named, lines, source.text, body),
        year=told,
        form=_form(told, parts, inside, titled=named is not None),
        published_on=published.isoformat() if published else "",
        body=body,
        parts=parts,
    )


def _body(lines: Sequence[TextLine], named: Named | None) -> Span:
    """The report itself: from its title to where the foot of the page begins."""
    if not lines:
        return Span(0, 0)
    first = named.first if named else 0
    end = content_end([line.as_intake() for line in lines], first)
    while end - 1 > first and PAGE_NUMBER.fullmatch(lines[end - 1].folded):
        end -= 1
    return Span(lines[first].span.start, lines[max(end - 1, first)].span.end)


def _below_title(named: Named | None, body: Span) -> Span:
    """Return the place of the report without its title."""
    return Span(named.span.end, body.end) if named and named.span.end < body.end else body


def signed_on(inside: Sequence[TextLine]) -> date | None:
    """Return the day that closes the report, on a line of its own or behind the organ's name."""
    for line in reversed(inside[-_AROUND:]):
        signed = signed_date(line.folded) if len(line.folded) <= _LONGEST_SIGNATURE else None
        if signed and (not signed[0] or ORGAN_END.search(signed[0])):
            return signed[1]
    return None


def _labelled_on(lines: Sequence[TextLine], named: Named | None) -> date | None:
    """The day that the page prints beside the title; not that of a site that only reposts."""
    if named is None:
        return None
    near = [
        *lines[named.last + 1 : named.last + 1 + _AROUND],
        *lines[max(0, named.first - _AROUND) : named.first],
    ]
    for told in _dates(near):
        if found := find_date(told):
            return found[0]
    return None


def _dates(near: Sequence[TextLine]) -> Iterator[str]:
    for line in near:
        page = line.as_intake()
        if is_reposting_site(page) or len(line.folded) > _AROUND * 20:
            continue
        values = labels_in(page)
        yield from (values[label] for label in _DATES if label in values)
        if _DATED_LINE.match(line.folded):
            yield line.folded


def _form(year: int | None, parts: Sequence[Part], inside: Sequence[TextLine], *, titled: bool) -> str:
    """The form by the year; by headings and tables where no year is told, or where they are plainly another's.

    "" for a text that neither its title nor any heading shows to be a report.
    """
    by_year = form_of(year) if year is not None and year >= forms()[0].first_year else None
    headings, words = {bare(part.title) for part in parts}, "".join(line.key for line in inside)
    shown = max(forms(), key=lambda form: (_met(form, headings), _own_words(form, words)))
    met = _met(shown, headings)
    if year is None or by_year is None:
        return shown.key if met >= _TELLING else ""
    # Some kept to the old form for a year, or took the new one early; no later.
    near = shown.is_for(year - 1) or shown.is_for(year + 1)
    if near and met >= _TELLING and _is_plainly_another(by_year, shown, headings, words):
        return shown.key
    return by_year.key if titled or met else ""


def _is_plainly_another(by_year: Form, shown: Form, headings: set[str], words: str) -> bool:
    return _met(by_year, headings) * 2 <= _met(shown, headings) or _own_words(
        by_year, words
    ) + _TELLING <= _own_words(shown, words)


def _met(form: Form, headings: set[str]) -> int:
    """How many of the form's sections the headings name."""
    return sum(
        any(bare(title) in headings for title in (section.title, *section.variants))
        for section in form.sections
    )


def _own_words(form: Form, words: str) -> int:
    """How many headings of its tables that no other form has the text holds."""
    return sum(heading in words for heading in _table_headings()[form.key])


@cache
def _table_headings() -> Mapping[str, frozenset[str]]:
    every = {
        form.key: {bare(axis.title) for table in form.tables for axis in (*table.lines, *table.columns)}
        for form in forms()
    }
    return {
        key: frozenset(own.difference(*(other for name, other in every.items() if name != key)))
        for key, own in every.items()
    }
