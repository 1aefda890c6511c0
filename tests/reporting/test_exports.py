"""年报导出 — what is exported reads back to the same numbers, whatever carries it, and looks like the national layout."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import html as markup

from cast import Cast
from foi.answering import answered
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.auditing.outline import outline_of
from gongkai.auditing.reading import read_source
from gongkai.auditing.tables import read_tables
from gongkai.intake.reading import FileRefused
from gongkai.reporting.actions.release_report import release_report
from gongkai.reporting.actions.start_report import start_report
from gongkai.reporting.checks import checks_of
from gongkai.reporting.content import Content, content_of
from gongkai.reporting.exports import MEDIA_TYPES, Format, exported, name_of_file
from gongkai.reporting.exports_data import number_written
from gongkai.reporting.exports_draft import draft_of
from gongkai.reporting.exports_paper import paper_of
from gongkai.reporting.exports_reading import read_data, read_workbook
from gongkai.reporting.exports_workbook import workbook_of
from gongkai.reporting.models import AnnualReport, ReportSection
from gongkai.reporting.numbers import Numbers
from gongkai.rules.report_forms import Form, forms
from gongkai.rules.report_process import ReportScope, ReportState
from gongkai.typesetting.pdf import pdf
from gongkai.typesetting.web import web
from gongkai.typesetting.word import docx
from gongkai.typesetting.workbook import Sheet, workbook
from reporting.stage import SOON, YEAR, all_declared, begun, signed_report, submitted_report

WITH_TABLES = [form for form in forms() if form.tables]
EACH = pytest.mark.parametrize("form", WITH_TABLES, ids=lambda form: form.key)
RANDOM = st.integers(0, 10**6).map(Random)
CARRIED: Mapping[str, Callable[[AnnualReport, Content], bytes]] = {
    "html": lambda report, content: web(paper_of(report, content)),
    "docx": lambda report, content: docx(paper_of(report, content)),
    "pdf": lambda report, content: pdf(paper_of(report, content)),
    "xlsx": workbook_of,
}
EXAMPLES = {"html": 4, "docx": 2, "pdf": 1, "xlsx": 4}


def made(form: Form, random: Random, state: ReportState = ReportState.DRAFT) -> tuple[AnnualReport, Content]:
    """A report that is not stored, with numbers in every cell, most of them small."""
    agency = Agency(name="示例县样本局", short_name="样本局", code="yangben")
    year = form.first_year + 1
    report = AnnualReport(agency=agency, year=year, form_key=form.key, scope=ReportScope.OWN, state=state)
    if report.signed:
        report.signed_at = datetime(year + 1, 1, 8, 2, tzinfo=UTC)
    sizes = (0, 0, 3, 40, 5000, 312456)
    now: dict[str, Decimal | None] = {
        cell.key: Decimal(random.randint(0, random.choice(sizes)))
        + Decimal(random.randint(0, 10**cell.decimals - 1)).scaleb(-cell.decimals)
        for cell in form.cells()
    }
    now["foi.received"] = Decimal(random.randint(0, 9999))
    sections = [
        ReportSection(
            key=one.key, heading=one.title, position=n, text="本部分为样本，全年收到申请【收到申请数】件。"
        )
        for n, one in enumerate(form.sections, 1)
    ]
    return report, content_of(report, Numbers(now, {}, {}), sections)


def cells_of(content: Content) -> dict[str, Decimal | None]:
    return {each.cell.key: each.number for each in content.cells()}


def read_cells(report: AnnualReport, data: bytes, ending: str) -> dict[str, Decimal | None]:
    source = read_source(data, f"示例.{ending}")
    outline = outline_of(source)
    assert (outline.agency, outline.year) == ("示例县样本局", report.year)
    tables = read_tables(source, outline)
    return {key: cell.value for table in tables for key, cell in table.cells.items()}


@EACH
@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.SIGNED])
@pytest.mark.parametrize("ending", list(CARRIED))
def test_the_auditor_reads_the_same_cells(form: Form, ending: str, state: ReportState) -> None:
    @settings(max_examples=EXAMPLES[ending], deadline=None, phases=[Phase.explicit, Phase.generate])
    @given(random=RANDOM)
    def tried(random: Random) -> None:
        report, content = made(form, random, state)
        assert read_cells(report, CARRIED[ending](report, content), ending) == cells_of(content)

    tried()


@EACH
@settings(max_examples=8, deadline=None)
@given(random=RANDOM)
def test_a_workbook_reads_back_whole(form: Form, random: Random) -> None:
    report, content = made(form, random)
    found = read_workbook(workbook_of(report, content))
    assert (found.form, found.organ, found.year, found.version) == (form.key, "yangben", report.year, 1)
    assert found.cells == cells_of(content)
    assert found.figures == {"foi.received": content.numbers.now["foi.received"]}


@given(number=st.decimals(-(10**12), 10**12, places=4))
def test_a_number_is_written_as_it_is(number: Decimal) -> None:
    written = json.loads(json.dumps(number_written(number)), parse_float=Decimal)
    assert Decimal(str(written)) == number


def test_what_is_no_exported_report_is_refused() -> None:
    for read, data in ((read_data, b"{}"), (read_data, b"\xff"), (read_workbook, b"PK")):
        with pytest.raises(FileRefused):
            read(data)
    with pytest.raises(FileRefused):
        read_workbook(workbook([Sheet("样本", (("甲", 1),))]))


def test_headings_of_lines_span_what_the_national_layout_has_them_span() -> None:
    form = next(form for form in forms() if form.key == "2021")
    report, content = made(form, Random(1))
    page = markup.fromstring(web(paper_of(report, content)).decode())
    spans = {cell.text: int(cell.get("rowspan", 1)) for cell in page.iterfind(".//tbody//th")}
    wanted = {
        "三、本年度办理结果": 22,
        "（三）不予公开": 8,
        "（四）无法提供": 3,
        "（五）不予处理": 5,
        "（六）其他处理": 3,
    }
    assert {words: spans[words] for words in wanted} == wanted
    corner = next(cell for cell in page.iterfind(".//thead//th") if "勾稽" in (cell.text or ""))
    assert (corner.get("rowspan"), corner.get("colspan")) == ("3", "3")


def test_only_what_is_not_signed_is_a_draft() -> None:
    form = next(form for form in forms() if form.key == "2021")
    for state, draft in (
        (ReportState.DRAFT, True),
        (ReportState.SUBMITTED, True),
        (ReportState.SIGNED, False),
    ):
        report, content = made(form, Random(1), state)
        assert ("草稿" in web(paper_of(report, content)).decode().partition("<body>")[2]) is draft


@pytest.mark.django_db
def test_data_hold_figures_checks_and_words_and_read_back(cast: Cast) -> None:
    answered(cast)
    all_declared(cast, {"permits.decisions": 345})
    report = submitted_report(cast)
    content = content_of(report)
    data = exported(report, Format.JSON, SOON.date()).data
    said = json.loads(data)
    assert (said["state"], said["organ"]["code"]) == ("submitted", cast.housing.code)
    assert "1件" in "".join(said["sections"][0]["paragraphs"])
    assert {check["outcome"] for check in said["checks"]} <= {"ok", "note"}
    found = read_data(data)
    assert found.cells == cells_of(content)
    assert found.cells["permits.permits.decisions"] == 345
    assert found.figures == {
        key: number for key, number in content.numbers.now.items() if key not in found.cells
    }
    assert (
        found.figures.items()
        >= read_workbook(exported(report, Format.XLSX, SOON.date()).data).figures.items()
    )


@pytest.mark.django_db
def test_each_format_is_downloaded_from_the_page(cast: Cast, signed_in: Callable[[Actor], Client]) -> None:
    all_declared(cast)
    report = begun(cast)
    client = signed_in(cast.lin)
    page = client.get(report.address).content.decode()
    for wanted in Format:
        address = f"{report.address}report.{wanted.value}?version=1"
        assert f'href="{address}"' in page
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, MEDIA_TYPES[wanted])
        assert quote(name_of_file(report, wanted)) in answer["Content-Disposition"]
    assert client.get(f"{report.address}report.exe").status_code == 404


@pytest.mark.django_db
def test_the_published_document_carries_the_report_as_word_and_pdf(cast: Cast) -> None:
    all_declared(cast)
    report = signed_report(cast)
    version = release_report(report.pk, actor=cast.lin, now=SOON)
    assert [each.name for each in version.attachments.all()] == [
        "临江市住房和城乡建设局2026年政府信息公开工作年度报告.docx",
        "临江市住房和城乡建设局2026年政府信息公开工作年度报告.pdf",
    ]


@pytest.mark.django_db
def test_what_a_report_would_say_is_told_without_storing_it(cast: Cast) -> None:
    answered(cast)
    report, content = draft_of(cast.housing, YEAR, SOON)
    assert not AnnualReport.objects.exists()
    stored = content_of(start_report(cast.housing, YEAR, actor=cast.lin, now=SOON))
    assert (content.text, cells_of(content)) == (stored.text, cells_of(stored))
    assert checks_of(report, SOON.date(), content)
