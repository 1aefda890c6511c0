"""指标 — what is counted about disclosure and its columns, with unit and legal basis."""

from dataclasses import dataclass
from types import MappingProxyType

from gongkai.rules.citations import REGULATIONS_2019, Citation, cite


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标 — one thing counted: its key, Chinese and English names, unit, basis and the ways to break it down."""

    key: str
    name: str
    name_en: str
    unit: str
    citation: Citation
    dimensions: tuple[str, ...]


_ITEM = ("organ", "column", "genre", "year", "month")
_COLUMN = ("organ", "column", "unit")
_ACCURACY = cite(REGULATIONS_2019, 6, 1)
_REVIEW = cite(REGULATIONS_2019, 18)
_UP_TO_DATE = cite(REGULATIONS_2019, 12, 1)
_LIMIT = cite(REGULATIONS_2019, 26)
_NORMATIVE = cite(REGULATIONS_2019, 20, item=1)
_PRIVACY = cite(REGULATIONS_2019, 15)
_FINDING = ("organ", "kind", "certainty", "year", "month")
_APPLICATIONS = cite(REGULATIONS_2019, 50, item=2)
_OBJECTIONS = cite(REGULATIONS_2019, 50, item=3)
_REPLY = cite(REGULATIONS_2019, 33, 2)
_CASE = ("organ", "channel", "applicant", "result", "row", "year", "month")

_ALL = (
    Indicator(
        "disclosure.published", "发布信息数", "Items published", "条", cite(REGULATIONS_2019, 13, 1), _ITEM
    ),
    Indicator(
        "disclosure.published.proactive",
        "主动公开信息数",
        "Items proactively disclosed",
        "条",
        cite(REGULATIONS_2019, 19),
        _ITEM,
    ),
    Indicator(
        "disclosure.normative.in_force",
        "现行有效规范性文件数",
        "Normative documents in force",
        "件",
        _NORMATIVE,
        ("organ", "genre", "year"),
    ),
    Indicator("disclosure.withdrawn", "撤下信息数", "Items withdrawn", "条", _REVIEW, _ITEM),
    Indicator("disclosure.corrected", "更正信息数", "Items corrected", "条", _ACCURACY, _ITEM),
    Indicator(
        "disclosure.days_to_publish",
        "公开用时中位数",
        "Median working days to publication",
        "个工作日",
        _LIMIT,
        _ITEM,
    ),
    Indicator("disclosure.late", "逾期公开信息数", "Items published after the limit", "条", _LIMIT, _ITEM),
    Indicator("columns.overdue", "逾期未更新栏目数", "Columns overdue", "个", _UP_TO_DATE, _COLUMN),
    Indicator("columns.empty", "空白栏目数", "Empty columns", "个", _UP_TO_DATE, _COLUMN),
    Indicator(
        "corrections.reported",
        "收到纠错数",
        "Errors reported",
        "件",
        _ACCURACY,
        ("organ", "column", "year", "month"),
    ),
    Indicator(
        "corrections.answered",
        "已答复纠错数",
        "Error reports answered",
        "件",
        _ACCURACY,
        ("organ", "column", "year", "month"),
    ),
    Indicator(
        "privacy.masked",
        "公开前遮盖的个人信息",
        "Personal data masked before publication",
        "处",
        _PRIVACY,
        _FINDING,
    ),
    Indicator(
        "privacy.removed",
        "公开前移除的隐藏内容",
        "Hidden data removed before publication",
        "处",
        _PRIVACY,
        _FINDING,
    ),
    Indicator(
        "privacy.justified",
        "说明理由后公开的个人信息",
        "Personal data published for a stated reason",
        "处",
        _PRIVACY,
        _FINDING,
    ),
    Indicator(
        "privacy.found_public",
        "公开后查出的个人信息",
        "Personal data found after publication",
        "处",
        _PRIVACY,
        _FINDING,
    ),
    Indicator(
        "privacy.swept",
        "清查过的信息",
        "Items looked through again",
        "件",
        _REVIEW,
        ("organ", "year", "month"),
    ),
    Indicator(
        "privacy.withdrawn_for",
        "因清查撤回的信息",
        "Items withdrawn for what was found",
        "件",
        _REVIEW,
        _ITEM,
    ),
    Indicator(
        "privacy.put_right",
        "改好重新公开的信息",
        "Items put right and published again",
        "件",
        _REVIEW,
        _ITEM,
    ),
    Indicator("foi.received", "收到申请数", "Applications received", "件", _APPLICATIONS, _CASE),
    Indicator("foi.carried_over", "上年结转申请数", "Applications carried over", "件", _APPLICATIONS, _CASE),
    Indicator("foi.concluded", "办结申请数", "Applications concluded", "件", _APPLICATIONS, _CASE),
    Indicator(
        "foi.carried_on",
        "结转下年度申请数",
        "Applications carried on to the next year",
        "件",
        _APPLICATIONS,
        _CASE,
    ),
    Indicator("foi.answered", "已答复申请数", "Applications answered", "件", _REPLY, _CASE),
    Indicator("foi.in_time", "按期答复申请数", "Applications answered in time", "件", _REPLY, _CASE),
    Indicator("foi.late", "逾期答复申请数", "Applications answered late", "件", _REPLY, _CASE),
    Indicator("foi.overdue", "逾期未答复申请数", "Applications overdue", "件", _REPLY, ("organ", "channel")),
    Indicator(
        "foi.days_to_answer", "答复用时中位数", "Median working days to answer", "个工作日", _REPLY, _CASE
    ),
    Indicator(
        "foi.remedies.closed",
        "审结的复议诉讼数",
        "Objections decided",
        "件",
        _OBJECTIONS,
        ("organ", "route", "finding", "year", "month"),
    ),
    Indicator(
        "foi.remedies.pending",
        "尚未审结的复议诉讼数",
        "Objections pending",
        "件",
        _OBJECTIONS,
        ("organ", "route"),
    ),
)

INDICATORS = MappingProxyType({indicator.key: indicator for indicator in _ALL})
