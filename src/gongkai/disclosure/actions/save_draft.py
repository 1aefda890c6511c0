"""保存 — keep what an officer has typed; two people on one draft never overwrite each other unseen."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.catalogue.models import Column
from gongkai.core.change import changing
from gongkai.disclosure import content, index_numbers, policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Document, Version
from gongkai.rules.disclosure import VERSION_STATE_LABELS, VersionState
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation, StepNotAllowed


class SavedMeanwhile(Exception):
    """别人刚保存过 — the draft was saved by someone else since it was opened; `version` is what stands now."""

    def __init__(self, version: Version) -> None:
        super().__init__(phrase("这份稿件刚刚由别人保存过。您写的内容还在这一页，请对照后再保存。"))
        self.version = version


def save_draft(
    version_id: int,
    *,
    actor: Actor,
    now: datetime,
    values: Mapping[str, Any],
    column: Column | None = None,
    joint_agencies: Iterable[Agency] | None = None,
    revision: int | None = None,
    elsewhere: Mapping[str, Any] | None = None,
    settled: Iterable[str] = (),
) -> Version:
    """保存稿件 — return the version as it now stands.

    `elsewhere` is what a document bore before it was brought in: `index_number` and `old_published_on`. `settled`
    are the fields of which an officer decided what the file says. `revision` is the count of saves that the officer's page was made from; None saves regardless.
    Raises StepNotAllowed outside the draft state, SavedMeanwhile, RuleViolation, Denied, Http404.
    """
    with changing(actor, now) as change:
        version = version_for(actor, policies.DRAFT, version_id)
        state = VersionState(version.state)
        if state is not VersionState.DRAFT:
            raise StepNotAllowed("save_draft", "保存", VERSION_STATE_LABELS[state])
        if revision is not None and revision != version.revision:
            raise SavedMeanwhile(version)
        document = version.document
        if column is not None and column.agency_id != document.agency_id:
            raise RuleViolation("所选栏目不属于这个机关", field="column")
        given = content.fill(version, values)
        if elsewhere is not None:
            given += _keep_elsewhere(document, elsewhere, timezone.localdate(now))
        decided = [name for name in settled if name in version.evidence]
        for name in decided:
            version.evidence[name]["settled"] = True
        version.revision += 1
        version.saved_at = now
        version.save()
        if column is not None and column.pk != document.column_id:
            document.column = column
            document.save(update_fields=["column"])
            given.append("column")
        if joint_agencies is not None:
            version.joint_agencies.set(joint_agencies)
            given.append("joint_agencies")
        change.record(
            "disclosure.save_draft",
            document,
            agency_id=document.agency_id,
            version=version.number,
            revision=version.revision,
            fields=given,
        )
        change.ask("index", document.pk)
        if decided:
            change.ask("settled", version.pk)  # a room above learns from it
    return version


def _keep_elsewhere(document: Document, elsewhere: Mapping[str, Any], today: date) -> list[str]:
    """Keep what a document bore elsewhere; nothing of that changes once it was public here."""
    kept = {"index_number": document.index_number or "", "old_published_on": document.old_published_on}
    given = [name for name in kept if name in elsewhere and elsewhere[name] != kept[name]]
    if not given:
        return []
    if document.published_at is not None:
        raise RuleViolation("已经公开过，索引号和原公开日期不再改动", field=given[0])
    number, day = (elsewhere.get(name, kept[name]) for name in kept)
    if number and index_numbers.is_taken(number, document):
        raise RuleViolation("这个索引号已有另一件信息使用", field="index_number")
    if day and not content.EARLIEST_FORMED <= day <= today:
        raise RuleViolation("原公开日期应当在1949年10月1日和今天之间", field="published_on")
    document.index_number, document.old_published_on = number or None, day
    document.save(update_fields=given)
    index_numbers.mind([number])
    return given
