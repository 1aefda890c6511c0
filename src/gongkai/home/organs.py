"""机关的编排 — the organs of the jurisdiction in the groups in which readers look for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency, AgencyKind, AgencyLevel, AgencyName, AgencyStatus, Jurisdiction
from gongkai.agencies.queries import active_agencies
from gongkai.search.analysis import plain

NAMED = 13
"""Organs of a group that the home page names."""

_BRIEF = ("id", "code", "name", "short_name", "kind", "level", "path", "parent_id", "position")


@dataclass(frozen=True, slots=True)
class Group:
    """机关分组 — organs of one kind and level, under a heading."""

    code: str
    label: str
    organs: Sequence[Agency]

    @property
    def first(self) -> Sequence[Agency]:
        """Those that the home page names; all of them where hardly any would be left out."""
        return self.organs[:NAMED] if len(self.organs) > NAMED + 2 else self.organs

    @property
    def others(self) -> int:
        """How many the home page does not name."""
        return len(self.organs) - len(self.first)


def grouped(site: Jurisdiction | None) -> list[Group]:
    """Return the organs in use by kind and level, those outside the jurisdiction last; groups with none left out."""
    organs = list(active_agencies().only(*_BRIEF))
    return groups_of(organs, site)


def bearing(organs: Iterable[Agency], words: str) -> list[Agency]:
    """Return the organs whose full, short or former name contains the words, in either script; all for no words."""
    wanted = plain(words)
    if not wanted:
        return list(organs)
    former: dict[int, list[str]] = {}
    for agency_id, name in AgencyName.objects.values_list("agency_id", "name"):
        former.setdefault(agency_id, []).append(name)
    return [
        agency
        for agency in organs
        if any(wanted in plain(name) for name in (agency.name, agency.short_name, *former.get(agency.pk, ())))
    ]


def groups_of(organs: Sequence[Agency], site: Jurisdiction | None) -> list[Group]:
    """Return given organs in groups."""
    labels = _labels()
    rows: dict[str, list[Agency]] = {code: [] for code in labels}
    for agency in organs:
        rows[_group_of(agency, site.root if site else None)].append(agency)
    return [Group(code, label, rows[code]) for code, label in labels.items() if rows[code]]


def _labels() -> dict[str, str]:
    return {
        "own": _("本级政府和部门"),
        "cities": _("市（州）政府"),
        "counties": _("县（市、区）政府"),
        "departments": _("下级政府部门"),
        "townships": _("乡镇、街道"),
        "organisations": _("公共企事业单位"),
        "others": _("其他机关"),
    }


def _group_of(agency: Agency, root: Agency | None) -> str:
    if root is None or not agency.path.startswith(root.path):
        return "others"
    if agency.kind == AgencyKind.ORGANISATION:
        return "organisations"
    if agency.level == root.level:
        return "own"
    if agency.kind == AgencyKind.TOWNSHIP or agency.level == AgencyLevel.TOWNSHIP:
        return "townships"
    if agency.kind == AgencyKind.DEPARTMENT:
        return "departments"
    return "cities" if agency.level == AgencyLevel.CITY else "counties"


def organ_at(code: str) -> Agency:
    """Return the organ of an address, or the one that took it over; raises Http404 when there was never one."""
    agency = Agency.objects.select_related("parent").filter(code=code).first()
    if agency is None:
        raise Http404
    passed = {agency.pk}
    while agency.status == AgencyStatus.MERGED and agency.successor_id and agency.successor_id not in passed:
        passed.add(agency.successor_id)
        agency = Agency.objects.select_related("parent").get(pk=agency.successor_id)
    return agency
