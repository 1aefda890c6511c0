"""放宽 — help for a reader whose search found nothing. Never mixed into the exact answer."""

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from gongkai.search.analysis import dictionary
from gongkai.search.index import Filters, Found, Index
from gongkai.search.query import Query, Term

_EMPTY_WORDS = frozenset(
    [
        "怎么",
        "如何",
        "怎样",
        "什么",
        "哪里",
        "哪些",
        "多少",
        "是否",
        "可以",
        "需要",
        "我们",
        "他们",
        "这个",
        "那个",
        "以及",
        "或者",
        "因为",
        "所以",
        "的话",
        "请问",
        "没有",
        "关于",
    ]
)
_MOST_WORDS = 12


class Alone(NamedTuple):
    """单项命中 — one word of a query, and in how many documents it stands by itself."""

    text: str
    total: int


def relax(
    index: Index, query: Query, *, audiences: Collection[str], filters: Filters | None = None
) -> list[Alone]:
    """The words of a query that are found by themselves under the same conditions, the rarest first."""
    alone = [
        Alone(
            term.text,
            index.search(
                Query(term.text, (term,)), audiences=audiences, filters=filters, limit=1, facets=False
            ).total,
        )
        for term in query.terms
    ]
    return sorted((one for one in alone if one.total), key=lambda one: one.total)


def loosen(query: Query) -> Query:
    """The query as its dictionary words, of which half are enough; the same query where it has no such words."""
    words = (word for term in query.terms for phrase in term.phrases[:1] for word in dictionary().cut(phrase))
    kept = [word for word in dict.fromkeys(words) if len(word) > 1 and word not in _EMPTY_WORDS][:_MOST_WORDS]
    if not kept:
        return query
    return replace(query, terms=tuple(Term(word, (word,)) for word in kept), loose=True)


def related(
    index: Index,
    query: Query,
    *,
    audiences: Collection[str],
    filters: Filters | None = None,
    limit: int = 10,
) -> Found:
    """Documents that have at least half of the words of a question, the best by BM25 first: 相关结果, not 结果."""
    return index.search(loosen(query), audiences=audiences, filters=filters, limit=limit, facets=False)
