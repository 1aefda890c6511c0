"""插图 — pictures and charts between a report's paragraphs: where they stand, what they show, how they travel."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as markup
from PIL import Image

from cast import NOW, Cast
from foi.answering import answered
from gongkai.agencies.policies import Actor
from gongkai.auditing.audit import audit
from gongkai.auditing.model import Severity
from gongkai.auditing.reading import read_source
from gongkai.core import files
from gongkai.core.models import StoredFile
from gongkai.disclosure.actions import pass_review, sign, submit
from gongkai.reporting.actions.illustrate_report import (
    add_chart,
    add_picture,
    describe_illustration,
    move_illustration,
    remove_illustration,
)
from gongkai.reporting.actions.release_report import release_report
from gongkai.reporting.actions.save_report import Written, add_section, remove_section, save_report
from gongkai.reporting.actions.settle_report import sign_report, submit_report
from gongkai.reporting.actions.start_report import correct_report
from gongkai.reporting.check import Kind, Outcome
from gongkai.reporting.checks import checks_of
from gongkai.reporting.content import ShownParagraph, ShownTable, content_of
from gongkai.reporting.exports import Format, exported
from gongkai.reporting.exports_paper import paper_of
from gongkai.reporting.exports_reading import read_data, read_workbook
from gongkai.reporting.illustrations import Charted, moved_along
from gongkai.reporting.markup import pictures_of, published_html
from gongkai.reporting.models import AnnualReport, Illustration, ReportSection
from gongkai.reporting.numbers import fresh_numbers, numbers_of
from gongkai.reporting.report_page import moved
from gongkai.rules.process import RuleViolation
from gongkai.rules.report_charts import charts_of
from gongkai.typesetting.paper import Paragraph, Table
from reporting.stage import SOON, YEAR, all_declared, begun

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
LINE = 156
"""How long a line is, in mm."""


def photo(kind: str = "JPEG") -> bytes:
    """A picture that says where and by whom it was taken."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x013B] = "示例摄影者"
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 9.0)
    Image.new("RGB", (320, 200), "#3465a4").save(made, kind, exif=exif)
    return made.getvalue()


def own_section(report: AnnualReport, by: Actor, text: str = "第一段。\n第二段。") -> ReportSection:
    section = add_section(report.pk, heading="基层样本", actor=by, now=SOON)
    save_report(report.pk, {section.pk: Written("基层样本", text)}, actor=by, now=SOON)
    section.refresh_from_db()
    return section


def pictured(report: AnnualReport, section: ReportSection, by: Actor, **more: int) -> Illustration:
    return add_picture(
        section.pk,
        report_id=report.pk,
        name="现场.jpg",
        data=photo(),
        alt="一张蓝色的示例图片",
        caption="查阅点样本",
        actor=by,
        now=SOON,
        **more,
    )


def charted(report: AnnualReport, section: ReportSection, by: Actor, chart: str) -> Illustration:
    return add_chart(section.pk, report_id=report.pk, chart=chart, actor=by, now=SOON)


def illustrated(cast: Cast) -> tuple[AnnualReport, ReportSection]:
    """A draft with a picture, charts over months and years and of kinds of applicants, and one answered case."""
    answered(cast)
    all_declared(cast)
    report = begun(cast)
    section = own_section(report, cast.lin)
    pictured(report, section, cast.lin, after=1)
    for chart in ("foi.received:months", "foi.received:years", "foi.received:parts:applicant"):
        charted(report, section, cast.lin, chart)
    report.refresh_from_db()
    return report, section


def standing(report: AnnualReport, section: ReportSection) -> list[str]:
    """What a section is made of, in its order."""
    shown = next(each for each in content_of(report).sections if each.section == section)
    return [
        each.text
        if isinstance(each, ShownParagraph)
        else each.table.name
        if isinstance(each, ShownTable)
        else each.caption
        for each in shown.elements
    ]


def test_a_picture_is_kept_without_what_it_says_of_its_maker(cast: Cast) -> None:
    report = begun(cast)
    section = own_section(report, cast.lin)
    row = pictured(report, section, cast.lin, after=1)
    assert standing(report, section) == ["第一段。", "查阅点样本", "第二段。"]
    assert row.file is not None
    bare = files.read(row.file.pk)
    assert b"Exif" in photo()
    assert b"Exif" not in bare
    assert Image.open(BytesIO(bare)).size == (320, 200)


@pytest.mark.parametrize(
    ("name", "data", "alt", "field"),
    [
        ("样本.gif", photo("GIF"), "示例", "file"),
        ("样本.png", photo(), "示例", "file"),
        ("样本.jpg", photo()[:400], "示例", "file"),
        ("样本.jpg", photo(), " ", "alt"),
    ],
    ids=["another kind", "another kind within", "cut off", "no words"],
)
def test_what_is_no_whole_picture_with_words_is_refused(
    cast: Cast, name: str, data: bytes, alt: str, field: str
) -> None:
    report = begun(cast)
    section = own_section(report, cast.lin)
    with pytest.raises(RuleViolation) as refused:
        add_picture(
            section.pk,
            report_id=report.pk,
            name=name,
            data=data,
            alt=alt,
            caption="样本",
            actor=cast.lin,
            now=SOON,
        )
    assert refused.value.field == field
    assert not StoredFile.objects.exists()


def test_an_illustration_moves_past_paragraphs_tables_and_others(cast: Cast) -> None:
    report = begun(cast)
    section = report.sections.get(key="applications")
    table = standing(report, section)[-1]
    first = pictured(report, section, cast.lin)
    charted(report, section, cast.lin, "foi.received:months")
    assert standing(report, section)[-3:] == ["查阅点样本", "收到申请数（按月）", table]
    down = {"report_id": report.pk, "down": True, "actor": cast.lin, "now": SOON}
    move_illustration(first.pk, **down)
    assert standing(report, section)[-3:] == ["收到申请数（按月）", "查阅点样本", table]
    move_illustration(first.pk, **down)
    assert standing(report, section)[-3:] == ["收到申请数（按月）", table, "查阅点样本"]
    with pytest.raises(RuleViolation, match="不能再移"):
        move_illustration(first.pk, **down)


LINES = st.lists(st.sampled_from("甲乙丙丁戊"), unique=True, max_size=5)


@given(before=LINES, after=LINES)
def test_an_illustration_stays_behind_its_paragraph(before: list[str], after: list[str]) -> None:
    for place in range(len(before) + 1):
        found = moved_along(before, after, place)
        assert 0 <= found <= len(after)
        if place and before[place - 1] in after and sorted(before) == before and sorted(after) == after:
            assert after[found - 1] == before[place - 1]


def test_text_that_is_rewritten_takes_its_picture_along(cast: Cast) -> None:
    report = begun(cast)
    section = own_section(report, cast.lin)
    pictured(report, section, cast.lin, after=1)
    written = Written("基层样本", "新的开头。\n第一段。\n第二段。\n第三段。")
    save_report(report.pk, {section.pk: written}, actor=cast.lin, now=SOON)
    section.refresh_from_db()
    assert standing(report, section)[:3] == ["新的开头。", "第一段。", "查阅点样本"]


def test_a_chart_moves_with_the_facts_until_it_is_submitted(cast: Cast) -> None:
    report, _section = illustrated(cast)
    case_month = timezone.localtime(NOW).month
    shown = content_of(report).sections[-1].charts
    months, years, applicants = ([cell.number for cell in chart.numbers] for chart in shown)
    assert len(months) == 12
    assert months[case_month - 1] == sum(filter(None, months)) == 1
    assert years[-1] == 1
    assert sum(filter(None, applicants)) == 1
    submitted = submit_report(report.pk, actor=cast.lin, now=SOON)
    answered(cast)
    frozen = content_of(AnnualReport.objects.get(pk=submitted.pk)).sections[-1].charts
    assert [cell.number for cell in frozen[0].numbers] == months
    assert [cell.number for cell in frozen[2].numbers] == applicants
    kept = numbers_of(submitted)
    told = {one.place: one.today for one in moved(submitted, kept, fresh_numbers(submitted))}
    assert told[f"收到申请数·{NOW:%Y-%m}"] == "2"


def test_years_are_as_they_were_reported(cast: Cast) -> None:
    report = begun(cast)
    section = own_section(report, cast.lin)
    for year, number in ((YEAR - 3, "41"), (YEAR - 1, "52")):
        earlier = begun(cast, year=year)
        AnnualReport.objects.filter(pk=earlier.pk).update(
            state="submitted", figures={"foi.received": number}, submitted_at=NOW, submitted_by=cast.lin.user
        )
    charted(report, section, cast.lin, "foi.received:years")
    (chart,) = content_of(report).sections[-1].charts
    assert chart.heads[1:] == (f"{YEAR - 3}年", f"{YEAR - 1}年", f"{YEAR}年")
    assert [cell.text for cell in chart.numbers] == ["41", "52", "0"]


def test_a_chart_that_the_form_has_no_figures_for_is_refused(cast: Cast) -> None:
    report = begun(cast)
    section = own_section(report, cast.lin)
    for chart in ("foi.received:parts:result", "staff.full_time:years", "nonsense", ""):
        with pytest.raises(RuleViolation, match="列出的图表"):
            charted(report, section, cast.lin, chart)


def test_captions_are_read_for_personal_data(cast: Cast) -> None:
    all_declared(cast)
    report = begun(cast)
    row = pictured(report, own_section(report, cast.lin), cast.lin)
    facts = {"report_id": report.pk, "actor": cast.lin, "now": SOON}
    describe_illustration(row.pk, caption="联系人手机13800138000", alt="示例", **facts)
    found = [check for check in checks_of(report, SOON.date()) if check.kind is Kind.PRIVACY]
    assert [check.place for check in found if check.outcome is not Outcome.OK] == ["七、基层样本"]


def test_what_is_submitted_stands_still(cast: Cast) -> None:
    report, section = illustrated(cast)
    submit_report(report.pk, actor=cast.lin, now=SOON)
    rows = Illustration.objects.filter(section=section)
    for change in (lambda: rows.update(caption="改过"), lambda: rows.filter(chart="").delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_chart_of_noughts_says_so_instead_of_an_empty_drawing(cast: Cast) -> None:
    report, _section = illustrated(cast)
    content = content_of(report)
    chart = content.sections[-1].charts[0]
    noughts = [(name, tuple(Charted(each.key, Decimal(0)) for each in cells)) for name, cells in chart.lines]
    bare = replace(chart, lines=tuple(noughts))
    told = replace(content, sections=(replace(content.sections[-1], elements=(bare,)),))
    _heading, words, table = paper_of(report, told).blocks
    assert isinstance(words, Paragraph)
    assert "没有，数都是0" in words.text
    assert isinstance(table, Table)
    assert pictures_of(told) == ()
    assert words.text in (body := published_html(told))
    assert "<table>" in body
    (drawn,) = pictures_of(replace(told, sections=(replace(told.sections[0], elements=(chart,)),)))
    assert f'width="{chart.drawn().width}"' in published_html(content, pictures_of(content))
    assert Image.open(BytesIO(drawn.data)).width == 2 * drawn.width


def test_every_format_carries_them_and_data_read_back(cast: Cast) -> None:
    report, _section = illustrated(cast)
    content = content_of(report)
    made = {each: exported(report, each, SOON.date(), content).data for each in Format}
    picture = Illustration.objects.get(chart="")
    page = markup.fromstring(made[Format.HTML].decode())
    assert next(each.get("alt") for each in page.iter("img")) == picture.alt
    assert len(page.findall(".//figure")) == 4
    with ZipFile(BytesIO(made[Format.DOCX])) as word:
        assert sum(name.startswith("word/media/") for name in word.namelist()) == 4
        body = word.read("word/document.xml").decode()
        assert picture.alt in body
        wide = [int(each) / Mm(1) for each in re.findall(r'<wp:extent cx="(\d+)"', body)]
        drawn = [chart.drawn().width * 25.4 / 96 for chart in content.sections[-1].charts]
        assert wide[1:] == [pytest.approx(min(each, LINE), abs=0.5) for each in drawn]
        assert min(wide[1:]) < LINE == pytest.approx(max(wide), abs=0.5), "few bars take no whole line"
    said = json.loads(made[Format.JSON])["sections"][-1]["illustrations"]
    assert (said[0]["sha256"], said[0]["alt"]) == (picture.file_id, picture.alt)
    assert said[1]["chart"] == "foi.received:months"
    read = read_data(made[Format.JSON])
    assert read.courses == content.numbers.courses
    assert read_workbook(made[Format.XLSX]).courses == content.numbers.courses
    for ending in (Format.HTML, Format.DOCX, Format.PDF):
        told = audit(read_source(made[ending], f"示例.{ending}"))
        assert not [each for each in told.tried.findings if each.severity is Severity.ERROR]


def test_they_travel_through_review_to_the_reader(cast: Cast, client: Client) -> None:
    report, _section = illustrated(cast)
    submit_report(report.pk, actor=cast.lin, now=SOON)
    sign_report(report.pk, actor=cast.liang, now=SOON)
    version = release_report(report.pk, actor=cast.lin, now=SOON)
    embedded = list(version.attachments.filter(embedded=True))
    assert embedded[0].caption == "一张蓝色的示例图片"
    assert len(embedded) == 4
    submit.submit(version.pk, actor=cast.lin, now=SOON)
    pass_review.pass_review(version.pk, actor=cast.shen, now=SOON)
    sign.sign(version.pk, actor=cast.liang, now=SOON)
    page = markup.fromstring(client.get(f"/documents/{version.document_id}/").content.decode())
    shown = [each for each in page.iter("img") if "·图" in unquote(each.get("src") or "")]
    assert len(shown) == 4
    assert "收到申请数（按月）" in [each.text for each in page.iter("caption")]
    for each in shown:
        answer = client.get(each.get("src"))
        assert answer.status_code == 200
        assert Image.open(BytesIO(b"".join(answer.streaming_content))).width > 100  # type: ignore[attr-defined]
    corrected = correct_report(report.pk, reason="漏了一张图", actor=cast.lin, now=SOON + timedelta(days=1))
    assert Illustration.objects.filter(section__report=corrected).count() == 4


def test_a_removed_picture_leaves_no_file(cast: Cast) -> None:
    report = begun(cast)
    section = own_section(report, cast.lin)
    row = pictured(report, section, cast.lin)
    remove_illustration(row.pk, report_id=report.pk, actor=cast.lin, now=SOON)
    pictured(report, section, cast.lin)
    remove_section(section.pk, report_id=report.pk, actor=cast.lin, now=SOON)
    assert not StoredFile.objects.exists()


def test_the_officer_illustrates_on_the_page(cast: Cast, signed_in: SignIn) -> None:
    report = begun(cast)
    section, lin = own_section(report, cast.lin), signed_in(cast.lin)
    page = f"{report.address}sections/{section.pk}/"
    assert f"{page}illustrations/" in lin.get(f"{report.address}edit/").content.decode()
    sent = {"caption": "样本", "alt": "示例图片", "after": "1"}
    upload = SimpleUploadedFile("样本.webp", photo("WEBP"))
    assert lin.post(f"{page}pictures/new/", {**sent, "file": upload}).status_code == 302
    chart = {"chart": "foi.received:months", "caption": "", "after": "2"}
    assert lin.post(f"{page}charts/new/", chart).status_code == 302
    picture = Illustration.objects.get(chart="")
    assert standing(report, section) == ["第一段。", "样本", "第二段。", "收到申请数（按月）"]
    deeds = f"{report.address}illustrations/{picture.pk}/"
    lin.post(deeds, {"do": "up"})
    assert standing(report, section)[0] == "样本"
    lin.post(f"{deeds}words/", {"caption": "改过的样本", "alt": "示例图片"})
    shown = lin.get(report.address).content.decode()
    assert "改过的样本" in shown
    assert f'src="{deeds}picture/"' in shown
    answer = signed_in(cast.shen).get(f"{deeds}picture/")
    assert answer["Content-Type"] == "image/webp"
    assert signed_in(cast.zhao).get(f"{deeds}picture/").status_code == 404
    assert lin.post(f"{page}pictures/new/", sent).status_code == 422
    lin.post(deeds, {"do": "remove"})
    assert not Illustration.objects.filter(pk=picture.pk).exists()


def test_what_is_declared_by_its_parts_has_no_chart_of_its_whole() -> None:
    offered = {str(chart) for _name, charts in charts_of("2021", YEAR) for chart in charts}
    assert "normative.made:parts:kind" in offered
    assert "normative.made:years" not in offered
    assert "permits.decisions:years" in offered
