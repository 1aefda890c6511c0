"""What the checks of the prose promise, held on the passages of the project."""

import re
from collections.abc import Sequence
from time import process_time

import pytest

from gongkai.auditing.measure import RIGHT, WRONG, Measured, measure, passages, tried

RECALL = 0.95


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure()


def test_the_set_is_large_and_more_than_half_of_it_is_right() -> None:
    wrong, right = list(passages(*WRONG)), list(passages(*RIGHT))
    assert len({one.text for one in wrong}) >= 100
    assert len({one.text for one in right}) >= 120
    assert all(one.kind for one in wrong)
    assert not any(one.kind for one in right)


def test_planted_mistakes_are_found(measured: Measured) -> None:
    print(f"recall {measured.recall():.3f} of {measured.planted.total()}, by kind {dict(measured.found)}")
    assert measured.recall() >= RECALL
    assert all(measured.found[kind] >= RECALL * planted for kind, planted in measured.planted.items())


def test_nothing_else_is_found(measured: Measured) -> None:
    print(f"precision {measured.precision():.3f} on {measured.passages} passages")
    assert measured.false == []


def test_why_is_said_in_the_language_of_the_reader() -> None:
    """What differs from finding to finding stands in places of a pattern, which the catalogue can hold."""
    said = [found.explanation for one in passages(*WRONG) for found in tried(one).findings]
    assert said
    assert not [why for why in said if re.search(r"\d", why.pattern.replace("100%%", ""))]


def test_what_holds_is_counted(measured: Measured) -> None:
    assert measured.unchecked == []


@pytest.mark.parametrize("sets", [WRONG, RIGHT])
def test_ten_thousand_characters_take_well_under_a_twentieth_of_a_second(sets: Sequence[str]) -> None:
    texts = list(passages(*sets))
    for one in texts:
        tried(one)
    began = process_time()
    for one in texts:
        tried(one)
    assert (process_time() - began) / sum(len(one.text) for one in texts) * 10_000 < 0.2
