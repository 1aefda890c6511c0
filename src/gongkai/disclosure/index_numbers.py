"""索引号的编定 — giving out numbers of the jurisdiction's pattern, and minding those that came from elsewhere.

An index number is unique and stands for one piece of information for good (2019 Art. 12 para. 3).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone

from gongkai.agencies.queries import jurisdiction
from gongkai.core.numbering import begin_after, next_serials
from gongkai.disclosure.models import Document
from gongkai.rules.index_numbers import IndexPattern, organ_code_of

LONGEST = 60
# No organ gives out a thousand million of them: what looks like one is a number of another kind.
_SERIAL_DIGITS = 9


def index_number_for(document: Document, now: datetime) -> str:
    """Give out the next index number of the jurisdiction's pattern (索引号): unique, stable, never reused."""
    return index_numbers_for([document], now)[0]


def index_numbers_for(documents: Sequence[Document], now: datetime) -> list[str]:
    """Give out an index number for each document, in their order, with few questions however many they are."""
    here = jurisdiction()
    pattern = IndexPattern(here.index_pattern if here else "{organ_code}/{year}-{serial:05d}")
    facts = [_facts_for_number(document, timezone.localdate(now)) for document in documents]
    keys = [f"index:{pattern.sequence_key(**each)}" for each in facts]
    serials = {key: iter(next_serials(key, count)) for key, count in Counter(keys).items()}
    return [pattern.format(**each, serial=next(serials[key])) for each, key in zip(facts, keys, strict=True)]


def _facts_for_number(document: Document, day: date) -> dict[str, str | int]:
    # An organ without a credit code gets a virtual one from its number here, as catalogues do.
    uscc = document.agency.uscc or f"{document.agency_id:017d}0"
    return {
        "organ_code": organ_code_of(uscc),
        "uscc": uscc,
        "region": uscc[2:8],
        "column": document.column.code if document.column else "",
        "year": day.year,
        "month": day.month,
    }


def mind(numbers: Iterable[str]) -> None:
    """Let our own numbers go on after those from elsewhere that have the same pattern."""
    here = jurisdiction()
    if here is None:
        return
    pattern = IndexPattern(here.index_pattern)
    highest: dict[str, int] = {}
    for number in numbers:
        found = pattern.regex.fullmatch(number)
        if found and len(found["serial"]) <= _SERIAL_DIGITS:
            facts = found.groupdict()
            serial = int(facts.pop("serial"))
            key = f"index:{pattern.sequence_key(**facts)}"
            highest[key] = max(serial, highest.get(key, 0))
    for key, serial in highest.items():
        begin_after(key, serial)


def is_taken(number: str, document: Document | None = None) -> bool:
    """Whether another document than this one has an index number."""
    others = Document.objects.filter(index_number=number)
    return (others.exclude(pk=document.pk) if document is not None else others).exists()
