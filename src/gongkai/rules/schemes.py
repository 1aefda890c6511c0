"""分类体系 — the classification schemes of information: subject, genre, audience, theme."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# In the order in which a form shows them.
_CODES = ("subject", "genre", "audience", "theme")


@dataclass(frozen=True, slots=True)
class Term:
    """类目 — one class of a scheme; its code is stable and unique in the scheme."""

    code: str
    name: str
    children: tuple["Term", ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """分类体系 — a tree of terms of at most two levels."""

    code: str
    name: str
    terms: tuple[Term, ...]

    def walk(self) -> Iterator[tuple[Term, Term | None]]:
        """Yield every term with its parent, in order, parents first."""
        for term in self.terms:
            yield term, None
            for child in term.children:
                yield child, term

    def find(self, code: str) -> Term:
        """Return the term with this code; KeyError when there is none."""
        for term, _ in self.walk():
            if term.code == code:
                return term
        raise KeyError(code)

    def label(self, code: str, separator: str = "\\") -> str:
        """Return the name of a term behind that of its parent, as index pages write it (综合政务\\政务公开)."""
        for term, parent in self.walk():
            if term.code == code:
                return f"{parent.name}{separator}{term.name}" if parent else term.name
        raise KeyError(code)


def schemes() -> tuple[str, ...]:
    """Return the codes of the schemes that come with the system."""
    return _CODES


@cache
def scheme(code: str) -> Scheme:
    """Return a scheme; KeyError when there is none with this code."""
    if code not in _CODES:
        raise KeyError(code)
    data = tomllib.loads((files("gongkai.rules") / "schemes" / f"{code}.toml").read_text("utf-8"))
    terms = tuple(
        Term(
            entry["code"],
            entry["name"],
            tuple(Term(child["code"], child["name"]) for child in entry.get("children", ())),
        )
        for entry in data["terms"]
    )
    return Scheme(code, data["name"], terms)
