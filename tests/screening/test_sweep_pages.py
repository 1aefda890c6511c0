"""清查的页面 — found, withdrawn from the list, put right, published again, and reported by unit."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from cast import NOW, Cast, person, published
from gongkai.agencies.policies import Actor
from gongkai.core.measures import Period
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Document
from gongkai.reporting.figures import value
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation
from gongkai.rules.slices import Slice
from gongkai.screening import sweeping
from gongkai.screening.actions import sweep as actions
from gongkai.screening.actions.mask import mask
from gongkai.screening.actions.settle import justify
from gongkai.screening.measures import MEASURES
from gongkai.screening.models import Sweep, SweepFinding, SweepState
from gongkai.screening.scanning import found_in
from screening.invented import MOBILE, resident_id
from screening.test_sweep import spoilt, start, swept

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]

ID = resident_id(9)
PRIVATE = f"<p>申请人示例甲，身份证号：{ID}。</p>"
LATER = NOW + timedelta(hours=1)
YEAR = Period.of_year(2026)


@pytest.fixture(autouse=True)
def nothing_goes_on() -> Iterator[None]:
    yield
    sweeping.leave()


def page_of(sweep: Sweep, more: str = "") -> str:
    return f"/desk/privacy/sweeps/{sweep.pk}/{more}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def figures(client: Client, sweep: Sweep) -> dict[str, list[str]]:
    """The figures of the downloaded report by organ, and in all."""
    lines = client.get(page_of(sweep, "report.csv")).content.decode("utf-8-sig")
    return {row[0]: row[1:] for row in csv.reader(io.StringIO(lines))}


def test_from_the_sweep_to_the_mended_document(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way: begun by the office, withdrawn from the list, masked, reviewed, signed, public again."""
    document = spoilt(cast, monkeypatch, title="示例名单公示", body_html=PRIVATE)
    published(cast, title="干净的一件", document_number="")
    office = signed_in(cast.zheng)
    begun = office.post("/desk/privacy/sweeps/", {"agency": "", "why": "规则更新"})
    sweep = Sweep.objects.get()
    assert begun["Location"] == page_of(sweep)
    assert 'hx-trigger="every 2s"' in text_of(office, page_of(sweep))
    sweep = swept(sweep)

    text = text_of(office, page_of(sweep))
    assert "示例名单公示" in text
    assert "居民身份证号" in text
    assert ID not in text
    assert figures(office, sweep)["合计"] == ["2", "0", "0", "1", "1", "0", "0", "1"]

    confirm = office.post(
        "/desk/withdraw/confirm/", {"document": [str(document.pk)], "reason": "含有个人信息"}
    )
    assert "撤回 1 件信息" in confirm.content.decode()
    office.post("/desk/withdraw/", {"ids": str(document.pk), "reason": "含有个人信息"})
    document.refresh_from_db()
    assert document.status == "withdrawn"
    assert document.working is not None
    assert "已撤回" in text_of(office, page_of(sweep))
    assert figures(office, sweep)["合计"] == ["2", "0", "0", "1", "1", "1", "0", "0"]

    marked = text_of(signed_in(cast.lin), f"/desk/documents/{document.pk}/privacy/")
    assert "必须处理，1 处" in marked
    values = {"change_note": "遮盖个人信息"}
    save_draft(document.working.pk, actor=cast.lin, now=LATER, values=values)
    with pytest.raises(RuleViolation, match="1 处必须处理"):
        submit(document.working.pk, actor=cast.lin, now=LATER)
    put_right(cast, document)
    assert "改好重新公开" in text_of(office, page_of(sweep))
    assert figures(office, sweep)["合计"] == ["2", "0", "0", "1", "1", "1", "1", "0"]


def put_right(cast: Cast, document: Document) -> None:
    """Mask what was found in the draft that came back, and publish it again."""
    document.refresh_from_db()
    assert document.working is not None
    keys = {one.key for one in found_in(document.working)}
    mask(document.working.pk, keys, actor=cast.lin, now=LATER)
    values = {"change_note": "遮盖个人信息"}
    save_draft(document.working.pk, actor=cast.lin, now=LATER, values=values)
    submit(document.working.pk, actor=cast.lin, now=LATER)
    pass_review(document.working.pk, actor=cast.shen, now=LATER)
    sign(document.working.pk, actor=cast.liang, now=LATER)


def test_the_figures_are_indicators(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    document = spoilt(cast, monkeypatch, body_html=PRIVATE)
    other = published(cast, title="干净的一件", document_number="")
    swept(start(cast))
    withdraw([document.pk, other.pk], actor=cast.liang, now=LATER, reason="含有个人信息")
    put_right(cast, document)
    for organs in (None, [cast.housing.pk]):
        assert value(Slice("privacy.swept"), YEAR, organs) == 2
        assert MEASURES["privacy.found_public"].rows(YEAR, organs).count() == 1
        assert [row.document_id for row in MEASURES["privacy.withdrawn_for"].rows(YEAR, organs)] == [
            document.pk
        ]
        assert [row.document_id for row in MEASURES["privacy.put_right"].rows(YEAR, organs)] == [document.pk]
    for key in ("privacy.swept", "privacy.found_public", "privacy.withdrawn_for", "privacy.put_right"):
        assert not MEASURES[key].rows(YEAR, [cast.education.pk]).exists()
        assert not MEASURES[key].rows(Period.of_year(2025), None).exists()


def test_the_list_is_narrowed(cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt(cast, monkeypatch, title="有身份证号的一件", body_html=PRIVATE)
    spoilt(
        cast, monkeypatch, title="有手机的一件", document_number="", body_html=f"<p>本人手机：{MOBILE}</p>"
    )
    sweep = swept(start(cast))
    office = signed_in(cast.zheng)
    for asked, shown, hidden in (
        ("?kind=resident_id", "有身份证号的一件", "有手机的一件"),
        ("?kind=mobile_phone", "有手机的一件", "有身份证号的一件"),
        ("?certainty=certain", "有身份证号的一件", "有手机的一件"),
        (f"?certainty=likely&organ={cast.housing.pk}", "有手机的一件", "有身份证号的一件"),
    ):
        text = text_of(office, page_of(sweep, asked))
        assert shown in text
        assert hidden not in text
    assert "没有符合条件的" in text_of(office, page_of(sweep, "?standing=put_right"))


def test_what_was_justified_in_public_stays_and_is_told(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = spoilt(cast, monkeypatch, body_html=PRIVATE)
    sweep = swept(start(cast))
    assert document.public is not None
    [found] = found_in(document.public)
    justify(document.public.pk, {found.key}, actor=cast.shen, now=LATER, words="本人书面同意公开")
    text = text_of(signed_in(cast.zheng), page_of(sweep))
    assert "看过，保留公开" in text
    assert 'name="document"' not in text


def test_everything_that_is_listed_is_chosen_at_once(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.screening.views_desk_sweeps.PAGE_SIZE", 1)
    ids = [
        spoilt(cast, monkeypatch, title=f"第 {n} 件", document_number="", body_html=PRIVATE).pk
        for n in range(2)
    ]
    sweep = swept(start(cast))
    office = signed_in(cast.zheng)
    value = f"{ids[0]},{ids[1]}"
    assert f'name="ids" value="{value}"' in text_of(office, page_of(sweep))
    confirm = office.post("/desk/withdraw/confirm/", {"ids": value, "document": [str(ids[0])]})
    assert "撤回 2 件信息" in confirm.content.decode()


def test_an_organ_reads_its_own_and_begins_nothing(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt(cast, monkeypatch, title="示例名单公示", body_html=PRIVATE)
    sweep = swept(start(cast))
    for actor, withdraws in ((cast.shen, False), (cast.liang, True)):
        client = signed_in(actor)
        text = text_of(client, page_of(sweep))
        assert "示例名单公示" in text
        assert ('name="document"' in text) is withdraws
        assert "开始清查" not in text_of(client, "/desk/privacy/sweeps/")
        assert client.post("/desk/privacy/sweeps/", {"why": ""}).status_code == 422
    stranger = signed_in(person("jiao", "教示例", (Role.REVIEWER, cast.education)))
    assert "示例名单公示" not in text_of(stranger, page_of(sweep))
    assert figures(stranger, sweep)["合计"] == ["0"] * 8
    own = swept(start(cast, cast.housing.pk))
    assert stranger.get(page_of(own)).status_code == 404
    assert signed_in(cast.lin).get(page_of(sweep)).status_code == 404
    assert Sweep.objects.count() == 2


def test_the_progress_is_asked_for_alone(cast: Cast, signed_in: SignIn) -> None:
    published(cast)
    sweep = start(cast)
    office = signed_in(cast.zheng)
    now = office.get(page_of(sweep), headers={"HX-Request": "true"}).content.decode()
    assert now.lstrip().startswith('<section id="now"')
    swept(sweep)
    assert office.get(page_of(sweep), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_sweep_is_stopped_from_its_page(cast: Cast, signed_in: SignIn) -> None:
    sweep = start(cast)
    assert "停止" not in text_of(signed_in(cast.shen), page_of(sweep))
    office = signed_in(cast.zheng)
    assert office.post(page_of(sweep, "stop/")).status_code == 302
    sweep.refresh_from_db()
    assert sweep.state == SweepState.STOPPED
    assert office.post(page_of(sweep, "stop/")).status_code == 422


def test_a_second_one_is_refused_in_words(cast: Cast, signed_in: SignIn) -> None:
    start(cast)
    answer = signed_in(cast.zheng).post("/desk/privacy/sweeps/", {"agency": "", "why": ""})
    assert answer.status_code == 422
    assert "有一次清查正在进行" in answer.content.decode()


def test_the_report_says_who_when_and_under_which_rules(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt(cast, monkeypatch, body_html=PRIVATE)
    sweep = swept(start(cast))
    text = text_of(signed_in(cast.zheng), page_of(sweep, "report/"))
    for words in (
        "郑示例",
        "规则更新",
        sweep.ruleset,
        "全部机关",
        "市住房城乡建设局",
        "居民身份证号",
        "合计",
    ):
        assert words in text
    assert ID not in text


def test_an_automatic_one_names_nobody(cast: Cast, signed_in: SignIn) -> None:
    published(cast)
    sweep = actions.start_under_new_rules(now=NOW)
    assert sweep is not None
    assert "系统，规则更新后自动" in text_of(signed_in(cast.zheng), page_of(sweep))
    assert not SweepFinding.objects.exists()
