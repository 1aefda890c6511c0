"""话语 — sentences that rules and actions say, whole enough to be said again in the reader's language.

What is stored of them, such as notes of an import and problems of rows, and what comes out of the process of the
parsers, is plain Chinese: where it holds no values it is still found in the catalogue, otherwise it stays so.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from typing import Any

from gongkai.rules.days import written


class Phrase(str):
    """一句话 — Chinese text that remembers its pattern and what stands in its places.

    It is an ordinary text wherever text is wanted; where it is shown, the pattern and those values that are
    phrases themselves are looked up in the catalogue of the interface (context "rules").
    """

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, Any]


def phrase(pattern: str, **values: object) -> Phrase:
    """Return a pattern such as ``"“%(name)s”是空文件"`` with its places filled; without values it stands as it is."""
    filled = {name: written(value) if isinstance(value, date) else value for name, value in values.items()}
    made = Phrase(pattern % filled if values else pattern)
    made.pattern, made.values = pattern, values
    return made


def joined(sentences: Iterable[str]) -> str:
    """Return several sentences, at least one, as one in their order."""
    said = (each if isinstance(each, Phrase) else phrase(each) for each in sentences)
    return reduce(lambda first, second: phrase("%(first)s；%(second)s", first=first, second=second), said)


def enumerated(things: Iterable[Phrase]) -> Phrase:
    """Return several things, at least one, as a sentence counts them up."""
    return reduce(lambda first, second: phrase("%(first)s、%(second)s", first=first, second=second), things)
