"""工作日历的页面 — looked at by everybody at a desk, loaded by the office and the administrator, after a preview."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cast import NOW, Cast, organ, person
from gongkai.agencies.actions.load_year import load_year
from gongkai.agencies.calendar import calendar
from gongkai.agencies.holiday_files import toml_of
from gongkai.agencies.models import HolidayYear
from gongkai.agencies.policies import Actor
from gongkai.home import today
from gongkai.rules.calendar import Holiday, WorkCalendar, YearTable
from gongkai.rules.posts import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
YEAR = max(WorkCalendar.load().years) + 1  # the first one that is not announced
NEXT = YearTable(
    YEAR,
    "示例〔2026〕1号",
    (),
    (Holiday("元旦", (date(YEAR, 1, 1),)), Holiday("国庆节", tuple(date(YEAR, 10, n) for n in (1, 2, 3, 5)))),
    (),
)
FILLED = {
    "step": "form",
    "scope": "national",
    "year": YEAR,
    "notice": "示例〔2026〕1号",
    "name_0": "元旦",
    "first_0": f"{YEAR}-01-01",
    "name_1": "国庆节",
    "first_1": f"{YEAR}-10-01",
    "last_1": f"{YEAR}-10-03",
    "name_2": "国庆节",
    "first_2": f"{YEAR}-10-05",
}


def a_weekend_day() -> date:
    return next(date(YEAR, 3, n) for n in range(1, 8) if date(YEAR, 3, n).weekday() == 5)


def shown(client: Client, data: dict[str, Any]) -> tuple[int, str]:
    answer = client.post("/desk/calendar/load/", data)
    return answer.status_code, answer.content.decode()


def test_the_years_stand_there_with_their_notices_and_where_they_come_from(
    cast: Cast, signed_in: SignIn
) -> None:
    load_year(WorkCalendar.load().years[2026], actor=cast.guan, now=NOW)
    html = signed_in(cast.lin).get("/desk/calendar/").content.decode()
    assert "国办发明电〔2016〕17号" in html
    assert "管示例 2026-10-12 载入" in html
    assert "程序自带" in html
    assert "/desk/calendar/load/" not in html


def test_a_year_shows_twelve_months_with_days_off_and_make_up_days(cast: Cast, signed_in: SignIn) -> None:
    html = signed_in(cast.zheng).get("/desk/calendar/2017/").content.decode()
    assert html.count('class="cal cal-y"') == 12
    assert html.count("调休上班</span></td>") == len(WorkCalendar.load().years[2017].make_up_workdays)
    assert "10月5日至10月8日" in html
    assert "1月22日、2月4日" in html
    assert signed_in(cast.zheng).get("/desk/calendar/2007/").status_code == 404


def test_the_file_of_a_year_can_be_loaded_again(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.lin).get("/desk/calendar/2020.toml")
    assert 'filename="2020.toml"' in answer["Content-Disposition"]
    assert YearTable.from_toml(answer.content.decode()) == WorkCalendar.load().years[2020]
    assert signed_in(cast.lin).get("/desk/calendar/2020.toml?scope=local").status_code == 404


def test_a_file_is_looked_at_before_it_holds(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.zheng)
    file = SimpleUploadedFile("next.toml", toml_of(NEXT).encode())
    status, html = shown(client, {"step": "file", "file": file, "scope": "national"})
    assert status == 200
    assert "没有“春节”，往年都有" in html
    assert "以前没有收录" in html
    assert not HolidayYear.objects.exists()
    answer = client.post(
        "/desk/calendar/load/", {"step": "confirm", "text": toml_of(NEXT), "scope": "national"}
    )
    assert answer["Location"] == f"/desk/calendar/{YEAR}/"
    assert calendar().years[YEAR] == NEXT


def test_a_filled_in_year_is_the_same_as_its_file(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.guan).post("/desk/calendar/load/", FILLED)
    assert answer.context["table"] == NEXT
    saturday = a_weekend_day()
    for typed in (saturday.isoformat(), f"{saturday.month}月{saturday.day}日", f"3/{saturday.day}"):
        again = signed_in(cast.guan).post("/desk/calendar/load/", {**FILLED, "make_up": typed})
        assert again.context["table"].make_up_workdays == (saturday,)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"year": ""}, "请填写“年份”"),
        ({"make_up": "某一天"}, "看不懂“某一天”"),
        ({"make_up": "2月30日"}, "看不懂“2月30日”"),
        ({"make_up": f"{YEAR}-10-01"}, "既放假又上班"),
        ({"make_up": (a_weekend_day() - timedelta(days=1)).isoformat()}, "无需列为调休上班日"),
        ({"name_0": ""}, "请填写节日名称"),
        ({"first_0": "", "last_0": f"{YEAR}-01-01"}, "请填写从哪一天起"),
        ({"last_1": f"{YEAR}-09-01"}, "起止日期不对"),
        ({"first_2": f"{YEAR}-10-02"}, "重复"),
        ({"first_0": f"{YEAR - 1}-01-01"}, f"不在{YEAR}年内"),
        ({key: "" for key in FILLED if key[-1].isdigit()}, "没有写哪些天放假"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    cast: Cast, signed_in: SignIn, wrong: dict[str, Any], words: str
) -> None:
    status, html = shown(signed_in(cast.zheng), {**FILLED, **wrong})
    assert status == 422
    assert words in html.replace("&quot;", '"')
    assert 'value="示例〔2026〕1号"' in html
    assert not HolidayYear.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\xff", b"year = 2026", b"nonsense"])
def test_a_wrong_file_is_refused_in_words(cast: Cast, signed_in: SignIn, data: bytes) -> None:
    file = SimpleUploadedFile("next.toml", data)
    status, html = shown(signed_in(cast.zheng), {"step": "file", "file": file, "scope": "national"})
    assert status == 422
    assert 'class="errors"' in html


def test_a_known_year_is_corrected_from_what_holds(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.guan)
    filled = client.get("/desk/calendar/load/?year=2017").context["year_form"]
    given = {name: filled[name].value() for name in filled.fields}
    answer = client.post("/desk/calendar/load/", {k: v for k, v in given.items() if v} | {"step": "form"})
    assert set(answer.context["table"].holidays) == set(WorkCalendar.load().years[2017].holidays)
    assert "没有哪一天不同" in answer.content.decode()


def test_what_was_loaded_is_taken_back_with_a_reason(cast: Cast, signed_in: SignIn) -> None:
    load_year(NEXT, actor=cast.guan, now=timezone.now())
    client = signed_in(cast.zheng)
    address = f"/desk/calendar/{YEAR}/unload/"
    assert address in client.get(f"/desk/calendar/{YEAR}/").content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "还没有公布"})["Location"] == "/desk/calendar/"
    assert not HolidayYear.objects.exists()
    assert client.get(address).status_code == 404


def test_the_office_of_a_lower_organ_loads_nothing(cast: Cast, signed_in: SignIn) -> None:
    county = organ("lj-county", "示例县人民政府", "示例县政府", "government", "county", cast.city)
    office = signed_in(person("xian", "县示例", (Role.OFFICE, county)))
    assert office.get("/desk/calendar/").status_code == 200
    assert office.get("/desk/calendar/load/").status_code == 404


@pytest.mark.parametrize(("day", "asked"), [(date(YEAR - 1, 10, 31), False), (date(YEAR - 1, 11, 1), True)])
def test_from_november_on_the_desk_asks_for_the_next_year(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, day: date, asked: bool
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    for actor, loads in ((cast.guan, True), (cast.zheng, True), (cast.lin, False)):
        groups = today.in_scope(today.Day(actor, NOW).groups(), "mine")
        titles = [todo.title for group in groups for todo in group.todos]
        assert (f"载入 {YEAR} 年的节假日安排" in titles) == (asked and loads)
