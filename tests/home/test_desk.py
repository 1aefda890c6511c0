"""今天与留痕 — what waits for whom, and what was done."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

import gongkai
from cast import NOW, Cast, column, draft, published, reviewed, submitted
from gongkai.agencies.policies import Actor
from gongkai.disclosure.actions.corrections import report_correction
from gongkai.disclosure.actions.return_draft import return_draft
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.home.ledger import ACTIONS

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def all_years_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """From November on the desk asks for the next year's holidays: not here, so that every month is alike."""
    monkeypatch.setattr("gongkai.home.today.missing_year", lambda *_: None)


def test_each_person_sees_what_waits_for_their_post(cast: Cast, signed_in: SignIn) -> None:
    return_draft(submitted(cast, title="退回的一件").pk, actor=cast.shen, now=NOW, reason="请写全称")
    submitted(cast, title="等审的一件")
    reviewed(cast, title="等签的一件")

    shown = {name: signed_in(actor).get("/desk/").content.decode() for name, actor in cast.people.items()}

    assert "申示例退回：请写全称" in shown["lin"]
    assert "等审的一件" in shown["shen"]
    assert "等签的一件" not in shown["shen"]
    assert "等签的一件" in shown["liang"]
    for name in ("guan", "zhao"):
        assert "现在没有要您办的" in shown[name]


def test_what_is_late_comes_with_its_days_and_one_ink_button(cast: Cast, signed_in: SignIn) -> None:
    draft(cast, title="早该公开的一件", formed_on=timezone.localdate() - timedelta(days=60))
    draft(cast, title="不急的一件", formed_on=timezone.localdate())

    text = signed_in(cast.lin).get("/desk/").content.decode()

    assert re.search(r"已超 \d+ 个工作日", text)
    assert "有 1 件已经超期" in text
    assert text.index("早该公开的一件") < text.index("不急的一件")
    assert text.count("btn-do") == 1


def test_filters_widen_from_mine_to_all_that_i_oversee(cast: Cast, signed_in: SignIn) -> None:
    draft(cast, title="林的草稿")
    zheng = signed_in(cast.zheng)

    assert "林的草稿" not in zheng.get("/desk/").content.decode()
    assert "林的草稿" not in zheng.get("/desk/?scope=unit").content.decode()
    assert "林的草稿" in zheng.get("/desk/?scope=all").content.decode()
    assert "我管的全部 1" in zheng.get("/desk/").content.decode()


def test_overdue_columns_and_readers_reports_wait_there_too(cast: Cast, signed_in: SignIn) -> None:
    column(cast.housing, "stats", "统计月报", update_period="monthly", opened_on=date(2020, 1, 1))
    report_correction(
        agency=cast.housing, document=None, page="/", words="网页上的电话打不通", contact="", now=NOW
    )

    text = signed_in(cast.lin).get("/desk/").content.decode()

    assert "统计月报" in text
    assert "每月更新，还没有公开过" in text
    assert "网页上的电话打不通" in text


def test_many_overdue_columns_of_an_organ_stand_as_one(cast: Cast, signed_in: SignIn) -> None:
    for number in range(5):
        column(
            cast.housing, f"m{number}", f"月报{number}", update_period="monthly", opened_on=date(2020, 1, 1)
        )

    text = signed_in(cast.lin).get("/desk/").content.decode()

    assert "5 个栏目到期没更新" in text
    assert "/desk/catalogue/organs/lj-housing/?overdue=1" in text


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


def test_the_ledger_says_who_did_what_with_the_words_that_went_with_it(cast: Cast, signed_in: SignIn) -> None:
    withdraw([published(cast).pk], actor=cast.liang, now=NOW, reason="含个人信息")

    text = signed_in(cast.zheng).get("/desk/ledger/?action=disclosure.withdraw").content.decode()

    assert "共 1 条" in text
    assert "梁示例" in text
    assert "含个人信息" in text


def test_the_ledger_is_filtered_by_organ_person_and_day(cast: Cast, signed_in: SignIn) -> None:
    draft(cast)
    zheng = signed_in(cast.zheng)

    def lines(query: str) -> bool:
        return "加装电梯办法" in zheng.get(f"/desk/ledger/?{query}").content.decode()

    assert lines(f"agency={cast.housing.pk}&who=林")
    assert not lines(f"agency={cast.education.pk}")
    assert not lines("who=申示例")
    assert lines("since=2026-10-12&until=2026-10-12")
    assert not lines("since=2026-10-13")


def test_a_wrong_filter_is_said(cast: Cast, signed_in: SignIn) -> None:
    assert (
        "请写成 2026-10-12 这样的日期"
        in signed_in(cast.zheng).get("/desk/ledger/?since=昨天").content.decode()
    )


def test_leaders_read_the_ledger_of_their_own_organ_only(cast: Cast, signed_in: SignIn) -> None:
    from cast import person
    from gongkai.rules.posts import Role

    draft(cast)
    other = person("other", "别示例", (Role.LEADER, cast.education))

    assert "加装电梯办法" in signed_in(cast.liang).get("/desk/ledger/").content.decode()
    assert "没有符合的留痕" in signed_in(other).get("/desk/ledger/").content.decode()
    assert signed_in(cast.lin).get("/desk/ledger/").status_code == 404


def test_every_action_that_is_recorded_has_words() -> None:
    root = Path(gongkai.__file__).parent
    recorded = {
        name
        for file in root.rglob("actions/*.py")
        for name in re.findall(
            r'"((?:agencies|catalogue|disclosure|imports|screening|core)\.[a-z_]+)"', file.read_text("utf-8")
        )
    }

    assert recorded
    assert recorded <= set(ACTIONS)
