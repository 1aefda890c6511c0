"""测速：年报 — drafting with all checks, rolling up, the overview's pages; beside them the same counts one by one."""

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.agencies.policies import SYSTEM
from gongkai.core.change import changing
from gongkai.core.measures import Period
from gongkai.disclosure.models import Document
from gongkai.foi.models import Case
from gongkai.reporting import figures, overview_page, rollup
from gongkai.reporting.checks import checks_of
from gongkai.reporting.exports_draft import draft_of
from gongkai.rules.indicators import INDICATORS, Origin, Reckoning
from gongkai.rules.overview import overview
from gongkai.rules.report_forms import form_of
from gongkai.rules.slices import Slice

OVERVIEWS = ("figures", "desk_figures")
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_KEPT = (Reckoning.COUNT, Reckoning.SUM)


class PageFailed(Exception):
    """页面打不开 — a page of the measurement did not answer with 200; names its address and status."""


def drafting(agency: Agency, year: int, now: datetime, rounds: int) -> dict[str, Any]:
    """Draft an organ's report with all its checks; median and most seconds, queries, and the counts one by one."""

    def whole() -> int:
        report, content = draft_of(agency, year, now)
        return len(checks_of(report, now.date(), content))

    with CaptureQueriesContext(connection) as queries:
        checks = whole()
    times, cpu = _timed(whole, rounds)
    report, content = draft_of(agency, year, now)
    organs = rollup.organs_of(agency, report.scope)
    asked = [cell.shows for cell in report.form.cells() if cell.shows]
    base, counted = _one_by_one(dict.fromkeys(asked), Period.of_year(year), organs)
    return {
        "seconds": round(statistics.median(times), 3),
        "most_seconds": round(max(times), 3),
        "cpu_seconds": round(statistics.median(cpu), 3),
        "checks": checks,
        "queries": len(queries),
        "figures": len(content.numbers.now),
        "base_counts": counted,
        "base_seconds": round(base, 3),
        "ratio": round(base / statistics.median(times), 2),
    }


def rolling_up(agency: Agency, year: int, rounds: int, sampled: int) -> dict[str, Any]:
    """Add the units of a government up; beside it the counts of some of the units, one by one."""
    asked = tuple(dict.fromkeys(cell.shows for cell in form_of(year).cells() if cell.shows))
    times, cpu = _timed(lambda: rollup.rolled_up(asked, agency, year), rounds)
    units = rollup.rolled_up(asked, agency, year).units
    base = counted = 0.0
    for unit in units[1 : sampled + 1]:
        seconds, number = _one_by_one(asked, Period.of_year(year), [unit.agency.pk])
        base, counted = base + seconds, counted + number
    return {
        "units": len(units) - 1,
        "seconds": round(statistics.median(times), 3),
        "cpu_seconds": round(statistics.median(cpu), 3),
        "sampled_units": min(sampled, len(units) - 1),
        "base_counts": int(counted),
        "base_seconds": round(base, 3),
        "ratio_a_unit": round(base / sampled / (statistics.median(times) / len(units)), 1),
    }


def overviews(user: User, rounds: int) -> dict[str, dict[str, float]]:
    """Open the overview of the public and that of the desk in this process: anew, after one change, and as it is kept.

    One change is what the ledger says of an application or of a document, whichever takes longer to count, and is
    undone again. Beside them the counts of the whole, of this year and of the same days of the last one, one by one.
    """
    found = {}
    today = timezone.localdate()
    so_far = Period(date(today.year, 1, 1), today)
    for name in OVERVIEWS:
        client, address = Client(headers={"host": "localhost"}), reverse(name)
        client.force_login(user, backend=_BACKEND)
        _opened(client, address)
        # As the web process does: the collector does not look through the loaded program within a request.
        gc.collect()
        gc.freeze()
        anew, anew_cpu = _timed(partial(_opened_anew, client, address), rounds)
        changed = [
            [_opened_after_a_change(client, address, thing) for _ in range(rounds)]
            for thing in (
                Case.objects.latest("pk"),
                Document.objects.filter(open_to_public=True).latest("pk"),
            )
        ]
        times, cpu = _timed(partial(_opened, client, address), rounds)
        with CaptureQueriesContext(connection) as queries:
            _opened_anew(client, address)
        base, counted = _overview_one_by_one(so_far, office=name == "desk_figures")
        found[name] = {
            "anew_ms": _milliseconds(anew),
            "anew_cpu_ms": _milliseconds(anew_cpu),
            "most_ms": round(max(anew) * 1000, 1),
            "changed_ms": max(map(_milliseconds, changed)),
            "kept_ms": _milliseconds(times),
            "kept_cpu_ms": _milliseconds(cpu),
            "queries": len(queries),
            "base_counts": counted,
            "base_seconds": round(base, 3),
            "ratio": round(base / statistics.median(anew), 2),
        }
    return found


def _overview_one_by_one(period: Period, *, office: bool) -> tuple[float, int]:
    asked, organs = list(overview().slices(office=office)), list(Agency.objects.values_list("pk", flat=True))
    (now, counted), (before, again) = (_one_by_one(asked, each, organs) for each in (period, period.before))
    return now + before, counted + again


def _milliseconds(seconds: Sequence[float]) -> float:
    return round(statistics.median(seconds) * 1000, 1)


def _opened_anew(client: Client, address: str) -> None:
    overview_page.forget()
    _opened(client, address)


def _opened_after_a_change(client: Client, address: str, thing: Case | Document) -> float:
    """Return the seconds of a page after the ledger said something of a thing, where the page before it was kept."""
    _opened(client, address)
    with transaction.atomic():
        with changing(SYSTEM, timezone.now()) as change:
            change.record("bench.changed", thing, agency_id=thing.agency_id)
        seconds = _seconds(partial(_opened, client, address))
        transaction.set_rollback(True)
    return seconds


def _opened(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise PageFailed(f"{address} {response.status_code}")


def _one_by_one(asked: Iterable[Slice], period: Period, organs: Sequence[int]) -> tuple[float, int]:
    """Ask the database for each count by itself; returns the seconds, and how many there were."""
    counts = [
        one
        for one in asked
        if INDICATORS[one.indicator].origin is Origin.EVENTS and INDICATORS[one.indicator].reckoning in _KEPT
    ]
    return _seconds(lambda: [figures.rows(one, period, organs).count() for one in counts]), len(counts)


def _timed(do: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds of each round by the clock and on the processor."""
    wall, cpu = [], []
    for _ in range(rounds):
        begun = time.process_time()
        wall.append(_seconds(do))
        cpu.append(time.process_time() - begun)
    return wall, cpu


def _seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def year_before(today: date) -> int:
    """Return the last year that is over."""
    return today.year - 1
