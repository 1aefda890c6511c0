"""结构核对 — sections twice or missing, years that differ, publication after the last lawful day."""

import pytest

from gongkai.auditing.model import FindingKind, Severity, Source, Tried
from gongkai.auditing.outline import outline_of
from gongkai.auditing.structure import check_structure

PARAGRAPH = "我局按照公开是常态、不公开是例外的要求，及时、准确、全面地公开政府信息1200条，群众反映良好。"
SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def report(*sections: str, title: str = "示例市样本局2023年政府信息公开工作年度报告", end: str = "") -> str:
    return "\n".join(
        (title, *(f"{section}\n（此处略{number}）" for number, section in enumerate(sections)), end)
    )


def tried(text: str) -> Tried:
    source = Source("样本.txt", text, "text")
    return check_structure(source, outline_of(source))


def found(text: str, kind: FindingKind) -> list[tuple[Severity, str]]:
    return [(one.severity, one.span.of(text)) for one in tried(text).findings if one.kind is kind]


def test_a_report_in_order_passes() -> None:
    whole = tried(report(*SECTIONS, end="示例市样本局\n2024年1月20日"))
    assert whole.findings == ()
    assert whole.checks == 1 + len(SECTIONS) + 1


def test_a_section_printed_twice_is_quoted_at_its_second_place() -> None:
    twice = f"二、公开情况\n（一）主动公开。{PARAGRAPH}"
    text = f"示例市样本局2017年政府信息公开工作年度报告\n一、概述\n无。\n{twice}\n{twice}\n（二）其他。无。\n三、收费情况\n无。"
    assert found(text, FindingKind.SECTION_REPEATED) == [(Severity.NOTE, twice)]
    finding = next(one for one in tried(text).findings if one.kind is FindingKind.SECTION_REPEATED)
    assert finding.span.start == text.rindex(twice)


def test_the_same_heading_over_other_words_is_not_printed_twice() -> None:
    text = f"示例市样本局2017年政府信息公开工作年度报告\n一、公开情况\n{PARAGRAPH}\n二、公开情况\n{PARAGRAPH[::-1]}\n三、无\n"
    assert found(text, FindingKind.SECTION_REPEATED) == []


def test_a_report_printed_twice_is_one_finding() -> None:
    body = (
        f"一、概述\n{PARAGRAPH}\n二、公开情况\n{PARAGRAPH}全部公开。\n三、收费情况\n{PARAGRAPH}没有收费。\n"
    )
    text = f"示例市样本局2017年政府信息公开工作年度报告\n{body}{body}"
    assert found(text, FindingKind.SECTION_REPEATED) == [(Severity.NOTE, body.rstrip())]


def test_a_missing_section_is_named() -> None:
    text = report(*SECTIONS[:5])
    assert found(text, FindingKind.SECTION_MISSING) == [(Severity.NOTE, SECTIONS[4])]
    assert [one.computed for one in tried(text).findings] == ["其他需要报告的事项"]


@pytest.mark.parametrize("named", ["六、其他需报告事项", "六、附则"])
def test_a_section_by_another_name_is_not_missing(named: str) -> None:
    assert found(report(*SECTIONS[:5], named), FindingKind.SECTION_MISSING) == []


def test_an_extract_misses_nothing() -> None:
    assert found(report(*SECTIONS[:3]), FindingKind.SECTION_MISSING) == []


def test_before_2019_no_section_is_missed() -> None:
    text = report(*SECTIONS[:4], title="示例市样本局2012年政府信息公开工作年度报告")
    assert found(text, FindingKind.SECTION_MISSING) == []


@pytest.mark.parametrize(
    "words",
    [
        "本报告中数据统计期限自2022年1月1日\n起至2022年12月31日止",
        "现将2022年度政府信息公开工作情况报告如下",
    ],
)
def test_a_text_that_says_another_year_than_the_title_is_wrong(words: str) -> None:
    text = f"示例市样本局2023年政府信息公开工作年度报告\n{words}。\n"
    ((severity, quote),) = found(text, FindingKind.YEAR)
    assert severity is Severity.ERROR
    assert "2022年" in quote
    right = tried(text.replace("2022", "2023"))
    assert (right.checks, right.findings) == (1, ())


def test_a_title_by_the_year_of_publication_only_asks_for_a_look() -> None:
    text = (
        "示例市样本局2009年政府信息公开工作年度报告\n现将2008年工作情况报告如下。\n示例市样本局\n2009年3月2日"
    )
    assert [severity for severity, _ in found(text, FindingKind.YEAR)] == [Severity.NOTE]


def test_figures_that_run_to_the_end_of_the_year_before_explain_the_title() -> None:
    text = "2009年度示例市政府信息公开工作年度报告\n截至2008年12月31日，全市主动公开信息1200条。\n"
    assert tried(text).findings == ()


def test_sentences_that_only_open_with_another_year_ask_for_a_look() -> None:
    text = "示例市样本局2023年政府信息公开工作年度报告\n2022年，我局主动公开信息1200条。\n"
    assert [severity for severity, _ in found(text, FindingKind.YEAR)] == [Severity.NOTE]
    compared = text + "2023年，我局主动公开信息1300条。\n"
    assert found(compared, FindingKind.YEAR) == []


@pytest.mark.parametrize(
    ("title", "day", "late"),
    [
        ("示例市样本局2023年政府信息公开工作年度报告", "2024年2月5日", True),
        ("示例市样本局2023年政府信息公开工作年度报告", "2024年1月31日", False),
        ("示例市人民政府2023年政府信息公开工作年度报告", "2024年2月5日", False),
        ("示例市人民政府2023年政府信息公开工作年度报告", "2024年4月1日", True),
        ("示例市样本局2014年政府信息公开工作年度报告", "2015年3月9日", False),
        ("示例市样本局2014年政府信息公开工作年度报告", "2015年4月1日", True),
        # A year and more later a site was moved, or the day is that of something else.
        ("示例市样本局2014年政府信息公开工作年度报告", "2018年4月1日", False),
        # Neither a people's government nor one of its departments.
        ("示例市样本管理委员会2023年政府信息公开工作年度报告", "2024年2月5日", False),
    ],
)
def test_the_day_of_publication_against_the_last_lawful_one(title: str, day: str, late: bool) -> None:
    organ = title.split("20")[0]
    text = f"{title}\n一、概述\n无。\n{organ}\n{day}"
    assert found(text, FindingKind.LATE) == ([(Severity.NOTE, day)] if late else [])
