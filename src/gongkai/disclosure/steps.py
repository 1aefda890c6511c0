"""下一步 — what can be done with a document now, by whom, and why this actor may not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Permission, Verdict
from gongkai.disclosure import policies
from gongkai.disclosure.models import Document, Version
from gongkai.rules.disclosure import VersionState, check_four_eyes
from gongkai.rules.process import RuleViolation
from gongkai.ui.wording import refused


@dataclass(frozen=True, slots=True)
class NextStep:
    """一步 — its words, where it is done, whether by a page (GET) or a button (POST), and the verdict."""

    name: str
    label: str
    url: str
    verdict: Verdict
    post: bool = False


def steps_for(document: Document, actor: Actor) -> list[NextStep]:
    """Return every step that the state of a document leaves open, the expected one first."""
    version = document.working
    if version is not None:
        version.document = document
    steps = _working_steps(version, actor) if version else []
    return [*steps, *_public_steps(document, actor)]


def primary(steps: list[NextStep]) -> NextStep | None:
    """Return the step that this actor is expected to take: the first open one that does not undo anything."""
    return next((step for step in steps if step.verdict and step.name in _FORWARD), None)


_FORWARD = frozenset({"edit", "review", "sign"})


def _working_steps(version: Version, actor: Actor) -> list[NextStep]:
    base = f"/desk/documents/{version.document_id}/"
    state = VersionState(version.state)
    if state is VersionState.DRAFT:
        may = _may(actor, policies.DRAFT, version)
        return [
            NextStep("edit", _("修改稿件"), f"{base}edit/", may),
            NextStep("submit", _("送保密审查"), f"{base}submit/", may, post=True),
            NextStep("discard", _("作废这一稿"), f"{base}discard/", may, post=True),
        ]
    if state is VersionState.IN_REVIEW:
        return [NextStep("review", _("保密审查"), f"{base}review/", review_verdict(version, actor))]
    if state is VersionState.IN_SIGNING:
        return [NextStep("sign", _("签发公开"), f"{base}sign/", sign_verdict(version, actor))]
    return [NextStep("stop", _("取消定时，退回修改"), f"{base}sign/", _may(actor, policies.SIGN, version))]


def _public_steps(document: Document, actor: Actor) -> list[NextStep]:
    base = f"/desk/documents/{document.pk}/"
    steps = []
    if document.public_id and not document.working_id:
        drafts = actor.may(policies.DRAFT, document.agency)
        steps.append(NextStep("revise", _("修订"), f"{base}revise/", drafts, post=True))
    if document.public_id:
        steps.append(
            NextStep(
                "validity", _("标注有效性"), f"{base}validity/", actor.may(policies.DRAFT, document.agency)
            )
        )
        steps.append(
            NextStep(
                "withdraw",
                _("撤回"),
                f"/desk/withdraw/?ids={document.pk}",
                actor.may(policies.WITHDRAW, document.agency),
            )
        )
    return steps


def review_verdict(version: Version, actor: Actor) -> Verdict:
    """Say whether an actor may review a version: by post, and not their own draft."""
    verdict = _may(actor, policies.REVIEW, version)
    return verdict and _four_eyes(version.author_id, actor.user_id, None)


def sign_verdict(version: Version, actor: Actor) -> Verdict:
    """Say whether an actor may sign a version: by post, and neither its author nor its reviewer."""
    verdict = _may(actor, policies.SIGN, version)
    return verdict and _four_eyes(version.author_id, version.reviewed_by_id, actor.user_id)


def _may(actor: Actor, wanted: Permission, version: Version) -> Verdict:
    return actor.may(wanted, version.document.agency)


def _four_eyes(author: int | None, reviewer: int | None, signer: int | None) -> Verdict:
    try:
        check_four_eyes(author, reviewer, signer)
    except RuleViolation as violation:
        return Verdict(False, refused(violation))
    return Verdict(True)
