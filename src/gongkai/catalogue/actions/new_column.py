"""新建栏目 — add a column to an organ's catalogue."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from gongkai.agencies.actions.agency_facts import active
from gongkai.agencies.policies import Actor
from gongkai.catalogue import policies
from gongkai.catalogue.actions import column_facts
from gongkai.catalogue.models import Column, ColumnStatus
from gongkai.core.change import changing
from gongkai.core.pages import SITE
from gongkai.rules.catalogue import MAX_DEPTH, Section
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation


def new_column(
    agency_id: int,
    *,
    actor: Actor,
    now: datetime,
    code: str,
    facts: Mapping[str, object],
    section: Section = Section.STATUTORY,
    parent_id: int | None = None,
) -> Column:
    """新建栏目 — return the column, last among its siblings; below a column it takes over that one's section.

    Raises Denied, Http404, RuleViolation for a code that is taken or a fifth level.
    """
    with changing(actor, now) as change:
        agency = active(agency_id)
        actor.require(policies.MANAGE_COLUMNS, agency)
        column_facts.check_code(agency, code)
        parent = _parent(agency.pk, parent_id)
        column = Column(
            agency=agency,
            parent=parent,
            code=code,
            section=parent.section if parent else section,
            depth=parent.depth + 1 if parent else 1,
            opened_on=timezone.localdate(now),
        )
        column_facts.fill(column, facts)
        last = Column.objects.filter(agency=agency, parent=parent).order_by("-position").first()
        column.position = last.position + 1 if last else 0
        column.save(force_insert=True)
        change.record("catalogue.new_column", column, agency_id=agency.pk, code=code)
        change.touch(SITE)
    return column


def _parent(agency_id: int, parent_id: int | None) -> Column | None:
    if parent_id is None:
        return None
    parent = Column.objects.filter(pk=parent_id, agency_id=agency_id, status=ColumnStatus.ACTIVE).first()
    if parent is None:
        raise RuleViolation("上级栏目不属于这个机关，或者已停用", field="parent")
    if parent.depth >= MAX_DEPTH:
        raise RuleViolation(
            phrase(
                "栏目最多 %(most)s 级，“%(column)s”下面不能再建", most=MAX_DEPTH, column=phrase(parent.name)
            ),
            field="parent",
        )
    return parent
