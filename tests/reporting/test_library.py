"""年报资料库 — kept once with what was read, shown only to those who may, compared over years and organs, read again."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import Http404
from django.test import Client

from cast import NOW, Cast
from gongkai.agencies.policies import PUBLIC, Actor
from gongkai.core.models import LedgerEntry, StoredFile
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.reporting import library_tasks
from gongkai.reporting.actions.change_library_report import remove_library_report, show_library_report
from gongkai.reporting.actions.keep_library_report import Handed, keep_document, keep_library_report
from gongkai.reporting.library import documents_to_keep, library_of, tables_of_year_before
from gongkai.reporting.library_compare import Shows, by_organ, by_year, chart_of
from gongkai.reporting.models import LibraryReport
from gongkai.rules.process import RuleViolation
from reporting.library_stage import SOURCE, archive, handed, kept, national, published_report, words

pytestmark = pytest.mark.django_db


def test_a_report_is_kept_with_all_that_was_read(cast: Cast) -> None:
    report = kept(cast, words(gazette=30))
    assert (report.organ, report.year, report.keeper, report.kept_by) == (
        "示例市样本局",
        2012,
        cast.housing,
        cast.lin.user,
    )
    assert [finding["kind"] for finding in report.findings] == ["sum"]
    assert any(figure["value"] == 100 for figure in report.figures)
    entry = LedgerEntry.objects.get(action="reporting.keep_library_report")
    assert "示例市样本局" not in str(entry.detail)


def test_the_same_file_is_kept_once(cast: Cast) -> None:
    kept(cast)
    with pytest.raises(RuleViolation, match="已经收存"):
        kept(cast)


def test_an_organ_of_this_site_is_known_by_its_name(cast: Cast) -> None:
    assert kept(cast, words(cast.housing.name)).agency == cast.housing


def test_what_does_not_say_whose_it_is_asks_for_it(cast: Cast) -> None:
    text = "全年共主动公开政府信息100条。\n"
    with pytest.raises(RuleViolation) as refused:
        keep_library_report(handed(text), actor=cast.lin, now=NOW)
    assert refused.value.field == "organ"
    told = Handed("样本.txt", text.encode(), "示例县样本办", 2015)
    assert keep_library_report(told, actor=cast.lin, now=NOW).year == 2015


@pytest.mark.parametrize("year", [-5, 0, 2007, NOW.year + 1, 99999])
def test_a_year_on_which_there_can_be_no_report_is_refused(cast: Cast, year: int) -> None:
    told = Handed("样本.txt", words().encode(), "示例县样本办", year)
    with pytest.raises(RuleViolation, match=f"年度应当在2008年到{NOW.year}年之间") as refused:
        keep_library_report(told, actor=cast.lin, now=NOW)
    assert refused.value.field == "year"


def test_only_what_was_published_is_shown_to_everyone(cast: Cast, client: Client) -> None:
    report = kept(cast, words(gazette=30))
    page = f"/reports/library/{report.pk}/"
    assert client.get(page).status_code == 404
    with pytest.raises(RuleViolation, match="公布网址"):
        show_library_report(report.pk, public=True, actor=cast.lin, now=NOW)
    show_library_report(report.pk, public=True, source_url=SOURCE, actor=cast.lin, now=NOW)
    answer = client.get(page).content.decode()
    assert report.organ in answer
    assert SOURCE in answer
    assert "60 ＋ 30 ＋ 5 ＝ 95" in answer
    assert "全文" not in answer, "its words are where it was published"
    assert report.title in client.get("/reports/library/").content.decode()


def test_other_organs_do_not_see_what_one_keeps(cast: Cast) -> None:
    report = kept(cast)
    assert report in library_of(cast.zheng)
    assert report not in library_of(cast.zhao)
    assert report not in library_of(PUBLIC)


def test_a_published_report_is_kept_by_one_click_and_goes_with_its_document(cast: Cast) -> None:
    document = published_report(cast)
    assert [document.agency for document in documents_to_keep(cast.lin)] == [cast.housing]
    report = keep_document(document.pk, actor=cast.lin, now=NOW)
    assert (report.agency, report.year, report.public) == (cast.housing, 2025, True)
    assert not documents_to_keep(cast.lin)
    assert report in library_of(PUBLIC)
    withdraw([document.pk], actor=cast.liang, now=NOW, reason="内容有误")
    assert report not in library_of(PUBLIC)


def test_what_is_no_annual_report_is_not_kept(cast: Cast) -> None:
    with pytest.raises(Http404):
        keep_document(0, actor=cast.lin, now=NOW)


def test_taking_out_takes_the_file_too_unless_another_holds_it(cast: Cast) -> None:
    first, second = kept(cast), kept(cast, actor=cast.zheng)
    assert first.file_id == second.file_id
    remove_library_report(first.pk, actor=cast.lin, now=NOW)
    assert StoredFile.objects.filter(pk=second.file_id).exists()
    remove_library_report(second.pk, actor=cast.zheng, now=NOW)
    assert not StoredFile.objects.filter(pk=second.file_id).exists()


def test_years_side_by_side_say_what_changed(cast: Cast) -> None:
    reports = [kept(cast, words(year=year, website=website)) for year, website in ((2011, 30), (2012, 60))]
    comparison = by_year(reports)
    at, row = next((n, row) for n, row in enumerate(comparison.rows) if "网站" in row.line)
    assert [cell.number.value for cell in row.cells if cell.number] == [30, 60]
    assert [(cell.growth, cell.unusual) for cell in row.cells] == [("", False), ("+100.0%", True)]
    chart = chart_of(comparison, at)
    assert chart is not None
    assert 2 * chart.bars[0].height == pytest.approx(chart.bars[1].height, abs=0.1)


def test_what_changed_is_drawn_first(cast: Cast, client: Client) -> None:
    rows = by_year(
        [kept(cast, words(year=year, website=60 + year - 2011), public=True) for year in (2011, 2012)]
    ).rows
    assert not rows[0].changed
    page = client.get("/reports/library/compare/?organ=示例市样本局").content.decode()
    [drawn] = re.findall("<figcaption.*?<b>(.*?)</b>", page)
    assert drawn == next(row.name for row in rows if row.changed)


def test_years_that_do_not_follow_are_not_compared(cast: Cast) -> None:
    comparison = by_year([kept(cast, words(year=2009)), kept(cast, words(year=2012))])
    assert comparison.rows
    assert not any(cell.growth for row in comparison.rows for cell in row.cells)


def test_organs_side_by_side(cast: Cast, client: Client) -> None:
    names = ("示例市样本局", "示范市样本局")
    comparison = by_organ([kept(cast, words(name), public=True) for name in names])
    assert [report.organ for report in comparison.reports] == list(names)
    page = client.get("/reports/library/compare/?year=2012").content.decode()
    assert all(name in page for name in names)


def test_every_number_has_a_line_in_the_tidy_table(cast: Cast, client: Client) -> None:
    report = kept(cast, public=True)
    kept(cast, words(year=2013))
    told = client.get("/reports/library/table/").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(told)))
    assert len(lines) == len(report.figures)
    whole = next(line for line in lines if line["数值"] == "100")
    assert (whole["机关"], whole["年度"], whole["单位"]) == (report.organ, "2012", "条")
    assert report.text[int(whole["起"]) : int(whole["止"])].startswith("100")
    book = client.get("/reports/library/table/?format=xlsx").content
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        cells = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>2012</v>" in cells
    assert "<v>100</v>" in cells


def read_again() -> int:
    """Do what the worker does, and say how many reports were read."""
    jobs = library_tasks.jobs_due()
    library_tasks.settle(library_tasks.read(jobs), NOW + timedelta(days=1))
    return len(jobs)


def test_another_auditor_reads_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    report = kept(cast, words(gazette=30))
    assert read_again() == 0
    LibraryReport.objects.update(auditor="000000000000", findings=[], said=[])
    assert read_again() == 1
    report.refresh_from_db()
    assert [finding["kind"] for finding in report.findings] == ["sum"]
    assert LedgerEntry.objects.filter(action="reporting.audit_again").count() == 1
    assert read_again() == 0


def test_the_next_year_is_read_again_beside_a_report_that_comes_later(cast: Cast) -> None:
    kept(cast, words(year=2013))
    kept(cast, words(year=2012))
    assert [job.report_id for job in library_tasks.jobs_due()] == [LibraryReport.objects.get(year=2013).pk]


def test_what_is_carried_over_is_tried_against_the_year_before(cast: Cast, client: Client) -> None:
    kept(cast, national("示例市样本局", 2022, received=40, carried_over=0, carried_on=4), public=True)
    text = national("示例市样本局", 2023, received=43, carried_over=2, carried_on=5)
    report = kept(cast, text)
    assert [(found["kind"], found["stated"], found["computed"]) for found in report.findings] == [
        ("previous_year", "2", "4")
    ]
    cache.clear()
    assert "按上一年度报告为4" in client.post("/reports/check/", {"text": text}).content.decode()


def test_cells_stand_side_by_side_under_their_headings(cast: Cast) -> None:
    told = [("2022", 40, 0, 4), ("2023", 60, 4, 5)]
    reports = [kept(cast, national("示例市样本局", int(year), *counts)) for year, *counts in told]
    rows = {row.name: row for row in by_year(reports).rows if row.line.startswith("一、本年新收")}
    total = next(row for name, row in rows.items() if name.endswith("总计"))
    assert [cell.number.value for cell in total.cells if cell.number] == [40, 60]
    assert [cell.growth for cell in total.cells] == ["", "+50.0%"]


def test_side_by_side_stand_totals_what_changed_or_all(cast: Cast) -> None:
    told = [("2022", 40, 0, 4), ("2023", 60, 4, 4)]
    whole = by_year([kept(cast, national("示例市样本局", int(year), *counts)) for year, *counts in told])
    main, changed = whole.showing(Shows.MAIN), whole.showing(Shows.CHANGED)
    citizens = [row for row in whole.rows if row.name.endswith("自然人")]
    assert citizens
    assert not set(citizens) & set(main.rows), "their totals say it"
    assert not any(row.line.startswith("四、结转") for row in changed.rows), "as many as the year before"
    assert any(row.line.startswith("二、上年结转") for row in changed.rows), "none the year before"
    assert not set(citizens) & set(changed.rows), "a part that is its whole is said once"
    assert whole.showing(Shows.ALL) == whole


def test_without_an_organ_or_a_year_there_is_a_choice(
    cast: Cast, client: Client, signed_in: Callable[..., Client]
) -> None:
    for year in (2011, 2012):
        kept(cast, words(year=year), public=True)
    kept(cast, words("示范市样本局"))
    public = client.get("/reports/library/compare/").content.decode()
    assert "?year=2011" in public
    assert "示例市样本局" in public
    assert "2 年" in public
    assert "2 个机关" not in public, "one of them is not shown to everyone"
    desk = signed_in(cast.lin).get("/desk/library/compare/").content.decode()
    assert "2 个机关" in desk
    assert client.get("/reports/library/compare/?year=1999").status_code == 404


def test_what_only_one_keeps_tells_nothing_to_others(cast: Cast) -> None:
    report = kept(cast)
    LibraryReport.objects.filter(pk=report.pk).update(tables=[{"form": "2021"}])
    assert tables_of_year_before(report.organ, 2013, keeper_id=cast.housing.pk)
    assert not tables_of_year_before(report.organ, 2013)


def test_a_file_that_is_gone_leaves_what_is_known(cast: Cast) -> None:
    report = kept(cast, words(gazette=30))
    LibraryReport.objects.update(auditor="")
    [job] = library_tasks.jobs_due()
    library_tasks.settle([(job.report_id, b"", None)], NOW)
    report.refresh_from_db()
    assert report.auditor
    assert report.findings


def test_at_the_desk_a_report_is_checked_or_kept(cast: Cast, signed_in: Callable[[Actor], Client]) -> None:
    client = signed_in(cast.lin)
    page = client.post("/desk/library/check/", {"text": words(gazette=30)}).content.decode()
    assert "1 处对不上" in page
    assert not LibraryReport.objects.exists()
    answer = client.post("/desk/library/check/", {"text": words(gazette=30), "keep": "on"})
    report = LibraryReport.objects.get()
    assert answer["Location"] == f"/desk/library/{report.pk}/"
    shown = client.get(f"/desk/library/{report.pk}/").content.decode()
    assert "60 ＋ 30 ＋ 5 ＝ 95" in shown
    assert "1 处对不上" in client.get("/desk/library/").content.decode()
    assert "读出的全文" in shown
    assert "没有这样的年报" in client.get("/desk/library/?q=没有的").content.decode()


def test_what_is_filled_in_wrongly_is_told_in_words_that_name_it(
    cast: Cast, signed_in: Callable[[Actor], Client]
) -> None:
    told = {"text": words(), "keep": "on", "year": "去年", "source_url": "javascript:alert(1)"}
    answer = signed_in(cast.lin).post("/desk/library/check/", told)
    assert answer.context["form"].errors == {
        "year": ["“年度”请填整数"],
        "source_url": ["“公布网址”请写完整，如 https://www.example.gov.cn/"],
    }


def test_the_address_that_all_of_several_lack_is_asked_for_once(
    cast: Cast, signed_in: Callable[[Actor], Client]
) -> None:
    several = archive(a_txt=words(), b_txt=words(year=2011))
    told = {"file": several, "keep": "on", "public": "on"}
    answer = signed_in(cast.lin).post("/desk/library/check/", told)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["source_url"]


def test_of_several_that_are_kept_what_was_refused_stands_apart_from_what_was_done(
    cast: Cast, signed_in: Callable[[Actor], Client]
) -> None:
    several = archive(a_txt=words(), b_txt="不是年报")
    answer = signed_in(cast.lin).post("/desk/library/check/", {"file": several, "keep": "on"}, follow=True)
    notices = re.findall(r'class="notice (\S+) mb5" role="status"><p>(.)', answer.content.decode())
    assert notices == [("notice-wait", "b"), ("notice-ok", "已")]
