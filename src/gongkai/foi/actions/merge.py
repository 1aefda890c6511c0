"""并案与拆分 — the same asked by several is decided once, several things asked at once one by one (2019 Arts. 37, 45)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.actions.register import acknowledge, receipt_of
from gongkai.foi.models import Case, CaseFile
from gongkai.foi.numbers import new_key, new_number, new_query_code
from gongkai.foi.queries import key_fingerprint
from gongkai.rules.application_process import CLOCK_KINDS, PROCESS, CaseState
from gongkai.rules.process import RuleViolation

LONGEST_TITLE = 200


def merge(case_ids: Sequence[int], into: int, *, actor: Actor, now: datetime) -> Case:
    """并案办理 — handle identical applications with one decision; each applicant is answered by a letter of their own.

    Every case keeps its own clock. Raises RuleViolation unless all are at one organ and none is merged already,
    StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        leading = case_for(actor, policies.HANDLE, into)
        citation = step(leading, "assign")
        others = [case_for(actor, policies.HANDLE, pk) for pk in sorted({*case_ids} - {into})]
        if not others:
            raise RuleViolation("请选择要并入的申请", citation, field="cases")
        today = timezone.localdate(now)
        for case in others:
            step(case, "assign")
            if case.agency_id != leading.agency_id:
                raise RuleViolation("只能把同一机关的申请并案办理", citation)
            if case.merged_into_id or leading.merged_into_id or case.merged.exists():
                raise RuleViolation("其中有的申请已经并案", citation)
            case.merged_into, case.lead = leading, leading.lead
            happen(change, case, "merged", today, who=actor, citation=citation, into=leading.pk)
        merged = [case.pk for case in others]
        happen(change, leading, "merged", today, who=actor, citation=citation, cases=merged)
    return leading


def split(case_id: int, titles: Sequence[str], *, actor: Actor, now: datetime) -> list[Case]:
    """拆分 — make one case of each thing that was asked for; return all, the first with the number it had.

    Each has the same day of receipt and its own receipt. Raises RuleViolation for fewer than two titles, or once
    anything has stopped the clock or was decided; StepNotAllowed, Denied, Http404.
    """
    wanted = [title.strip() for title in titles if title.strip()]
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        PROCESS.after(CaseState(case.state), "assign")
        if len(wanted) < 2 or any(len(title) > LONGEST_TITLE for title in wanted):
            raise RuleViolation("请写出拆分后每一件申请所需的信息，至少两件，每件最多200个字", field="titles")
        if case.merged_into_id or case.merged.exists():
            raise RuleViolation("已经并案的申请不能拆分")
        if case.events.filter(round=case.round, kind__in=CLOCK_KINDS).exists() or case.decisions.exists():
            raise RuleViolation("已经补正、延期、征求意见、收费或者拟过决定的申请不能拆分")
        parts = [_part(change, case, title, actor) for title in wanted[1:]]
        case.title = wanted[0]
        today = timezone.localdate(now)
        happen(change, case, "split", today, who=actor, parts=[part.pk for part in parts])
    return [case, *parts]


def _part(change: Change, case: Case, title: str, actor: Actor) -> Case:
    key = new_key()
    part = Case.objects.get(pk=case.pk)
    files = list(case.files.filter(removed_at=None))
    part.pk, part.submission, part.title, part.split_from = None, None, title, case
    part.number, part.query_code = new_number(case.agency, case.arrived_on.year), new_query_code()
    part.access_token, part.access_fingerprint = key, key_fingerprint(key)
    part.state, part.lead, part.warned = CaseState.REGISTERED, None, 0
    part._state.adding = True
    part.save()
    for file in files:
        CaseFile.objects.create(
            case=part,
            kind=file.kind,
            name=file.name,
            stored=file.stored,
            sealed_key=file.sealed_key,
            digest=file.digest,
            size=file.size,
            media_type=file.media_type,
            added_at=file.added_at,
            added_by=file.added_by,
        )
    happen(change, part, "filed", part.arrived_on, who=actor, split_from=case.pk)
    assert part.received_on is not None
    acknowledge(change, part, receipt_of(part), part.received_on, who=actor)
    return part
