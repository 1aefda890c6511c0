"""条文原文 — the words of the articles that cases are decided by, for evidence: the law as of the day.

Kept are the articles of both texts of the Regulations (国务院令第492号、第711号) by which replies are given and
days are counted. They were not compared with the gazette: a lawyer should read them once against it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from gongkai.rules.citations import Statute, chinese_numeral


@cache
def articles_of(statute: Statute) -> Mapping[int, str]:
    """Return the words of the kept articles of a statute by their numbers, a line for each paragraph or item."""
    file = files("gongkai.rules").joinpath("articles", f"{statute.code}.toml")
    if not file.is_file():
        return {}
    return {int(number): words for number, words in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def cited_in(statute: Statute, sentences: Iterable[str]) -> list[tuple[str, str]]:
    """Return name (第三十三条) and words of the kept articles that sentences cite, in their order in the statute."""
    places = "\n".join(place for words in sentences for place in _places(words, f"《{statute.name}》"))
    named = ((f"第{chinese_numeral(number)}条", words) for number, words in articles_of(statute).items())
    return [(name, words) for name, words in named if name in places]


def _places(words: str, name: str) -> list[str]:
    """Return what follows each mention of a statute, up to the mention of the next one."""
    return [after.partition("《")[0] for after in words.split(name)[1:]]
