"""匹配 — a query and its conditions as tantivy queries.

A phrase is looked up by the cheapest set of its character pairs that covers every character at its place: that is
as exact as all of them, and reads fewer positions. A dictionary word is one posting list. Conditions never score.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import tantivy
from tantivy import FieldType, Occur

from gongkai.search.analysis import BLANK, is_word
from gongkai.search.query import Query, Term

PUBLIC = "public"
"""The audience that every reader belongs to."""

_REMEMBERED = 50_000

Clause: TypeAlias = tuple[Occur, tantivy.Query]
Choice: TypeAlias = str | Collection[str] | None


@dataclass(frozen=True, slots=True)
class Filters:
    """筛选条件 — what the answer is narrowed to; None asks nothing, several values mean any of them.

    `agency` and `column` include what is below them, `agency` alone where `subordinates` is off. `published_from`
    and `published_to` are yyyymmddhhmm, inclusive.
    """

    agency: int | None = None
    subordinates: bool = True
    column: str | None = None
    subject: Choice = None
    genre: Choice = None
    audience_term: Choice = None
    year: int | Collection[int] | None = None
    validity: Choice = None
    attribute: Choice = None
    published_from: int | None = None
    published_to: int | None = None


@dataclass(slots=True)
class Matcher:
    """匹配器 — builds tantivy queries against one state of an index."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, found: tantivy.Query) -> int:
        """How many documents a query has."""
        result: Any = self.searcher.search(found, 1)
        return int(result.count)

    def _frequency(self, name: str, token: str) -> int:
        key = name, token
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        if key not in self._seen:
            self._seen[key] = self.searcher.doc_freq(name, token)
        return self._seen[key]

    def _cover(self, name: str, pairs: Sequence[str]) -> list[tuple[int, str]]:
        """Places of the pairs with the fewest documents in all, first and last included, no two apart by over 2."""
        best: list[tuple[int, tuple[int, ...]]] = []
        for place, pair in enumerate(pairs):
            before = min(best[max(0, place - 2) :], default=(0, ()))
            best.append((before[0] + self._frequency(name, pair), (*before[1], place)))
        return [(place, pairs[place]) for place in best[-1][1]]

    def phrase(self, name: str, squeezed: str) -> tantivy.Query:
        """Documents whose field `name` ("title" or "text") has these characters standing together."""
        if is_word(squeezed):
            return tantivy.Query.term_query(self.schema, f"{name}_words", squeezed, "freq")
        chars = squeezed.replace(" ", BLANK)
        if len(chars) == 1:
            found = [token for token, _ in self.searcher.terms_with_prefix(name, chars)]
            return tantivy.Query.term_set_query(self.schema, name, found)
        pairs = [chars[at : at + 2] for at in range(len(chars) - 1)]
        if len(pairs) == 1:
            return tantivy.Query.term_query(self.schema, name, pairs[0], "freq")
        return tantivy.Query.phrase_query(self.schema, name, list(self._cover(name, pairs)))

    def term(self, name: str, term: Term) -> tantivy.Query:
        """Documents that have one thing asked for, in a field or as their own number."""
        found = [self.phrase(name, phrase) for phrase in term.phrases]
        if term.key:
            found.append(tantivy.Query.term_query(self.schema, "number", term.key, "basic"))
        return (
            found[0] if len(found) == 1 else tantivy.Query.boolean_query([(Occur.Should, q) for q in found])
        )

    def query(self, name: str, query: Query) -> list[Clause]:
        """Every term (half of them when loose), and none of the excluded ones (which count wherever in the document they stand)."""
        must = [(Occur.Must, self.term(name, term)) for term in query.terms]
        if query.loose:
            some = [(Occur.Should, wanted) for _, wanted in must]
            must = [(Occur.Must, tantivy.Query.boolean_query(some, (len(some) + 1) // 2))]
        return must + [(Occur.MustNot, self.term("text", term)) for term in query.excluded]

    def _any(self, name: str, values: Collection[str | int]) -> Clause:
        found = tantivy.Query.term_set_query(self.schema, name, list(values))
        return Occur.Must, tantivy.Query.const_score_query(found, 0.0)

    def visible(self, audiences: Collection[str]) -> list[Clause]:
        """Only what one of these audiences may find.

        Nearly everything is public, so for a reader of public documents the few others are taken away instead.
        """
        if PUBLIC not in audiences:
            return [self._any("audience", sorted(audiences))] if audiences else [self._nothing()]
        closed = tantivy.Query.term_query(self.schema, "closed", "1", "basic")
        own = sorted({*audiences} - {PUBLIC})
        if own:
            mine = tantivy.Query.term_set_query(self.schema, "audience", own)
            closed = tantivy.Query.boolean_query([(Occur.Must, closed), (Occur.MustNot, mine)])
        return [(Occur.MustNot, closed)]

    @staticmethod
    def _nothing() -> Clause:
        return Occur.Must, tantivy.Query.empty_query()

    def narrowed(self, filters: Filters) -> list[Clause]:
        """The reader's conditions."""
        asked: dict[str, Choice | int | Collection[int]] = {
            "agencies": filters.agency if filters.subordinates else None,
            "columns": filters.column,
            "subject": filters.subject,
            "genre": filters.genre,
            "audience_term": filters.audience_term,
            "year": filters.year,
            "validity": filters.validity,
            "attribute": filters.attribute,
        }
        clauses = []
        for name, value in asked.items():
            if value is not None:
                values: list[str | int] = [value] if isinstance(value, str | int) else [*value]
                clauses.append(self._any(name, values) if values else self._nothing())
        if filters.agency is not None and not filters.subordinates:
            clauses.append(self._between("agency", filters.agency, filters.agency))
        if filters.published_from is not None or filters.published_to is not None:
            clauses.append(self._between("published", filters.published_from, filters.published_to))
        return clauses

    def _between(self, name: str, low: int | None, high: int | None) -> Clause:
        found = tantivy.Query.range_query(self.schema, name, FieldType.Unsigned, low, high)
        return Occur.Must, tantivy.Query.const_score_query(found, 0.0)


def combined(clauses: Sequence[Clause]) -> tantivy.Query:
    """All clauses together; with nothing required, everything that is not excluded."""
    if any(occur == Occur.Must for occur, _ in clauses):
        return tantivy.Query.boolean_query(list(clauses))
    everything = tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)
    return tantivy.Query.boolean_query([(Occur.Must, everything), *clauses])
