"""更正 — somebody shows that what an organ has on them is wrong; the organ corrects it, or says why not (2019 Art. 41)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for, case_for_either
from gongkai.foi.actions.happen import happen
from gongkai.foi.actions.keep_file import keep_file
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import officers_of, people_at, tell_applicant, tell_people
from gongkai.foi.files import checked
from gongkai.foi.filing import IncomingFile
from gongkai.foi.models import Case, CaseEvent
from gongkai.rules.application_process import HAPPENING_LABELS
from gongkai.rules.citations import REGULATIONS_2019, cite
from gongkai.rules.letters import LETTERS
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation

_CITATION = cite(REGULATIONS_2019, 41)
ANSWERS: Mapping[str, str] = {
    "corrected": "correction-decision",
    "refused": "correction-refusal",
    "passed_on": "correction-transfer",
}
"""The letter of each answer to such a request."""


def request_correction(
    *,
    key: str = "",
    case_id: int | None = None,
    information: str,
    evidence: str,
    files: Sequence[IncomingFile] = (),
    on: date | None = None,
    actor: Actor,
    now: datetime,
) -> CaseEvent:
    """申请更正 — by the applicant with the key, or written down by an officer: what is wrong, and what shows it.

    Raises RuleViolation for what is missing or a day that cannot be, Denied, Http404.
    """
    brought = checked(files)
    with changing(actor, now) as change:
        case = case_for_either(actor, policies.HANDLE, key=key, case_id=case_id)
        for name, words in (("information", information), ("evidence", evidence)):
            if not words.strip():
                raise RuleViolation("请写明哪些记录不准确，有什么证据", _CITATION, field=name)
        today = timezone.localdate(now)
        on = today if key or on is None else on
        if not case.arrived_on <= on <= today:
            raise RuleViolation("日期应在收到申请之后、今天以前", _CITATION, field="on")
        for file in brought:
            keep_file(case, file.kind, file.name, file.data, file.media_type, who=actor, now=now)
        case.correction_waits = True
        note = f"{' '.join(information.split())}\n{evidence.strip()}"
        event = happen(change, case, "corrected", on, who=actor, note=note, citation=_CITATION)
        # The leader answers; who wrote it down knows.
        people = people_at(change, case.agency, Role.LEADER)
        if key:
            people += officers_of(change, case)
        deed, occasion = HAPPENING_LABELS["corrected"], f"correction {event.pk}"
        tell_people(change, case, "applicant_acted", people, occasion=occasion, deed=deed)
    return event


def answer_correction(event_id: int, *, answer: str, words: str, actor: Actor, now: datetime) -> CaseEvent:
    """答复更正要求 — corrected (`words`: what now stands there), refused (why), or passed on (to which organ).

    The leader answers, with a letter. Raises RuleViolation without words, for an unknown answer or the second time;
    Denied, Http404.
    """
    with changing(actor, now) as change:
        request = CaseEvent.objects.filter(pk=event_id, kind="corrected").first()
        case = case_for(actor, policies.SIGN_DECISION, request.case_id if request else 0)
        if request is None:
            raise Http404
        if answer not in ANSWERS:
            raise RuleViolation("请选择怎样答复", _CITATION, field="answer")
        if not words.strip():
            raise RuleViolation("请写明答复的内容", _CITATION, field="words")
        if any(each.detail.get("request") == event_id for each in _answers(case)):
            raise RuleViolation("这项更正要求已经答复", _CITATION)
        today = timezone.localdate(now)
        event = happen(
            change,
            case,
            "correction_answered",
            today,
            who=actor,
            citation=_CITATION,
            request=event_id,
            answer=answer,
        )
        case.correction_waits = case.events.filter(kind="corrected").count() > len(_answers(case))
        case.save(update_fields=["correction_waits"])
        kind = ANSWERS[answer]
        addressee = case.applicant.name
        issue(change, case, kind, addressee=addressee, places=_places(request, words.strip()), who=actor)
        tell_applicant(change, case, "letter_served", letter=LETTERS[kind].label)
    return event


def _answers(case: Case) -> list[CaseEvent]:
    return list(case.events.filter(kind="correction_answered"))


def _places(request: CaseEvent, words: str) -> dict[str, object]:
    """Return every place that one of the letters has; each takes its own."""
    information, _, evidence = request.note.partition("\n")
    said = {"corrected": words, "reason": words, "other_organ": words}
    return {"received": request.on, "information": information, "evidence": evidence, **said}
