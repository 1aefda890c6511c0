"""调整目录 — rename, move, merge, split or retire a column at all organs in one change.

Documents follow, old addresses lead on, and what stood before is kept so that `undo_reshape` can put it back.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.actions.agency_facts import active
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.catalogue import policies
from gongkai.catalogue.addresses import column_address
from gongkai.catalogue.models import CatalogueChange, Column
from gongkai.core.change import Change, changing
from gongkai.core.models import Redirect
from gongkai.core.pages import LISTS, SITE, document_tag
from gongkai.core.redirects import lead_on
from gongkai.disclosure.counts import recount
from gongkai.disclosure.models import Document
from gongkai.disclosure.reshaping import Operation, Plan, Step, batches, draw_up, open_as_columns_say
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

# What a document's entry in the index says of its column, itself or by the columns above.
_INDEXED = {"code", "parent_id"}


def preview(
    operation: Operation, *, actor: Actor, office: Agency, agency_ids: Iterable[int] | None = None
) -> Plan:
    """预览 — return what `reshape_catalogue` would do, changing nothing; raises Denied, RuleViolation."""
    actor.require(policies.MANAGE_COLUMNS, office)
    return draw_up(operation, office, agency_ids)


def reshape_catalogue(
    operation: Operation,
    *,
    actor: Actor,
    now: datetime,
    office_id: int,
    reason: str,
    agency_ids: Iterable[int] | None = None,
) -> CatalogueChange:
    """调整目录 — carry out an operation at all organs of an office that have the column, or at chosen ones.

    All or none. Raises Denied, Http404, RuleViolation without a reason, where no organ has the column, where
    nothing would change, or with what stands in the way at an organ.
    """
    if not reason.strip():
        raise RuleViolation("请写明调整的理由", field="reason")
    with changing(actor, now) as change:
        office = active(office_id)  # locked, so that two changes of one catalogue follow each other
        plan = preview(operation, actor=actor, office=office, agency_ids=agency_ids)
        _check(plan)
        made = CatalogueChange.objects.create(
            kind=operation.kind,
            office=office,
            made_by=actor.user,
            made_at=now,
            reason=reason.strip(),
            summary=_shortened(plan.summary),
            before={},
        )
        made.before = _carry_out(plan, change, now)
        made.save(update_fields=["before"])
        change.record(
            operation.action,
            made,
            agency_id=office.pk,
            note=reason.strip(),
            organs=[step.agency.pk for step in plan.steps],
            codes=list(operation.codes),
            documents=plan.documents,
        )
        change.touch(SITE, LISTS)
    return made


def _check(plan: Plan) -> None:
    if not plan.steps:
        raise RuleViolation("没有机关有这个栏目")
    for step in plan.steps:
        if step.problems:
            raise RuleViolation(
                phrase("%(organ)s：%(problem)s", organ=step.agency.short_name, problem=step.problems[0])
            )
    if not any(step.edits or step.made for step in plan.steps):
        raise RuleViolation("没有改动")


def _shortened(summary: str) -> str:
    return summary if len(summary) <= 300 else f"{summary[:299]}…"


def _carry_out(plan: Plan, change: Change, now: datetime) -> dict[str, Any]:
    """Do what the plan says; returns what stood before and what stands now, for undoing."""
    record: dict[str, Any] = {
        "before": {},
        "after": {},
        "made": [],
        "moved": [],
        "redirects": {},
        "lived": [],
    }
    _make_columns(plan, record, now)
    _move_documents(plan, record, change)
    reindexed = [pk for step in plan.steps for pk, values in step.edits.items() if _INDEXED & set(values)]
    for step in plan.steps:
        _edit_columns(step, record)
        for old, new in step.leads:
            _lead_on(old, new, record)
    _ask_for_index(_with_all_below(reindexed), change)
    record["columns"] = sorted(_touched(plan, record))
    return record


def _make_columns(plan: Plan, record: dict[str, Any], now: datetime) -> None:
    for step in plan.steps:
        for column in step.made:
            column.opened_on = timezone.localdate(now)
            column.save(force_insert=True)
            record["made"].append(column.pk)
            here = column_address(step.agency, step.column.code)
            record["lived"].append([column_address(step.agency, column.code), here])


def _move_documents(plan: Plan, record: dict[str, Any], change: Change) -> None:
    for step in plan.steps:
        for move in step.moves:
            carry(move.documents, move.target.pk, change)
            recount(move.source.pk, move.target.pk)
            record["moved"].append(
                {"from": move.source.pk, "to": move.target.pk, "documents": move.documents}
            )


def carry(document_ids: list[int], column_id: int, change: Change) -> None:
    """Put documents into a column and let everything that shows them follow; the counts are the caller's."""
    for batch in batches(document_ids):
        Document.objects.filter(pk__in=batch).update(column_id=column_id)
    open_as_columns_say(document_ids)
    for pk in document_ids:
        change.ask("index", pk)
        change.touch(document_tag(pk))


def _edit_columns(step: Step, record: dict[str, Any]) -> None:
    for pk, values in step.edits.items():
        (old,) = Column.objects.filter(pk=pk).values(*values)
        record["before"][str(pk)], record["after"][str(pk)] = old, values
        Column.objects.filter(pk=pk).update(**values)
        if "code" in values:
            here = column_address(step.agency, old["code"])
            record["lived"].append([column_address(step.agency, values["code"]), here])


def _lead_on(old: str, new: str, record: dict[str, Any]) -> None:
    before: dict[str, str | None] = {old: None, new: None}
    rows = Redirect.objects.filter(Q(old_path__in=[old, new]) | Q(new_path=old))
    before.update(rows.values_list("old_path", "new_path"))
    for path, target in before.items():
        record["redirects"].setdefault(path, target)
    lead_on(old, new)


def _with_all_below(column_ids: list[int]) -> list[int]:
    found, layer = set(column_ids), set(column_ids)
    while layer:
        layer = set(Column.objects.filter(parent_id__in=layer).values_list("pk", flat=True)) - found
        found |= layer
    return sorted(found)


def _ask_for_index(column_ids: list[int], change: Change) -> None:
    for batch in batches(column_ids):
        for pk in Document.objects.filter(column_id__in=batch).values_list("pk", flat=True):
            change.ask("index", pk)


def ask_for_index_below(column_ids: list[int], change: Change) -> None:
    """Ask for the index of every document in these columns and below them."""
    _ask_for_index(_with_all_below(column_ids), change)


def _touched(plan: Plan, record: dict[str, Any]) -> set[int]:
    """Return every column that this change stands on: a later change of one of them keeps it from being undone."""
    touched = {*record["made"], *(int(pk) for pk in record["before"])}
    for values in (*record["before"].values(), *record["after"].values()):
        touched.add(values.get("parent_id") or 0)
    for moved in record["moved"]:
        touched |= {moved["from"], moved["to"]}
    return (touched | {step.column.pk for step in plan.steps}) - {0}
