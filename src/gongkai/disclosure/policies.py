"""主动公开的权限与可见范围 — who may do what to a document, and the one decision on who sees it.

Visibility is one rule in two forms that a test holds together: `audience_of` says for a document which groups
may see it, `audiences_of` says to which groups an actor belongs. Pages, files, search, feeds, API and exports
all ask through `queries.visible_to`, which is the same rule as a query, or through the index, which stores
`audience_of`.
"""

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.core.permissions import permission
from gongkai.disclosure.models import Document
from gongkai.rules.posts import Role

SEE_UNPUBLISHED = permission(
    "disclosure.see", "查看未公开稿件", Role.LIAISON, Role.REVIEWER, Role.LEADER, Role.OFFICE
)
DRAFT = permission("disclosure.draft", "起草与修改", Role.LIAISON, Role.OFFICE)
REVIEW = permission("disclosure.review", "保密审查", Role.REVIEWER)
SIGN = permission("disclosure.sign", "签发公开", Role.LEADER)
WITHDRAW = permission("disclosure.withdraw", "撤回", Role.LEADER, Role.OFFICE)
ANSWER_CORRECTION = permission("disclosure.correction", "处理纠错", Role.LIAISON, Role.OFFICE)

PUBLIC_AUDIENCE = "public"


def agency_audience(agency_id: int) -> str:
    """Return the name of the group of those who see an organ's unpublished documents."""
    return f"agency:{agency_id}"


def audience_of(document: Document) -> tuple[str, ...]:
    """Return the groups that may see a document."""
    groups = (agency_audience(document.agency_id),)
    return (PUBLIC_AUDIENCE, *groups) if document.open_to_public else groups


def agencies_seen_by(actor: Actor) -> list[int]:
    """Return the ids of the organs whose unpublished documents an actor sees."""
    if not actor.posts:
        return []
    return list(agencies_for(actor, SEE_UNPUBLISHED).values_list("id", flat=True))


def audiences_of(actor: Actor) -> tuple[str, ...]:
    """Return the groups to which an actor belongs."""
    return (PUBLIC_AUDIENCE, *(agency_audience(pk) for pk in agencies_seen_by(actor)))


def drafts_at(actor: Actor, agency: Agency) -> bool:
    """Whether an actor may draft for an organ."""
    return bool(actor.may(DRAFT, agency))
