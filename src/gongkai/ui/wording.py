"""说法 — what rules and actions say, in the reader's language."""

from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, pgettext, pgettext_lazy

from gongkai.rules.citations import Citation
from gongkai.rules.days import Days
from gongkai.rules.indicators import names_of
from gongkai.rules.phrases import Phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.slices import Slice

_FIVE_DIGITS = 10_000
OF_ONE = {
    "个": pgettext_lazy("of one", "个"),
    "个工作日": pgettext_lazy("of one", "个工作日"),
    "人": pgettext_lazy("of one", "人"),
    "人次": pgettext_lazy("of one", "人次"),
    "件": pgettext_lazy("of one", "件"),
    "份": pgettext_lazy("of one", "份"),
    "卷次": pgettext_lazy("of one", "卷次"),
    "处": pgettext_lazy("of one", "处"),
    "家": pgettext_lazy("of one", "家"),
    "期": pgettext_lazy("of one", "期"),
    "条": pgettext_lazy("of one", "条"),
    "次": pgettext_lazy("of one", "次"),
    "篇": pgettext_lazy("of one", "篇"),
    "项": pgettext_lazy("of one", "项"),
}
"""Units that have a word of their own for one of them in other languages."""


def told(words: str) -> str:
    """Return a phrase, or a word of the rules, in the reader's language; a text without translation as it is."""
    if not isinstance(words, Phrase) or not words.values:
        return pgettext("rules", str(words))
    return pgettext("rules", words.pattern) % {name: _value(value) for name, value in words.values.items()}


def named(wanted: Slice) -> str:
    """Return what a slice of an indicator is called: 收到申请数·当面, or Applications received · In person in English."""
    return (" · " if get_language() == "en" else "·").join(told(name) for name in names_of(wanted))


def counting(unit: str, number: Decimal | int | str | None) -> str:
    """Return a unit beside a number, as the page writes it: 1 and item, 2 and items in English."""
    return str(OF_ONE[unit]) if str(number) == "1" and unit in OF_ONE else told(unit)


def grouped(number: Decimal | int) -> str:
    """Return a number with its thousands set apart from five digits on, without exponent: 9999, 11,500."""
    exact = Decimal(number)
    return format(exact, ",f" if abs(exact) >= _FIVE_DIGITS else "f")


def _value(value: object) -> object:
    match value:
        case Phrase():
            return told(value)
        case date():
            return written(value)
        case Days():
            return written_days(value)
        case Citation():
            return cited(value)
    return value


def written_days(days: Days) -> str:
    """Return days in a row without their year: 10月1日至8日, or 1–8 October in English."""
    if get_language() != "en":
        return str(days)
    first, last = (f"{day.day} {day:%B}" for day in (days.first, days.last))
    if days.first == days.last:
        return first
    return f"{days.first.day}–{last}" if days.first.month == days.last.month else f"{first} – {last}"


def written(day: date) -> str:
    """Return a day as it is written: 2026年10月29日, or 29 October 2026 in English."""
    if get_language() == "en":
        return f"{day.day} {day:%B} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def cited(citation: Citation) -> str:
    """Return an article as the reader's language cites it: 《政府信息公开条例》第十七条 or "…, Art. 17"."""
    if get_language() != "en":
        return str(citation)
    places = {"Art.": citation.article, "para.": citation.paragraph, "item": citation.item}
    counted = (f"{name} {number}" for name, number in places.items() if number)
    return ", ".join([pgettext("rules", citation.statute.name), *counted])


def refused(error: Exception) -> str:
    """Return the words of a refusal: RuleViolation with its article, StepNotAllowed, Denied and their like."""
    words = told(error.args[0])
    if not isinstance(error, RuleViolation) or error.citation is None:
        return words
    article = cited(error.citation)
    return f"{words} ({article})" if get_language() == "en" else f"{words}（{article}）"
