"""指标说明 — what is known of an indicator: how it is counted, broken down, put together, and what it must agree with."""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.rules.indicators import DIMENSIONS, INDICATORS, ORIGIN_LABELS, Indicator
from gongkai.rules.report_forms import Form, Identity, forms
from gongkai.rules.slices import Slice


@dataclass(frozen=True, slots=True)
class Definition:
    """一个指标的说明 — with its parts, the indicators made of it, and the identities of the forms that bind it."""

    indicator: Indicator
    origin: str
    dimensions: tuple[str, ...]
    parts: tuple[Indicator, ...]
    used_by: tuple[Indicator, ...]
    identities: tuple[tuple[Form, tuple[str, ...]], ...]


def definition_of(key: str) -> Definition:
    """Return what an indicator is; raises KeyError."""
    indicator = INDICATORS[key]
    return Definition(
        indicator=indicator,
        origin=ORIGIN_LABELS[indicator.origin],
        dimensions=tuple(DIMENSIONS[name].name for name in indicator.dimensions),
        parts=tuple(INDICATORS[name] for name in _parts(indicator)),
        used_by=tuple(other for other in INDICATORS.values() if key in _parts(other)),
        identities=tuple((form, found) for form in forms() if (found := tuple(_binding(form, key)))),
    )


def _parts(indicator: Indicator) -> tuple[str, ...]:
    found: tuple[Slice | None, ...] = (indicator.of, indicator.over, *indicator.parts)
    return tuple(dict.fromkeys(part.indicator for part in found if part))


def _binding(form: Form, key: str) -> Iterator[str]:
    """Yield the sentences of a form's identities that have a cell of the indicator, each once."""
    cells = {cell.key for cell in form.cells() if cell.shows and cell.shows.indicator == key}
    yield from dict.fromkeys(each.words for each in form.identities if cells & _cells(each))


def _cells(identity: Identity) -> set[str]:
    return {term.cell for term in (*identity.left, *identity.right)}
