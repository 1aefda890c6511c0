"""权限矩阵 — every action and every address, for everyone; what is new and has no row fails."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import Http404
from django.test import Client
from django.urls import URLPattern, URLResolver

from architecture import (
    actions_table,
    answers_table,
    cases_table,
    figures_table,
    library_table,
    monthly_table,
    reports_table,
    routes_table,
)
from architecture.world import PEOPLE, World
from cast import Cast
from gongkai.agencies.policies import PUBLIC
from gongkai.core.permissions import Denied, Permission

pytestmark = pytest.mark.django_db

DEEDS = (
    actions_table.TABLE
    | answers_table.TABLE
    | cases_table.TABLE
    | figures_table.TABLE
    | library_table.TABLE
    | monthly_table.TABLE
    | reports_table.TABLE
)
ROOMS = ("agencies", "catalogue", "disclosure", "foi", "imports", "notices", "reporting", "screening")


def deeds() -> Iterator[str]:
    """Every public function of an action module that somebody carries out."""
    for room in ROOMS:
        package = importlib.import_module(f"gongkai.{room}.actions")
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            for name, function in inspect.getmembers(module, inspect.isfunction):
                own = function.__module__ == module.__name__ and not name.startswith("_")
                if own and "actor" in inspect.signature(function).parameters:
                    yield f"{room}.{found.name}.{name}"


def test_every_action_has_a_row_and_every_row_an_action() -> None:
    assert sorted(DEEDS) == sorted(deeds())


def who_tries(row: actions_table.Row) -> Iterable[str]:
    """Everyone on SQLite; on PostgreSQL, whose statements are those of a deed that is done, one who may."""
    return PEOPLE if connection.vendor == "sqlite" else sorted(row.may)[:1]


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_only_those_who_may_get_it_done(cast: Cast, deed: str) -> None:
    row = DEEDS[deed]
    do = row.prepare(cast)
    happened, asked = {}, who_tries(row)
    for name in asked:
        actor = PUBLIC if name == "anonymous" else cast.people[name]
        with transaction.atomic():
            try:
                do(actor)
                happened[name] = "done"
            except Denied:
                happened[name] = "denied"
            except Http404:
                happened[name] = "hidden"
            transaction.set_rollback(True)
    assert happened == {name: row.outcome(name) for name in asked}


def addresses(urlconf: str) -> Iterator[tuple[str, URLPattern]]:
    """Every address of a map as it is written there, with its pattern."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            written = f"{before}{pattern.pattern}"
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, written)
            else:
                yield written, pattern

    yield from walk(importlib.import_module(urlconf).urlpatterns, "/")


@pytest.mark.parametrize("site", ["public", "desk", "both"])
def test_every_view_says_who_may_open_it(site: str) -> None:
    silent = [
        written
        for written, pattern in addresses(f"gongkai.config.urls_{site}")
        if not isinstance(getattr(pattern.callback, "permission", None), Permission)
    ]
    assert silent == []


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    both = {pattern.name for _, pattern in addresses("gongkai.config.urls_both")}
    alone = {
        pattern.name for site in ("public", "desk") for _, pattern in addresses(f"gongkai.config.urls_{site}")
    }
    assert both == alone
    assert {row.name for row in routes_table.rows()} == both


def test_no_address_of_the_desk_stands_on_the_public_site() -> None:
    """Whoever runs the portal on its own machine opens nothing but public pages there."""
    needed = {pattern.callback.permission.code for _, pattern in addresses("gongkai.config.urls_public")}
    assert needed == {"anyone"}


NAMES = {"sitemap-part": "pages", "desk_case_deed": "assign", "desk_case_deed_of": "serve"}
"""What a name in an address is, where it is not that of a file."""
KINDS = {"desk_case_paper": "registration", "desk_letter_paper": "delivery"}


def values(world: World, row: routes_table.Row) -> dict[str, Any]:
    """What stands in the places of an address."""
    document, file = world.documents[row.kind], world.files[row.kind]
    return {
        "pk": document.pk,
        "document_id": document.pk,
        "other_pk": world.documents["old"].pk,
        "version_id": world.versions[row.kind].pk,
        "number": 1,
        "attachment_pk": file.pk,
        "attachment_id": file.pk,
        "name": NAMES.get(row.name, file.name),
        "code": world.cast.housing.code,
        "column_code": world.cast.normative.code,
        "column_id": world.cast.normative.pk,
        "year": 2026,
        "month": 3,
        "indicator": "foi.received",
        "page": 1,
        "user_id": world.cast.zhao.user_id,
        "post_id": world.lent.post_id,
        "delegation_id": world.lent.pk,
        "group": world.group,
        "report_id": world.report.pk,
        "change_id": world.change.pk,
        "original_id": world.original.pk,
        "sweep_id": world.sweep.pk,
        "notice_id": world.notice.pk,
        "source_id": world.source.pk,
        "token_id": world.token.pk,
        "batch_id": (world.drop if "drop" in row.name or row.name == "desk_move" else world.table).pk,
        "kind": KINDS.get(row.name, "rename"),
        "provider_id": "organ",
        "rest": "nothing",
        "step": "organ",
        "key": world.filed.key,
        "link": "unknown",
        "letter_id": world.letter.pk,
        "case_file_id": 0,
        "case_id": world.filed.case.pk,
        "file_id": 0,
        "target_id": world.letter.pk,
        "ending": "docx",
        "figure_id": world.figure.pk,
        "library_id": world.library_report.pk,
        "section_id": world.annual_report.sections.all()[0].pk,
        "illustration_id": world.chart.pk,
    }


def sign_of(client: Client, method: str, address: str, expected: str) -> str:
    """Ask, undo whatever it did, and return the sign: the expected one where the answer is among its meanings."""
    cache.clear()
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    status = answer.status_code
    to_sign_in = status == 302 and answer["Location"].startswith("/accounts/login/?next=")
    fits = status in routes_table.MEANS[expected] and to_sign_in == (expected == "l")
    return expected if fits else f"{status}{'→login' if to_sign_in else ''}"


OFFICE = PEOPLE.index("zheng")


def is_asked(place: int, signs: str) -> bool:
    """Whether the person at this place is asked: everyone on SQLite, one on PostgreSQL.

    Who is refused is decided before a page asks the database; what PostgreSQL could answer otherwise are the
    statements of a page that opens. They are richest for the disclosure office, whose posts reach a subtree; where it
    may not open a page, it is the first who may.
    """
    opens = [at for at, sign in enumerate(signs) if sign in "2y"]
    one = opens[0] if opens and OFFICE not in opens else OFFICE
    return connection.vendor == "sqlite" or place == one


@pytest.mark.parametrize("person", PEOPLE)
def test_each_address_answers_each_person_as_the_table_says(
    world: World, signed_in: Callable[..., Client], person: str
) -> None:
    # One browser for all: a new one would load the middleware anew each time.
    client = Client() if person == "anonymous" else signed_in(world.actor(person))
    cookies = dict(client.cookies)
    patterns = {pattern.name: written for written, pattern in addresses("gongkai.config.urls_both")}
    place, wrong = PEOPLE.index(person), []
    for row in routes_table.rows():
        known = values(world, row)
        address = re.sub(
            r"<(?:\w+:)?(\w+)>", lambda found, known=known: str(known[found[1]]), patterns[row.name]
        )
        for method, signs in (("get", row.get), ("post", row.post)):
            if not is_asked(place, signs):
                continue
            client.cookies.clear()
            client.cookies.update(cookies)
            happened = sign_of(client, method, address, signs[place])
            if happened != signs[place]:
                wrong.append(f"{row.name} ({row.kind}) {method}: {happened} instead of {signs[place]}")
    assert not wrong, "\n".join(wrong)
