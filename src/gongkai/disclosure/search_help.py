"""检索帮助 — what a reader may be about to type, and the way on for one whose search found nothing."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

from django.db.models import F, TextField, Value
from django.db.models.functions import Length

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import PUBLIC, Actor
from gongkai.agencies.queries import active_agencies
from gongkai.catalogue.models import Column, ColumnAudience, ColumnStatus
from gongkai.disclosure import indexing
from gongkai.disclosure.policies import audiences_of
from gongkai.disclosure.queries import published
from gongkai.disclosure.search import Hit, Results, find, hits_of, visible_ids
from gongkai.search.index import Filters, IndexBroken
from gongkai.search.query import Query, parse
from gongkai.search.relax import Alone, related, relax
from gongkai.search.suggest import Phrase, Suggester, Suggestion, harvest

_TITLES = 3000
"""Of the newest titles the suggestions are made: what people ask for is mostly recent."""
_PAUSE = 100
"""Times as long as the making took, it is not done again: a hundredth of a process at most goes into it."""
_WORDS = 4

_made: tuple[float, Suggester] = (0.0, Suggester(()))
_making = Lock()


@dataclass(frozen=True, slots=True)
class Help:
    """检索帮助 — other ways to what was asked for; every count is of what this reader would see."""

    meant: list[str] = field(default_factory=list)
    alone: list[Alone] = field(default_factory=list)
    without_filters: int = 0
    agencies: list[Agency] = field(default_factory=list)
    related: list[Hit] = field(default_factory=list)


def _phrases() -> Iterator[Phrase]:
    titles = published().values_list("public__title", flat=True)[:_TITLES]
    yield from harvest((title, True) for title in titles)
    for agency in active_agencies():
        yield Phrase(agency.short_name, 2, True)
    columns = Column.objects.filter(status=ColumnStatus.ACTIVE, audience=ColumnAudience.PUBLIC)
    for name in columns.filter(published_count__gt=0).order_by().values_list("name", flat=True).distinct():
        yield Phrase(name, 2, True)


def suggester() -> Suggester:
    """Return this process's suggestions, made again when the index has changed, but not too often."""
    global _made
    again_at, current = _made
    stamp = indexing.index().stamp
    if current.generation == stamp or time.monotonic() < again_at:
        return current
    if not _making.acquire(blocking=not current.generation):
        return current
    try:
        began = time.monotonic()
        fresh = Suggester(_phrases(), generation=stamp)
        now = time.monotonic()
        _made = (now + (now - began) * _PAUSE, fresh)
    finally:
        _making.release()
    return fresh


def suggestions(prefix: str, *, actor: Actor = PUBLIC, limit: int = 8) -> list[Suggestion]:
    """联想 — return phrases that begin with, contain or sound like what was typed, each with its number of hits.

    What finds nothing that the actor may see is not suggested, so a withdrawn title goes with its document.
    """
    try:
        index, audiences = indexing.index(), audiences_of(actor)
        proposed = suggester().complete(prefix, limit=limit * 2)
        found = [
            (index.search(parse(phrase.text), audiences=audiences, limit=3, facets=False), phrase)
            for phrase in proposed
        ]
    except IndexBroken:
        return []
    seen = visible_ids({pk for answer, _phrase in found for pk in answer.ids}, actor)
    return [
        Suggestion(phrase.text, answer.total) for answer, phrase in found if seen.intersection(answer.ids)
    ][:limit]


def help_with(results: Results, *, actor: Actor = PUBLIC) -> Help:
    """Return the ways on from a search that found nothing; they are never mixed into the exact answer."""
    query = results.query
    if results.broken or query.too_short or query.empty:
        return Help()
    try:
        index, audiences = indexing.index(), audiences_of(actor)
        near = related(index, query, audiences=audiences, filters=results.filters, limit=5)
        return Help(
            meant=_meant(query, actor),
            alone=relax(index, query, audiences=audiences, filters=results.filters)
            if len(query.terms) > 1
            else [],
            without_filters=_count(query.text, actor) if results.filters != Filters() else 0,
            agencies=_named_in(query.text),
            related=hits_of(near.ids, query, actor),
        )
    except IndexBroken:
        return Help()


def _count(text: str, actor: Actor) -> int:
    return find(text, actor=actor, size=1, facets=False).total


def _meant(query: Query, actor: Actor) -> list[str]:
    """What was probably meant: by the whole, or else by each word that is not found by itself."""

    def hits(text: str) -> int:
        return _count(text, actor)

    known = suggester()
    if whole := known.correct(query.text, hits):
        return [whole]
    if len(query.terms) < 2:
        return []
    # Of two characters with one exchanged, nobody can say what was meant.
    unknown = [term.text for term in query.terms[:_WORDS] if len(term.text) > 2 and not hits(term.text)]
    mended = {text: known.correct(text, hits) for text in unknown}
    together = " ".join(mended.get(term.text) or term.text for term in query.terms)
    if any(mended.values()) and hits(together):
        return [together]
    return [text for text in mended.values() if text]


def _named_in(text: str) -> list[Agency]:
    """Return the organs whose short name stands in what was typed, or in whose name that stands."""
    wanted = "".join(text.split())
    if len(wanted) < 2:
        return []
    typed = Value(wanted, output_field=TextField())
    named = active_agencies().annotate(typed=typed).filter(typed__contains=F("short_name"))
    containing = active_agencies().filter(name__contains=wanted)
    return list(dict.fromkeys([*named.order_by(Length("short_name").desc()), *containing]))[:3]
