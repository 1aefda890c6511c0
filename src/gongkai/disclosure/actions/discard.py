"""作废 — give up a draft that will not be published; its versions stay in the ledger's reach."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Version
from gongkai.rules.disclosure import PROCESS, DocumentStatus, VersionState


def discard(version_id: int, *, actor: Actor, now: datetime) -> Version:
    """作废一稿 — what is already public stays as it is; a number from elsewhere that never was is free again."""
    with changing(actor, now) as change:
        version = version_for(actor, policies.DRAFT, version_id)
        version.state = PROCESS.after(VersionState(version.state), "discard")
        version.save(update_fields=["state"])
        document = version.document
        document.working = None
        if document.status == DocumentStatus.UNPUBLISHED:
            document.index_number = None
        document.save(update_fields=["working", "index_number"])
        change.record("disclosure.discard", document, agency_id=document.agency_id, version=version.number)
        change.ask("index", document.pk)
    return version
