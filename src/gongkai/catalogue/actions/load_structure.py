"""载入结构样表 — make an organ's columns from a template of structure; what it has already stays."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.catalogue import policies
from gongkai.catalogue.models import CatalogueChange, Column
from gongkai.core.change import changing
from gongkai.core.pages import SITE
from gongkai.rules.catalogue import MAX_DEPTH, ColumnSpec, Structure
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation


def load_structure(
    agency: Agency, structure: Structure, *, actor: Actor, now: datetime, under: Column | None = None
) -> list[Column]:
    """按样表建栏目 — return the columns that were made. `under` takes a template in below a column.

    Raises RuleViolation where the template would reach below the fourth level.
    """
    actor.require(policies.MANAGE_COLUMNS, agency)
    with changing(actor, now) as change:
        have = {column.code: column for column in Column.objects.filter(agency=agency)}
        if under is None and structure.under:
            under = have.get(structure.under)
        made: list[Column] = []
        for position, spec in enumerate(structure.columns, start=_place_after(have.values(), under)):
            _take_in(agency, spec, under, position, have, made, now)
        load = CatalogueChange.objects.create(
            kind=CatalogueChange.Kind.LOAD,
            office=agency,
            made_by=actor.user,
            made_at=now,
            reason="",
            summary=f"{agency.short_name}载入“{structure.name}”，新建 {len(made)} 个栏目",
            before={"made": [column.pk for column in made]},
        )
        change.record(
            "catalogue.load_structure", load, agency_id=agency.pk, structure=structure.code, made=len(made)
        )
        change.touch(SITE)
    return made


def _place_after(columns: Iterable[Column], under: Column | None) -> int:
    """Return the place behind the columns that stand below one, or at the top."""
    beside = [column.position for column in columns if column.parent_id == (under.pk if under else None)]
    return max(beside, default=-1) + 1


def _take_in(
    agency: Agency,
    spec: ColumnSpec,
    parent: Column | None,
    position: int,
    have: dict[str, Column],
    made: list[Column],
    now: datetime,
) -> None:
    column = have.get(spec.code)
    if column is None:
        depth = parent.depth + 1 if parent else 1
        if depth > MAX_DEPTH:
            raise RuleViolation(
                phrase("栏目最多 %(most)s 级，“%(column)s”放不下", most=MAX_DEPTH, column=phrase(spec.name))
            )
        column = Column.objects.create(
            agency=agency,
            parent=parent,
            code=spec.code,
            name=spec.name,
            section=parent.section if parent else spec.section,
            basis=spec.basis,
            unit=spec.unit,
            update_period=spec.update,
            proactive=spec.proactive,
            audience=spec.audience,
            depth=depth,
            position=position,
            opened_on=timezone.localdate(now),
            standard=asdict(spec.standard) if spec.standard else {},
        )
        have[spec.code] = column
        made.append(column)
    for place, child in enumerate(spec.children):
        _take_in(agency, child, column, place, have, made, now)
