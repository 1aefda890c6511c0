"""采集 — put down what a sister site's list names, and make drafts of its pages."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from gongkai.agencies.policies import Actor, HeldPost
from gongkai.core.change import Change, changing
from gongkai.imports.actions.access import batch_of_day
from gongkai.imports.actions.import_file import import_file
from gongkai.imports.actions.keep_source import next_round
from gongkai.imports.fetching import Page
from gongkai.imports.lists import Link, Listed
from gongkai.imports.models import Batch, Fetched, Item, Source
from gongkai.intake import FileRefused, Reading
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation

FAILURES_UNTIL_FAILING = 5
MOST_TRIES = 5
LONGEST_ID = 200
_DONE = (Fetched.Status.TAKEN, Fetched.Status.UNCHANGED, Fetched.Status.CHANGED)


def actor_of(source: Source) -> Actor:
    """Return who drafts what a source brings: the system, in the place of the organ's liaison."""
    return Actor(posts=(HeldPost(Role.LIAISON, source.agency_id, source.agency.path),))


def note_list(source_id: int, *, page: Page, listed: Listed | None, now: datetime) -> int:
    """记下列表 — returns how many addresses are new; `listed` is None where the list has not changed.

    The round goes on to the next page of the list as long as a page names something new.
    """
    source = Source.objects.select_related("agency").get(pk=source_id)
    with changing(actor_of(source), now) as change:
        new = _note_links(source, listed.links if listed else (), now)
        source.page += 1
        goes_on = bool(listed and listed.onward and source.page < source.pages and (new or not listed.links))
        if source.page == 1:
            source.etag, source.last_modified = page.etag, page.last_modified
        source.onward = listed.onward[:500] if listed and goes_on else ""
        if not goes_on:
            source.page, source.next_at = 0, next_round(source, now)
        source.last_at, source.failures, source.last_error = now, 0, ""
        if source.state == Source.State.FAILING:
            source.state = Source.State.ACTIVE
        source.save()
        change.record("imports.read_list", source, agency_id=source.agency_id, source=source.pk, new=new)
    return new


def _note_links(source: Source, links: Sequence[Link], now: datetime) -> int:
    changed = [link.url for link in links if link.day]
    for fetched in Fetched.objects.filter(source=source, url__in=changed, status__in=_DONE):
        day = next(link.day for link in links if link.url == fetched.url and link.day)
        if fetched.fetched_at and day > timezone.localdate(fetched.fetched_at):
            fetched.status, fetched.tries, fetched.not_before = Fetched.Status.WAITING, 0, None
            fetched.save(update_fields=["status", "tries", "not_before"])
    known = set(
        Fetched.objects.filter(source=source, url__in=[link.url for link in links]).values_list(
            "url", flat=True
        )
    )
    Fetched.objects.filter(source=source, url__in=known).update(seen_at=now)
    new = [
        Fetched(source=source, url=link.url, title=link.title, seen_at=now)
        for link in links
        if link.url not in known
    ]
    Fetched.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def list_failed(source_id: int, *, words: str, later: int, now: datetime) -> Source:
    """列表取不到 — tried again after a while that grows; after several times the source shows as failing."""
    source = Source.objects.select_related("agency").get(pk=source_id)
    with changing(actor_of(source), now) as change:
        source.failures += 1
        source.last_error = words[:300]
        if source.failures >= FAILURES_UNTIL_FAILING:
            source.state = Source.State.FAILING
        source.next_at = max(
            now + timedelta(seconds=later), now + timedelta(minutes=min(2**source.failures, 24 * 60))
        )
        source.save()
        change.record(
            "imports.list_failed",
            source,
            agency_id=source.agency_id,
            source=source.pk,
            failures=source.failures,
        )
    return source


def take_page(fetched_id: int, *, page: Page, digest: str, reading: Reading, now: datetime) -> Fetched:
    """采集一页 — the page becomes a draft of the source's organ; where it came from stays on the record.

    A page that cannot become a draft is put down as refused, with the reason.
    """
    fetched = _fetched(fetched_id)
    source = fetched.source
    with changing(actor_of(source), now) as change:
        if fetched.item is not None:
            return _seen_again(fetched, change, digest, now)
        fetched.fetched_at, fetched.digest = now, digest
        fetched.etag, fetched.last_modified, fetched.error = page.etag, page.last_modified, ""
        batch = _batch(source, now)
        # A list and a feed of one site name the same pages: one of them makes the draft.
        here = Item.objects.filter(origin=batch.origin, old_id=_identity(fetched.url), current=True).first()
        if here is not None:
            fetched.item = here
            return _seen_again(fetched, change, here.digest, now)
        try:
            imported = import_file(
                reading, actor=actor_of(source), now=now, agency=source.agency, column=source.column
            )
        except RuleViolation as refusal:
            return _refused(fetched, change, str(refusal))
        fetched.status = Fetched.Status.TAKEN
        fetched.item = Item.objects.create(
            batch=batch,
            row=(batch.items.aggregate(last=Max("row"))["last"] or 0) + 1,
            origin=batch.origin,
            old_id=_identity(fetched.url),
            digest=digest,
            outcome=Item.Outcome.CREATED,
            document=imported.version.document,
            version=imported.version,
            revision=imported.version.revision,
            published_on=reading.published_on,
            name=fetched.title[:200],
            note="；".join(imported.warnings)[:500],
        )
        fetched.save()
        change.record(
            "imports.take_page",
            imported.version.document,
            agency_id=source.agency_id,
            source=source.pk,
            fetched=fetched.pk,
        )
    return fetched


def _seen_again(fetched: Fetched, change: Change, digest: str, now: datetime) -> Fetched:
    """What is a document here is not overwritten: that its page has changed is said, and an officer decides."""
    same = digest == fetched.digest
    fetched.fetched_at, fetched.digest = now, digest
    fetched.status = Fetched.Status.UNCHANGED if same else Fetched.Status.CHANGED
    fetched.save()
    change.record(
        "imports.seen_again",
        fetched.source,
        agency_id=fetched.source.agency_id,
        fetched=fetched.pk,
        same=same,
    )
    return fetched


def _identity(url: str) -> str:
    """Return the address as the identifier of a page; of one that is too long for that, what tells it from others."""
    if len(url) <= LONGEST_ID:
        return url
    digest = hashlib.sha256(url.encode()).hexdigest()
    return f"{url[: LONGEST_ID - len(digest) - 1]}#{digest}"


def page_refused(fetched_id: int, *, refusal: FileRefused, now: datetime) -> Fetched:
    """不能导入的页面 — what it is cannot be read; it is not asked for again until the list names it anew."""
    fetched = _fetched(fetched_id)
    with changing(actor_of(fetched.source), now) as change:
        fetched.fetched_at = now
        return _refused(fetched, change, refusal.message)


def page_failed(fetched_id: int, *, words: str, later: int, now: datetime) -> Fetched:
    """页面取不到 — tried again later, at growing intervals, a few times."""
    fetched = _fetched(fetched_id)
    with changing(actor_of(fetched.source), now) as change:
        fetched.tries += 1
        fetched.error = words[:300]
        fetched.not_before = now + timedelta(seconds=max(later, 60 * 2**fetched.tries))
        if fetched.tries >= MOST_TRIES:
            fetched.status = Fetched.Status.FAILED
        fetched.save()
        change.record(
            "imports.page_failed",
            fetched.source,
            agency_id=fetched.source.agency_id,
            fetched=fetched.pk,
            tries=fetched.tries,
        )
    return fetched


def _fetched(fetched_id: int) -> Fetched:
    return Fetched.objects.select_related("source__agency", "source__column", "item").get(pk=fetched_id)


def _refused(fetched: Fetched, change: Change, words: str) -> Fetched:
    fetched.status, fetched.error = Fetched.Status.REFUSED, words[:300]
    fetched.save()
    change.record(
        "imports.page_refused", fetched.source, agency_id=fetched.source.agency_id, fetched=fetched.pk
    )
    return fetched


def _batch(source: Source, now: datetime) -> Batch:
    origin = source.url.split("/")[2][:80]
    return batch_of_day(
        Batch.Kind.HARVEST,
        source.agency,
        origin=origin,
        name=source.name,
        now=now,
        state=Batch.State.LOADED,
    )
