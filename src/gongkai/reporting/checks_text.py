"""文字的核对 — figures in the prose, what each section has to speak of, and words that tell of a person."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.privacy.text import scan_text
from gongkai.reporting.check import Check, Kind, Outcome
from gongkai.reporting.content import Content, ShownSection
from gongkai.reporting.numbers import Numbers, plain
from gongkai.rules.indicators import INDICATORS
from gongkai.rules.phrases import enumerated, phrase
from gongkai.rules.privacy import KIND_LABELS, Certainty
from gongkai.rules.report_forms import Form, Section
from gongkai.rules.report_prose import prompt_mark, topics
from gongkai.rules.report_references import Reference, mentions, written
from gongkai.rules.slices import Slice, parsed
from gongkai.screening.known import known_to_all

_NUMBER = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(?P<unit>个工作日|人次|卷次|万元|[件条篇次个处项期份家元人%％])"
)
_CLAUSE = re.compile(r"[，。；：、,;:（）()\n]")
_COINCIDENCE = 10
"""A number below it may be the same as a figure by chance; only where the words name the figure it is told."""


def checks(form: Form, content: Content) -> Iterator[Check]:
    """Yield the checks of a report's words."""
    asked = {section.key: section for section in form.sections}
    for shown in content.sections:
        yield from _of_figures(shown, content.numbers)
        yield from _of_section(shown, asked.get(shown.section.key))
        yield from _of_privacy(shown)


def _anchor(shown: ShownSection) -> str:
    return f"section-{shown.section.pk}"


def _of_figures(shown: ShownSection, numbers: Numbers) -> Iterator[Check]:
    place, anchor = phrase(shown.heading), _anchor(shown)
    good = 0
    for mention in mentions(shown.section.text):
        mark = shown.section.text[mention.start : mention.end]
        if mention.reference is None:
            words = phrase("%(mark)s不是指标的名称，读者会看到这个括号", mark=mark)
            yield Check(Kind.PROSE, Outcome.STOP, words, place, anchor)
        elif numbers.of(mention.reference) is None:
            words = phrase("%(mark)s还没有数", mark=mark)
            yield Check(Kind.PROSE, Outcome.STOP, words, place, anchor)
        else:
            good += 1
    if good:
        words = phrase("%(count)d个数字直接引用指标，与表格不会不一致", count=good)
        yield Check(Kind.PROSE, Outcome.OK, words, place, anchor)
    yield from _of_typed(shown, numbers)


def _of_typed(shown: ShownSection, numbers: Numbers) -> Iterator[Check]:
    """Figures that were typed: said where they agree with an indicator, and where its name stands by another number."""
    place, anchor = phrase(shown.heading), _anchor(shown)
    for typed, unit, before in typed_in(shown.section.text):
        named = _named_in(before, unit, numbers)
        if named is not None and numbers.now[str(named)] != typed:
            words = phrase(
                "手写的“%(typed)s”与指标%(mark)s的%(number)s不一致，请改为引用或者核实口径",
                typed=plain(typed) + unit,
                mark=written(Reference(named)),
                number=plain(numbers.now[str(named)] or Decimal(0)),
            )
            yield Check(Kind.PROSE, Outcome.STOP, words, place, anchor)
        elif (same := named or _same(typed, unit, numbers)) is not None:
            words = phrase(
                "手写的“%(typed)s”与指标%(mark)s相同，改为引用就不会不一致",
                typed=plain(typed) + unit,
                mark=written(Reference(same)),
            )
            yield Check(Kind.PROSE, Outcome.NOTE, words, place, anchor)


def typed_in(text: str) -> Iterator[tuple[Decimal, str, str]]:
    """Yield each figure that was typed, with its unit and the words of its clause in front of it."""
    bare = text
    for mention in mentions(text):
        bare = bare[: mention.start] + "\0" * (mention.end - mention.start) + bare[mention.end :]
    for found in _NUMBER.finditer(bare):
        clause = _CLAUSE.split(bare[: found.start()])[-1]
        number = Decimal(found[1].replace(",", "") + (found[2] or ""))
        yield number, found["unit"].replace("％", "%"), clause


def _named_in(clause: str, unit: str, numbers: Numbers) -> Slice | None:
    """Return the whole indicator, of this unit, whose name stands in a clause, the longest name; None for none."""
    found = [
        one
        for one in map(parsed, filter(lambda key: key in INDICATORS, numbers.now))
        if INDICATORS[one.indicator].unit == unit
        and INDICATORS[one.indicator].name.removesuffix("数") in clause
        and numbers.now[str(one)] is not None
    ]
    return max(found, key=lambda one: len(INDICATORS[one.indicator].name), default=None)


def _same(typed: Decimal, unit: str, numbers: Numbers) -> Slice | None:
    """Return the first indicator or slice of this unit that has just this number; None for none or a small one."""
    if typed < _COINCIDENCE:
        return None
    for key, number in numbers.now.items():
        head = key.partition("[")[0]
        if number == typed and head in INDICATORS and INDICATORS[head].unit == unit:
            return parsed(key)
    return None


def _of_section(shown: ShownSection, asked: Section | None) -> Iterator[Check]:
    place, anchor, text = phrase(shown.heading), _anchor(shown), shown.section.text
    if prompt_mark() in text:
        yield Check(Kind.SECTIONS, Outcome.STOP, phrase("还有要写明的内容没有写"), place, anchor)
    if asked is None:
        return
    if asked.required and not text.strip() and not shown.tables:
        yield Check(
            Kind.SECTIONS, Outcome.STOP, phrase("这一部分必须有内容，可以在修改页重新起草"), place, anchor
        )
        return
    known = topics()
    left = [topic for topic in asked.covers if not any(word in text for word in known[topic])]
    if left:
        names = enumerated(map(phrase, left))
        words = phrase("这一部分应当写到：%(names)s", names=names)
        yield Check(Kind.SECTIONS, Outcome.NOTE, words, place, anchor)
    elif asked.required:
        yield Check(Kind.SECTIONS, Outcome.OK, phrase("有格式要求的内容"), place, anchor)


def _words_of(shown: ShownSection) -> str:
    """The text of a section and what is said under and of its illustrations."""
    told = [words for each in shown.illustrations for words in (each.caption, each.illustration.alt)]
    return "\n".join([shown.section.text, *told])


def _of_privacy(shown: ShownSection) -> Iterator[Check]:
    place, anchor = phrase(shown.heading), _anchor(shown)
    found = [
        one
        for one in scan_text(_words_of(shown), known=known_to_all())
        if one.certainty is not Certainty.POSSIBLE
    ]
    for one in found:
        outcome = Outcome.STOP if one.certainty is Certainty.CERTAIN else Outcome.NOTE
        words = phrase("可能有%(kind)s：%(excerpt)s", kind=phrase(KIND_LABELS[one.kind]), excerpt=one.excerpt)
        yield Check(Kind.PRIVACY, outcome, words, place, anchor)
    if not found:
        yield Check(Kind.PRIVACY, Outcome.OK, phrase("没有发现个人信息"), place, anchor)
