"""测速用的存量 — a large generated stock in an otherwise ordinary database, put in and indexed in bulk.

Only for measuring: rows are made without actions, but through the same constraints and triggers.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.catalogue.models import Column, Term
from gongkai.disclosure import indexing
from gongkai.disclosure.counts import recount
from gongkai.disclosure.models import Document, Review, Version
from gongkai.home import demo
from gongkai.privacy.ruleset import RULESET
from gongkai.rules.disclosure import VALIDITY_LABELS, DocumentStatus, VersionState
from gongkai.rules.posts import Role
from gongkai.screening.models import Sweep, SweepState
from gongkai.search.generate import documents
from gongkai.search.index import Entry

_BATCH = 2000
_COLUMN = "20-1-other"
_SOURCE = "测速生成"
_VALIDITY = {label: validity for validity, label in VALIDITY_LABELS.items()}
_TOOK = (0, 1, 1, 2, 3, 5, 8, 13, 19, 20, 27)  # working days to publication, in turn
_CORRECTED, _WITHDRAWN = 50, 100  # one in so many


def fill(
    count: int,
    tick: Callable[[int], object],
    *,
    bodies: Callable[[list[str]], list[str]] = list,
    indexed: bool = True,
    columns: Sequence[str] = (_COLUMN,),
) -> None:
    """Bring the stock to `count` generated documents on top of the demonstration, and index them.

    They lie in the columns of these codes at every organ, the more in one the more often its code is named; some were
    corrected or withdrawn later. `bodies` may change the texts of each batch; without `indexed` the index is left as
    it is. The stock counts as swept under the rules of today: no sweep runs beside a measurement.
    """
    have = Version.objects.filter(source=_SOURCE).count()
    if have >= count:
        return
    people = {account.role: User.objects.get(username=account.username) for account in demo.ACCOUNTS}
    places = [
        place
        for code in columns
        for place in Column.objects.filter(code=code).select_related("agency").order_by("pk")
    ]
    genres = list(Term.objects.filter(scheme__code="genre"))
    entries = documents(count - have, start=have)
    while batch := list(islice(entries, _BATCH)):
        texts = bodies([entry.body for entry in batch])
        batch = [replace(entry, body=body) for entry, body in zip(batch, texts, strict=True)]
        with transaction.atomic():
            _put(batch, places, genres, people)
        tick(len(batch))
    recount(*(column.pk for column in places))
    if indexed:
        indexing.rebuild()
    now = timezone.now()
    Sweep.objects.create(ruleset=RULESET, state=SweepState.DONE, asked_at=now, finished_at=now)


def _put(batch: list[Entry], columns: list[Column], genres: list[Term], people: dict[Role, User]) -> None:
    places = [columns[entry.id % len(columns)] for entry in batch]
    rows = Document.objects.bulk_create(
        Document(
            agency=place.agency,
            column=place,
            index_number=f"测速/{entry.id:07d}",
            created_at=_moment(entry),
            published_at=_moment(entry),
            revised_at=_moment(entry) + timedelta(days=0 if entry.id % _CORRECTED else _CORRECTED),
            days_taken=_TOOK[entry.id % len(_TOOK)],
        )
        for entry, place in zip(batch, places, strict=True)
    )
    versions = Version.objects.bulk_create(
        _version(entry, document, genres, people) for entry, document in zip(batch, rows, strict=True)
    )
    Review.objects.bulk_create(
        Review(version=version, kind=kind, outcome="passed", by=people[role], at=version.saved_at)
        for version in versions
        for kind, role in (("confidentiality", Role.REVIEWER), ("signature", Role.LEADER))
    )
    of_document = Version.objects.filter(document=OuterRef("pk")).values("pk")
    for is_open in (True, False):
        ids = [
            row.pk
            for row, entry in zip(rows, batch, strict=True)
            if (entry.audiences[0] == "public") is is_open
        ]
        Document.objects.filter(pk__in=ids).update(
            status="published", public=Subquery(of_document[:1]), open_to_public=is_open
        )
    for row, entry in zip(rows, batch, strict=True):
        if entry.id % _WITHDRAWN == 0:
            _withdraw(row, at=_moment(entry) + timedelta(days=_WITHDRAWN))


def _withdraw(document: Document, *, at: datetime) -> None:
    Version.objects.filter(document=document).update(state=VersionState.SUPERSEDED, withdrawn_at=at)
    Document.objects.filter(pk=document.pk).update(
        status=DocumentStatus.WITHDRAWN,
        public=None,
        withdrawn_from_public=F("open_to_public"),
        open_to_public=False,
        withdrawn_at=at,
        withdrawal_reason=_SOURCE,
    )


def _moment(entry: Entry) -> datetime:
    return datetime.strptime(str(entry.published)[:12], "%Y%m%d%H%M").replace(tzinfo=UTC)


def _version(entry: Entry, document: Document, genres: list[Term], people: dict[Role, User]) -> Version:
    at = document.created_at
    took = document.days_taken or 0
    return Version(
        document=document,
        number=1,
        state="published",
        title=entry.title,
        document_number=entry.numbers[0],
        formed_on=at.date() - timedelta(weeks=took // 5, days=took % 5),
        attribute="proactive",
        genre=genres[entry.id % len(genres)],
        validity=_VALIDITY[entry.validity],
        source=_SOURCE,
        body_html="".join(f"<p>{line}</p>" for line in entry.body.splitlines()),
        body_text=entry.body,
        author=people[Role.LIAISON],
        reviewed_by=people[Role.REVIEWER],
        signed_by=people[Role.LEADER],
        created_at=at,
        saved_at=at,
        published_at=at,
    )
