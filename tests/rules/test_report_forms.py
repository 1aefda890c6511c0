"""年度报告格式 — every form is whole: its lines as printed, its cells told apart, its identities over cells it has."""

from collections import Counter

import pytest

from gongkai.rules.applications import APPLICANT_KIND_LABELS
from gongkai.rules.remedies import FINDING_LABELS, ROUTE_LABELS, Finding, Route
from gongkai.rules.report_forms import Form, form_of, forms
from gongkai.rules.report_rows import rows_of
from gongkai.rules.slices import parsed

EACH = pytest.mark.parametrize("form", forms(), ids=lambda form: form.key)


@pytest.mark.parametrize(
    ("year", "key"),
    [
        (2008, "2008"),
        (2013, "2008"),
        (2014, "2014"),
        (2018, "2014"),
        (2019, "2019"),
        (2020, "2019"),
        (2021, "2021"),
        (2030, "2021"),
    ],
)
def test_the_form_of_a_year(year: int, key: str) -> None:
    assert form_of(year).key == key


def test_before_2008_there_were_no_reports() -> None:
    with pytest.raises(KeyError):
        form_of(2007)


@EACH
def test_keys_are_not_shared(form: Form) -> None:
    for keys in (
        [section.key for section in form.sections],
        [table.key for table in form.tables],
        [cell.key for cell in form.cells()],
        [identity.key for identity in form.identities],
    ):
        assert [key for key, times in Counter(keys).items() if times > 1] == []


@EACH
def test_every_table_stands_in_one_section(form: Form) -> None:
    placed = [key for section in form.sections for key in section.tables]
    assert sorted(placed) == sorted(table.key for table in form.tables)


@EACH
def test_no_two_cells_show_the_same(form: Form) -> None:
    shown = Counter(cell.shows for cell in form.cells() if cell.shows)
    assert [str(slice_) for slice_, times in shown.items() if times > 1] == []
    assert all(parsed(str(slice_)) == slice_ for slice_ in shown)


@EACH
def test_a_cell_that_is_no_total_shows_something(form: Form) -> None:
    silent = [cell.key for cell in form.cells() if not cell.shows and not cell.line.total_of]
    assert silent == []


@EACH
def test_totals_and_identities_name_cells_that_there_are(form: Form) -> None:
    there = {cell.key for cell in form.cells()}
    named = {term.cell for identity in form.identities for term in (*identity.left, *identity.right)}
    assert named <= there
    assert all(identity.words for identity in form.identities)


@EACH
def test_headings_of_a_table_can_be_told_apart(form: Form) -> None:
    for table in form.tables:
        for axes in (table.lines, table.columns):
            assert len({axis.titles for axis in axes}) == len(axes)


def test_30_the_form_of_2021_has_six_parts_and_its_cells() -> None:
    form = form_of(2021)
    assert [section.title for section in form.sections] == [
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
        "存在的主要问题及改进情况",
        "其他需要报告的事项",
    ]
    counts = {table.key: (len(table.lines), len(table.columns)) for table in form.tables}
    assert counts == {
        "normative": (2, 3),
        "permits": (1, 1),
        "penalties": (2, 1),
        "fees": (1, 1),
        "applications": (25, 7),
        "remedies": (1, 15),
    }


def test_60_other_handling_was_one_line_in_2019() -> None:
    assert (
        len(form_of(2019).table("applications").lines) == len(form_of(2021).table("applications").lines) - 2
    )


def test_the_applicants_of_the_form_are_the_kinds_that_the_register_knows() -> None:
    columns = form_of(2021).table("applications").columns[:-1]
    assert [column.where["applicant"] for column in columns] == list(APPLICANT_KIND_LABELS)
    for column in columns:
        assert APPLICANT_KIND_LABELS[column.where["applicant"]].startswith(column.title)  # type: ignore[index]


def test_routes_and_findings_of_the_form_are_those_that_the_register_knows() -> None:
    columns = [column for column in form_of(2021).table("remedies").columns if not column.total_of]
    for column in columns:
        route, finding = Route(column.where["route"]), Finding(column.where["finding"])
        assert (column.titles[-2], column.title) == (ROUTE_LABELS[route], FINDING_LABELS[finding])
    assert len(columns) == len(Route) * len(Finding)


@pytest.mark.parametrize(("year", "leaves"), [(2019, 19), (2021, 21)])
def test_the_total_of_results_adds_every_leaf(year: int, leaves: int) -> None:
    table = form_of(year).table("applications")
    total = next(line for line in table.lines if line.key == "concluded")
    assert len(total.total_of) == leaves == len(rows_of(year))


def test_received_and_carried_over_are_concluded_or_carried_on() -> None:
    balance = next(each for each in form_of(2021).identities if each.key == "balance.citizen")
    assert [term.cell for term in balance.left] == [
        "applications.received.citizen",
        "applications.carried_over.citizen",
    ]
    assert [term.cell for term in balance.right] == [
        "applications.concluded.citizen",
        "applications.carried_on.citizen",
    ]
    assert balance.hard
    assert not balance.previous


def test_what_is_in_force_goes_on_from_the_year_before_or_is_explained() -> None:
    in_force = next(each for each in form_of(2021).identities if each.key == "in_force.normative")
    assert in_force.previous
    assert (in_force.hard, in_force.explained) == (False, True)
    assert [(term.cell, term.sign, term.previous) for term in in_force.right] == [
        ("normative.normative.in_force", 1, True),
        ("normative.normative.made", 1, False),
        ("normative.normative.repealed", -1, False),
    ]


def test_32_the_statistical_table_of_2014_adds_up_where_it_says_so() -> None:
    table = form_of(2014).table("statistics")
    totals = {line.key: len(line.total_of) for line in table.lines if line.total_of}
    assert totals == {
        "received": 4,
        "concluded": 2,
        "answered": 8,
        "refused": 6,
        "reconsideration": 3,
        "litigation": 3,
        "staff": 2,
    }
    assert {cell.unit for cell in table.cells()} == {"条", "件", "次", "篇", "万元", "个", "人", "人次"}
