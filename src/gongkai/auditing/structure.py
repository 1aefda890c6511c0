"""结构核对 — sections printed twice or missing, the year in the text against the title's, the day of publication."""

from collections.abc import Sequence
from datetime import date

from gongkai.auditing.folding import fold
from gongkai.auditing.headings import bare
from gongkai.auditing.lines import TextLine, lines_in
from gongkai.auditing.model import UNTRIED, Finding, FindingKind, Outline, Severity, Source, Span, Tried
from gongkai.auditing.naming import title_year
from gongkai.auditing.tables_words import likeness
from gongkai.auditing.years import ToldYear, mentioned, opening_years, stated_years
from gongkai.intake.dates import find_date
from gongkai.rules.phrases import phrase
from gongkai.rules.report_deadlines import ReportDeadline, report_deadline
from gongkai.rules.report_forms import Form, Section, forms

# A section counts as printed twice when so many letters after its heading are the same.
_SAME = 30
# Without so many of the required sections a text is an extract, of which nothing can be missed.
_MAY_MISS = 2
# So much of a heading's letters in their order is that heading in other words.
_LIKE = 0.75
_FIRST_WITH_SECTIONS = 2019
_LONGEST_HEADING = 50
_GOVERNMENTS = ("人民政府",)
_DEPARTMENTS = ("局", "厅", "部", "委员会")
_NO_DEPARTMENTS = ("管理委员会", "管委会")


def check_structure(source: Source, outline: Outline) -> Tried:
    """Return what the sections, the years and the day of publication of a report say when held together."""
    lines = [
        line
        for line in lines_in(source)
        if outline.body.start <= line.span.start and line.span.end <= outline.body.end
    ]
    tried = _repeated(lines, outline) + _missing(lines, outline)
    return tried + _years(source, outline) + _published(lines, outline)


def _repeated(lines: Sequence[TextLine], outline: Outline) -> Tried:
    """A heading met again with the same text below it; what follows the second printing as well is one finding."""
    at = {line.span.start: number for number, line in enumerate(lines)}
    seen: dict[str, int] = {}
    findings: list[Finding] = []
    until = -1
    for part in outline.parts:
        number = at.get(part.heading.start)
        if number is None or part.heading.start <= until:
            continue
        title = bare(part.title)
        earlier = seen.get(title)
        seen[title] = number
        same = 0 if earlier is None else _same_lines(lines, earlier, number, len(title) + _SAME)
        if same:
            until = lines[number + same - 1].span.end
            findings.append(_printed_twice(part.title, Span(part.heading.start, until)))
    return Tried(int(len(outline.parts) > 1), tuple(findings))


def _same_lines(lines: Sequence[TextLine], first: int, second: int, letters: int) -> int:
    """How many lines from both places on are the same; 0 when they hold fewer letters than asked for."""
    count = held = 0
    while second + count < len(lines) and first + count < second:
        one, other = lines[first + count].key, lines[second + count].key
        if one != other and (count or bare(one) != bare(other)):
            break
        count, held = count + 1, held + len(other)
    return count if held >= letters else 0


def _printed_twice(title: str, span: Span) -> Finding:
    return Finding(
        FindingKind.SECTION_REPEATED,
        Severity.NOTE,
        span,
        stated=title,
        computed="",
        explanation=phrase("“%(title)s”一节与前文重复，内容相同。请删去重复的一处。", title=title),
    )


def _missing(lines: Sequence[TextLine], outline: Outline) -> Tried:
    """The sections that a national form requires and no heading names."""
    form = next((form for form in forms() if form.key == outline.form), None)
    if form is None or form.first_year < _FIRST_WITH_SECTIONS:
        return UNTRIED
    required = [section for section in form.sections if section.required]
    short = [line.key for line in lines if len(line.folded) <= _LONGEST_HEADING]
    headings = [bare(part.title) for part in outline.parts if part.depth == 1]
    missing = [section for section in required if not _is_there(section, short, headings)]
    if len(missing) > _MAY_MISS:
        return UNTRIED
    if len(headings) >= len(required):
        # As many sections as there should be: one is not missing but goes by another name.
        return Tried(len(required) - len(missing))
    return Tried(len(required), tuple(_is_missing(section, form, outline) for section in missing))


def _is_there(section: Section, short: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether a short line holds one of the section's titles, or a heading is one in other words."""
    titles = [bare(title) for title in (section.title, *section.variants)]
    if any(title in key for title in titles for key in short):
        return True
    return any(_is_like(title, heading) for title in titles for heading in headings)


def _is_like(title: str, heading: str) -> bool:
    """Whether a heading is a title in other words; letters that are not there at all settle most pairs."""
    there = sum(letter in heading for letter in title)
    return there >= _LIKE * len(title) and likeness(title, heading) >= _LIKE


def _is_missing(section: Section, form: Form, outline: Outline) -> Finding:
    place = outline.parts[-1].heading if outline.parts else Span(outline.body.start, outline.body.start)
    return Finding(
        FindingKind.SECTION_MISSING,
        Severity.NOTE,
        place,
        stated="",
        computed=section.title,
        explanation=phrase(
            "没有找到“%(title)s”一节，%(form)s应当有这一部分。请补上；没有发生的也应当写明。",
            title=section.title,
            form=form.name,
        ),
    )


def _years(source: Source, outline: Outline) -> Tried:
    """What the text says outright of its year against the title; failing that, how its sentences open."""
    in_title = title_year(outline.title)
    if in_title is None:
        return UNTRIED
    folded, prose = fold(source.text), _below_title(source, outline)
    if told := stated_years(folded, prose):
        # A title may name the year in which the report came out: that asks for a look, not for a correction.
        explained = outline.published_on.startswith(str(in_title))
        severity = Severity.NOTE if explained else Severity.ERROR
        other = [one for one in told if one.year != in_title]
        return Tried(len(told), tuple(_other_year(one, in_title, severity) for one in other))
    opening = opening_years(folded, prose)
    if not opening:
        return UNTRIED
    if in_title in mentioned(folded, prose):
        return Tried(1)
    return Tried(1, (_other_year(opening[0], in_title, Severity.NOTE),))


def _below_title(source: Source, outline: Outline) -> Span:
    """The place of the report without its title, with which the body begins."""
    at = outline.body.start
    for letter in "".join(outline.title.split()):
        at = source.text.index(letter, at) + 1
    return Span(at, outline.body.end)


def _other_year(told: ToldYear, in_title: int, severity: Severity) -> Finding:
    return Finding(
        FindingKind.YEAR,
        severity,
        told.span,
        stated=f"{told.year}年",
        computed=f"{in_title}年",
        explanation=phrase(
            "题目为%(title)s年，这里写的是%(text)s年。请核对年份，把不对的一处改正。",
            title=in_title,
            text=told.year,
        ),
    )


def _published(lines: Sequence[TextLine], outline: Outline) -> Tried:
    """The day of publication against the last lawful one; a day of a later year is that of a site's move."""
    government = outline.agency.endswith(_GOVERNMENTS)
    department = outline.agency.endswith(_DEPARTMENTS) and not outline.agency.endswith(_NO_DEPARTMENTS)
    if not outline.published_on or outline.year is None or not (government or department):
        return UNTRIED
    day = date.fromisoformat(outline.published_on)
    if day.year != outline.year + 1:
        return UNTRIED
    deadline = report_deadline(outline.year, government=government)
    return Tried(1, (_late(_place_of(day, lines, outline), day, deadline),) if day > deadline.day else ())


def _place_of(day: date, lines: Sequence[TextLine], outline: Outline) -> Span:
    """Where the day stands in the report; its title where only the page around tells it."""
    days = (line.span for line in lines if (found := find_date(line.folded)) and found[0] == day)
    return next(days, lines[0].span if lines else outline.body)


def _late(span: Span, day: date, deadline: ReportDeadline) -> Finding:
    return Finding(
        FindingKind.LATE,
        Severity.NOTE,
        span,
        stated=day.isoformat(),
        computed=deadline.day.isoformat(),
        explanation=phrase(
            "公布日期为%(day)s，晚于法定的%(last)s（%(citation)s）。",
            day=day,
            last=deadline.day,
            citation=str(deadline.citation),
        ),
    )
