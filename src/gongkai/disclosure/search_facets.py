"""分面 — the counts of a search under the names that readers know, organs and columns with what is below them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Term
from gongkai.search.index import Filters

Counts = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """分面值 — a value to narrow a search by, its name, in how many of the hits, and whether it is chosen."""

    code: str
    label: str
    count: int
    chosen: bool


def named(counted: Mapping[str, Counts], filters: Filters) -> dict[str, list[FacetValue]]:
    """Return the facets with names, the most frequent first; what a facet cannot narrow is left out of it."""
    if not counted:
        return {}
    terms = _term_names(counted)
    facets = {
        "agency": _agencies(counted["agency"], filters.agency),
        "column": _columns(counted["column"], filters.column),
        "genre": _plain(counted["genre"], filters.genre, terms["genre"].get),
        "subject": _plain(counted["subject"], filters.subject, terms["subject"].get),
        "year": sorted(_plain(counted["year"], filters.year, str), key=lambda value: -int(value.code)),
        "validity": _plain(counted["validity"], filters.validity, validity_names().get),
    }
    return {name: values for name, values in facets.items() if values}


def chosen_codes(filter_value: object) -> list[str]:
    """Return the values of a filter, one or many, as the facets write them."""
    if filter_value is None:
        return []
    values = filter_value if isinstance(filter_value, tuple | list | set | frozenset) else [filter_value]
    return [str(value) for value in values]


def _chosen(filter_value: object, code: str) -> bool:
    return code in chosen_codes(filter_value)


def _plain(counts: Counts, chosen: object, name: Callable[[str], str | None]) -> list[FacetValue]:
    values = [FacetValue(code, name(code) or "", count, _chosen(chosen, code)) for code, count in counts]
    return [value for value in values if value.label]


def validity_names() -> dict[str, str]:
    """The standings of `presentation.standing_of`, which is what the index holds."""
    return {
        "upcoming": _("尚未施行"),
        "in_force": _("现行有效"),
        "amended": _("已修改"),
        "repealed": _("已废止"),
        "expired": _("已失效"),
    }


def _term_names(counted: Mapping[str, Counts]) -> dict[str, dict[str, str]]:
    codes = {code for name in ("genre", "subject") for code, _count in counted[name]}
    names: dict[str, dict[str, str]] = {"genre": {}, "subject": {}}
    for scheme, code, name in Term.objects.filter(scheme__code__in=names, code__in=codes).values_list(
        "scheme__code", "code", "name"
    ):
        names[scheme][code] = pgettext("rules", name)
    return names


def _rolled_up(counts: Counts, above: Mapping[str, Sequence[str]], chosen: object) -> Counter[str]:
    """Count each value with everything below it; a value above others that holds all of the hits narrows nothing."""
    whole: Counter[str] = Counter()
    total = sum(count for _code, count in counts)
    for code, count in counts:
        whole.update(dict.fromkeys((*above.get(code, ()), code), count))
    inner = {code for steps in above.values() for code in steps}
    return Counter(
        {
            code: count
            for code, count in whole.items()
            if code not in inner or count < total or _chosen(chosen, code)
        }
    )


def _agencies(counts: Counts, chosen: int | None) -> list[FacetValue]:
    own = [int(code) for code, _count in counts]
    paths = dict(Agency.objects.filter(pk__in=own).values_list("pk", "path"))
    above = {
        str(pk): [step for step in path.split("/") if step and step != str(pk)] for pk, path in paths.items()
    }
    whole = _rolled_up(counts, above, chosen)
    names = dict(Agency.objects.filter(pk__in=list(whole)).values_list("pk", "short_name"))
    return _ordered(whole, chosen, {str(pk): name for pk, name in names.items()})


def _columns(counts: Counts, chosen: str | None) -> list[FacetValue]:
    rows = (
        Column.objects.filter(code__in=[code for code, _count in counts])
        .values("code")
        .annotate(
            label=Min("name"),
            first=Min("parent__code"),
            second=Min("parent__parent__code"),
            third=Min("parent__parent__parent__code"),
        )
    )
    found = {row["code"]: row for row in rows}
    above = {
        code: [step for step in (row["first"], row["second"], row["third"]) if step in found]
        for code, row in found.items()
    }
    whole = _rolled_up(counts, above, chosen)
    return _ordered(whole, chosen, {code: pgettext("rules", row["label"]) for code, row in found.items()})


def _ordered(whole: Counter[str], chosen: object, names: Mapping[str, str]) -> list[FacetValue]:
    return [
        FacetValue(code, names[code], count, _chosen(chosen, code))
        for code, count in whole.most_common()
        if code in names
    ]
