"""答复之后的公开 — an answered item goes on into what is published at the organ's own initiative; the public register.

Regulations of 2019 Art. 44: what several have asked for, or an applicant proposes, may be published for all.
"""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor, HeldPost
from gongkai.core.change import changing
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.models import Document
from gongkai.foi import decisions, policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import happen
from gongkai.foi.files import read_file
from gongkai.foi.models import Case
from gongkai.privacy.text import scan_text
from gongkai.rules.citations import REGULATIONS_2019, cite
from gongkai.rules.phrases import phrase
from gongkai.rules.posts import Role
from gongkai.rules.privacy import KIND_LABELS, Certainty
from gongkai.rules.process import RuleViolation
from gongkai.rules.reply_kinds import Result
from gongkai.screening.known import known_to_all

PUBLISH = cite(REGULATIONS_2019, 44)
_GIVEN = (Result.GRANTED, Result.PARTLY_GRANTED)


def make_public(case_id: int, *, actor: Actor, now: datetime) -> Document:
    """转为主动公开 — return a draft of what a case gave out, for review and signature like any other (2019 Art. 44).

    Title and files are those of the answer; who applied and what they wrote besides stay behind. The files
    follow one by one: reading their words takes time for which nobody else should wait. Raises RuleViolation
    for a case that gave nothing or went this way already, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        if case.made_public_id is not None:
            raise RuleViolation("这件申请提供的信息已经转为主动公开")
        if case.answered_on is None or case.result not in _GIVEN:
            raise RuleViolation("只有已经答复并提供了信息的申请，才能转为主动公开", PUBLISH)
        drafter = _as_drafter(actor, case.agency)
        values = {"title": case.title, "attribute": "proactive", "source": case.agency.name}
        version = create_draft(case.agency, actor=drafter, now=now, values=values)
        case.made_public = version.document
        happen(
            change,
            case,
            "made_public",
            timezone.localdate(now),
            who=actor,
            citation=PUBLISH,
            document=version.document_id,
        )
    for file in decisions.given_out(case):
        attach(version.pk, actor=drafter, now=now, name=file.name, data=read_file(file))
    return version.document


def show_answer(case_id: int, shown: bool, *, actor: Actor, now: datetime) -> Case:
    """列入公开登记 — show an answered case, without any person, in the public register; or take it out again.

    Raises RuleViolation without the applicant's consent, before the answer, and for a title that tells of a
    person; Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        if shown:
            _may_be_shown(case)
        case.shown = shown
        case.save(update_fields=["shown"])
        change.record("foi.show_answer", case, agency_id=case.agency_id, shown=shown)
    return case


def _may_be_shown(case: Case) -> None:
    if not case.may_be_shown:
        raise RuleViolation("申请人没有同意公开展示")
    if case.answered_on is None:
        raise RuleViolation("答复以后才能列入公开登记")
    for finding in scan_text(case.title, known=known_to_all()):
        if finding.certainty is not Certainty.POSSIBLE:
            kind = phrase(KIND_LABELS[finding.kind])
            raise RuleViolation(phrase("标题里有%(kind)s，不能列入公开登记", kind=kind))


def _as_drafter(actor: Actor, agency: Agency) -> Actor:
    """Return the officer with a liaison's post for this one draft: whoever handles a case may hand its answer on."""
    post = HeldPost(Role.LIAISON, agency.pk, agency.path)
    return Actor(actor.user, (*actor.posts, post))
