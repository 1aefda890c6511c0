"""What the scan promises, held on the passages of the project with numbers of another seed than it was tuned on."""

import pytest

from gongkai.privacy.maker import DISGUISED, DISGUISES, templates
from gongkai.privacy.measure import Measured, describe, measure
from gongkai.rules.privacy import Certainty, Kind

RECALL = 0.99


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure((2026,))


def test_the_set_is_large_and_half_of_it_holds_nothing_private() -> None:
    private, clean = templates("private"), templates("clean")
    assert len(set(private)) + len(set(clean)) >= 400
    assert 0.4 < len(clean) / (len(private) + len(clean)) < 0.6


def test_certain_is_never_wrong(measured: Measured) -> None:
    assert sum(tally.wrong[Certainty.CERTAIN] for tally in measured.kinds.values()) == 0
    assert sum(tally.right[Certainty.CERTAIN] for tally in measured.kinds.values()) > 500


@pytest.mark.parametrize("kind", sorted(DISGUISED))
def test_numbers_are_found_under_all_disguises(measured: Measured, kind: Kind) -> None:
    assert measured.kinds[kind].expected > 400
    assert measured.kinds[kind].recall() >= RECALL
    assert {disguise for disguise, of in measured.disguises if of == kind} == set(DISGUISES)


def test_every_kind_is_found(measured: Measured) -> None:
    assert {kind for kind, tally in measured.kinds.items() if tally.expected} == {
        Kind.RESIDENT_ID, Kind.MOBILE_PHONE, Kind.LANDLINE, Kind.BANK_CARD, Kind.PASSPORT, Kind.TRAVEL_PERMIT,
        Kind.VEHICLE_PLATE, Kind.EMAIL, Kind.HOME_ADDRESS, Kind.SENSITIVE_PERSON,
    }  # fmt: skip
    assert all(tally.recall() >= 0.95 for tally in measured.kinds.values())


def test_no_look_alike_is_certain_or_likely(measured: Measured) -> None:
    clean = set(templates("clean"))
    wrong = [
        (fault, passage.text)
        for fault, passage, _ in measured.faults
        if passage.template in clean and not fault.endswith(Certainty.POSSIBLE)
    ]
    assert wrong == []


def test_the_tables_name_every_kind_and_disguise(measured: Measured) -> None:
    table = describe(measured)
    assert all(f"`{kind}`" in table for kind in measured.kinds)
    assert all(f"| {disguise} |" in table for disguise in DISGUISES)
