"""起草年报 — the text of each section from the sentences of the form, with every figure as a reference."""

from collections.abc import Iterator

from gongkai.reporting.models import AnnualReport, ReportSection
from gongkai.reporting.numbers import Numbers
from gongkai.rules.report_prose import passages


def drafted(report: AnnualReport, numbers: Numbers) -> Iterator[ReportSection]:
    """Yield the sections of a new report, not stored yet, those of the form in its order."""
    for position, section in enumerate(report.form.sections, 1):
        text = text_of(report, section.key, numbers)
        yield ReportSection(
            report=report, key=section.key, heading=section.title, position=position, text=text
        )


def text_of(report: AnnualReport, section: str, numbers: Numbers) -> str:
    """Return what the sentences of the form say in a section, a paragraph a line."""
    words = {"organ": report.agency.name, "year": str(report.year)}
    said = [
        passage.said(numbers.of, words)
        for passage in passages(report.form_key, report.year)
        if passage.section == section
    ]
    return "\n".join(text for text in said if text)
