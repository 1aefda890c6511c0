"""改机关 — a draft that was brought in belongs to another organ; its files are known by this from now on."""

from datetime import datetime

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Version
from gongkai.imports.actions.learn import learn
from gongkai.imports.habits import word_of
from gongkai.imports.models import Habit
from gongkai.imports.telling import column_told
from gongkai.rules.disclosure import VERSION_STATE_LABELS, DocumentStatus, VersionState
from gongkai.rules.process import StepNotAllowed


def reassign(version_id: int, agency: Agency, *, actor: Actor, now: datetime) -> Version:
    """改机关 — of a draft that was never public; its column becomes the one that is proposed there.

    Raises Denied where the actor does not draft for both organs, StepNotAllowed outside the draft state.
    """
    with changing(actor, now) as change:
        version = version_for(actor, policies.DRAFT, version_id)
        document = version.document
        if version.state != VersionState.DRAFT or document.status != DocumentStatus.UNPUBLISHED:
            raise StepNotAllowed("reassign", "改机关", VERSION_STATE_LABELS[VersionState(version.state)])
        actor.require(policies.DRAFT, agency)
        genre = version.evidence.get("genre", {}).get("value", "")
        document.agency = agency
        document.column, told = column_told(agency, version.title, genre)
        document.save(update_fields=["agency", "column"])
        version.evidence.pop("column", None)
        version.evidence |= {"column": told} if told else {}
        version.save(update_fields=["evidence"])
        said = version.evidence.get("agency", {}).get("value", "")
        if key := said or word_of(version.document_number):
            learn(Habit.Kind.LETTERHEAD, key, agency.code, agency=agency, version=version, who=actor, now=now)
        change.record("imports.reassign", document, agency_id=agency.pk, version=version.number)
        change.ask("index", document.pk)
    return version
