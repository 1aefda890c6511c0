"""机关撤并与栏目 — merge or close an organ together with its columns."""

from datetime import datetime

from gongkai.agencies.actions import close_agency as close
from gongkai.agencies.actions import merge_agency as merge
from gongkai.agencies.addresses import organ_address
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.catalogue.addresses import column_address
from gongkai.catalogue.models import Column, ColumnStatus
from gongkai.core.change import changing
from gongkai.core.redirects import lead_on


def merge_agency(agency_id: int, *, actor: Actor, now: datetime, successor_id: int, reason: str) -> Agency:
    """机关合并 — as `agencies.actions.merge_agency`; the columns are retired, their addresses lead on.

    A column leads to the successor's column of the same code, or to the successor's page.
    """
    with changing(actor, now):
        agency = merge.merge_agency(agency_id, actor=actor, now=now, successor_id=successor_id, reason=reason)
        successor = Agency.objects.get(pk=successor_id)
        there = set(
            Column.objects.filter(agency=successor, status=ColumnStatus.ACTIVE).values_list("code", flat=True)
        )
        for code in _retire_columns(agency):
            target = column_address(successor, code) if code in there else organ_address(successor)
            lead_on(column_address(agency, code), target)
    return agency


def close_agency(agency_id: int, *, actor: Actor, now: datetime, reason: str) -> Agency:
    """机关撤销 — as `agencies.actions.close_agency`; the columns are retired and keep their documents."""
    with changing(actor, now):
        agency = close.close_agency(agency_id, actor=actor, now=now, reason=reason)
        _retire_columns(agency)
    return agency


def _retire_columns(agency: Agency) -> list[str]:
    columns = Column.objects.filter(agency=agency, status=ColumnStatus.ACTIVE)
    codes = list(columns.values_list("code", flat=True))
    columns.update(status=ColumnStatus.RETIRED)
    return codes
