"""申请的测速 — what is measured is the real thing, and each figure tells what it says."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from cast import NOW, Cast
from gongkai.agencies.models import HolidayYear
from gongkai.agencies.policies import Actor
from gongkai.foi import bench_cases, bench_stock, desk, desk_lists, recompute
from gongkai.foi.actions.set_remedy_places import set_remedy_places
from gongkai.foi.lives import Hands
from gongkai.foi.models import Case, CaseEvent, Letter
from gongkai.foi.steps import first_step, primary, steps_for
from gongkai.rules.application_process import OPEN_STATES, CaseState

pytestmark = pytest.mark.django_db
OPEN = 48
SignIn = Callable[[Actor], Client]


@pytest.fixture
def stock(cast: Cast) -> Cast:
    assert cast.wang.user
    bench_stock.fill(cast.housing, cast.wang.user, OPEN, timezone.now(), lambda count: None)
    return cast


def test_the_stock_is_open_and_its_clocks_hold(stock: Cast) -> None:
    states = Counter(Case.objects.values_list("state", flat=True))
    assert sum(states.values()) == OPEN
    assert states.keys() <= OPEN_STATES
    assert len(states) > 2
    assert list(recompute.differences()) == []
    assert stock.wang.user
    bench_stock.fill(stock.housing, stock.wang.user, OPEN, timezone.now(), lambda count: None)
    assert Case.objects.count() == Letter.objects.count() == OPEN


def test_recomputing_moves_deadlines_and_leaves_no_trace(stock: Cast) -> None:
    before = list(Case.objects.order_by("pk").values_list("due_on", flat=True))
    figures = bench_cases.recomputing(stock.zheng, timezone.now())
    assert (figures["open"], figures["a_second"] > 0) == (OPEN, True)
    assert 0 < figures["moved"] < OPEN
    assert list(Case.objects.order_by("pk").values_list("due_on", flat=True)) == before
    assert not CaseEvent.objects.filter(kind="recomputed").exists()
    assert not HolidayYear.objects.exists()


def test_pages_are_opened_and_counted(stock: Cast) -> None:
    assert stock.wang.user
    pages = bench_cases.pages(stock.wang.user, stock.housing, 2, lambda count: None)
    assert {"list", "case", "words", "overdue"} <= pages.keys()
    assert all(0 < facts["queries"] <= 15 for facts in pages.values())
    assert all(facts["p95_ms"] >= facts["median_ms"] > 0 for facts in pages.values())
    assert all(facts["cpu_ms"] > 0 for facts in pages.values())


def test_every_number_is_the_length_of_its_list_and_the_badge_is_among_them(stock: Cast) -> None:
    today = timezone.localdate()
    for actor in stock.people.values():
        numbers = desk_lists.numbers(actor, today)
        assert numbers.pop(desk_lists.TURNS) == desk_lists.waiting_for(actor, today)
        assert numbers == {name: desk_lists.in_list(actor, name, today).count() for name in numbers}
    assert desk_lists.waiting_for(stock.wang, today) > 0


def test_a_list_names_the_same_step_as_the_page_of_the_case(stock: Cast) -> None:
    today, found = timezone.localdate(), Counter[str]()
    for actor in (stock.wang, stock.liang, stock.zheng):
        for case in desk.at_desk(actor):
            first = first_step(case, actor, today)
            assert first == primary(steps_for(case, actor, today), case)
            found[first.name if first else ""] += 1
    assert {"assign", "decision", ""} <= found.keys()


def test_filters_of_the_measurement_narrow_the_list(stock: Cast, signed_in: SignIn) -> None:
    client = signed_in(stock.wang)
    pages = bench_cases.addresses_of(stock.housing, 2)
    whole = client.get("/desk/cases/?list=unit").context["page"].paginator.count
    for kind in ("words", "channel", "overdue"):
        assert 0 < client.get(pages[kind][0]).context["page"].paginator.count < whole


def test_a_page_that_fails_ends_the_measurement(stock: Cast) -> None:
    assert stock.lin.user
    with pytest.raises(bench_cases.PageFailed, match=r"/desk/cases/ 40[34]"):
        bench_cases.pages(stock.lin.user, stock.housing, 1, lambda count: None)


def test_a_year_goes_from_the_filing_to_the_archive(cast: Cast) -> None:
    places = {"review_body": "临江市人民政府", "court": "示例区人民法院"}
    set_remedy_places(cast.housing, **places, actor=cast.wang, now=NOW)
    hands = Hands(officer=cast.wang, leader=cast.liang)
    told: list[bench_cases.Facts] = []
    figures = bench_cases.year(cast.housing, hands, 8, lambda count: None, told.append)
    assert (figures["applications"], figures["part"]) == (8, 2)
    assert [part["done"] for part in told] == [2, 4, 6, 8]
    assert figures["parts"] == told
    assert all(part["cpu_ms"] > 0 and part["wall_ms"] > 0 for part in told)
    first, last = (part["cpu_ms"] / part["yard_ms"] for part in (told[0], told[-1]))
    assert figures["cpu_ratio"] == round(last / first, 2)
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.ARCHIVED}
    assert Letter.objects.filter(decision__isnull=False, frozen_at__isnull=False).count() == 8
