"""维护栏目 — basis, responsible unit, update period and the other facts of one column."""

from collections.abc import Mapping
from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.catalogue import policies
from gongkai.catalogue.actions import column_facts
from gongkai.core.change import changing
from gongkai.core.pages import LISTS, SITE
from gongkai.rules.process import RuleViolation


def edit_column(column_id: int, *, actor: Actor, now: datetime, facts: Mapping[str, object]) -> list[str]:
    """维护栏目 — return the names of the facts that changed.

    A unit changes basis, unit and default attribute of its own columns; the rest is the disclosure office's.
    Who may see the column's documents is followed up by `disclosure.actions.edit_column`, which calls this.
    Raises Denied, Http404, RuleViolation when nothing changed.
    """
    with changing(actor, now) as change:
        column = column_facts.locked(column_id)
        actor.require(policies.EDIT_COLUMN, column.agency)
        changed = column_facts.fill(column, facts)
        if not changed:
            raise RuleViolation("没有改动")
        if set(changed) & set(column_facts.OFFICE_FACTS):
            actor.require(policies.MANAGE_COLUMNS, column.agency)
        column.save(update_fields=changed)
        change.record("catalogue.edit_column", column, agency_id=column.agency_id, fields=changed)
        change.touch(SITE, LISTS)
    return changed
