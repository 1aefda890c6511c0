"""导入习惯的用处 — what officers corrected before decides where the next file of the kind belongs."""

import re

from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.catalogue.models import Column
from gongkai.catalogue.queries import columns_of
from gongkai.imports.models import Habit

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


def column_meant(agency: Agency, genre: str) -> Column | None:
    """Return the column into which an organ's officers put files of a genre, or None."""
    if not genre:
        return None
    habit = Habit.objects.filter(agency=agency, kind=Habit.Kind.COLUMN_OF_GENRE, key=genre[:200]).first()
    return columns_of(agency, staff=True).filter(code=habit.value).first() if habit else None
