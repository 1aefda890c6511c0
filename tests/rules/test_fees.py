"""信息处理费 — every threshold of 国办函〔2020〕109号."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.fees import MOST, FeeBasis, fee


@pytest.mark.parametrize(
    ("applications", "yuan"),
    [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (50, 7000), (60, 11000)],
)
def test_by_applications_in_a_month(applications: int, yuan: int) -> None:
    assert fee(FeeBasis.ITEMS, applications).yuan == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (68, 380), (100, 700), (101, 720), (200, 2700), (201, 2740), (250, 4700)],
)
def test_by_pages_of_one_application(pages: int, yuan: int) -> None:
    assert fee(FeeBasis.PAGES, pages).yuan == yuan


@given(st.sampled_from(FeeBasis), st.integers(0, 5000))
def test_one_more_never_costs_less_and_the_steps_add_up(basis: FeeBasis, number: int) -> None:
    here, more = fee(basis, number), fee(basis, number + 1)
    assert more.yuan >= here.yuan
    assert here.yuan == sum(int(step.rsplit("计", 1)[1].rstrip("元")) for step in here.steps[:-1])


def test_there_is_no_fee_for_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="负数"):
        fee(FeeBasis.PAGES, -1)


def test_there_is_no_end_of_steps_for_more_than_anybody_asks() -> None:
    assert fee(FeeBasis.PAGES, MOST).yuan == 2700 + (MOST - 200) * 40
    with pytest.raises(ValueError, match="超过"):
        fee(FeeBasis.ITEMS, MOST + 1)
