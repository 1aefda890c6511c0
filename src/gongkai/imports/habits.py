"""导入习惯的用处 — what officers corrected before decides where the next file of the kind belongs."""

import re

from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.catalogue.models import Column
from gongkai.catalogue.queries import columns_of
from gongkai.imports.models import Habit
from gongkai.intake import Reading
from gongkai.intake.index_numbers import has_form
from gongkai.intake.reading import Filled

_WORD = re.compile(r"^[^\d〔\[（(【［第]+")


def word_of(document_number: str) -> str:
    """Return the organ's word in a document number (临建 of 临建〔2026〕5号), empty where there is none."""
    found = _WORD.match(document_number)
    return found.group().strip() if found else ""


def agency_meant(letterhead: str, document_number: str) -> Agency | None:
    """Return the organ that a letterhead, or else a document number's word, was said to mean; None if doubtful."""
    for key in filter(None, (letterhead, word_of(document_number))):
        codes = set(
            Habit.objects.filter(kind=Habit.Kind.LETTERHEAD, key=key[:200]).values_list("value", flat=True)
        )
        if len(codes) == 1:
            return Agency.objects.filter(code=codes.pop(), status=AgencyStatus.ACTIVE).first()
    return None


def index_number_meant(agency: Agency, reading: Reading) -> Filled | None:
    """Return the index number of a file in a form that its organ's officers once put right; None where there is none."""
    forms = Habit.objects.filter(agency=agency, kind=Habit.Kind.INDEX_PATTERN).order_by("-times", "pk")
    told = [*filter(None, (reading.evidence.get("index_number"),)), *reading.coded]
    for form in forms.values_list("value", flat=True):
        for one in told:
            if has_form(one.value, form):
                return Filled(one.value, "certain", one.evidence)
    return None


def column_meant(agency: Agency, genre: str) -> Column | None:
    """Return the column into which an organ's officers put files of a genre, or None."""
    if not genre:
        return None
    habit = Habit.objects.filter(agency=agency, kind=Habit.Kind.COLUMN_OF_GENRE, key=genre[:200]).first()
    return columns_of(agency, staff=True).filter(code=habit.value).first() if habit else None
