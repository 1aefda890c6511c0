"""指标 — every indicator is named, measured and founded on an article."""

import pytest

from gongkai.rules.indicators import INDICATORS


def test_what_is_counted() -> None:
    assert list(INDICATORS) == [
        "disclosure.published",
        "disclosure.published.proactive",
        "disclosure.normative.in_force",
        "disclosure.withdrawn",
        "disclosure.corrected",
        "disclosure.days_to_publish",
        "disclosure.late",
        "columns.overdue",
        "columns.empty",
        "corrections.reported",
        "corrections.answered",
        "privacy.masked",
        "privacy.removed",
        "privacy.justified",
        "privacy.found_public",
        "privacy.swept",
        "privacy.withdrawn_for",
        "privacy.put_right",
        "foi.received",
        "foi.carried_over",
        "foi.concluded",
        "foi.carried_on",
        "foi.answered",
        "foi.in_time",
        "foi.late",
        "foi.overdue",
        "foi.days_to_answer",
        "foi.remedies.closed",
        "foi.remedies.pending",
    ]


@pytest.mark.parametrize("key", INDICATORS)
def test_an_indicator_is_whole(key: str) -> None:
    indicator = INDICATORS[key]
    assert indicator.key == key
    assert indicator.name != indicator.name_en
    assert indicator.name_en.isascii()
    assert indicator.unit
    assert indicator.dimensions[0] == "organ"
    assert len(set(indicator.dimensions)) == len(indicator.dimensions)


@pytest.mark.parametrize(
    ("key", "article"),
    [
        pytest.param("disclosure.late", "《政府信息公开条例》第二十六条", id="art26"),
        pytest.param("disclosure.normative.in_force", "《政府信息公开条例》第二十条第（一）项", id="art20-1"),
        pytest.param("columns.overdue", "《政府信息公开条例》第十二条第一款", id="art12-1"),
    ],
)
def test_the_basis_of_an_indicator(key: str, article: str) -> None:
    assert str(INDICATORS[key].citation) == article


def test_names_are_not_shared() -> None:
    assert len({indicator.name for indicator in INDICATORS.values()}) == len(INDICATORS)
