"""章节标题 — the sections of a report by their headings, numbered or standing alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.auditing.folding import fold
from gongkai.auditing.lines import TextLine
from gongkai.auditing.model import Part, Span
from gongkai.intake.clutter import is_clutter, is_label_line
from gongkai.intake.dates import signed_date
from gongkai.intake.words import is_organ
from gongkai.rules.report_forms import Form, forms

_DIGITS = "[一二三四五六七八九十]{1,3}"
_MARKS = (
    (1, re.compile(rf"{_DIGITS}\s*[、.．,]\s*|第(?:{_DIGITS}|\d{{1,2}})部分\s*[::、]?\s*")),
    (2, re.compile(rf"\({_DIGITS}\)\s*[、.]?\s*")),
    (3, re.compile(r"\d{1,2}\s*(?:[、．]|[.,](?!\d))\s*")),
    (4, re.compile(r"\(\d{1,2}\)\s*")),
)
_LONGEST, _LONGEST_ALONE = 50, 30
_PROSE = 40
# A report with so many numbered headings has no others; so near to a row of a table nothing is a heading.
_NUMBERED, _NEAR = 3, 3
_AFTER_MARK = re.compile(r"^(?:[^。;:!?]{2,60})(?=。|:|$)")
_ALONE = re.compile(r"[\u3400-\u9fff《》“”、(),\d和与]+")
# A row's own number and what is counted in it, taken off before it is compared with the rows of the forms.
_ROW_NUMBER = re.compile(rf"^(?:{_DIGITS}、|\({_DIGITS}\)|\d{{1,2}}[.、])\s*|\([^()]*\)|[\d\s.|]+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """标题 — its words without their number, its depth, its place."""

    words: str
    depth: int
    span: Span


def parts_in(lines: Sequence[TextLine], text: str, body: Span) -> tuple[Part, ...]:
    """Return the sections among the lines of the body, in their order."""
    headings = list(_headings(lines))
    parts = []
    for number, heading in enumerate(headings):
        after = (later for later in headings[number + 1 :] if later.depth <= heading.depth)
        end = next((later.span.start for later in after), body.end)
        parts.append(Part(heading.span.of(text), heading.depth, heading.span, Span(heading.span.start, end)))
    return tuple(parts)


@lru_cache(maxsize=4_000)
def bare(heading: str) -> str:
    """Return a heading's letters in Simplified characters without its number."""
    folded = fold(heading).strip()
    for _, mark in _MARKS:
        if found := mark.match(folded):
            folded = folded[found.end() :]
            break
    return "".join(letter for letter in folded if letter.isalnum())


@cache
def section_titles() -> frozenset[str]:
    """Every heading that a form gives one of its sections, bare."""
    return frozenset(bare(title) for form in forms() for title in _titles_of(form))


def _titles_of(form: Form) -> Iterator[str]:
    for section in form.sections:
        yield from (section.title, *section.variants)


@cache
def _row_titles() -> frozenset[str]:
    """Every heading of a line or column of a form: these are numbered like sections."""
    axes = (axis for form in forms() for table in form.tables for axis in (*table.lines, *table.columns))
    return frozenset(_row_key(title) for axis in axes for title in (*axis.titles, *axis.variants))


def _row_key(words: str) -> str:
    before, after = "", fold(words).strip()
    while before != after:
        before, after = after, _ROW_NUMBER.sub("", after).strip()
    return "".join(letter for letter in after if letter.isalnum())


def _headings(lines: Sequence[TextLine]) -> Iterator[Heading]:
    numbered = [_numbered(line) for line in lines]
    enough = sum(one is not None and one.depth == 1 for one in numbered) >= _NUMBERED
    gaps = any(line.gap for line in lines)
    under = False
    for number, (line, heading) in enumerate(zip(lines, numbered, strict=True)):
        heading = _of_form(line, heading)
        if heading is None and not _is_in_table(lines, number):
            heading = numbered[number] or (None if enough or under else _alone(lines, number, gaps=gaps))
        # Right under a heading that has its line for itself no other stands without a number.
        under = heading is not None and heading.span.end == line.span.end
        if heading is not None:
            yield heading


def _is_in_table(lines: Sequence[TextLine], number: int) -> bool:
    """Whether a line is a row of a table, or so near to one that it may be: rows are numbered like sections."""
    if any(line.in_table for line in lines[max(0, number - _NEAR) : number + _NEAR + 1]):
        return True
    if not _is_row(lines[number]):
        return False
    beside = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
    return lines[number].folded[-1].isdigit() or any(map(_is_row, beside))


def _is_row(line: TextLine) -> bool:
    return len(line.folded) <= _LONGEST and _row_key(line.folded) in _row_titles()


def _numbered(line: TextLine) -> Heading | None:
    """A heading with a number, or the first words of a paragraph that begins with one."""
    for depth, mark in _MARKS:
        found = mark.match(line.folded)
        if not found:
            continue
        rest = line.folded[found.end() :]
        words = rest if len(rest) <= _LONGEST and not re.search(r"[。;]", rest) else _first_words(rest)
        if not words:
            return None
        end = line.span.start + found.end() + len(words)
        return Heading(words, depth, Span(line.span.start, end))
    return None


def _first_words(rest: str) -> str:
    found = _AFTER_MARK.match(rest)
    return found.group() if found and len(found.group()) <= _LONGEST else ""


def _of_form(line: TextLine, numbered: Heading | None) -> Heading | None:
    """A heading that a form gives a section, with its number or without, wherever it stands."""
    if len(line.folded) > _LONGEST or bare(line.folded) not in section_titles():
        return None
    return numbered if numbered and numbered.depth == 1 else Heading(line.folded, 1, line.span)


def _alone(lines: Sequence[TextLine], number: int, *, gaps: bool) -> Heading | None:
    """A short line by itself over a paragraph or an item."""
    if number + 1 == len(lines) or not (number or gaps):
        return None
    line, after = lines[number], lines[number + 1]
    opens = (line.gap and after.gap) or not gaps
    prose = len(after.folded) >= _PROSE or any(mark.match(after.folded) for _, mark in _MARKS)
    if not (opens and prose and 4 <= len(line.folded) <= _LONGEST_ALONE and _ALONE.fullmatch(line.folded)):
        return None
    page = line.as_intake()
    if is_clutter(page) or is_label_line(page) or is_organ(line.folded) or signed_date(line.folded):
        return None
    return Heading(line.folded, 1, line.span)
