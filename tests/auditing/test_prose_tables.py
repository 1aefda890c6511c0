"""正文与表格 — figures of the prose beside the cells that they name: a difference asks, and rarely is an error."""

from decimal import Decimal

import pytest
from tests.auditing.national import as_lines, outline
from tests.auditing.test_identities import sound

from gongkai.auditing.figures import read_figures
from gongkai.auditing.model import FindingKind, Severity, Source, Tried
from gongkai.auditing.prose_tables import check_prose_against_tables
from gongkai.auditing.tables import read_tables
from gongkai.rules.report_forms import form_of

_FORM = form_of(2023)
_VALUES = {
    **sound(),
    "applications.state_secret.total": Decimal(2),
    "remedies.all.litigation_total": Decimal(4),
    "remedies.all.litigation_after_total": Decimal(5),
    "normative.normative.made": Decimal(7),
    "permits.permits.decisions": Decimal(1500),
}


def tried(prose: str) -> tuple[Tried, str]:
    text = f"示例县人民政府2023年政府信息公开工作年度报告\n\n一、总体情况\n{prose}\n{as_lines(_FORM, _VALUES, '|')}"
    source, about = Source("示例.txt", text, "text"), outline(text)
    tables = read_tables(source, about)
    assert tables
    return check_prose_against_tables(read_figures(source, about), tables, source, about), text


@pytest.mark.parametrize(
    "prose",
    [
        "2023年，全县共收到政府信息公开申请43件。",
        "全年新收政府信息公开申请43件。",
        "共受理依申请公开申请45件。",
        "上年结转政府信息公开申请2件。",
        "全年办结政府信息公开申请41件。",
        "政府信息公开申请中，不予公开3件。",
        "因政府信息公开被申请行政复议3件。",
        "因政府信息公开引起的行政诉讼9件。",
        "因政府信息公开引起的行政诉讼4件。",
        "因政府信息公开发生行政复议和行政诉讼12件。",
        "全年制发行政规范性文件7件。",
        "全年作出行政许可决定1500件。",
    ],
)
def test_a_figure_that_is_its_cell_is_a_passed_check(prose: str) -> None:
    assert tried(prose)[0] == Tried(1)


@pytest.mark.parametrize(
    ("prose", "stated", "computed"),
    [
        ("2023年，县政府办收到政府信息公开申请17件。", "17", "43"),
        ("全年新收政府信息公开申请45件。", "45", "43"),
        ("政府信息公开方面，全县备案行政复议案件8件。", "8", "3"),
        ("因政府信息公开引起的行政诉讼7件。", "7", "9"),
        ("因政府信息公开发生行政复议、行政诉讼案件11件。", "11", "12"),
        ("全年制发行政规范性文件6件。", "6", "7"),
    ],
)
def test_a_figure_that_is_not_asks_to_look_at_the_scope(prose: str, stated: str, computed: str) -> None:
    checked, text = tried(prose)
    (found,) = checked.findings
    assert (found.kind, found.severity) == (FindingKind.PROSE_AND_TABLE, Severity.NOTE)
    assert (found.stated, found.computed) == (stated, computed)
    assert found.span.of(text) == f"{stated}件"
    assert "口径" in found.explanation
    assert checked.checks == 1


def test_one_figure_among_others_of_the_same_sentence_that_agree_is_an_error() -> None:
    prose = "全年新收政府信息公开申请43件，上年结转申请2件，办结政府信息公开申请42件。"
    (found,) = tried(prose)[0].findings
    assert (found.severity, found.stated, found.computed) == (Severity.ERROR, "42", "41")
    assert found.explanation == (
        "正文“办结政府信息公开申请”为42件，表格“（七）总计”·“总计”为41，相差1。"
        "同一句中的其他数字与表格一致，请核对这一个。"
    )


@pytest.mark.parametrize(
    "prose",
    [
        "2022年，全县收到政府信息公开申请60件。",
        "与上年收到政府信息公开申请60件相比有所减少。",
        "近三年累计收到政府信息公开申请160件。",
        "全县收到政府信息公开申请40余件。",
        "其中县教育局收到政府信息公开申请9件。",
        "通过网络收到政府信息公开申请30件。",
        "全县办理行政复议案件532件。",
        "因政府信息公开引起的行政复议纠正1件。",
        "全县办理行政许可事项320项。",
        "主动公开政府信息2428条。",
    ],
)
def test_what_names_no_cell_plainly_is_not_compared(prose: str) -> None:
    assert tried(prose)[0] == Tried()


def test_an_organ_that_speaks_of_itself_is_no_part() -> None:
    text = f"2023年，我局收到政府信息公开申请17件。\n{as_lines(_FORM, _VALUES, '|')}"
    source, about = Source("示例.txt", text, "text"), outline(text)
    checked = check_prose_against_tables(
        read_figures(source, about), read_tables(source, about), source, about
    )
    assert [found.severity for found in checked.findings] == [Severity.NOTE]
