"""匿名化 — on schedule after archiving, who applied is erased; figures and the ledger stay whole (PIPL Art. 47)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.policies import SYSTEM
from gongkai.core import files, ledger
from gongkai.core.change import Change, changing
from gongkai.foi.actions.happen import happen
from gongkai.foi.models import Applicant, Case, CaseFile, Consultation, DecisionPart
from gongkai.notices.sending import forget
from gongkai.rules.application_process import CaseState
from gongkai.rules.applications import ApplicantKind
from gongkai.rules.process import RuleViolation

_ERASED = (
    "name",
    "contact_name",
    "id_kind",
    "id_number",
    "phone",
    "email",
    "address",
    "postcode",
    "fingerprint",
    "email_fingerprint",
    "phone_fingerprint",
)
_SHORTEST_NAME = 2
"""A single sign is no name that could be told from other words."""
_KEPT_FILES = frozenset({CaseFile.Kind.RELEASE})
"""What was given out stays, as the record of the answer; everything else came from people or tells of them."""


def due_for_anonymising(now: datetime) -> QuerySet[Applicant]:
    """Return the applicants all of whose cases have rested in the archive for long enough, with nothing pending."""
    resting = Q(state=CaseState.ARCHIVED, archived_at__lte=now - settings.ANONYMISE_AFTER)
    pending = Case.objects.filter(remedies__closed_on=None, remedies__isnull=False)
    busy = Case.objects.exclude(resting).values("applicant_id")
    return (
        Applicant.objects.filter(anonymised_at=None, cases__isnull=False)
        .exclude(pk__in=busy)
        .exclude(pk__in=pending.values("applicant_id"))
        .distinct()
        .order_by("pk")
    )


def anonymise(case_id: int, *, now: datetime) -> Case:
    """匿名化 — erase who applied in a case, and what tells of people in its words, files and notices.

    Raises RuleViolation before its time, or while reconsideration or litigation is pending.
    """
    with changing(SYSTEM, now) as change:
        case = (
            Case.objects.select_for_update(of=("self",)).select_related("agency", "applicant").get(pk=case_id)
        )
        if not due_for_anonymising(now).filter(pk=case.applicant_id).exists():
            raise RuleViolation("还没有到清除申请人信息的时候")
        applicant = case.applicant
        people = _names(case)
        for name in _ERASED:
            setattr(applicant, name, "")
        applicant.anonymised_at = now
        applicant.save()
        for each in applicant.cases.select_for_update().select_related("agency"):
            _erase(change, each, people)
    return case


def _names(case: Case) -> list[str]:
    """Return who is to be found in words: organisations are no personal data, who speaks for them is."""
    citizen = case.applicant_kind == ApplicantKind.CITIZEN
    named = (case.applicant.name if citizen else "", case.applicant.contact_name)
    return [str(name) for name in named if len(name) >= _SHORTEST_NAME]


def _erase(change: Change, case: Case, people: Sequence[str]) -> None:
    third = case.consultations.filter(kind=Consultation.Kind.THIRD_PARTY)
    people = [*people, *(name for name in (each.name for each in third) if len(name) >= _SHORTEST_NAME)]
    case.access_token = case.query_code = ""
    for words in ("title", "description", "features"):
        setattr(case, words, without(getattr(case, words), people))
    for things, fields in (
        (case.supplements.all(), ("what", "answer")),
        (case.consultations.all(), ("what", "override_reason")),
        (case.assignments.all(), ("answer", "return_reason")),
        (DecisionPart.objects.filter(decision__case=case), ("what",)),
        (case.reveals.all(), ("reason",)),
    ):
        _mask(things, fields, people)
    for letter in case.letters.all():
        letter.paragraphs = [without(paragraph, people) for paragraph in letter.paragraphs]
        letter.addressee = ""
        letter.save(update_fields=["paragraphs", "addressee"])
    third.update(name="")
    case.consultations.update(contact="", reason="")
    case.events.update(note="")
    ledger.forget_notes(case, lambda note: without(note, people) != note)
    for file in case.files.filter(removed_at=None).exclude(kind__in=_KEPT_FILES):
        _remove(file, change.now)
    forget(case)
    happen(change, case, "anonymised", timezone.localdate(change.now), who=SYSTEM)


def _mask(things: Iterable[Model], fields: Sequence[str], people: Sequence[str]) -> None:
    for thing in things:
        for name in fields:
            setattr(thing, name, without(getattr(thing, name), people))
        thing.save(update_fields=list(fields))


def without(words: str, people: Sequence[str]) -> str:
    """Return words without the personal data that is found in them, and without the names of these people."""
    # The detectors are loaded when they are first needed.
    from gongkai.privacy.masking import mask_text
    from gongkai.privacy.text import scan_text

    for name in people:
        words = words.replace(name, "*" * len(name))
    return mask_text(words, scan_text(words))


def _remove(file: CaseFile, now: datetime) -> None:
    """Take the bytes of a file away, unless a case that was split off still has them."""
    stored = file.stored
    file.stored, file.removed_at, file.name = None, now, ""
    file.save()
    if stored is not None and not CaseFile.objects.filter(stored=stored).exists():
        files.forget(stored)
