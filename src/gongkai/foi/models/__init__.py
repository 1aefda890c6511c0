"""依申请公开的事实 — cases and what happened to them, decisions and letters, reviews, and what is kept sealed.

A Case is one application. Everything that happens to it is a CaseEvent; those of the clock's kinds decide the day
by which it must be answered, and the case keeps that reading (`due_on`, `stopped_by`…) so that lists need not count.
Who the applicant is stands in Applicant, sealed; files of a case are sealed too (CaseFile).
"""

from gongkai.foi.models.cases import Applicant, Case, CaseEvent, CaseFile
from gongkai.foi.models.decisions import Decision, DecisionPart, Letter, RemedyPlaces, Service
from gongkai.foi.models.handling import Assignment, Consultation, Extension, FeeNotice, Supplement
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.models.traces import ApplicationDraft, Reveal, SignIn, Urging

__all__ = [
    "Applicant",
    "ApplicationDraft",
    "Assignment",
    "Case",
    "CaseEvent",
    "CaseFile",
    "Consultation",
    "Decision",
    "DecisionPart",
    "Extension",
    "FeeNotice",
    "Letter",
    "Remedy",
    "RemedyPlaces",
    "Reveal",
    "Service",
    "SignIn",
    "Supplement",
    "Urging",
]
