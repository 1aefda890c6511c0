"""表内勾稽 — a broken identity is said with its place and arithmetic; habits and faults of reading are no errors."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest
from tests.auditing.national import as_grids, as_lines, outline

from gongkai.auditing.identities import check_tables
from gongkai.auditing.model import Finding, FindingKind, ReadTable, Severity, Source, Tried
from gongkai.auditing.tables import read_tables
from gongkai.rules.report_forms import form_of

Values = dict[str, Decimal | None]


def sound(year: int = 2023) -> Values:
    """Return the cells of an invented report whose identities all hold: 36 received, 1 + 28 + 4 + 3 handled."""
    values: Values = {cell.key: Decimal(0) for cell in form_of(year).cells()}
    if year < 2019:
        return values
    handled = {
        "register": 1,
        "not_held": 28,
        "needs_making": 4,
        "otherwise": 3,
        "concluded": 36,
        "received": 38,
    }
    for line, count in {**handled, "carried_over": 2, "carried_on": 4}.items():
        values[f"applications.{line}.citizen"] = values[f"applications.{line}.total"] = Decimal(count)
    values |= {
        "applications.granted.business": Decimal(5),
        "applications.granted.total": Decimal(5),
        "applications.concluded.business": Decimal(5),
        "applications.concluded.total": Decimal(41),
        "applications.received.business": Decimal(5),
        "applications.received.total": Decimal(43),
    }
    for column, count in (("upheld", 2), ("corrected", 1), ("total", 3)):
        values[f"remedies.all.reconsideration_{column}"] = Decimal(count)
    return values


def tables_of(values: Values, year: int = 2023) -> tuple[tuple[ReadTable, ...], Source]:
    form = form_of(year)
    text = as_lines(form, values, "|")
    source = Source("示例.txt", text, "text")
    return read_tables(source, outline(text, form.key, year)), source


def tried(values: Values, year: int = 2023, previous: Mapping[str, Decimal] | None = None) -> Tried:
    tables, source = tables_of(values, year)
    return check_tables(tables, source, previous)


def only(values: Values, year: int = 2023, previous: Mapping[str, Decimal] | None = None) -> Finding:
    (found,) = tried(values, year, previous).findings
    return found


@pytest.mark.parametrize("year", [2014, 2019, 2023])
def test_sound_tables_pass_every_identity_of_their_year(year: int) -> None:
    identities = [each for each in form_of(year).identities if not each.previous]
    assert tried(sound(year), year) == Tried(len(identities))


def test_a_wrong_total_of_a_row() -> None:
    values = {**sound(), "remedies.all.reconsideration_total": Decimal(4)}
    found = only(values)
    assert (found.kind, found.severity) == (FindingKind.FORM, Severity.ERROR)
    assert (found.stated, found.computed) == ("4", "3")
    assert found.explanation == (
        "“行政复议 总计”填4，各项之和为2 ＋ 1 ＝ 3，相差1。各项无误的，应改为3；合计无误的，请核对各项。"
    )
    _, source = tables_of(values)
    assert found.span.of(source.text) == "4"


def test_a_wrong_total_of_results_and_what_hangs_on_it() -> None:
    values = {
        **sound(),
        "applications.concluded.citizen": Decimal(37),
        "applications.concluded.total": Decimal(42),
    }
    findings = tried(values).findings
    assert {found.severity for found in findings} == {Severity.ERROR}
    assert [found.explanation for found in findings] == [
        "“（七）总计”·“自然人”填37，各项之和为1 ＋ 28 ＋ 4 ＋ 3 ＝ 36，相差1。"
        "各项无误的，应改为36；合计无误的，请核对各项。",
        "“（七）总计”·“总计”填42，各项之和为5 ＋ 1 ＋ 28 ＋ 4 ＋ 3 ＝ 41，相差1。"
        "各项无误的，应改为41；合计无误的，请核对各项。",
        "“（七）总计”·“自然人”所在列：38 ＋ 2 ＝ 40，37 ＋ 4 ＝ 41，相差1。"
        "本年新收与上年结转之和，等于办理结果总计与结转下年度之和，请核对这几格。",
        "“（七）总计”·“总计”所在列：43 ＋ 2 ＝ 45，42 ＋ 4 ＝ 46，相差1。"
        "本年新收与上年结转之和，等于办理结果总计与结转下年度之和，请核对这几格。",
    ]


def test_totals_left_at_zero_are_one_note() -> None:
    values = sound()
    for key in values:
        if key.startswith("applications.") and key.endswith(".total"):
            values[key] = Decimal(0)
    found = only(values)
    assert found.severity is Severity.NOTE
    assert (
        found.explanation
        == "“一、本年新收政府信息公开申请数量”·“总计”等9处合计没有填，各项之和为38 ＋ 5 ＝ 43，请补填。"
    )


def test_totals_left_empty_are_a_note() -> None:
    values: Values = {**sound(), "remedies.all.reconsideration_total": None}
    found = only(values)
    assert (found.severity, found.stated, found.computed) == (Severity.NOTE, "", "3")


def test_parts_left_empty_are_zero_where_the_total_says_so_and_unknown_where_not() -> None:
    values: Values = {**sound(), "remedies.all.reconsideration_other": None}
    assert tried(values).findings == ()
    values["remedies.all.reconsideration_total"] = Decimal(5)
    assert tried(values).findings == ()
    assert tried(values).checks == tried(sound()).checks - 1


def test_rows_that_stand_one_column_off_are_a_fault_of_reading() -> None:
    values = sound()
    form = form_of(2023)
    table = form.table("applications")
    for line in table.lines:
        keys = [f"applications.{line.key}.{column.key}" for column in table.columns]
        old = [values[key] for key in keys]
        values |= dict(zip(keys, [*old[1:], Decimal(7)], strict=True))
    assert tried(values).findings == ()


def test_what_was_carried_on_is_carried_over() -> None:
    before = {key: value or Decimal(0) for key, value in sound().items()}
    findings = tried(sound(), previous=before).findings
    assert [(found.kind, found.severity, found.stated, found.computed) for found in findings] == [
        (FindingKind.PREVIOUS_YEAR, Severity.ERROR, "2", "4")
    ]
    assert findings[0].explanation == (
        "“二、上年结转政府信息公开申请数量”·“总计”填2，按上一年度报告为4，相差2。"
        "上年结转等于上一年度报告的结转下年度，请与上一年度报告核对。"
    )


def test_what_is_in_force_that_does_not_go_on_is_a_note() -> None:
    values = {**sound(), "normative.normative.made": Decimal(3), "normative.normative.in_force": Decimal(8)}
    before = {"normative.normative.in_force": Decimal(6)}
    found = only(values, previous=before)
    assert (found.kind, found.severity) == (FindingKind.PREVIOUS_YEAR, Severity.NOTE)
    assert "6 ＋ 3 ＝ 9，相差1" in found.explanation
    assert tried(values, previous={"normative.normative.in_force": Decimal(5)}).findings == ()


def test_without_a_year_before_nothing_is_said_of_it() -> None:
    assert tried(sound()).checks < tried(sound(), previous={key: Decimal(0) for key in sound()}).checks


def changed(**cells: int) -> Callable[[], Values]:
    def values() -> Values:
        return {**sound(2016), **{f"statistics.{key}.count": Decimal(value) for key, value in cells.items()}}

    return values


@pytest.mark.parametrize(
    ("values", "severity"),
    [
        (changed(received=9, received_online=7), Severity.ERROR),
        (changed(press_conferences=1, press_conferences_chief=2), Severity.ERROR),
        (changed(proactive=9, proactive_website=7), Severity.NOTE),
        (changed(litigation=3, litigation_other=1), Severity.NOTE),
    ],
)
def test_the_table_of_2014(values: Callable[[], Values], severity: Severity) -> None:
    assert only(values(), 2016).severity is severity


def test_a_line_that_a_place_has_added_explains_a_larger_total() -> None:
    values = changed(received=9, received_online=7)()
    form = form_of(2016)
    text = as_lines(form, values, "|").replace(
        "三、依申请公开情况|（一）收到申请数|4.",
        "三、依申请公开情况|（一）收到申请数|其他渠道申请数|件|2\n三、依申请公开情况|（一）收到申请数|4.",
    )
    source = Source("示例.txt", text, "text")
    assert check_tables(read_tables(source, outline(text, form.key, 2016)), source).findings == ()


def test_grids_say_the_same() -> None:
    values = {**sound(), "remedies.all.reconsideration_total": Decimal(4)}
    source = as_grids(form_of(2023), values, spans=True)
    tables = read_tables(source, outline(source.text))
    assert check_tables(tables, source).findings[0].explanation == only(values).explanation
