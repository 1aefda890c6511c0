"""工作台的查询 — what officials see of documents: those of their organs, with what is left of the limit."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.core.models import LedgerEntry
from gongkai.disclosure import policies
from gongkai.disclosure.models import Document, Review, Version
from gongkai.disclosure.queries import visible_to
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.disclosure import DocumentStatus, VersionState
from gongkai.rules.limits import publication_limit
from gongkai.rules.publication import days_left
from gongkai.search.analysis import number_key

NEAR = 5  # working days from which a draft counts as near its limit
_HEAVY = ("body_html", "body_text", "evidence")
_ID = 18  # more digits than any id has


@dataclass(frozen=True)
class TimeLeft:
    """剩余时间 — how many working days remain until information must be published (2019 Art. 26)."""

    formed_on: date
    today: date
    calendar: WorkCalendar

    @cached_property
    def days(self) -> int:
        return days_left(self.formed_on, self.today, self.calendar)

    @property
    def workdays(self) -> int:
        return publication_limit(self.formed_on).workdays

    @cached_property
    def last(self) -> date:
        return self.calendar.nth_workday(self.formed_on, self.workdays)

    @property
    def late(self) -> bool:
        return self.today > self.last

    @property
    def near(self) -> bool:
        return self.days <= NEAR

    @property
    def provisional(self) -> bool:
        """Whether the days off of a year that it crosses are not known yet."""
        return any(map(self.calendar.is_provisional, (self.formed_on, self.last)))

    @property
    def words(self) -> str:
        """Say it as the lists do."""
        return _("%(left)s（暂定）") % {"left": self._left} if self.provisional else self._left

    @property
    def _left(self) -> str:
        if self.late:
            return _("已超 %(days)d 个工作日") % {"days": -self.days} if self.days else _("已过期限")
        if self.today == self.last:
            return _("今天到期")
        return _("还剩 %(days)d 个工作日") % {"days": self.days}


def time_left(version: Version, today: date, calendar: WorkCalendar) -> TimeLeft | None:
    """Return what is left for a version that was never public; None without a date, or once published anywhere."""
    document = version.document
    if (
        version.formed_on is None
        or document.published_at is not None
        or document.old_published_on is not None
    ):
        return None
    return TimeLeft(version.formed_on, today, calendar)


def at_desk(actor: Actor) -> QuerySet[Document]:
    """Return the documents of the organs whose unpublished documents an actor sees."""
    return Document.objects.filter(agency_id__in=policies.agencies_seen_by(actor)).select_related(
        "agency",
        "column",
        "public",
        "working",
        "working__author",
        "working__reviewed_by",
        "working__signed_by",
    )


def document_at_desk(actor: Actor, document_id: int) -> Document:
    """Return one document of the actor's organs; raises Http404."""
    document = at_desk(actor).filter(pk=document_id).first()
    if document is None:
        raise Http404
    for version in (document.working, document.public):
        if version is not None:
            version.document = document
    return document


def version_at_desk(actor: Actor, version_id: int) -> Version:
    """Return one version of a document of the actor's organs; raises Http404."""
    version = Version.objects.filter(
        pk=version_id, document__agency_id__in=policies.agencies_seen_by(actor)
    ).first()
    if version is None:
        raise Http404
    version.document = document_at_desk(actor, version.document_id)
    return version


_RULES = {
    "unit": Q(working__isnull=False),
    "returned": Q(working__state=VersionState.DRAFT),
    "review": Q(working__state=VersionState.IN_REVIEW),
    "sign": Q(working__state=VersionState.IN_SIGNING),
    "scheduled": Q(working__state=VersionState.SCHEDULED),
    "published": Q(status=DocumentStatus.PUBLISHED),
    "withdrawn": Q(status=DocumentStatus.WITHDRAWN),
}
TABS = ("mine", *_RULES)


def in_tab(actor: Actor, tab: str) -> QuerySet[Document]:
    """Return the documents of a tab of the list, the last saved first; KeyError for an unknown tab."""
    rule = Q(working__author_id=actor.user_id) if tab == "mine" else _RULES[tab]
    documents = at_desk(actor).filter(rule)
    if tab == "unit":
        documents = documents.filter(agency_id__in=own_agencies(actor))
    if tab == "returned":
        documents = documents.filter(working__in=returned_drafts(actor))
    newest = (
        {"published": "-published_at", "withdrawn": "-withdrawn_at", "scheduled": "working__scheduled_for"}
    ).get(tab, "-working__saved_at")
    heavy = [f"{version}__{text}" for version in ("working", "public") for text in _HEAVY]
    return documents.defer(*heavy).order_by(newest, "-pk")


def own_agencies(actor: Actor) -> set[int]:
    """Return the organs at which an actor holds a post."""
    return {post.agency_id for post in actor.posts}


def returned_drafts(actor: Actor) -> QuerySet[Version]:
    """Return the drafts whose last decision was a return."""
    return Version.objects.filter(
        state=VersionState.DRAFT,
        document__agency_id__in=policies.agencies_seen_by(actor),
        reviews__outcome=Review.Outcome.RETURNED,
    ).distinct()


def last_returns(versions: list[Version]) -> dict[int, Review]:
    """Return for each draft that was returned the newest return, by the version's id, in one query."""
    reviews = Review.objects.filter(version__in=versions).order_by("id").select_related("by")
    newest = {review.version_id: review for review in reviews}
    return {pk: review for pk, review in newest.items() if review.outcome == Review.Outcome.RETURNED}


def last_saved_by(version: Version) -> User | None:
    """Return who saved a version last, from the ledger; None when it was never saved by hand."""
    actor_id = (
        LedgerEntry.objects.filter(
            subject_type="document", subject_id=version.document_id, action="disclosure.save_draft"
        )
        .order_by("-id")
        .values_list("actor_id", flat=True)
        .first()
    )
    return User.objects.filter(pk=actor_id).first() if actor_id else None


def documents_named(text: str, actor: Actor) -> list[Document]:
    """Return what an actor sees under a page address, index number, document number or exact title; at most 9."""
    words = text.strip()
    if not words:
        return []
    address = words.split("?")[0].rstrip("/").rsplit("/documents/", 1)[-1]
    rule = Q(index_number=words) | Q(public__title=words) | Q(working__title=words)
    if "/documents/" in words and address.isdecimal() and len(address) <= _ID:
        rule |= Q(pk=int(address))
    if key := number_key(words)[:100]:
        rule |= Q(public__number_key=key) | Q(working__number_key=key)
    return list(
        visible_to(actor).filter(rule).select_related("public", "working", "agency").order_by("pk")[:9]
    )


def matches(words: str) -> Q:
    """Say that every word stands somewhere in what the public sees of a document, to the letter.

    For choosing what to withdraw: the database itself is asked, so that nothing that has the words is missed.
    """
    rule = Q()
    for word in words.split():
        anywhere = Q(index_number__icontains=word)
        if key := number_key(word):
            anywhere |= Q(public__number_key=key)
        for place in ("title", "summary", "body_text", "attachments__text", "attachments__name"):
            anywhere |= Q(**{f"public__{place}__icontains": word})
        rule &= anywhere
    return rule


def readable_matches(actor: Actor, words: str) -> QuerySet[Document]:
    """Return whatever an actor may see, of any organ, in whose title every word stands, the newest first."""
    rule = Q()
    for word in words.split():
        rule &= Q(public__title__icontains=word) | Q(working__title__icontains=word)
    return (
        visible_to(actor).filter(rule).select_related("public", "working", "agency").order_by("-published_at")
    )
