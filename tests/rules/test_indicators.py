"""指标 — every indicator is named, measured and founded on an article."""

import pytest

from gongkai.rules.indicators import DIMENSIONS, INDICATORS, Origin, Reckoning, name_of, unknown_in
from gongkai.rules.report_forms import Cell, forms
from gongkai.rules.report_rows import rows_of
from gongkai.rules.slices import Slice, slice_of


@pytest.mark.parametrize("key", INDICATORS)
def test_an_indicator_is_whole(key: str) -> None:
    indicator = INDICATORS[key]
    assert indicator.key == key
    assert indicator.name != indicator.name_en
    assert indicator.name_en.isascii()
    assert indicator.unit
    assert set(indicator.dimensions) <= set(DIMENSIONS)
    assert (
        (indicator.reckoning is Reckoning.RATE) == (indicator.of is not None) == (indicator.over is not None)
    )
    assert (indicator.origin is Origin.DERIVED) == bool(indicator.of or indicator.parts)
    assert bool(indicator.how) or indicator.origin is Origin.DECLARED
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


def test_no_two_figures_of_an_indicator_bear_one_name() -> None:
    for indicator in INDICATORS.values():
        words = [
            DIMENSIONS[name].values[value]
            for name in indicator.dimensions
            for value in indicator.values_of(name)
        ]
        assert len(set(words)) == len(words), indicator.key


@pytest.mark.parametrize(
    "wanted", [one for found in INDICATORS.values() for one in (found.of, found.over, *found.parts)]
)
def test_what_is_worked_out_is_worked_out_from_indicators(wanted: Slice | None) -> None:
    assert wanted is None or not unknown_in(wanted)


@pytest.mark.parametrize(
    "cell", [cell for form in forms() for cell in form.cells()], ids=lambda cell: cell.key
)
def test_every_cell_of_every_form_is_declared_with_its_dimensions(cell: Cell) -> None:
    assert cell.shows is not None or cell.line.total_of or cell.column.total_of
    if cell.shows is None:
        return
    assert not unknown_in(cell.shows)
    lines = {line for year in (2014, 2019, 2021) for line in rows_of(year)}
    assert all(name != "row" or value in lines for name, value in cell.shows.where)
    own = INDICATORS[cell.shows.indicator].unit
    assert not cell.unit or cell.unit == own or (own, cell.unit) == ("元", "万元")


def test_what_is_not_declared_is_named() -> None:
    assert unknown_in(Slice("foi.invented")) == "foi.invented"
    assert unknown_in(slice_of("foi.received", {"finding": "upheld"})) == "foi.received[finding]"
    assert unknown_in(slice_of("foi.received", {"channel": "pigeon"})) == "foi.received[channel=pigeon]"
    assert name_of(slice_of("foi.received", {"channel_group": "online"})) == "收到申请数·网上"
