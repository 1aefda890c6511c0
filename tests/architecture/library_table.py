"""谁能收存年报 — a row for every action on the library of reports, as `actions_table` has them for all others."""

from collections.abc import Callable
from typing import Any

from architecture.actions_table import ALL, Prepared, Row, who
from cast import NOW, Cast
from gongkai.reporting.actions import change_library_report, keep_library_report
from reporting.library_stage import handed, kept, published_report, words

KEEPS, CHANGES, SEES = who("lin zheng zhao"), who("lin zheng"), who("lin shen liang zheng wang")


def _keeping(cast: Cast) -> Prepared:
    report = handed(words())
    return lambda actor: keep_library_report.keep_library_report(report, actor=actor, now=NOW)


def _keeping_document(cast: Cast) -> Prepared:
    document = published_report(cast)
    return lambda actor: keep_library_report.keep_document(document.pk, actor=actor, now=NOW)


def _on_kept(action: Callable[..., Any], **given: Any) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        report = kept(cast)
        return lambda actor: action(report.pk, actor=actor, now=NOW, **given)

    return prepare


def _fetching(cast: Cast) -> Prepared:
    report = kept(cast)
    return lambda actor: keep_library_report.kept_for(actor, report.pk)


TABLE = {
    "reporting.keep_library_report.keep_library_report": Row(_keeping, KEEPS, ALL),
    "reporting.keep_library_report.keep_document": Row(_keeping_document, KEEPS, ALL),
    "reporting.keep_library_report.kept_for": Row(_fetching, CHANGES, SEES),
    "reporting.change_library_report.show_library_report": Row(
        _on_kept(
            change_library_report.show_library_report, public=True, source_url="https://www.example.gov.cn/1"
        ),
        CHANGES,
        SEES,
    ),
    "reporting.change_library_report.remove_library_report": Row(
        _on_kept(change_library_report.remove_library_report), CHANGES, SEES
    ),
}
