"""申请之前 — what is public, what was answered to others, how long it takes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from cast import TODAY, Cast, published
from foi.builders import at, filed
from gongkai.foi.beforehand import ENOUGH_CASES, already_public, answered_before, durations
from gongkai.foi.models import Case

pytestmark = pytest.mark.django_db


def answered(cast: Cast, title: str, *, on: date = TODAY, **facts: object) -> Case:
    """A case as lists see it once it was answered: how it came there does not matter here."""
    case = filed(cast, now=at(date(2026, 9, 1)), title=title).case
    values = {"state": "answered", "result": "granted", "answered_on": on, "first_answered_on": on, **facts}
    Case.objects.filter(pk=case.pk).update(**values)
    return case


def test_what_is_public_already_is_found_also_by_half_of_its_words(
    cast: Cast, worker: Callable[[], int]
) -> None:
    document = published(cast)
    worker()
    assert [hit.document.pk for hit in already_public("加装电梯")] == [document.pk]
    assert [hit.document.pk for hit in already_public("老旧小区加装电梯办法的全部内容")] == [document.pk]
    assert already_public("  ") == ()


def test_what_was_answered_to_others_is_found_where_it_may_be_shown(cast: Cast) -> None:
    shown = answered(cast, "示例路改造工程中标合同", shown=True)
    answered(cast, "示例路改造工程验收报告")
    assert answered_before("我想要示例路改造工程的合同") == [shown]
    assert answered_before("幼儿园招生人数") == []
    assert answered_before("") == ()


def test_how_long_it_takes_is_told_once_there_are_enough(cast: Cast) -> None:
    for number in range(ENOUGH_CASES):
        assert durations(TODAY, cast.housing) is None
        answered(cast, f"示例{number}", on=date(2026, 9, 2) + timedelta(days=number % 2))
    found = durations(TODAY, cast.housing)
    assert found is not None
    assert (found.cases, found.median, found.ninetieth) == (ENOUGH_CASES, 1, 2)
    Case.objects.update(answered_on=None, state="in_hand")  # answered once is answered, whatever comes later
    assert durations(TODAY, cast.housing) == found
    assert durations(TODAY, cast.education) is None
    assert durations(TODAY + timedelta(days=3 * 365), cast.housing) is None


def test_the_front_page_answers_before_anybody_applies(cast: Cast, worker: Callable[[], int]) -> None:
    cache.clear()
    published(cast)
    worker()
    page = Client().get("/application/?q=加装电梯")
    assert "这些已经公开，是您要的吗" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    complaint = Client().get("/application/?q=我要投诉物业").content.decode()
    assert "您要的可能不归这里办" in complaint
