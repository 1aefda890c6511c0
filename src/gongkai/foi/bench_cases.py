"""测速：申请 — pages of a full desk, a year's applications through the real actions, every deadline counted again."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.agencies.actions.load_year import load_year
from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency, User
from gongkai.agencies.policies import Actor
from gongkai.foi import clocks, recompute
from gongkai.foi.actions.recompute import recompute_cases
from gongkai.foi.filing import ApplicantFacts, Filing
from gongkai.foi.lives import Days, Hands, Life, live
from gongkai.foi.models import Case
from gongkai.rules.applications import ApplicantKind
from gongkai.rules.calendar import Holiday, YearTable
from gongkai.rules.receiving import Channel

_NOT_THE_PAGE = ("BEGIN", "COMMIT", "SAVEPOINT", "django_session", "usersession", '"password"')
"""In statements that tell who is signed in since when, and in those around a transaction."""
Tick = Callable[[int], object]
Facts = dict[str, float]
_DESK = "/desk/cases/"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_CHANNELS = (Channel.ONLINE, Channel.IN_PERSON, Channel.REGISTERED_POST, Channel.ORDINARY_LETTER)
_TICKED = ("disclosable", "public", "not-held")
_STEPS_AFTER = (1, 6, 7, 8, 10)  # working days from the filing to each of the other steps
_AT = clock_time(10)
_PART = 1000
_ELEMENTS = {"content": "样本文件一份", "way": "邮寄", "search": "查了样本目录，没有找到"}


class PageFailed(Exception):
    """页面打不开 — a page of the measurement did not answer with 200; names its address and status."""


def pages(user: User, agency: Agency, rounds: int, tick: Tick) -> dict[str, dict[str, float]]:
    """Open the desk's lists, their filters and cases as a signed-in officer, in this process.

    Returns for each kind of page median and p95 in milliseconds, the median of the processor's time, and the most
    queries that one needed besides those of signing in. Raises PageFailed.
    """
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend=_BACKEND)
    found = {}
    for name, addresses in addresses_of(agency, rounds).items():
        _opened(client, addresses[0])
        # As the web process does: the collector does not look through the loaded program within a request.
        gc.collect()
        gc.freeze()
        measured = [_opened(client, address) for address in addresses[1:]]
        times = sorted(wall for wall, _, _ in measured)
        found[name] = {
            "median_ms": round(statistics.median(times) * 1000, 1),
            "p95_ms": round(times[max(0, round(len(times) * 0.95) - 1)] * 1000, 1),
            "cpu_ms": round(statistics.median(cpu for _, cpu, _ in measured) * 1000, 1),
            "queries": max(queries for _, _, queries in measured),
        }
        tick(1)
    return found


def addresses_of(agency: Agency, rounds: int) -> dict[str, list[str]]:
    """Return by kind of page what is opened; the first of each kind warms up and does not count."""
    cases = Case.objects.filter(agency=agency).order_by("pk").values_list("pk", flat=True)
    step = max(1, cases.count() // rounds)
    kinds = {
        "list": [_DESK],
        "last page": [f"{_DESK}?page=9999"],
        "week": [f"{_DESK}?list=week"],
        "overdue": [f"{_DESK}?list=overdue"],
        "waiting": [f"{_DESK}?list=waiting"],
        "all": [f"{_DESK}?list=all"],
        "words": [f"{_DESK}?list=unit&q={words}" for words in ("补助", "样本77号", "没有这样的申请")],
        "channel": [f"{_DESK}?list=unit&channel=in_person&state=in_hand"],
        "case": [f"{_DESK}{pk}/" for pk in cases[::step]],
    }
    return {
        name: [addresses[number % len(addresses)] for number in range(rounds + 1)]
        for name, addresses in kinds.items()
    }


def _opened(client: Client, address: str) -> tuple[float, float, int]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    needed = sum(not any(words in query["sql"] for words in _NOT_THE_PAGE) for query in queries)
    if response.status_code != 200:
        raise PageFailed(f"{address} {response.status_code}")
    return *_timed(partial(client.get, address)), needed


def _timed(do: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that something takes by the clock and on the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    return time.perf_counter() - wall, time.process_time() - cpu


def year(
    agency: Agency, hands: Hands, count: int, tick: Tick, told: Callable[[Facts], object]
) -> dict[str, Any]:
    """Push a year of applications through the real actions, one after the other, from the filing to the archive.

    Returns seconds and each part (`told` hears of it when it is done): a thousand cases, or as many as there are in a
    small trial. What a case costs must not grow with how many there are: `ratio` is the last part's median by the
    clock in relation to the first's, `cpu_ratio` the processor's time in yardsticks of the same minutes, which what
    else the machine does moves least.
    """
    size, start = min(_PART, max(1, count // 4)), time.perf_counter()
    days = _working_days(timezone.localdate().year - 1)
    parts: list[Facts] = []
    times: list[tuple[float, float, float]] = []
    for number in range(count):
        life = live(_life(agency, number, days[number * len(days) // count]), hands)
        times.append((*_timed(partial(list, life)), _timed(_yardstick)[1]))
        tick(1)
        if len(times) == size:
            wall, cpu, yard = (round(statistics.median(of) * 1000, 2) for of in zip(*times, strict=True))
            parts.append({"done": number + 1, "wall_ms": wall, "cpu_ms": cpu, "yard_ms": yard})
            told(parts[-1])
            times = []
    first, last = parts[0], parts[-1]
    return {
        "applications": count,
        "seconds": round(time.perf_counter() - start, 1),
        "part": size,
        "parts": parts,
        "ratio": round(last["wall_ms"] / first["wall_ms"], 2),
        "cpu_ratio": round(last["cpu_ms"] / last["yard_ms"] / (first["cpu_ms"] / first["yard_ms"]), 2),
    }


def _yardstick() -> None:
    """Do a fixed piece of work: how long it takes tells how fast the machine is just now."""
    sorted(map(str, range(3000)), key=lambda text: text[::-1])


def _working_days(of: int) -> list[date]:
    known, new_year = calendar(), date(of, 1, 1)
    span = (new_year + timedelta(days=number) for number in range(330))
    return [day for day in span if known.is_workday(day)]


def _life(agency: Agency, number: int, day: date) -> Life:
    channel = _CHANNELS[number % len(_CHANNELS)]
    return Life(
        filing=Filing(
            agency_id=agency.pk,
            applicant=ApplicantFacts(
                kind=ApplicantKind.CITIZEN, name=f"示例申请人{number}", address=f"示例路{number}号"
            ),
            title=f"{day.year}年样本文件第{number}份",
            description="测速用的内容描述",
            channel=channel,
            arrived_on=day,
            signed_for_on=day if channel is Channel.REGISTERED_POST else None,
        ),
        days=_days(day),
        ticked=(_TICKED[number % len(_TICKED)],),
        elements=_ELEMENTS,
    )


def _days(filed: date) -> Days:
    known = calendar()
    days = (filed, *(known.nth_workday(filed, after) for after in _STEPS_AFTER))
    zone = timezone.get_default_timezone()
    return Days(*(datetime.combine(day, _AT, zone) for day in days))


def recomputing(actor: Actor, now: datetime) -> dict[str, Any]:
    """Correct the calendar so that open deadlines move, and count every open deadline again; nothing is kept.

    The baseline, in the same run: the same cases read, and the same fields written back in the same batches.
    """
    count = recompute.running().count()
    with _undone():
        start = time.perf_counter()
        for ids in recompute.batches():
            cases = list(recompute.running().filter(pk__in=ids))
            Case.objects.bulk_update(cases, [*clocks.KEPT, "warned"])
        bare = time.perf_counter() - start
    with _undone():
        load_year(_one_day_more(timezone.localdate(now)), actor=actor, now=now)
        start = time.perf_counter()
        moved = recompute_cases(now)
        seconds = time.perf_counter() - start
    return {
        "open": count,
        "moved": moved,
        "seconds": round(seconds, 2),
        "a_second": round(count / seconds),
        "bare_seconds": round(bare, 2),
        "ratio_to_bare": round(seconds / bare, 2),
    }


@contextmanager
def _undone() -> Iterator[None]:
    """Take back whatever is done within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _one_day_more(today: date) -> YearTable:
    """Return this year's table with one more day off: the first working day after today."""
    known = calendar()
    day = known.nth_workday(today, 1)
    table = known.years.get(day.year)
    added = Holiday("测速", (day,))
    if table is None:
        return YearTable(day.year, "测速", (), (added,), ())
    make_up = tuple(one for one in table.make_up_workdays if one != day)
    return YearTable(table.year, table.notice, table.also, (*table.holidays, added), make_up)
