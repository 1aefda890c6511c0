"""资料库的舞台 — invented reports of invented organs, and one that the liaison of the housing bureau keeps."""

import io
import zipfile
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.auditing.national import as_lines

from cast import NOW, Cast, published
from gongkai.agencies.policies import Actor
from gongkai.disclosure.models import Document
from gongkai.reporting.actions.keep_library_report import Handed, keep_library_report
from gongkai.reporting.models import LibraryReport
from gongkai.rules.report_forms import form_of

SOURCE = "https://www.example.gov.cn/report.html"


def words(organ: str = "示例市样本局", year: int = 2012, *, website: int = 60, gazette: int = 35) -> str:
    """A report of 100 items of information, which its parts make up unless they are told otherwise."""
    return (
        f"{organ}{year}年政府信息公开工作年度报告\n\n一、主动公开情况\n"
        f"{year}年共主动公开政府信息100条，其中网站公开{website}条，公报公开{gazette}条，其他方式公开5条。\n"
        "二、依申请公开情况\n全年共收到申请12件，其中当面申请4件，网上申请8件。\n"
    )


def national(organ: str, year: int, received: int, carried_over: int, carried_on: int) -> str:
    """A report in the national form of 2021: citizens' applications, all handled or carried on."""
    form = form_of(year)
    told = {
        "received": received,
        "carried_over": carried_over,
        "granted": received + carried_over - carried_on,
        "concluded": received + carried_over - carried_on,
        "carried_on": carried_on,
    }
    values: dict[str, Decimal | None] = {cell.key: Decimal(0) for cell in form.cells()}
    for line, count in told.items():
        values[f"applications.{line}.citizen"] = values[f"applications.{line}.total"] = Decimal(count)
    return f"{organ}{year}年政府信息公开工作年度报告\n\n{as_lines(form, values, '|')}\n"


def handed(text: str, *, public: bool = False, name: str = "样本年报.txt") -> Handed:
    """A report as it is handed in."""
    return Handed(name, text.encode(), source_url=SOURCE if public else "", public=public)


def kept(cast: Cast, text: str = "", *, public: bool = False, actor: Actor | None = None) -> LibraryReport:
    """A report that the liaison of the housing bureau has kept."""
    return keep_library_report(handed(text or words(), public=public), actor=actor or cast.lin, now=NOW)


def published_report(cast: Cast) -> Document:
    """The housing bureau's report on 2025, before the public in its 年报 column."""
    return published(
        cast,
        column=cast.report,
        title=f"{cast.housing.name}2025年政府信息公开工作年度报告",
        body_html="".join(f"<p>{line}</p>" for line in words(cast.housing.name, 2025).splitlines() if line),
        report_year=2025,
        document_number="",
        formed_on=date(2026, 1, 20),
    )


def archive(**files: str | bytes) -> SimpleUploadedFile:
    """A ZIP of files: `a_txt` is called a.txt."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, held in files.items():
            packed.writestr(name.replace("_", "."), held)
    return SimpleUploadedFile("年报.zip", data.getvalue())
