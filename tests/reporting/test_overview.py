"""统计总览 — one page for any period and organ; rates with their n, ranks from enough cases on, everything as data."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cast import NOW, Cast, published
from foi.answering import answered
from foi.builders import filed
from gongkai.core.measures import Period
from gongkai.reporting import figures, overview
from gongkai.reporting.charts import columns, lanes
from gongkai.reporting.data_files import FORMATS
from gongkai.reporting.definitions import definition_of
from gongkai.reporting.forms_overview import PeriodForm, listed
from gongkai.reporting.overview import Asked, Line
from gongkai.rules.indicators import INDICATORS, unknown_in
from gongkai.rules.overview import overview as shown
from gongkai.rules.slices import Slice

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2026)
RECEIVED, ON_TIME = Slice("foi.received"), Slice("foi.in_time_rate")
TODAY = date(2026, 10, 12)


def form_of(cast: Cast, **query: str) -> PeriodForm:
    form = PeriodForm(query, agencies=[cast.city, cast.housing, cast.education], today=TODAY)
    form.is_valid()
    return form


def line(asked: Asked, wanted: Slice) -> overview.Line:
    lines = [each for _group, lines in overview.told(asked).groups for each in lines]
    return next(each for each in lines if each.slice == wanted)


def test_everything_that_is_shown_is_declared() -> None:
    for one in shown().slices(office=True):
        assert unknown_in(one) == ""
    for course in shown().courses:
        assert len({INDICATORS[one.indicator].unit for one in course.series}) == 1
        assert all(INDICATORS[one.indicator].adds_up for one in course.series)


def test_a_period_is_a_year_a_quarter_a_month_or_two_days(cast: Cast) -> None:
    assert form_of(cast).period() == Period(date(2026, 1, 1), TODAY)
    assert form_of(cast, year="2025").period() == Period.of_year(2025)
    assert form_of(cast, year="2025", part="q2").period() == Period(date(2025, 4, 1), date(2025, 6, 30))
    assert form_of(cast, year="2024", part="2").period() == Period(date(2024, 2, 1), date(2024, 2, 29))
    asked = form_of(cast, since="2025-03-05", until="2025-03-09", year="2024").period()
    assert asked == Period(date(2025, 3, 5), date(2025, 3, 9))


@pytest.mark.parametrize("query", [{"since": "2025-03-05"}, {"since": "2025-03-05", "until": "2025-03-01"}])
def test_half_a_period_or_one_the_wrong_way_round_is_said_so(cast: Cast, query: dict[str, str]) -> None:
    form = form_of(cast, **query)
    assert form.http_status == 422
    assert form.period() == Period(date(2026, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("organ=nobody", "“机关”里没有这一项"),
        ("year=1990", "“年份”里没有这一项"),
        ("part=q9", "“时段”里没有这一项"),
        ("since=2026-13-01&until=2026-12-01", "“自”请写成 2026-10-12 这样的日期"),
    ],
)
def test_a_query_that_is_wrong_is_told_and_gives_no_data(
    cast: Cast, signed_in: Callable[..., Client], client: Client, query: str, said: str
) -> None:
    for reader, page in ((client, "/figures/"), (signed_in(cast.zheng), "/desk/figures/")):
        for address in (f"{page}?{query}", f"{page}?{query}&format=json"):
            answer = reader.get(address)
            assert answer.status_code == 422, address
            assert said in answer.content.decode(), address


def test_an_organ_counts_alone_or_with_those_below(cast: Cast) -> None:
    filed(cast)
    assert line(Asked(cast.city, True, YEAR, True), RECEIVED).value == 1
    assert line(Asked(cast.city, False, YEAR, True), RECEIVED).value == 0
    assert line(Asked(cast.housing, False, YEAR, True), RECEIVED).value == 1


def test_a_rate_is_told_with_its_n_and_last_year_stands_beside(cast: Cast) -> None:
    answered(cast)
    asked = Asked(cast.housing, False, YEAR, True)
    rate = line(asked, ON_TIME)
    assert (rate.text, rate.n, rate.basis) == ("100", 1, Slice("foi.answered"))
    assert rate.before is None
    later = Asked(cast.housing, False, Period.of_year(2027), True)
    assert line(later, RECEIVED).before == line(asked, RECEIVED).value == 1


def test_too_few_cases_are_shown_and_not_ranked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    filed(cast)
    filed(cast)
    asked, organs = Asked(cast.city, True, YEAR, True), [cast.education, cast.housing]
    assert shown().minimum_cases > 2
    [row] = [each for each in overview.told(asked, organs, RECEIVED).sides if each.agency == cast.housing]
    place = shown().compared.index(RECEIVED)
    assert (row.rank, row.lines[place].value) == (None, 2)
    for _ in range(shown().minimum_cases - 2):
        filed(cast)
    first = overview.told(asked, organs, RECEIVED).sides[0]
    assert (first.agency, first.rank) == (cast.housing, 1)


def test_many_months_are_told_by_year(cast: Cast) -> None:
    filed(cast)
    [stretch] = [
        each
        for each in overview.stretches(Asked(cast.city, True, Period(date(2024, 1, 1), TODAY), True))
        if RECEIVED in each.course.series
    ]
    assert stretch.by_year
    assert [(when.first.year, values[0]) for when, values in stretch.rows] == [
        (2024, 0),
        (2025, 0),
        (2026, 1),
    ]


def test_the_chart_is_as_high_as_its_numbers() -> None:
    drawn = columns(["收到"], ["1 月", "2 月", "3 月"], [[Decimal(3), None, Decimal(6)]])
    assert [bar.words for bar in drawn.bars] == ["1 月 收到 3", "3 月 收到 6"]
    assert drawn.bars[1].height == 2 * drawn.bars[0].height
    assert {round(bar.y + bar.height, 2) for bar in drawn.bars} == {196}
    assert [step.words for step in drawn.steps] == ["0", "3", "6"]
    assert [step.words for step in columns(["收到"], ["1 月"], [[Decimal(73)]]).steps] == ["0", "75"]
    lying = lanes([("自然人", Decimal(4)), ("其他组织", Decimal(2)), ("科研机构", None)])
    assert [lane.bar.width for lane in lying.lanes] == [180, 90, 0]
    assert columns([], [], []).bars == lanes([]).lanes == ()


def test_a_phone_shows_every_drawing_whole_and_noughts_are_none() -> None:
    few, many = (
        columns(["收到"], [str(year) for year in range(2020, end)], [[Decimal(9)] * (end - 2020)])
        for end in (2026, 2027)
    )
    assert few.narrow is None
    assert many.narrow
    assert len(many.narrow.bars) == len(many.bars)
    assert max(bar.x + bar.width for bar in few.bars) < few.width == many.narrow.width < many.width
    assert max(bar.x + bar.width for bar in many.narrow.bars) < many.narrow.width
    nothing = [Decimal(0), None]
    assert columns(["收到"], ["1 月", "2 月"], [nothing]).empty
    assert lanes(list(zip("甲乙", nothing, strict=True))).empty
    assert not few.empty


def test_bars_tell_their_numbers_where_there_is_room_and_open_where_rows_may_be_read() -> None:
    months = [f"{month} 月" for month in range(1, 13)]
    drawn = columns(["收到"], ["1 月", "2 月"], [[Decimal(11500), None]], [["/a", "/b"]])
    assert [(bar.number.words if bar.number else "", bar.address) for bar in drawn.bars] == [("11,500", "/a")]
    assert drawn.opens
    assert not columns(["收到"], ["1 月"], [[Decimal(3)]]).opens
    crowded = columns(["收到", "办结"], months, [[Decimal(11500)] * 12] * 2)
    assert {bar.number for bar in crowded.bars} == {None}
    lying = lanes([("自然人", Decimal(9999))], ["/c"])
    assert [(lane.number.words, lane.address) for lane in lying.lanes] == [("9999", "/c")]
    assert lying.opens


def test_the_public_reads_definitions_and_the_desk_rows(
    cast: Cast, signed_in: Callable[..., Client], client: Client
) -> None:
    published(cast)
    public = client.get("/figures/").content.decode()
    assert "/figures/definitions/foi.received/" in public
    assert "/desk/" not in public
    assert "个人信息保护" not in public
    desk = signed_in(cast.zheng).get("/desk/figures/").content.decode()
    assert "/desk/figures/rows/?figure=foi.received" in desk
    assert "个人信息保护" in desk
    assert "<script>" not in public
    assert " style=" not in public


def test_every_number_of_the_desk_opens(cast: Cast, signed_in: Callable[..., Client]) -> None:
    answered(cast)
    client = signed_in(cast.zheng)
    asked = Asked(cast.city, True, Period(date(2026, 1, 1), NOW.date()), True)
    for _group, lines in overview.told(asked).groups:
        for each in lines:
            assert client.get(each.address).status_code == 200, each.address


def test_rows_can_be_taken_along_in_every_format(cast: Cast, signed_in: Callable[..., Client]) -> None:
    filed(cast)
    address = Asked(cast.city, True, Period(date(2026, 1, 1), NOW.date()), True).address(RECEIVED)
    client = signed_in(cast.zheng)
    page = client.get(address).content.decode()
    for one in FORMATS:
        assert f"format={one}" in page
    assert len(client.get(f"{address}&format=json").json()["figures"]) == 1


def test_everything_can_be_taken_along(cast: Cast, client: Client) -> None:
    filed(cast)
    address = f"/figures/?organ={cast.housing.code}&year=2026&format="
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}csv").content.decode("utf-8-sig"))))
    [found] = [row for row in rows if (row["part"], row["figure"]) == ("applications", "foi.received")]
    assert (found["value"], found["organ"], found["unit"]) == ("1", cast.housing.name, "件")
    told = client.get(f"{address}json").json()["figures"]
    assert len(told) == len(rows)
    assert next(row for row in told if row["figure"] == "foi.received")["value"] == 1
    assert client.get(f"{address}xlsx").content[:2] == b"PK"


def test_a_change_is_seen_at_once_and_nothing_is_counted_twice_meanwhile(cast: Cast, client: Client) -> None:
    filed(cast)
    address = f"/figures/?organ={cast.housing.code}&year=2026&format=csv"
    first = client.get(address).content
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).content == first
    assert not [query for query in asked.captured_queries if "foi_case" in query["sql"]]
    filed(cast)
    assert client.get(address).content != first


def test_the_cost_does_not_grow_with_the_organs(cast: Cast) -> None:
    answered(cast)
    asked = Asked(cast.city, True, YEAR, True)
    with CaptureQueriesContext(connection) as few:
        overview.told(asked, [cast.housing])
    with CaptureQueriesContext(connection) as many:
        overview.told(asked, listed([cast.city, cast.office, cast.housing, cast.education]))
    assert len(many) <= len(few) + 1


def test_a_definition_says_what_binds_a_figure(client: Client) -> None:
    found = definition_of("foi.received")
    assert any("上年结转" in words or "等于" in words for _form, told in found.identities for words in told)
    assert INDICATORS["foi.answered"] in definition_of("foi.in_time_rate").parts
    assert INDICATORS["foi.in_time_rate"] in definition_of("foi.answered").used_by


def test_every_indicator_has_its_page(cast: Cast, client: Client) -> None:
    listed_page = client.get("/figures/definitions/").content.decode()
    for key in INDICATORS:
        assert f"/figures/definitions/{key}/" in listed_page
    page = client.get("/figures/definitions/foi.in_time_rate/").content.decode()
    assert INDICATORS["foi.answered"].name in page
    assert client.get("/figures/definitions/foi.nothing/").status_code == 404


def test_last_years_part_is_as_long(cast: Cast) -> None:
    today = timezone.localdate()
    form = PeriodForm({}, agencies=[cast.city], today=today)
    form.is_valid()
    period = form.period()
    assert abs((period.last - period.first) - (period.before.last - period.before.first)) <= timedelta(days=1)


@pytest.mark.parametrize(("n", "words"), [("1", "1 item in all"), ("2", "2 items in all")])
def test_of_how_many_a_rate_is_told_is_good_english(n: str, words: str) -> None:
    wanted = Slice("disclosure.in_time_rate")
    with translation.override("en"):
        assert Line(wanted, None, None, Decimal(n), figures.basis(wanted), "").of == words
