"""起草 — begin a document at an organ, empty or with what is already known."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.agencies.policies import Actor
from gongkai.catalogue.models import Column
from gongkai.core.change import changing
from gongkai.disclosure import content, index_numbers, policies
from gongkai.disclosure.models import Document, Version
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation


def create_draft(
    agency: Agency,
    *,
    actor: Actor,
    now: datetime,
    column: Column | None = None,
    values: Mapping[str, Any] | None = None,
    evidence: Mapping[str, Any] | None = None,
    index_number: str = "",
    old_published_on: date | None = None,
) -> Version:
    """起草一件政府信息 — return its first version, in draft.

    `index_number` (which nothing else here has) and `old_published_on` are what it bore elsewhere. Raises Denied where the actor does not draft for the organ, RuleViolation for a closed organ or a column
    of another organ.
    """
    actor.require(policies.DRAFT, agency)
    if agency.status != AgencyStatus.ACTIVE:
        raise RuleViolation(phrase("%(organ)s已撤并，不能再起草", organ=agency.name))
    if column is not None and column.agency_id != agency.pk:
        raise RuleViolation("所选栏目不属于这个机关", field="column")
    with changing(actor, now) as change:
        document = Document.objects.create(
            agency=agency,
            column=column,
            created_at=now,
            index_number=index_number or None,
            old_published_on=old_published_on,
        )
        index_numbers.mind([index_number])
        version = Version(
            document=document,
            number=1,
            author=actor.user,
            created_at=now,
            saved_at=now,
            attribute="proactive" if column is None or column.proactive else "",
            evidence=dict(evidence or {}),
        )
        content.fill(version, values or {})
        version.save(force_insert=True)
        document.working = version
        document.save(update_fields=["working"])
        change.record("disclosure.create_draft", document, agency_id=agency.pk, version=1)
        change.ask("index", document.pk)
    return version
