"""文书 — every document of a case with its words, filled from named places (answers, notices, consultations).

No national set of forms is known; this one follows what provinces and cities have issued, in our own words. A
reply draws its conclusions from the table of replies, one for each part, and its remedy notice from `remedies`.
A changed text is a new version with the day from which it is used: letters already drafted keep theirs.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Statute, cite, listed
from gongkai.rules.letter_kinds import ADDRESSEE_LABELS, PLACE_LABELS, Addressee, Letter
from gongkai.rules.letter_texts import COUNTING_WORDS, OPENING, TEXTS
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.reply_kinds import Result

__all__ = [
    "ADDRESSEE_LABELS",
    "ALL_VERSIONS",
    "COUNTING_WORDS",
    "LETTERS",
    "PLACE_LABELS",
    "REPLY_LETTERS",
    "Addressee",
    "Letter",
    "fill",
    "letter_number",
    "letter_on",
    "letters_under",
    "missing_places",
    "versions_of",
]

_REPLY_NAMES = {
    Result.GRANTED: "政府信息公开告知书",
    Result.PARTLY_GRANTED: "政府信息部分公开告知书",
    Result.REFUSED: "政府信息不予公开告知书",
    Result.UNAVAILABLE: "政府信息无法提供告知书",
    Result.NOT_PROCESSED: "政府信息公开申请不予处理告知书",
    Result.OTHERWISE: "政府信息公开申请处理告知书",
}


def _reply(result: Result, label: str) -> Letter:
    return Letter(
        f"reply-{result.value.replace('_', '-')}",
        label,
        Addressee.APPLICANT,
        "作出答复",
        (cite(REGULATIONS_2019, 36),),
        (cite(REGULATIONS_2007, 21),),
        (
            OPENING,
            "经审查，现答复如下：",
            "%(conclusions)s",
            "附件：%(attachments)s。",
            "%(remedy)s",
            "联系方式：%(contact)s。",
        ),
        number="{code}公开复〔{year}〕{serial}号",
        optional=frozenset({"attachments", "remedy"})
        if result is Result.OTHERWISE
        else frozenset({"attachments"}),
        remedy=True,
        signed=True,
        result=result,
    )


ALL_VERSIONS = (*TEXTS, *(_reply(result, label) for result, label in _REPLY_NAMES.items()))
LETTERS: Mapping[str, Letter] = MappingProxyType(
    {letter.code: letter for letter in sorted(ALL_VERSIONS, key=lambda letter: letter.version)}
)
REPLY_LETTERS: Mapping[Result, Letter] = MappingProxyType(
    {letter.result: letter for letter in LETTERS.values() if letter.result is not None}
)


def versions_of(code: str) -> tuple[Letter, ...]:
    """Return every version of a document, the oldest first; empty for an unknown code."""
    return tuple(sorted((each for each in ALL_VERSIONS if each.code == code), key=lambda each: each.version))


def letter_on(code: str, day: date) -> Letter:
    """Return the version of a document that is used on that day; raises KeyError where there is none."""
    used = [letter for letter in versions_of(code) if letter.in_force_from <= day]
    if not used:
        raise KeyError(code)
    return used[-1]


def letters_under(statute: Statute, addressees: Iterable[Addressee] = tuple(Addressee)) -> tuple[Letter, ...]:
    """Return the documents that a text of the Regulations knows, for those addressees."""
    wanted = frozenset(addressees)
    return tuple(
        letter for letter in LETTERS.values() if letter.articles_under(statute) and letter.addressee in wanted
    )


def letter_number(letter: Letter, code: str, year: int, serial: int) -> str:
    """Return the number of a document (示例公开复〔2026〕1号), or "" for papers without one."""
    return letter.number.format(code=code, year=year, serial=serial)


def missing_places(letter: Letter, places: Mapping[str, str]) -> tuple[str, ...]:
    """Return the places that must be filled and are not, in the order of the text."""
    return tuple(name for name in letter.required if not places.get(name, "").strip())


def fill(letter: Letter, places: Mapping[str, str], statute: Statute) -> tuple[str, ...]:
    """Return the paragraphs of a document with its places filled; a place of several lines makes several.

    Articles come from the document itself, under the text of the case. Raises RuleViolation when a required
    place is missing or empty, or when this text of the Regulations does not know the document.
    """
    articles = letter.articles_under(statute)
    if not articles:
        message = phrase("适用的条例没有“%(letter)s”", letter=phrase(letter.label))
        raise RuleViolation(message, field="letter")
    missing = missing_places(letter, places)
    if missing:
        label = PLACE_LABELS[missing[0]]
        raise RuleViolation(phrase("文书还缺“%(place)s”", place=phrase(label)), articles[0], field=missing[0])
    filled = {
        **{name: places.get(name, "").strip() or letter.defaults.get(name, "") for name in letter.places},
        "articles": listed(articles),
    }
    empty = {name for name, words in filled.items() if not words}
    return tuple(
        line
        for paragraph in letter.paragraphs
        if not any(f"%({name})s" in paragraph for name in empty)
        for line in (paragraph % filled).replace("。。", "。").splitlines()
        if line.strip()
    )
