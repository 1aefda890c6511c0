"""看过、说明理由 — say that something may be public although it was found; it stays where it is."""

from collections.abc import Callable, Collection
from datetime import datetime

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.core.permissions import Denied
from gongkai.disclosure import policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Version
from gongkai.privacy.ruleset import RULESET
from gongkai.rules.disclosure import check_four_eyes
from gongkai.rules.privacy import Certainty
from gongkai.rules.process import RuleViolation
from gongkai.screening.models import Finding, FindingState
from gongkai.screening.scanning import Found, found_in

_ENTRIES = {
    FindingState.LOOKED_AT: "screening.looked_at",
    FindingState.JUSTIFIED: "screening.justified",
    FindingState.MASKED: "screening.masked",
    FindingState.REMOVED: "screening.removed",
}


def look_at(version_id: int, keys: Collection[str], *, actor: Actor, now: datetime) -> list[Finding]:
    """已看过，可以公开 — by whoever drafts or reviews; what is certain needs a reviewer's reason instead.

    Raises RuleViolation for what is certain or no longer there.
    """
    with changing(actor, now) as change:
        version = _drafter_or_reviewer(actor, version_id)
        found = chosen(version, keys)
        if any(one.certainty is Certainty.CERTAIN for one in found):
            raise RuleViolation("确定的个人信息要遮盖、移除，或者由审查员写明理由")
        return settle(version, found, FindingState.LOOKED_AT, change, actor.person, now)


def justify(
    version_id: int, keys: Collection[str], *, actor: Actor, now: datetime, words: str
) -> list[Finding]:
    """说明理由 (2019 Regulations Art. 15) — the reviewer, never the author, writes why it may be public.

    Raises RuleViolation without words, for one's own draft, or for what is no longer there.
    """
    with changing(actor, now) as change:
        version = version_for(actor, policies.REVIEW, version_id)
        check_four_eyes(version.author_id, actor.user_id, None)
        if not words.strip():
            raise RuleViolation("请写明为什么可以公开", field="words")
        found = chosen(version, keys)
        return settle(version, found, FindingState.JUSTIFIED, change, actor.person, now, words.strip()[:500])


def _drafter_or_reviewer(actor: Actor, version_id: int) -> Version:
    try:
        return version_for(actor, policies.REVIEW, version_id)
    except Denied:
        return version_for(actor, policies.DRAFT, version_id)


def chosen(
    version: Version, keys: Collection[str], fits: Callable[[Found], bool] = lambda one: True
) -> list[Found]:
    """Return what a version holds under some keys; raises RuleViolation where nothing of it is there."""
    wanted = set(keys)
    found = [one for one in found_in(version) if one.key in wanted and fits(one)]
    if not found:
        raise RuleViolation("这一处已经不在了，请看现在的情况")
    return found


def settle(
    version: Version,
    found: Collection[Found],
    state: FindingState,
    change: Change,
    by: User,
    now: datetime,
    words: str = "",
) -> list[Finding]:
    """Keep how something was settled, and record it; within an open change."""
    rows = [_row(version, one, state, by, now, words) for one in found]
    change.record(
        _ENTRIES[state],
        version.document,
        agency_id=version.document.agency_id,
        note=words,
        version=version.number,
        findings=[row.pk for row in rows],
        kinds=sorted({one.kind for one in found}),
    )
    return rows


def _row(version: Version, one: Found, state: FindingState, by: User, now: datetime, words: str) -> Finding:
    facts = {**facts_of_row(one), "state": state, "settled_by": by, "settled_at": now, "words": words}
    row, _ = Finding.objects.update_or_create(
        version=version, key=one.key, defaults=facts, create_defaults={**facts, "found_at": now}
    )
    return row


def facts_of_row(one: Found) -> dict[str, object]:
    """Return what a row says of something found, except when it was found and how it was settled."""
    start, end = one.spans[0] if one.spans else (0, 0)
    return {
        "part": one.part,
        "attachment": one.attachment,
        "file": one.file,
        "kind": one.kind,
        "certainty": one.certainty,
        "start": start,
        "end": end,
        "times": max(1, len(one.spans)),
        "place": one.place,
        "excerpt": one.excerpt,
        "reason": one.reason,
        "fingerprint": one.fingerprint,
        "ruleset": RULESET,
    }
