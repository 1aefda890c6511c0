"""依据 — what a draft keeps of how each of its fields was told (`Version.evidence`, read by `disclosure.told`)."""

from dataclasses import asdict
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Term
from gongkai.catalogue.queries import columns_proposed, term_named
from gongkai.imports.habits import column_meant, index_number_meant
from gongkai.intake import Reading
from gongkai.intake.index_numbers import LONGEST
from gongkai.intake.reading import MOST_OTHERS, Filled

_PROPOSED = "按标题和体裁建议"
_REMEMBERED = "本机关以前改到这里"


def evidence_of(reading: Reading, organ: Agency) -> dict[str, Any]:
    """Return what a reading tells of each field, with the runners-up of those that are not certain."""
    facts = {name: _fact(filled, reading.others.get(name, ())) for name, filled in reading.evidence.items()}
    if number := _index_number(reading, organ):
        facts["index_number"] = number
    if subjects := facts.pop("subjects", None):
        # The draft has room for one of the proposals.
        term = subject_of(reading)
        others = [other for other in subjects.get("others", ()) if term_named("subject", other["value"])]
        value = term.name if term else ""
        facts["subject"] = subjects | {
            "value": value,
            "others": [other for other in others if other["value"] != value],
        }
    return facts


def _fact(filled: Filled, others: tuple[Filled, ...]) -> dict[str, Any]:
    fact = asdict(filled)
    return fact | {"others": [asdict(other) for other in others]} if others else fact


def _index_number(reading: Reading, organ: Agency) -> dict[str, Any] | None:
    """Return the index number as the organ is known to write it, else as it seems, with what else may be it."""
    meant = index_number_meant(organ, reading)
    told = meant or reading.evidence.get("index_number")
    if told is not None and told.certainty == "certain":
        return asdict(told) if len(told.value) <= LONGEST else None
    if told is None and not reading.coded:
        return None
    return _fact(told or Filled("", "guess", ""), reading.coded[:MOST_OTHERS])


def subject_of(reading: Reading) -> Term | None:
    """Return the likeliest class of the subject scheme that there is here."""
    return next((term for name in reading.subjects if (term := term_named("subject", name))), None)


def column_told(organ: Agency, title: str, genre: str) -> tuple[Column | None, dict[str, Any]]:
    """Return the column that an organ's officers or the rules have for such a document, and what says so."""
    remembered = column_meant(organ, genre)
    proposed = [
        column for column in columns_proposed(organ, title=title, genre=genre) if column != remembered
    ]
    columns = [remembered, *proposed] if remembered else proposed
    if not columns:
        return None, {}
    facts = [
        {"value": column.name, "key": column.code, "certainty": "guess", "evidence": _PROPOSED}
        for column in columns[: MOST_OTHERS + 1]
    ]
    if remembered:
        facts[0] |= {"certainty": "likely", "evidence": _REMEMBERED}
    return columns[0], facts[0] | {"others": facts[1:]}
