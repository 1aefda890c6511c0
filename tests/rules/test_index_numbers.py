"""索引号 — patterns number, scope and recognise; codes carry their check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.index_numbers import (
    IndexPattern,
    PatternError,
    organ_code_of,
    organ_code_valid,
    uscc_valid,
)

NATIONAL = IndexPattern("{organ_code}/{year}-{serial:05d}")


@pytest.mark.parametrize(
    ("pattern", "facts", "expected"),
    [
        pytest.param(
            "{organ_code}/{year}-{serial:05d}",
            {"organ_code": "000014349", "year": 2017, "serial": 110},
            "000014349/2017-00110",
            id="20 characters with organisation code",
        ),
        pytest.param(
            "{uscc}/{year}-{serial:05d}",
            {"uscc": "11441700007280420Y", "year": 2021, "serial": 50},
            "11441700007280420Y/2021-00050",
            id="credit code and year",
        ),
        pytest.param(
            "{uscc}/{year}{month}-{serial:05d}",
            {"uscc": "11341702486344515H", "year": 2021, "month": 1, "serial": 13},
            "11341702486344515H/202101-00013",
            id="credit code, year and month",
        ),
        pytest.param(
            "{region}-{column}-{year}-{serial}",
            {"region": "340181", "column": "20-7-budget", "year": 2024, "serial": 3},
            "340181-20-7-budget-2024-3",
            id="region and column",
        ),
    ],
)
def test_a_number_is_written_and_recognised(pattern: str, facts: dict[str, str | int], expected: str) -> None:
    made = IndexPattern(pattern)
    assert made.format(**facts) == expected
    found = made.regex.fullmatch(expected)
    assert found is not None
    assert int(found["serial"]) == facts["serial"]


def test_the_serial_may_outgrow_its_width() -> None:
    number = NATIONAL.format(organ_code="000014349", year=2017, serial=100_000)
    assert number == "000014349/2017-100000"
    assert NATIONAL.regex.fullmatch(number)


@pytest.mark.parametrize("text", ["000014349/2017-0110", "000014349/17-00110", "000014349／2017-00110", "x"])
def test_other_numbers_are_not_recognised(text: str) -> None:
    assert NATIONAL.regex.fullmatch(text) is None


def test_the_sequence_is_scoped_by_everything_but_the_serial() -> None:
    key = NATIONAL.sequence_key(organ_code="000014349", year=2017)
    assert key == "000014349/2017-*"
    assert key == NATIONAL.sequence_key(organ_code="000014349", year=2017, serial=9)
    assert key != NATIONAL.sequence_key(organ_code="000014349", year=2018)
    assert NATIONAL.fields == {"organ_code", "year", "serial"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{organ_code}/{year}", "流水号", id="no serial"),
        pytest.param("{serial}-{serial}", "流水号", id="two serials"),
        pytest.param("{organ}/{serial}", "organ", id="unknown field"),
        pytest.param("{}/{serial}", "字段", id="nameless field"),
        pytest.param("{organ_code.__class__}{serial}", "字段", id="attribute"),
        pytest.param("{serial:05d", "花括号", id="open brace"),
        pytest.param("{year:04d}-{serial}", "位数", id="width on another field"),
        pytest.param("{serial:x}", "位数", id="other format"),
        pytest.param("{serial!r}", "位数", id="conversion"),
        pytest.param("", "流水号", id="empty"),
    ],
)
def test_a_faulty_pattern_is_refused(text: str, message: str) -> None:
    with pytest.raises(PatternError, match=message):
        IndexPattern(text)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"year": 2017, "serial": 1}, id="missing organ"),
        pytest.param({"organ_code": "00001434-9", "year": 2017, "serial": 1}, id="hyphen in organ code"),
        pytest.param({"organ_code": "000014349", "year": 17, "serial": 1}, id="short year"),
        pytest.param({"organ_code": "000014349", "year": 2017, "serial": -1}, id="negative serial"),
        pytest.param({"organ_code": "000014349", "year": "２０１７", "serial": 1}, id="full-width year"),
    ],
)
def test_facts_that_do_not_fit_are_refused(facts: dict[str, str | int]) -> None:
    with pytest.raises(PatternError):
        NATIONAL.format(**facts)


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_different_serials_give_different_numbers(one: int, other: int) -> None:
    numbers = {NATIONAL.format(organ_code="000014349", year=2024, serial=serial) for serial in (one, other)}
    assert len(numbers) == len({one, other})


@pytest.mark.parametrize("code", ["000014349", "014416330", "007280420"])
def test_gb11714_codes_with_right_check_digit(code: str) -> None:
    assert organ_code_valid(code)


@pytest.mark.parametrize("code", ["000014348", "035210000", "00001434", "00001434-9", "", "０００014349"])
def test_gb11714_codes_that_are_wrong(code: str) -> None:
    assert not organ_code_valid(code)


@pytest.mark.parametrize("code", ["11441700007280420Y", "11341702486344515H"])
def test_gb32100_codes_with_right_check_digit(code: str) -> None:
    assert uscc_valid(code)
    assert organ_code_valid(organ_code_of(code))


@pytest.mark.parametrize("code", ["11441700007280420X", "11441700007280420", "1144170000728042OY", ""])
def test_gb32100_codes_that_are_wrong(code: str) -> None:
    assert not uscc_valid(code)


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_gb32100_one_wrong_character_is_always_found(place: int, char: str) -> None:
    code = "11441700007280420Y"
    changed = code[:place] + char + code[place + 1 :]
    assert uscc_valid(changed) is (changed == code)
