"""栏目里的信息 — what a column holds with all below it, and the conditions by which a reader narrows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.http import QueryDict
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Term
from gongkai.catalogue.queries import Branch, overdue, tree_of
from gongkai.disclosure import queries
from gongkai.disclosure.models import Document
from gongkai.disclosure.search_facets import validity_names
from gongkai.rules.catalogue import Section
from gongkai.rules.disclosure import Validity
from gongkai.rules.metadata import PAGE_TAGS, TagLevel
from gongkai.search.analysis import number_key

_LONGEST = 100  # characters of a condition


@dataclass(frozen=True, slots=True)
class Place:
    """栏目位置 — a column in its organ's tree: the branch it is, and the columns above it, the top first."""

    tree: dict[Section, list[Branch]]
    branch: Branch
    above: tuple[Column, ...]

    @property
    def column(self) -> Column:
        return self.branch.column

    @property
    def on_the_way(self) -> frozenset[int]:
        """The ids of this column and those above it: the branches that the tree shows open."""
        return frozenset(column.pk for column in (*self.above, self.column))

    @property
    def last_published_on(self) -> date | None:
        """The day of the last update of the column or one below it."""
        days = (column.last_published_on for column in _columns(self.branch))
        return max((day for day in days if day is not None), default=None)


def place_of(agency: Agency, code: str) -> Place | None:
    """Return where a column stands among those that are open to the public, in one query; else None."""
    tree = tree_of(agency)
    for branches in tree.values():
        for branch, above in _walk(branches, ()):
            if branch.column.code == code:
                return Place(tree, branch, above)
    return None


def _walk(
    branches: Iterable[Branch], above: tuple[Column, ...]
) -> Iterator[tuple[Branch, tuple[Column, ...]]]:
    for branch in branches:
        yield branch, above
        yield from _walk(branch.branches, (*above, branch.column))


def _columns(branch: Branch) -> Iterator[Column]:
    yield branch.column
    for below in branch.branches:
        yield from _columns(below)


def documents_in(branch: Branch) -> QuerySet[Document]:
    """Return what the public sees in a column and all below it, newest first, with the `year` of each.

    The year is that of the document, as in the search: when it was formed, else when it was published.
    """
    day = Coalesce("public__formed_on", TruncDate("published_at"))
    return (
        queries.published()
        .filter(column__in=[column.pk for column in _columns(branch)])
        .annotate(year=ExtractYear(day))
    )


def is_overdue(column: Column, today: date) -> bool:
    """Whether the column's update period has passed without anything new."""
    return overdue(today).filter(pk=column.pk).exists()


@dataclass(frozen=True, slots=True)
class Conditions:
    """栏目内的条件 — what a reader asks of a column's documents; empty where nothing was asked."""

    title: str = ""
    number: str = ""
    year: int | None = None
    validity: str = ""
    genre: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Conditions":
        """Read the conditions of an address; what makes no sense is left out."""
        year = query.get("year", "")
        validity = query.get("validity", "")
        return cls(
            title=query.get("title", "")[:_LONGEST].strip(),
            number=query.get("number", "")[:_LONGEST].strip(),
            year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
            validity=validity if validity in validity_names() else "",
            genre=query.get("genre", "")[:40],
        )

    def __bool__(self) -> bool:
        return self != Conditions()

    def narrow(self, documents: QuerySet[Document], today: date) -> QuerySet[Document]:
        """Return those of a column's documents that meet every condition."""
        for word in self.title.split():
            documents = documents.filter(public__title__icontains=word)
        if self.number:
            key = number_key(self.number)
            documents = documents.filter(public__number_key__contains=key) if key else documents.none()
        if self.year is not None:
            documents = documents.filter(year=self.year)  # type: ignore[misc]  # annotated by documents_in
        if self.validity:
            documents = documents.filter(standing_is(self.validity, today))
        if self.genre:
            documents = documents.filter(public__genre__code=self.genre)
        return documents


def standing_is(code: str, today: date) -> Q:
    """Return the query form of `presentation.standing_of`: the documents of one standing on a day."""
    repealed = Q(public__validity=Validity.REPEALED)
    ended = Q(public__in_force_until__isnull=False, public__in_force_until__lt=today)
    expired = ~repealed & (Q(public__validity=Validity.EXPIRED) | ended)
    later = Q(public__in_force_from__isnull=False, public__in_force_from__gt=today)
    holds = ~repealed & ~expired
    return {
        "repealed": repealed,
        "expired": expired,
        "upcoming": holds & later,
        "amended": holds & ~later & Q(public__validity=Validity.AMENDED),
        "in_force": holds & ~later & Q(public__validity=Validity.IN_FORCE),
    }[code]


def choices_in(documents: QuerySet[Document]) -> tuple[list[int], QuerySet[Term]]:
    """Return the years, newest first, and the genres from which a column has documents.

    The database tells days apart and the years are taken here: SQLite would call Python for the year of each row.
    """
    rows = set(documents.order_by().values_list("public__formed_on", "public__genre").distinct())
    years = {day.year for day, _ in rows if day is not None}
    if any(day is None for day, _ in rows):
        undated = documents.filter(public__formed_on=None).order_by().values_list("published_at", flat=True)
        years |= {timezone.localdate(moment).year for moment in undated if moment is not None}
    genres = {genre for _, genre in rows if genre is not None}
    return sorted(years, reverse=True), Term.objects.filter(pk__in=genres)


def page_tags(agency: Agency, place: Place) -> list[tuple[str, str]]:
    """Return the standard meta tags of a column page (rules.metadata), without the site's own."""
    column = place.column
    content = {
        "ColumnName": column.name,
        "ColumnDescription": f"{agency.name}{column.name}",
        "ColumnKeywords": ",".join(step.name for step in (*place.above, column)),
        "ColumnType": Section(column.section).label,
    }
    return [(tag.name, content[tag.name]) for tag in PAGE_TAGS if tag.level is TagLevel.COLUMN]
