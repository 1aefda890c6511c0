"""轮廓 — whose report on which year, in which form, where it begins and ends, and its sections."""

import pytest

from gongkai.auditing.model import Outline, Source
from gongkai.auditing.outline import outline_of

FORM_OF_2021 = """示例市样本局2023年政府信息公开工作年度报告
一、总体情况
2023年，我局做了许多工作。
二、主动公开政府信息情况
规章 | 0 | 0 | 0
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量      3      0      3
二、上年结转政府信息公开申请数量      0      0      0
三、本年度办理结果
（一）予以公开      3      0      3
四、结转下年度继续办理      0      0      0
四、政府信息公开行政复议、行政诉讼情况
没有发生。
五、存在的主要问题及改进情况
（一）问题。人手不足。
六、其他需要报告的事项
无。
"""

ENCYCLOPAEDIA = """示範縣人民政府2013年度政府信息公開工作年度報告

基本介紹

  • 中文名:示範縣人民政府2013年度政府信息公開工作年度報告
  • 發布單位:示範縣人民政府辦公室
一、加強領導
  1.保密審查制度。我縣作了具體規定。
二、存在的問題
  2013年,還有不足,宣傳力度有待加強。

相關詞條

熱門詞條

聯絡我們"""

PORTAL = """示例市企业服务中心

首  页

|

政府信息公开年报

政府信息公开年度报告
2014年政府信息公开年度报告
--
2015年03月09日 来源:

示例市样本局

2014年政府信息公开年度报告

一、概述

我局认真落实各项要求，政府信息公开咨询、申请以及答复工作均得到了顺利开展，群众反映良好。

二、收费情况

本年度无收费。

示例市样本局

2015年3月9日

【关闭】 【打印】 (责任编辑:)
主办单位:示例市人民政府 承办单位:示例市信息中心
示ICP备00000000号"""


def outline(text: str) -> Outline:
    return outline_of(Source("样本.txt", text, "text"))


def headings(text: str, depth: int = 1) -> list[str]:
    return [part.title for part in outline(text).parts if part.depth == depth]


def test_a_report_of_a_department_in_the_form_of_2021() -> None:
    read = outline(FORM_OF_2021)
    assert (read.title, read.agency) == ("示例市样本局2023年政府信息公开工作年度报告", "示例市样本局")
    assert (read.year, read.form, read.published_on) == (2023, "2021", "")


def test_rows_of_a_table_are_no_sections() -> None:
    assert headings(FORM_OF_2021) == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert headings(FORM_OF_2021, 2) == ["（一）问题"]


def test_a_section_reaches_to_the_next_of_its_depth() -> None:
    parts = {part.title: part.span.of(FORM_OF_2021) for part in outline(FORM_OF_2021).parts}
    assert parts["五、存在的主要问题及改进情况"].endswith("人手不足。\n")
    assert parts["四、政府信息公开行政复议、行政诉讼情况"].startswith("四、政府")


def test_an_encyclopaedia_names_the_organ_in_simplified_characters_and_loses_its_foot() -> None:
    read = outline(ENCYCLOPAEDIA)
    assert (read.agency, read.year, read.form) == ("示范县人民政府", 2013, "2008")
    assert read.body.of(ENCYCLOPAEDIA).endswith("有待加強。")
    assert headings(ENCYCLOPAEDIA) == ["一、加強領導", "二、存在的問題"]
    assert headings(ENCYCLOPAEDIA, 3) == ["1.保密審查制度"]


def test_of_the_names_on_a_portal_the_one_above_the_report_counts() -> None:
    read = outline(PORTAL)
    assert (read.title, read.agency) == ("示例市样本局2014年政府信息公开年度报告", "示例市样本局")
    assert (read.year, read.published_on) == (2014, "2015-03-09")
    assert read.body.of(PORTAL).startswith("示例市样本局\n\n2014年")
    assert read.body.of(PORTAL).endswith("2015年3月9日")


def test_of_a_list_of_reports_none_is_this_one() -> None:
    older = "".join(f"示例市样本局{year}年政府信息公开工作年度报告\n" for year in (2019, 2020, 2021))
    text = f"示例市样本局2022年政府信息公开工作年度报告\n发布时间：2023-01-10\n浏览次数：3\n{older}一、概述\n无。\n"
    assert outline(text).year == 2022


def test_the_year_may_stand_below_the_title() -> None:
    read = outline("政府信息公开工作年度报告\n（2019年度）\n示例县民政局\n\n一、概述\n无。\n")
    assert (read.title, read.agency, read.year) == (
        "政府信息公开工作年度报告（2019年度）",
        "示例县民政局",
        2019,
    )


def test_a_title_set_on_two_lines_is_one() -> None:
    text = "    示例市样本区人民政府\n   2024 年政府信息公开工作年度报告\n\n  一、总体情况\n2024 年，我区做了许多工作。\n"
    read = outline(text)
    assert read.title == "示例市样本区人民政府2024年政府信息公开工作年度报告"
    assert (read.agency, read.year) == ("示例市样本区人民政府", 2024)


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("2014年示例市样本区人民政府信息公开工作年度报告", "示例市样本区人民政府", 2014),
        ("2011年度示例市政府信息公开工作年度报告简介", "示例市人民政府", 2011),
        ("示例县教育局关于2022年政府信息公开工作情况的报告", "示例县教育局", 2022),
        ("二〇一二年示例县样本镇人民政府信息公开工作年度报告", "示例县样本镇人民政府", 2012),
        ("示例市样本局政府信息公开工作年度报告（2020年度）", "示例市样本局", 2020),
        ("示例市卫生委员会（示例市样本局）2023年政府信息公开工作年度报告", "示例市卫生委员会", 2023),
        ("2008-2009年度示例市政府信息公开年报", "示例市人民政府", 2009),
        ("示例市2013年政府信息公开工作总结", "示例市人民政府", 2013),
        ("示範縣教育局2016年政府信息公開年度報告", "示范县教育局", 2016),
    ],
)
def test_titles_in_every_order(title: str, agency: str, year: int) -> None:
    read = outline(f"{title}\n\n一、概述\n本报告按要求编制。\n")
    assert (read.title, read.agency, read.year) == (title, agency, year)


def test_the_year_is_that_of_the_figures() -> None:
    """A report that names the year in which it came out is on the year until whose end its figures run."""
    text = "2009年度示例市政府信息公开工作年度报告\n\n截至2008年12月31日，全市主动公开信息数1200条。\n"
    assert outline(text).year == 2008
    background = (
        text.replace("2009年度", "2010年度") + "2010年，全市公开信息300条；截至2009年12月31日共900条。\n"
    )
    assert outline(background).year == 2010


def test_where_text_and_title_differ_the_day_of_publication_decides() -> None:
    text = "示例市样本局2023年政府信息公开工作年度报告\n{date}\n本报告统计期限自2022年1月1日\n起至2022年12月31日止。\n"
    assert outline(text.format(date="")).year == 2022
    assert outline(text.format(date="发布日期：2024-01-15")).year == 2023


def test_without_a_title_the_prose_tells_the_year_and_the_headings_the_form() -> None:
    read = outline(FORM_OF_2021.split("\n", 1)[1])
    assert (read.title, read.agency, read.year, read.form) == ("", "", 2023, "2021")


def test_the_organ_may_say_that_it_compiled_the_report() -> None:
    text = "2016年政府信息公开年度报告\n\n一、概述\n本报告由示例市样本局根据有关规定编制。\n"
    assert outline(text).agency == "示例市样本局"


def test_the_day_of_a_site_that_reposts_is_not_that_of_publication() -> None:
    text = "示例市样本局2016年政府信息公开年度报告\n2022/07/16 作者:佚名\n一、概述\n无。\n"
    assert outline(text).published_on == ""


def test_headings_without_numbers_stand_alone() -> None:
    text = (
        "2008年度示例市政府信息公开工作年度报告\n\n建立领导和工作机构\n\n"
        "市政府召开专题会议对贯彻实施工作进行了研究和部署，确定了主管部门，各单位也明确了负责人。\n\n"
        "开展学习和培训\n\n1、认真学习。派员参加培训。\n\n2、广泛讲解。组织工作队进行讲解。\n\n"
        "存在的问题\n\n工作中还存在一些问题，主要是有些单位对这项工作重要性的认识还不够，有待进一步提高。\n"
    )
    assert headings(text) == ["建立领导和工作机构", "开展学习和培训", "存在的问题"]
    assert headings(text, 3) == ["1、认真学习", "2、广泛讲解"]


@pytest.mark.parametrize("text", ["", "\n\n", "关于做好防汛工作的通知\n各区、各部门：\n请认真落实。\n"])
def test_what_is_no_report_has_neither_title_nor_form(text: str) -> None:
    read = outline(text)
    assert (read.title, read.year, read.form, read.parts) == ("", None, "", ())


def test_characters_without_width_are_no_part_of_the_title() -> None:
    read = outline(
        "示例市人民政府\u200b\xa02023\u200b年政府信息公开工作年度报告\n\n一、总体情况\n共收到申请3件。\n"
    )
    assert (read.title, read.agency) == ("示例市人民政府2023年政府信息公开工作年度报告", "示例市人民政府")
