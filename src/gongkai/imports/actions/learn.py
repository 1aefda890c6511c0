"""记住 — what an officer corrected becomes a rule for an organ's next files."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import SYSTEM, Actor
from gongkai.catalogue.queries import proposed_column
from gongkai.core.change import changing
from gongkai.core.outbox import handles
from gongkai.disclosure.models import Version
from gongkai.imports.habits import column_meant
from gongkai.imports.models import Habit
from gongkai.intake.index_numbers import form_of, has_form


def learn(
    kind: Habit.Kind, key: str, value: str, *, agency: Agency, version: Version, who: Actor, now: datetime
) -> Habit:
    """记住一条 — the latest correction holds; raises nothing for one that is known, which counts once more."""
    with changing(who, now) as change:
        habit, new = Habit.objects.get_or_create(
            agency=agency,
            kind=kind,
            key=key[:200],
            defaults={
                "value": value,
                "learnt_from": version.document,
                "learnt_by": who.user,
                "learnt_at": now,
            },
        )
        if not new:
            Habit.objects.filter(pk=habit.pk).update(
                value=value, times=F("times") + 1, learnt_from=version.document, learnt_at=now
            )
        change.record("imports.learn", habit, agency_id=agency.pk, kind=str(kind), habit=habit.pk)
    return habit


def learn_index_pattern(version_id: int, *, now: datetime) -> Habit | None:
    """从改正的索引号学 — the form in which an organ writes its index numbers; None where an officer decided nothing new.

    What was typed instead of what the file was thought to say counts, and what was picked or confirmed in one click.
    """
    version = Version.objects.select_related("document__agency").get(pk=version_id)
    document, told = version.document, version.evidence.get("index_number", {})
    number = document.index_number or ""
    decided = told.get("settled") or number != told.get("value", "")
    if document.published_at is not None or not number or not decided:
        return None
    form = form_of(number)
    known = told.get("certainty") == "certain" and told.get("value") == number
    if known or not has_form(number, form):
        return None
    return learn(
        Habit.Kind.INDEX_PATTERN,
        form,
        form[:200],
        agency=document.agency,
        version=version,
        who=SYSTEM,
        now=now,
    )


def learn_from(version_id: int, *, now: datetime) -> Habit | None:
    """从送审的稿件学 — the column that an officer chose for a genre, where ours was another one; None for nothing."""
    version = Version.objects.select_related("document__agency", "document__column").get(pk=version_id)
    column, genre = version.document.column, version.evidence.get("genre", {}).get("value", "")
    if column is None or not genre:
        return None
    agency = version.document.agency
    ours = column_meant(agency, genre) or proposed_column(agency, title=version.title, genre=genre)
    if ours is not None and ours.pk == column.pk:
        return None
    return learn(
        Habit.Kind.COLUMN_OF_GENRE,
        genre,
        column.code,
        agency=agency,
        version=version,
        who=SYSTEM,
        now=now,
    )


@handles("submitted")
def learn_from_submitted(keys: Sequence[int]) -> None:
    """Learn from versions that were sent to review."""
    for key in keys:
        learn_from(key, now=timezone.now())
        learn_index_pattern(key, now=timezone.now())


@handles("settled")
def learn_from_settled(keys: Sequence[int]) -> None:
    """Learn from drafts of which an officer decided in one click what a field says."""
    for key in keys:
        learn_index_pattern(key, now=timezone.now())
