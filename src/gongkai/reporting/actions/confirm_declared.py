"""确认填报数字 — a second person of the organ looks at what was declared and stands for it."""

from collections.abc import Collection
from datetime import datetime

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.reporting import policies
from gongkai.reporting.models import DeclaredFigure
from gongkai.rules.process import RuleViolation


def confirm_declared(figure_ids: Collection[int], *, actor: Actor, now: datetime) -> list[DeclaredFigure]:
    """确认 — figures that somebody else declared; all of them or none.

    Raises RuleViolation for none, one's own, and what was corrected or confirmed since the page was opened; Denied,
    Http404.
    """
    with changing(actor, now) as change:
        rows = DeclaredFigure.objects.select_for_update(of=("self",)).select_related("agency")
        found = list(rows.filter(pk__in=figure_ids).order_by("pk"))
        if len(found) != len(set(figure_ids)):
            raise Http404
        if not found:
            raise RuleViolation("请选择要确认的数字")
        for row in found:
            actor.require(policies.CONFIRM_DECLARED, row.agency)
            _check(row, actor)
            row.confirmed_by, row.confirmed_at = actor.person, now
            row.save(update_fields=["confirmed_by", "confirmed_at"])
        change.record_many(
            "reporting.confirm_declared",
            [
                (row, row.agency_id, {"slice": row.slice, "year": row.year, "month": row.month})
                for row in found
            ],
        )
        change.touch("figures")
    return found


def _check(row: DeclaredFigure, actor: Actor) -> None:
    if row.declared_by_id == actor.user_id:
        raise RuleViolation("填报的数字须由另一人确认")
    if row.superseded_at or row.confirmed_at:
        raise RuleViolation("有的数字刚才已经更正或者确认，请重新打开页面再看")
