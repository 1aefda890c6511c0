"""谁能办年报 — a row for every action on annual reports, as `actions_table` has them for all others."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

from architecture.actions_table import ALL, Prepared, Row, who
from cast import Cast
from gongkai.reporting import policies
from gongkai.reporting.actions import (
    chase_reports,
    illustrate_report,
    release_report,
    report_access,
    save_report,
    settle_report,
    start_report,
)
from gongkai.reporting.models import AnnualReport
from reporting.stage import SOON, YEAR, all_declared, begun, signed_report, submitted_report

_CHART = "foi.received:months"
DRAFTS, SEES = who("lin zheng"), who("lin shen liang zheng wang")


def _on(
    make: Callable[[Cast], AnnualReport], action: Callable[..., Any], **given: Any
) -> Callable[[Cast], Prepared]:
    """A deed on a report that was made on a stage where everything is declared."""

    def prepare(cast: Cast) -> Prepared:
        all_declared(cast)
        report = make(cast)
        return lambda actor: action(report.pk, actor=actor, now=SOON, **given)

    return prepare


def _on_section(action: Callable[..., Any], *, own: bool = False, **given: Any) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        report = begun(cast)
        section = save_report.add_section(report.pk, heading="示例", actor=cast.lin, now=SOON)
        pk = section.pk if own else report.sections.values_list("pk", flat=True)[0]
        return lambda actor: action(pk, report_id=report.pk, actor=actor, now=SOON, **given)

    return prepare


def _on_illustration(action: Callable[..., Any], **given: Any) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        report = begun(cast)
        section = report.sections.get(key="problems")
        chart = illustrate_report.add_chart(
            section.pk, report_id=report.pk, chart=_CHART, after=0, actor=cast.lin, now=SOON
        )
        return lambda actor: action(chart.pk, report_id=report.pk, actor=actor, now=SOON, **given)

    return prepare


def _picturing(cast: Cast) -> Prepared:
    report, picture = begun(cast), BytesIO()
    section = report.sections.values_list("pk", flat=True)[0]
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    given = {"name": "示例.png", "data": picture.getvalue(), "alt": "示例", "caption": "示例"}
    return lambda actor: illustrate_report.add_picture(
        section, report_id=report.pk, actor=actor, now=SOON, **given
    )


def _starting(cast: Cast) -> Prepared:
    return lambda actor: start_report.start_report(cast.housing, YEAR, actor=actor, now=SOON)


def _chasing(cast: Cast) -> Prepared:
    return lambda actor: chase_reports.chase_reports([cast.housing.pk], year=YEAR, actor=actor, now=SOON)


def _fetching(cast: Cast) -> Prepared:
    report = begun(cast)
    return lambda actor: report_access.report_for(actor, policies.SIGN_REPORT, report.pk)


def _fetching_section(cast: Cast) -> Prepared:
    report = begun(cast)
    section = report.sections.values_list("pk", flat=True)[0]
    return lambda actor: report_access.section_of_draft(report.pk, section, actor)


TABLE = {
    "reporting.start_report.start_report": Row(_starting, DRAFTS, ALL),
    "reporting.start_report.correct_report": Row(
        _on(signed_report, start_report.correct_report, reason="漏报"), DRAFTS, SEES
    ),
    "reporting.save_report.save_report": Row(_on(begun, save_report.save_report, sections={}), DRAFTS, SEES),
    "reporting.save_report.add_section": Row(
        _on(begun, save_report.add_section, heading="示例"), DRAFTS, SEES
    ),
    "reporting.save_report.remove_section": Row(
        _on_section(save_report.remove_section, own=True), DRAFTS, SEES
    ),
    "reporting.save_report.redraft_section": Row(_on_section(save_report.redraft_section), DRAFTS, SEES),
    "reporting.illustrate_report.add_picture": Row(_picturing, DRAFTS, SEES),
    "reporting.illustrate_report.add_chart": Row(
        _on_section(illustrate_report.add_chart, chart=_CHART), DRAFTS, SEES
    ),
    "reporting.illustrate_report.describe_illustration": Row(
        _on_illustration(illustrate_report.describe_illustration, caption="示例"), DRAFTS, SEES
    ),
    "reporting.illustrate_report.move_illustration": Row(
        _on_illustration(illustrate_report.move_illustration, down=True), DRAFTS, SEES
    ),
    "reporting.illustrate_report.remove_illustration": Row(
        _on_illustration(illustrate_report.remove_illustration), DRAFTS, SEES
    ),
    "reporting.settle_report.submit_report": Row(_on(begun, settle_report.submit_report), DRAFTS, SEES),
    # Who submitted it may take it back; else whoever would sign it returns it.
    "reporting.settle_report.return_report": Row(
        _on(submitted_report, settle_report.return_report, reason="请补充"), who("lin liang"), SEES
    ),
    "reporting.settle_report.sign_report": Row(
        _on(submitted_report, settle_report.sign_report), who("liang"), SEES
    ),
    "reporting.release_report.release_report": Row(
        _on(signed_report, release_report.release_report), DRAFTS, SEES
    ),
    "reporting.chase_reports.chase_reports": Row(_chasing, who("zheng"), ALL),
    "reporting.report_access.report_for": Row(_fetching, who("liang"), SEES),
    "reporting.report_access.section_of_draft": Row(_fetching_section, DRAFTS, SEES),
}
