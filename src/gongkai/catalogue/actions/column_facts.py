"""栏目信息的核对 — what a column says of itself, and who may change which part."""

import re
from collections.abc import Mapping

from django.http import Http404

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

# A unit keeps up its own columns; what readers and the update duty depend on is the disclosure office's.
UNIT_FACTS = ("basis", "unit", "proactive")
OFFICE_FACTS = ("name", "update_period", "audience", "position")
FACTS = UNIT_FACTS + OFFICE_FACTS


def locked(column_id: int) -> Column:
    """Return a column with its organ, locked until the end of the transaction; raises Http404."""
    column = (
        Column.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=column_id).first()
    )
    if column is None:
        raise Http404
    return column


def fill(column: Column, facts: Mapping[str, object]) -> list[str]:
    """Put facts into a column; returns the names of those that changed. Raises RuleViolation without a name."""
    changed = [name for name in FACTS if name in facts and facts[name] != getattr(column, name)]
    for name in changed:
        setattr(column, name, facts[name])
    if not column.name.strip():
        raise RuleViolation("请填写栏目名称", field="name")
    return changed


def code_problem(code: str) -> str:
    """Return what is wrong with the form of a column code, "" when nothing is.

    A code stands in addresses and, where the pattern asks for it, in index numbers.
    """
    if not re.fullmatch(r"[0-9a-z]+(?:-[0-9a-z]+)*", code) or len(code) > 60:
        return phrase("栏目代码用小写字母、数字和连字符，如 20-1-normative")
    return ""


def check_code(agency: Agency, code: str) -> None:
    """Refuse a column code that is malformed or that the organ has used already; raises RuleViolation."""
    if problem := code_problem(code):
        raise RuleViolation(problem, field="code")
    if Column.objects.filter(agency=agency, code=code).exists():
        raise RuleViolation("这个机关已经有这个代码的栏目，停用的也算", field="code")
