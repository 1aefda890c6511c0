"""条文引用 — statutes and citations of their articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Return a number from 1 to 999 in Chinese numerals, as articles are counted (26 → 二十六)."""
    if not 0 < number < 1000:
        raise ValueError(f"article numbers run from 1 to 999, not {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Statute:
    """法规文本 — one text of a statute, with the days on which it was in force (last day inclusive)."""

    code: str
    name: str
    number: str
    in_force_from: date
    in_force_until: date | None = None

    @property
    def edition(self) -> str:
        """The year by which this text is told from the other one of the same name."""
        return self.code.rsplit("-", 1)[-1]

    def in_force_on(self, day: date) -> bool:
        """Whether this text was in force on that day."""
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


@dataclass(frozen=True, slots=True)
class Citation:
    """条款 — one place in a statute: article, paragraph (款), item (项), each counted from 1.

    Without an article it is the whole of a document that is not divided into any, told by its number.
    """

    statute: Statute
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None

    @property
    def place(self) -> str:
        """The place within its statute (第三十六条第（四）项), or the number of a document without articles."""
        if self.article is None:
            return f"（{self.statute.number}）"
        words = f"第{chinese_numeral(self.article)}条"
        if self.paragraph:
            words += f"第{chinese_numeral(self.paragraph)}款"
        if self.item:
            words += f"第（{chinese_numeral(self.item)}）项"
        return words

    def __str__(self) -> str:
        return f"《{self.statute.name}》{self.place}"


REGULATIONS_2007 = Statute(
    code="regulations-2007",
    name="政府信息公开条例",
    number="国务院令第492号",
    in_force_from=date(2008, 5, 1),
    in_force_until=date(2019, 5, 14),
)
REGULATIONS_2019 = Statute(
    code="regulations-2019",
    name="政府信息公开条例",
    number="国务院令第711号",
    in_force_from=date(2019, 5, 15),
)


def cite(
    statute: Statute, article: int | None = None, paragraph: int | None = None, item: int | None = None
) -> Citation:
    """Return the citation of one place in a statute, or of the whole of one that has no articles."""
    return Citation(statute, article, paragraph, item)


def listed(citations: Iterable[Citation]) -> str:
    """Return several places as a letter names them, each statute once (《条例》第十四条、第三十六条第（三）项)."""
    places: dict[str, list[str]] = {}
    for citation in citations:
        places.setdefault(citation.statute.name, []).append(citation.place)
    return "和".join(f"《{name}》{'、'.join(found)}" for name, found in places.items())


def regulations_on(day: date) -> Statute:
    """Return the text of the Regulations that governs a fact of that day.

    Facts older than the first text (before 2008-05-01) are governed by the first text, since the
    Regulations asked for older information to be catalogued as well.
    """
    return REGULATIONS_2019 if REGULATIONS_2019.in_force_on(day) else REGULATIONS_2007
