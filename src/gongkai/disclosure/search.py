"""检索 — one search for the portal, the desk, the feeds, the API and the command line.

The index proposes, the database decides: every hit is fetched through `queries.visible_to`, so that what the
index still holds but the reader may no longer see is neither shown nor counted. What the text says of a hit is
taken from the database as well.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from django.db.models import Prefetch, QuerySet

from gongkai.agencies.policies import Actor
from gongkai.disclosure import indexing
from gongkai.disclosure.models import Attachment, Document, Version
from gongkai.disclosure.policies import audiences_of
from gongkai.disclosure.queries import visible_to
from gongkai.disclosure.search_facets import FacetValue, chosen_codes, named
from gongkai.search.index import Filters, Found, Index, IndexBroken
from gongkai.search.query import Query, parse
from gongkai.search.snippets import Fragment, highlight, snippet

Order = Literal["relevance", "newest"]
DEEPEST = 10_000
"""Hits beyond this place are counted but not listed: the reader is asked to narrow the search."""

_HEAVY = ("body_html", "evidence")


@dataclass(frozen=True, slots=True)
class Hit:
    """命中 — a document that was found, with what was asked for marked in its title and in a piece of its text."""

    document: Document
    version: Version
    title: list[Fragment]
    snippet: list[Fragment]


@dataclass(frozen=True, slots=True)
class Results:
    """检索结果 — one page of what an actor finds; `broken` when the index cannot be read just now."""

    query: Query
    filters: Filters
    order: Order = "relevance"
    total: int = 0
    title_hits: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    broken: bool = False

    @property
    def before(self) -> int:
        """The number of the page before."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The number of the next page."""
        return self.page + 1

    @property
    def too_short(self) -> bool:
        """Whether only single characters were asked for, for which no search is made."""
        return self.query.too_short


def find(
    text: str,
    *,
    actor: Actor,
    filters: Filters | None = None,
    page: int = 1,
    size: int = 10,
    order: Order = "relevance",
    facets: bool = True,
) -> Results:
    """检索 — return what an actor may see and that has all that was asked for; never raises for what was typed.

    An empty text lists everything under the filters, newest first. `page` counts from 1 and is brought into range.
    """
    query, wanted = parse(text), filters or Filters()
    results = Results(query, wanted, order)
    if query.too_short:
        return results
    audiences = audiences_of(actor)
    page = max(1, min(page, DEEPEST // size))
    try:
        index = indexing.index()
        found = index.search(
            query,
            audiences=audiences,
            filters=wanted,
            offset=(page - 1) * size,
            limit=size,
            order=order,
            facets=facets,
        )
        if not found.ids and found.total and page > 1:
            last = min(-(-found.total // size), DEEPEST // size)
            return find(text, actor=actor, filters=filters, page=last, size=size, order=order, facets=facets)
        counted = _counted(index, query, audiences, wanted, found) if facets else {}
    except IndexBroken:
        return replace(results, broken=True)
    hits = hits_of(found.ids, query, actor)
    gone = len(found.ids) - len(hits)
    total = max(found.total - gone, 0)
    return replace(
        results,
        total=total,
        title_hits=min(found.title_hits, total),
        hits=hits,
        facets=named(counted, wanted),
        page=page,
        pages=max(1, min(-(-total // size), DEEPEST // size)),
    )


def ids_of(text: str, *, actor: Actor) -> list[int]:
    """Return the ids of what a search finds for an actor, up to DEEPEST; [] when the index cannot be read."""
    query = parse(text)
    if query.too_short:
        return []
    try:
        found = indexing.index().search(
            query, audiences=audiences_of(actor), limit=DEEPEST, order="newest", facets=False
        )
    except IndexBroken:
        return []
    return list(found.ids)


def _counted(
    index: Index, query: Query, audiences: Collection[str], filters: Filters, found: Found
) -> dict[str, list[tuple[str, int]]]:
    """The counts of each facet as if its own filter were off, so that a reader sees what else could be chosen."""
    counted = dict(found.facets)
    for name in counted:
        if getattr(filters, name) is not None:
            wider = replace(filters, **{name: None})  # type: ignore[arg-type]  # a facet is never a yes or no
            other = index.search(query, audiences=audiences, filters=wider, limit=1, facets=True)
            counted[name] = other.facets[name]
            known = {code for code, _count in counted[name]}
            counted[name] += [(code, 0) for code in chosen_codes(getattr(filters, name)) if code not in known]
    return counted


def hits_of(ids: Sequence[int], query: Query, actor: Actor) -> list[Hit]:
    """Return the documents of these ids that the actor may see, in this order: one query and one for their files."""
    which = ("public", "working") if actor.posts else ("public",)
    documents = (
        visible_to(actor)
        .filter(pk__in=ids)
        .select_related("agency", "column")
        .select_related(*(f"{name}__{term}" for name in which for term in ("genre", "subject")))
        .defer(*(f"{name}__{heavy}" for name in which for heavy in _HEAVY))
        .prefetch_related(*(Prefetch(f"{name}__attachments", _texts()) for name in which))
    )
    known = {document.pk: document for document in documents}
    return [_hit(known[pk], query) for pk in ids if pk in known and indexing.shown_version(known[pk])]


def _texts() -> QuerySet[Attachment]:
    return Attachment.objects.order_by("position", "id")


def _hit(document: Document, query: Query) -> Hit:
    version = indexing.shown_version(document)
    assert version is not None
    shown = (
        snippet(indexing.text_for_search(version), query)
        if query.terms
        else [Fragment(version.summary, False)]
    )
    return Hit(document, version, highlight(version.title, query), shown)


def visible_ids(ids: Collection[int], actor: Actor) -> set[int]:
    """Return those of the ids whose documents the actor may see."""
    return set(visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
