"""决定的取用 — what a decision answers, by which text, and what is proposed for it."""

from typing import Any

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency, AgencyKind
from gongkai.agencies.queries import ancestor_ids
from gongkai.foi.models import Case, CaseFile, Decision, DecisionPart, RemedyPlaces
from gongkai.rules.citations import Statute, regulations_on
from gongkai.rules.process import RuleViolation
from gongkai.rules.replies import overall, reply_of
from gongkai.rules.reply_kinds import Element, Reply, Result
from gongkai.rules.serving import OBTAINING_WAY_LABELS, ObtainingWay


def statute_of(case: Case) -> Statute:
    """Return the text of the Regulations by which a case is answered; RuleViolation before its day of receipt."""
    if case.clock_since is None:
        raise RuleViolation("还没有确认收到申请之日，不能拟决定")
    return regulations_on(case.clock_since)


def statute_on_register(case: Case) -> Statute:
    """Return the text of the Regulations for a letter of a case, also before its day of receipt is established."""
    return regulations_on(case.clock_since or case.arrived_on)


def cases_of(decision: Decision) -> list[Case]:
    """Return the cases that a decision answers: its own first, then those merged into it that are still open."""
    merged = decision.case.merged.select_related("agency", "applicant").order_by("pk")
    return [decision.case, *(case for case in merged if case.open)]


def decisions_for(case: Case) -> QuerySet[Decision]:
    """Return the decisions that answer a case: its own, and those of the case that it was merged into."""
    return Decision.objects.filter(Q(case=case) | Q(letters__case=case)).distinct().order_by("id")


def given_out(case: Case) -> list[CaseFile]:
    """Return the files that the last signed decision on a case gives to its applicant, in the order of its parts."""
    signed = decisions_for(case).filter(state=Decision.State.SIGNED).last()
    parts = signed.parts.prefetch_related("files") if signed else ()
    return list({file.pk: file for part in parts for file in part.files.all()}.values())


def reply_to(part: DecisionPart, case: Case) -> Reply:
    """Return the kind of reply of a part."""
    return reply_of(statute_of(case), part.reply)


def result_of(decision: Decision) -> Result:
    """Return what a decision is as a whole; ValueError for one without parts."""
    return overall(reply_to(part, decision.case).result for part in decision.parts.all())


def proposed_part(case: Case, reply: Reply, written: DecisionPart | None) -> dict[str, Any]:
    """Return the facts of a proposed part: what was written for this reply already, else what the case tells."""
    if written is not None:
        return {
            "what": written.what,
            "reply": reply.code,
            "elements": written.elements,
            "files": tuple(file.pk for file in written.files.all()),
        }
    elements = {}
    if Element.CONTENT in reply.elements and case.way_wanted in set(ObtainingWay):
        elements[Element.WAY.value] = OBTAINING_WAY_LABELS[ObtainingWay(case.way_wanted)]
    return {"what": case.title, "reply": reply.code, "elements": elements}


def remedy_places_of(case: Case) -> dict[str, str]:
    """Return the reconsideration body and the court that letters of a case name: as its organ, or one above, has set.

    Without a setting the body is the government that the organ belongs to, or the one above a government
    (Administrative Reconsideration Law of 2023 Art. 24), and the court is empty.
    """
    lineage = ancestor_ids(case.agency)
    places = RemedyPlaces.objects.filter(agency__in=lineage).order_by("-agency__path").first()
    if places is not None:
        return {"review_body": places.review_body, "court": places.court}
    above = Agency.objects.filter(
        pk__in=lineage, kind=AgencyKind.GOVERNMENT, path__lt=case.agency.path
    ).order_by("-path")
    body = above.first()
    return {"review_body": body.name if body else "", "court": ""}
