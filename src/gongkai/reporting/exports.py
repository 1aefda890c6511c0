"""年报导出 — a report as a file: HTML, Word, PDF, a workbook or data, all from the same content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.reporting.content import Content, content_of
from gongkai.reporting.exports_data import data_of
from gongkai.reporting.exports_paper import paper_of
from gongkai.reporting.exports_workbook import workbook_of
from gongkai.reporting.models import AnnualReport
from gongkai.typesetting.pdf import pdf
from gongkai.typesetting.web import web
from gongkai.typesetting.word import MEDIA_TYPE as WORD_TYPE
from gongkai.typesetting.word import docx


class Format(StrEnum):
    """导出格式 — by the ending of the file."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"


MEDIA_TYPES: Mapping[Format, str] = MappingProxyType(
    {
        Format.HTML: "text/html; charset=utf-8",
        Format.DOCX: WORD_TYPE,
        Format.PDF: "application/pdf",
        Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format.JSON: "application/json",
    }
)
FORMAT_WORDS: Mapping[Format, str | Promise] = MappingProxyType(
    {
        Format.HTML: _("网页"),
        Format.DOCX: _("Word 文件"),
        Format.PDF: _("PDF 文件"),
        Format.XLSX: _("电子表格"),
        Format.JSON: _("数据（JSON）"),
    }
)


@dataclass(frozen=True, slots=True)
class Exported:
    """导出的文件 — its name, its media type and its bytes."""

    name: str
    media_type: str
    data: bytes


def exported(report: AnnualReport, wanted: Format, today: date, content: Content | None = None) -> Exported:
    """Return a report as a file: with its frozen numbers once it is submitted, marked 草稿 until it is signed.

    `today` is the day of its checks, which the data hold. Raises PdfUnavailable.
    """
    shown = content or content_of(report)
    makers: Mapping[Format, Callable[[], bytes]] = {
        Format.HTML: lambda: web(paper_of(report, shown)),
        Format.DOCX: lambda: docx(paper_of(report, shown)),
        Format.PDF: lambda: pdf(paper_of(report, shown)),
        Format.XLSX: lambda: workbook_of(report, shown),
        Format.JSON: lambda: data_of(report, shown, today),
    }
    return Exported(name_of_file(report, wanted), MEDIA_TYPES[wanted], makers[wanted]())


def name_of_file(report: AnnualReport, wanted: Format) -> str:
    """Return what the file is called."""
    version = f"（第{report.number}版）" if report.number > 1 else ""
    return f"{report}{version}.{wanted.value}"
