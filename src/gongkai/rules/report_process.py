"""年度报告流程 — where a report stands, how it moves on, and whose figures it tells (2019 Regulations Arts. 49, 50)."""

from enum import StrEnum

from gongkai.rules.citations import REGULATIONS_2019, cite
from gongkai.rules.process import Process, Step


class ReportState(StrEnum):
    """年报状态 — a report is published as a document; whether it is public yet, the document says."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    RELEASED = "released"


class ReportScope(StrEnum):
    """年报口径 — the organ's own figures, or those of the organs below it as well."""

    OWN = "own"
    CONSOLIDATED = "consolidated"


REPORT_STATE_LABELS = {
    ReportState.DRAFT: "起草",
    ReportState.SUBMITTED: "待签发",
    ReportState.SIGNED: "已签发",
    ReportState.RELEASED: "已转公开",
}
REPORT_SCOPE_LABELS = {ReportScope.OWN: "本机关", ReportScope.CONSOLIDATED: "汇总下级"}
_CONTENT = cite(REGULATIONS_2019, 50)
_DUTY = cite(REGULATIONS_2019, 49)

REPORT_PROCESS = Process(
    name="annual_report",
    initial=ReportState.DRAFT,
    final=frozenset({ReportState.RELEASED}),
    steps=(
        Step("submit", "提交", frozenset({ReportState.DRAFT}), ReportState.SUBMITTED, _CONTENT),
        Step("return", "退回", frozenset({ReportState.SUBMITTED}), ReportState.DRAFT, _CONTENT),
        Step("sign", "签发", frozenset({ReportState.SUBMITTED}), ReportState.SIGNED, _DUTY),
        Step("release", "转公开", frozenset({ReportState.SIGNED}), ReportState.RELEASED, _DUTY),
    ),
    labels=REPORT_STATE_LABELS,
)
