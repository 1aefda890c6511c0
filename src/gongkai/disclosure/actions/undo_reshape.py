"""撤销目录调整 — put columns, documents and addresses back as they stood before one change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.actions.agency_facts import locked
from gongkai.agencies.policies import Actor
from gongkai.catalogue import policies
from gongkai.catalogue.models import CatalogueChange, Column
from gongkai.core.change import Change, changing
from gongkai.core.models import Redirect
from gongkai.core.pages import LISTS, SITE
from gongkai.core.redirects import lead_on
from gongkai.disclosure.actions.reshape_catalogue import ask_for_index_below, carry
from gongkai.disclosure.counts import recount
from gongkai.disclosure.models import Document
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation, StepNotAllowed


def undo_reshape(change_id: int, *, actor: Actor, now: datetime, reason: str) -> CatalogueChange:
    """撤销目录调整 — return the change, marked as undone.

    Documents that an officer has since put elsewhere stay there. Raises Denied, Http404, StepNotAllowed for a
    change that is undone already, RuleViolation without a reason or naming what stands in the way.
    """
    if not reason.strip():
        raise RuleViolation("请写明撤销的理由", field="reason")
    with changing(actor, now) as change:
        made = CatalogueChange.objects.select_related("office").filter(pk=change_id).first()
        if made is None:
            raise Http404
        actor.require(policies.MANAGE_COLUMNS, made.office)
        locked(made.office_id)
        made.refresh_from_db()
        if made.undone_at is not None:
            raise StepNotAllowed("undo_reshape", "撤销", "已撤销")
        if obstacles := in_the_way(made):
            raise RuleViolation(obstacles[0])
        _put_back(made.before, change)
        made.undone_at = now
        made.save(update_fields=["undone_at"])
        change.record("catalogue.undo", made, agency_id=made.office_id, note=reason.strip())
        change.touch(SITE, LISTS)
    return made


def in_the_way(made: CatalogueChange) -> Sequence[str]:
    """Return what keeps a change from being undone, in words; [] when nothing does."""
    record = made.before
    mine = _columns(record)
    later = CatalogueChange.objects.filter(pk__gt=made.pk, undone_at=None).order_by("-pk")
    found = [
        phrase(
            "请先撤销后来的调整：%(summary)s（%(day)s）",
            summary=other.summary,
            day=timezone.localdate(other.made_at),
        )
        for other in later
        if mine & _columns(other.before)
    ]
    return found or [*_edited_since(record), *_used_since(record), *_codes_taken(record)]


def _columns(record: dict[str, Any]) -> set[int]:
    return set(record.get("columns", record.get("made", [])))


def _edited_since(record: dict[str, Any]) -> Iterable[str]:
    after = record.get("after", {})
    for column in Column.objects.filter(pk__in=[int(pk) for pk in after]).select_related("agency"):
        if any(getattr(column, name) != value for name, value in after[str(column.pk)].items()):
            yield phrase("%(organ)s的“%(column)s”后来又改过，不能撤销", **_names(column))


def _names(column: Column) -> dict[str, str]:
    return {"organ": column.agency.short_name, "column": phrase(column.name)}


def _used_since(record: dict[str, Any]) -> Iterable[str]:
    made = record.get("made", [])
    ours = {pk for moved in record.get("moved", []) for pk in moved["documents"]}
    for column in Column.objects.filter(pk__in=made).select_related("agency"):
        new = set(Document.objects.filter(column=column).values_list("pk", flat=True)) - ours
        if new:
            yield phrase(
                "%(organ)s的“%(column)s”后来又放进了 %(count)s 件，请先移走", count=len(new), **_names(column)
            )
        if column.children.exclude(pk__in=made).exists():
            yield phrase("%(organ)s的“%(column)s”下面后来又建了栏目，请先移走", **_names(column))


def _codes_taken(record: dict[str, Any]) -> Iterable[str]:
    for pk, values in record.get("before", {}).items():
        if "code" in values:
            agency = Column.objects.values_list("agency_id", flat=True).get(pk=pk)
            other = Column.objects.filter(agency_id=agency, code=values["code"]).exclude(pk=pk).first()
            if other is not None:
                yield phrase(
                    "代码 %(code)s 后来由“%(column)s”占用，不能撤销",
                    code=values["code"],
                    column=phrase(other.name),
                )


def _put_back(record: dict[str, Any], change: Change) -> None:
    for moved in record.get("moved", []):
        now_in = Document.objects.filter(column_id=moved["to"]).values_list("pk", flat=True)
        carry(sorted(set(moved["documents"]) & set(now_in)), moved["from"], change)
        recount(moved["from"], moved["to"])
    for pk, values in record.get("before", {}).items():
        Column.objects.filter(pk=pk).update(**values)
    ask_for_index_below([int(pk) for pk in record.get("before", {})], change)
    # Children first: a column made below another cannot outlive it.
    for column in Column.objects.filter(pk__in=record.get("made", [])).order_by("-depth"):
        column.delete()
    for path, target in record.get("redirects", {}).items():
        Redirect.objects.filter(old_path=path).delete()
        if target is not None:
            Redirect.objects.create(old_path=path, new_path=target)
    for lived, back in record.get("lived", []):
        lead_on(lived, back)
