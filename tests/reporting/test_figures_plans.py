"""取数的路径 — the overview asks few statements, the same for many organs, and each goes by an index that tells all."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from cast import TODAY, Cast, published
from foi.answering import answered
from gongkai.core.measures import Period
from gongkai.reporting import overview
from gongkai.reporting.overview import Asked

pytestmark = pytest.mark.django_db
LARGE = ("disclosure_document", "disclosure_version", "foi_case")
SHORT = ("document_revised", "document_taken_back")
"""Indexes of few rows, which may be read."""
Statement = tuple[str, Sequence[Any]]


def statements(do: Callable[[], object]) -> list[Statement]:
    found: list[Statement] = []

    def noted(execute: Callable[..., Any], sql: str, params: Sequence[Any], many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        do()
    return found


def whole(cast: Cast, office: bool) -> list[Statement]:
    asked = Asked(cast.city, True, Period(TODAY.replace(month=1, day=1), TODAY), office)
    agencies = [cast.city, cast.housing, cast.education]

    def page() -> object:
        return overview.told(asked, agencies), list(overview.stretches(asked))

    return statements(page)


def plan(statement: Statement) -> list[str]:
    """The steps of a plan, with the tables instead of the names that they have within the statement."""
    sql, params = statement
    named = set(re.findall(r'(?:FROM|JOIN) "(\w+)" (U\d)', sql))
    names = [name for _table, name in named]
    tables = {name: table if names.count(name) == 1 else name for table, name in named}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [re.sub(r"\bU\d\b", lambda found: tables[found[0]], row[3]) for row in cursor.fetchall()]


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_no_statement_of_the_overview_goes_through_a_large_table(cast: Cast) -> None:
    published(cast)
    answered(cast)
    for statement in whole(cast, True):
        for step in plan(statement):
            if not any(table in step.split() for table in LARGE):
                continue
            assert not step.startswith("SCAN"), (step, statement)
            assert not step.endswith("(agency_id=?)"), (step, statement)
            told = "COVERING" in step or "PRIMARY KEY" in step or any(name in step for name in SHORT)
            assert told or "version" in step, (step, statement)


def test_the_overview_asks_each_group_of_figures_once(cast: Cast) -> None:
    published(cast)
    answered(cast)
    public = whole(cast, False)
    assert len(public) <= 55
    assert len(whole(cast, True)) <= len(public) + 15
