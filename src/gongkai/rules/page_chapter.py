"""规则页的章 — one table of the rules page, and how its cells are written."""

from dataclasses import dataclass

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Statute

TEXTS = (REGULATIONS_2019, REGULATIONS_2007)
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Chapter:
    """章 — one table of the rules page: its title, what it is about, the heads of its columns and its rows."""

    code: str
    title: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def by_head(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each row with the head of its column beside every cell."""
        return tuple(tuple(zip(self.heads, row, strict=True)) for row in self.rows)


def or_nothing(words: str) -> str:
    """Return what stands in a cell: a dash where there is nothing to say."""
    return words or NOTHING


def edition_of(statute: Statute) -> str:
    """Return the name by which the page tells the two texts of the Regulations apart (2019年条例)."""
    return f"{statute.edition}年条例"
