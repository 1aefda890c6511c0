"""行文的核对 — the report's words as a reader has them, read by the auditor: parts and totals, shares, growth, prose against tables."""

from collections.abc import Iterator
from itertools import accumulate

from gongkai.auditing.model import Finding, ReadCell, ReadTable, Severity, Source, Span
from gongkai.reporting.check import Check, Kind, Outcome
from gongkai.reporting.content import Content
from gongkai.rules.phrases import phrase

_OUTCOMES = {Severity.ERROR: Outcome.STOP, Severity.ROUNDING: Outcome.NOTE, Severity.NOTE: Outcome.NOTE}


def checks(content: Content) -> Iterator[Check]:
    """Yield what the auditor finds in the prose, and how much it could try."""
    # The auditor's patterns are built when a report is checked, not when the pages are loaded.
    from gongkai.auditing.figures import read_figures
    from gongkai.auditing.outline import outline_of
    from gongkai.auditing.prose_checks import check_prose
    from gongkai.auditing.prose_tables import check_prose_against_tables

    source = Source(content.title, content.text, "text")
    outline = outline_of(source)
    tried = check_prose(source, outline)
    tried += check_prose_against_tables(read_figures(source, outline), _tables(content), source, outline)
    for finding in tried.findings:
        yield _of(finding, content)
    passed = tried.checks - len(tried.findings)
    if passed > 0:
        words = phrase("分项与总数、占比、增减幅度核对了%(count)d处，没有不符", count=passed)
        yield Check(Kind.PROSE, Outcome.OK, words, phrase("整份报告"), "")


def _tables(content: Content) -> list[ReadTable]:
    """The report's own tables as the auditor would have read them; they stand nowhere in the words."""
    nowhere = Span(0, 0)
    return [
        ReadTable(
            content.form_key,
            shown.table.key,
            {each.cell.key: ReadCell(each.number, None) for line in shown.lines for each in line.cells},
            nowhere,
        )
        for section in content.sections
        for shown in section.tables
    ]


def _of(finding: Finding, content: Content) -> Check:
    heading, anchor = _place(finding.span, content)
    quote = " ".join(finding.span.of(content.text).split())
    words = phrase("“%(quote)s”：%(why)s", quote=quote, why=finding.explanation)
    return Check(Kind.PROSE, _OUTCOMES[finding.severity], words, phrase(heading), anchor)


def _place(span: Span, content: Content) -> tuple[str, str]:
    """Return heading and anchor of the section that a place of the whole text is in."""
    before = len(content.title) + 1
    ends = accumulate((len(section.text) + 1 for section in content.sections), initial=before)
    next(ends)
    for section, end in zip(content.sections, ends, strict=True):
        if span.start < end:
            return section.heading, f"section-{section.section.pk}"
    return content.title, ""
