"""图的核对 — a chart shows something, and the months of a course make up the year."""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.reporting.check import Check, Kind, Outcome
from gongkai.reporting.content import Content, ShownSection
from gongkai.reporting.illustrations import ShownChart
from gongkai.reporting.numbers import Numbers, plain
from gongkai.rules.phrases import phrase
from gongkai.rules.report_charts import Across


def checks(content: Content) -> Iterator[Check]:
    """Yield the checks of a report's charts."""
    for section in content.sections:
        for chart in section.charts:
            yield _of(section, chart, content.numbers)


def _of(section: ShownSection, chart: ShownChart, numbers: Numbers) -> Check:
    place, anchor = phrase(section.heading), f"section-{section.section.pk}"
    known = [each.number for each in chart.numbers if each.number is not None]
    if not known:
        words = phrase("图“%(caption)s”还没有一个数", caption=chart.caption)
        return Check(Kind.PROSE, Outcome.STOP, words, place, anchor)
    whole = numbers.now.get(str(chart.chart.whole))
    if chart.chart.across is Across.MONTHS and whole is not None and sum(known) != whole:
        words = phrase("图“%(caption)s”各月之和与全年的数不同，请核实", caption=chart.caption)
        arithmetic = f"{plain(sum(known, Decimal(0)))} ≠ {plain(whole)}"
        return Check(Kind.PROSE, Outcome.NOTE, words, place, anchor, arithmetic)
    words = phrase("图“%(caption)s”的数字取自本报告", caption=chart.caption)
    return Check(Kind.PROSE, Outcome.OK, words, place, anchor)
