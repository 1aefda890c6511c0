"""栏目建议 — what the words of a title say about the column that a piece of information belongs to."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _proposals() -> tuple[tuple[tuple[str, ...], str], ...]:
    data = tomllib.loads(files("gongkai.rules").joinpath("proposals.toml").read_text(encoding="utf-8"))
    return tuple((tuple(row["words"]), row["column"]) for row in data["proposals"])


def proposed_columns(*texts: str) -> list[str]:
    """Return column codes for a title and a genre (Simplified), the most telling first; may be empty."""
    return [code for words, code in _proposals() if any(word in text for text in texts for word in words)]
