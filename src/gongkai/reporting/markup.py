"""年报的网页正文 — a report as the body of a published document: headings, paragraphs, tables in the national layout."""

from django.template.loader import render_to_string

from gongkai.reporting.content import content_of
from gongkai.reporting.models import AnnualReport


def published_html(report: AnnualReport) -> str:
    """Return the body of the document in which a report is published."""
    return render_to_string("reporting/published.html", {"content": content_of(report)})
