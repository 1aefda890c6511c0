"""权限矩阵 — every action and every address, for everyone; what is new and has no row fails."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import Http404

from architecture import actions_table
from architecture.world import PEOPLE
from cast import Cast
from gongkai.agencies.policies import PUBLIC
from gongkai.core.permissions import Denied

pytestmark = pytest.mark.django_db

ROOMS = ("agencies", "catalogue", "disclosure")


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
    assert sorted(actions_table.TABLE) == sorted(deeds())


@pytest.mark.parametrize("deed", sorted(actions_table.TABLE))
def test_only_those_who_may_get_it_done(cast: Cast, deed: str) -> None:
    row = actions_table.TABLE[deed]
    do = row.prepare(cast)
    happened = {}
    for name in PEOPLE:
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
    assert happened == {name: row.outcome(name) for name in PEOPLE}
