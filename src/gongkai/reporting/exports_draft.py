"""未起草的年报 — what an organ's report on a year would say today, with nothing stored."""

from datetime import datetime

from gongkai.agencies.models import Agency
from gongkai.reporting.content import Content, content_of
from gongkai.reporting.drafting import drafted
from gongkai.reporting.models import AnnualReport
from gongkai.reporting.numbers import fresh_numbers
from gongkai.reporting.rollup import scope_of
from gongkai.rules.report_forms import form_of


def draft_of(agency: Agency, year: int, now: datetime) -> tuple[AnnualReport, Content]:
    """Return a report that is not stored, and its content. KeyError for a year without a form."""
    report = AnnualReport(
        agency=agency,
        year=year,
        form_key=form_of(year).key,
        scope=scope_of(agency),
        drafted_at=now,
        saved_at=now,
    )
    numbers = fresh_numbers(report)
    return report, content_of(report, numbers, list(drafted(report, numbers)))
