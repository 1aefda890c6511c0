"""年报页 — what each person finds on the pages of a report, and how it goes through them from hand to hand."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast, published
from foi.answering import answered
from gongkai.agencies.policies import Actor
from gongkai.disclosure.models import Document
from gongkai.reporting.actions.declare import Statement, declare
from gongkai.reporting.models import AnnualReport
from gongkai.reporting.numbers import parts_of
from gongkai.rules.slices import Slice
from reporting.stage import YEAR, all_declared, begun, declared, submitted_report

pytestmark = pytest.mark.django_db

LAST = 2025
"""A year that is over on the day of any test."""
SignIn = Callable[[Actor], Client]


def address(cast: Cast, deed: str = "", year: int = LAST) -> str:
    return f"/desk/reports/{cast.housing.code}/{year}/{deed}"


def page(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, (where, answer.status_code)
    return answer.content.decode()


def prepared(cast: Cast) -> AnnualReport:
    now = timezone.now()
    declared(cast.housing, by=cast.lin, confirmed_by=cast.shen, year=LAST, now=now)
    return begun(cast, year=LAST, now=now)


def test_a_report_goes_from_hand_to_hand_to_the_reviewer(cast: Cast, signed_in: SignIn) -> None:
    lin, liang = signed_in(cast.lin), signed_in(cast.liang)
    assert "起草年报" in page(lin, address(cast))
    assert lin.post(address(cast, "start/")).status_code == 302
    assert "还有要写明的内容没有写" in page(lin, address(cast))
    refused = lin.post(address(cast, "submit/"))
    assert refused.status_code == 422
    assert "不能提交" in refused.content.decode()
    AnnualReport.objects.all().delete()
    prepared(cast)
    assert "没有不通过的" in page(lin, address(cast))
    assert lin.post(address(cast, "submit/")).status_code == 302
    assert ">签发</button>" in page(liang, address(cast))
    assert ">签发</button>" not in page(lin, address(cast))
    assert liang.post(address(cast, "sign/")).status_code == 302
    released = lin.post(address(cast, "release/"))
    document = Document.objects.get()
    assert released["Location"] == f"/desk/documents/{document.pk}/"
    assert document.working is not None
    assert document.working.state == "in_review"
    assert f"/desk/documents/{document.pk}/" in page(lin, address(cast))


def test_where_a_report_stands_is_said_in_english_too(cast: Cast, signed_in: SignIn) -> None:
    prepared(cast)
    client = signed_in(cast.zheng)
    client.get("/preferences/", {"language": "en"})
    assert "This organ" in page(client, address(cast))
    assert ">Drafting</span>" in page(client, f"/desk/reports/?year={LAST}")


def test_what_waits_for_a_signature_stands_on_the_page_of_today(cast: Cast, signed_in: SignIn) -> None:
    all_declared(cast)
    report = submitted_report(cast)
    title = str(report)
    assert title in signed_in(cast.liang).get("/desk/").content.decode()
    assert title not in signed_in(cast.lin).get("/desk/").content.decode()


def test_the_officer_writes_around_the_figures(cast: Cast, signed_in: SignIn) -> None:
    report, lin = prepared(cast), signed_in(cast.lin)
    form = page(lin, address(cast, "edit/"))
    assert "【办结申请数】" in form
    section = report.sections.get(key="problems")
    sent = {f"heading_{each.pk}": each.heading for each in report.sections.all()}
    sent |= {f"text_{each.pk}": each.text for each in report.sections.all()}
    sent[f"text_{section.pk}"] = "收到申请【收到申请数】件，监督培训照常。"
    assert lin.post(address(cast, "edit/"), {**sent, "seen": report.saved_at.isoformat()}).status_code == 302
    assert "监督培训照常" in page(lin, address(cast))
    again = lin.post(address(cast, "edit/"), {**sent, "seen": report.saved_at.isoformat()})
    assert again.status_code == 422
    assert "别人保存过" in again.content.decode()


def test_a_section_of_ones_own_is_added_and_removed(cast: Cast, signed_in: SignIn) -> None:
    report, lin = prepared(cast), signed_in(cast.lin)
    lin.post(address(cast, "sections/new/"), {"heading": "基层政务公开"})
    own = report.sections.get(key="")
    assert "七、基层政务公开" in page(lin, address(cast))
    lin.post(address(cast, f"sections/{own.pk}/"), {"do": "remove"})
    assert not report.sections.filter(key="").exists()
    first = report.sections.get(key="applications")
    lin.post(address(cast, f"sections/{first.pk}/"), {"do": "redraft"})
    first.refresh_from_db()
    assert "没有新收政府信息公开申请" in first.text


def test_the_leader_returns_it_with_words(cast: Cast, signed_in: SignIn) -> None:
    prepared(cast)
    lin, liang = signed_in(cast.lin), signed_in(cast.liang)
    lin.post(address(cast, "submit/"))
    liang.post(address(cast, "return/"), {"reason": "请补充培训情况"})
    assert "请补充培训情况" in page(lin, address(cast))


def test_what_moved_since_it_was_frozen_can_be_seen(cast: Cast, signed_in: SignIn) -> None:
    prepared(cast)
    lin = signed_in(cast.lin)
    lin.post(address(cast, "submit/"))
    assert "没有变动" in page(lin, address(cast, "differences/"))
    stated = [Statement(Slice("permits.decisions"), Decimal(4), reason="漏报")]
    declare(cast.housing.pk, stated, year=LAST, actor=cast.lin, now=timezone.now())
    moved = page(lin, address(cast, "differences/"))
    assert "行政许可" in moved
    assert '<td class="r">0</td><td class="r">4</td>' in moved


def test_numbers_lead_to_their_rows(cast: Cast, signed_in: SignIn) -> None:
    document = published(cast)
    rows = f"/desk/figures/rows/?figure=disclosure.published.proactive&organ={cast.housing.code}&year={YEAR}"
    shown = page(signed_in(cast.lin), rows)
    assert str(document) in shown
    assert f"/desk/documents/{document.pk}/" in shown
    csv = signed_in(cast.lin).get(f"{rows}&format=csv").content.decode("utf-8-sig")
    assert str(document) in csv
    xlsx = signed_in(cast.lin).get(f"{rows}&format=xlsx").content
    assert str(document) in ZipFile(BytesIO(xlsx)).read("xl/worksheets/sheet1.xml").decode()


def test_who_may_not_see_cases_sees_the_definition_only(cast: Cast, signed_in: SignIn) -> None:
    case = answered(cast)
    rows = f"/desk/figures/rows/?figure=foi.received&organ={cast.housing.code}&year={YEAR}"
    handled = page(signed_in(cast.wang), rows)
    assert case.number in handled
    drafted = page(signed_in(cast.lin), rows)
    assert case.number not in drafted
    assert "收到申请之日在期间内的申请" in drafted
    assert "另有 1 条" in drafted


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "figure=no.such&organ={0}&year=2026",
        "figure=foi.received&organ={0}&year=x",
        "figure=foi.received&organ=no&year=2026",
        "figure=foi.received&organ={0}&since=2026-02-01&until=2026-01-01",
        "figure=foi.received[nobody=x]&organ={0}&year=2026",
    ],
)
def test_what_is_not_there_has_no_rows(cast: Cast, signed_in: SignIn, asked: str) -> None:
    client = signed_in(cast.lin)
    assert client.get(f"/desk/figures/rows/?{asked.format(cast.housing.code)}").status_code == 404
    there = f"figure=foi.received&organ={cast.housing.code}&year=2026"
    assert client.get(f"/desk/figures/rows/?{there}").status_code == 200


def test_a_total_leads_to_what_it_adds_up(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.lin)
    client.post(address(cast, "start/", year=2017))
    shown = page(client, address(cast, year=2017))
    form = AnnualReport.objects.get().form
    totals = [cell for cell in form.cells() if cell.shows is None and parts_of(form, cell)]
    unlinked = [cell.key for cell in totals if f"units/?cell={cell.key}" not in shown]
    # Nobody has declared the parts of the staff: the cell is empty and leads nowhere.
    assert unlinked == ["statistics.staff.count"]
    refused = next(cell for cell in totals if cell.key == "statistics.refused.count")
    parts = page(client, address(cast, f"units/?cell={refused.key}", year=2017))
    assert parts.count("/desk/figures/rows/?figure=") == len(parts_of(form, refused))
    assert client.get(address(cast, "units/?cell=nothing", year=2017)).status_code == 404


def test_the_list_of_a_year_says_who_is_where(cast: Cast, signed_in: SignIn) -> None:
    prepared(cast)
    listed = page(signed_in(cast.zheng), f"/desk/reports/?year={LAST}")
    assert "没有开始" in listed
    assert "起草" in listed
    assert "催报没有提交的" in listed
    assert "催报没有提交的" not in page(signed_in(cast.lin), f"/desk/reports/?year={LAST}")
    signed_in(cast.zheng).post("/desk/reports/chase/", {"year": LAST})
    assert "年度报告还没有提交" in page(signed_in(cast.lin), "/desk/messages/")


def test_another_bureau_sees_nothing_of_it(cast: Cast, signed_in: SignIn) -> None:
    prepared(cast)
    assert signed_in(cast.lin).get(address(cast)).status_code == 200
    assert signed_in(cast.zhao).get(address(cast)).status_code == 404


def test_a_year_without_reports_is_not_there(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.lin).get(address(cast, year=2007)).status_code == 404
    assert signed_in(cast.lin).get(address(cast, year=2999)).status_code == 404
