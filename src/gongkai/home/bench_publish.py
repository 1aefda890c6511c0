"""测速：公开 — from the leader's signature to visible in page, list, search and feed, over HTTP."""

import http.client
import statistics
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import actor_for
from gongkai.catalogue.models import Column
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.models import Document, Version
from gongkai.home import demo
from gongkai.rules.posts import Role

_PATIENCE = 20.0
_COLUMN = "20-1-other"


class NeverSeen(Exception):
    """一直没有出现 — a published document did not show in one place within the patience of the measurement."""


def run(port: int, rounds: int, tick: Callable[[int], object]) -> dict[str, Any]:
    """Publish `rounds` documents one after another on the server at `port`.

    Returns, for each place, median and p95 in milliseconds from before the signature until the place shows the
    document, and the ratio of medians to the signature alone, taken in the same run. Raises NeverSeen.
    """
    people = {
        account.role: actor_for(User.objects.get(username=account.username), timezone.localdate())
        for account in demo.ACCOUNTS
    }
    column = Column.objects.select_related("agency").get(code=_COLUMN, agency__code="lj-zhujian")
    times: dict[str, list[float]] = {"signature": []}
    for number in range(rounds):
        word = f"测速标记{time.time_ns()}"
        version = _ready(word, number, column, people)
        start = time.perf_counter()
        sign(version.pk, actor=people[Role.LEADER], now=timezone.now())
        times["signature"].append(time.perf_counter() - start)
        for place, path in _places(version, word, column).items():
            _until(port, path, word)
            times.setdefault(place, []).append(time.perf_counter() - start)
        tick(1)
    base = statistics.median(times["signature"])
    return {
        "documents": Document.objects.count(),
        "rounds": rounds,
        "places": {place: _summary(found, base) for place, found in times.items()},
    }


def _ready(word: str, number: int, column: Column, people: dict[Role, Actor]) -> Version:
    now = timezone.now()
    values = {
        "title": f"{word}第{number}件",
        "formed_on": timezone.localdate(),
        "attribute": "proactive",
        "body_html": f"<p>{word}</p>",
    }
    version = create_draft(column.agency, actor=people[Role.LIAISON], now=now, column=column, values=values)
    submit(version.pk, actor=people[Role.LIAISON], now=now)
    return pass_review(version.pk, actor=people[Role.REVIEWER], now=now)


def _places(version: Version, word: str, column: Column) -> dict[str, str]:
    organ = column.agency.code
    return {
        "page": f"/documents/{version.document_id}/",
        "list": f"/organs/{organ}/columns/{column.code}/",
        "feed": f"/feeds/organs/{organ}/columns/{column.code}.atom",
        "search": f"/search/?q={quote(word)}",
    }


def _until(port: int, path: str, word: str) -> None:
    """Wait until the page shows the title; a search page repeats its query, so the title is looked for."""
    limit = time.perf_counter() + _PATIENCE
    wanted = word.encode()
    while time.perf_counter() < limit:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        if response.status == 200 and (b"/documents/" in body) and wanted in body and not _empty(path, body):
            return
        time.sleep(0.005)
    raise NeverSeen(path)


def _empty(path: str, body: bytes) -> bool:
    return path.startswith("/search/") and b'class="results' not in body


def _summary(found: list[float], base: float) -> dict[str, float]:
    ordered = sorted(found)
    return {
        "median_ms": round(statistics.median(found) * 1000, 1),
        "p95_ms": round(ordered[max(0, round(len(ordered) * 0.95) - 1)] * 1000, 1),
        "ratio_to_signature": round(statistics.median(found) / base, 2),
    }
