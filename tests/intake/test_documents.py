"""纯文本来稿 — invented documents of many kinds; every organ, place and person here is made up."""

from datetime import date

import pytest

from gongkai.intake.read import read


def from_text(text, name="样本.txt"):
    return read(text.encode(), name)


PARAGRAPH = "近年来，全市各级各部门认真履行职责，扎实推进示例工作，取得了阶段性成效，但仍存在一些薄弱环节，需要进一步加强。"

NOTICE = f"""临江市人民政府文件

临政发〔2023〕5号

临江市人民政府关于进一步加强
示例工作的通知

各县（市、区）人民政府，市政府各部门、各直属机构：
    {PARAGRAPH}为进一步加强示例工作，经市政府同意，现就有关事项通知如下。
    一、总体要求
    按照《云岭省人民政府关于加强示例工作的意见》（云政发〔2022〕40号）要求，坚持问题导向，统筹推进各项任务。
    （一）工作目标
    到2025年，全市示例工作体系基本建成，服务能力明显提升，群众满意度持续提高。
    二、保障措施
    各级各部门要加强领导，明确责任，确保各项任务落到实处。

临江市人民政府
2023年3月8日
（此件公开发布）
"""


def test_notice_with_letterhead():
    reading = from_text(NOTICE)
    assert reading.title == "临江市人民政府关于进一步加强示例工作的通知"
    assert reading.agency == "临江市人民政府"
    assert reading.document_number == "临政发〔2023〕5号"
    assert reading.formed_on == date(2023, 3, 8)
    assert reading.genre == "通知"
    assert reading.report_year is None
    assert "<h2>一、总体要求</h2>" in reading.body_html
    assert "<h3>（一）工作目标</h3>" in reading.body_html
    assert reading.body_text.endswith("临江市人民政府\n2023年3月8日\n（此件公开发布）")
    assert reading.evidence["formed_on"].evidence == "临江市人民政府 2023年3月8日"
    assert reading.evidence["agency"].certainty == "certain"


def test_cited_number_is_not_the_own_number():
    text = NOTICE.replace("临政发〔2023〕5号\n", "")
    reading = from_text(text)
    assert reading.document_number == ""
    assert any("文号" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "written",
    [
        "临政发[2023]5号",
        "临政发【2023】第5号",
        "临政发（2023）5 号",
        "临 政 发 〔 2 0 2 3 〕 5 号",
        "临政发﹝2023﹞05号",
        "临政发〔二〇二三〕五号",
    ],
)
def test_number_line_in_any_spelling(written):
    assert from_text(NOTICE.replace("临政发〔2023〕5号", written)).document_number == "临政发〔2023〕5号"


def test_number_with_issuer_beside_it():
    text = NOTICE.replace("临政发〔2023〕5号", "临政发〔2023〕5号          签发人：张示例")
    assert from_text(text).document_number == "临政发〔2023〕5号"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇一七年三月五日", date(2017, 3, 5)),
        ("二○一七年十月二十一日", date(2017, 10, 21)),
        ("二〇〇八年十二月三十一日", date(2008, 12, 31)),
        ("2 0 2 3 年 3 月 8 日", date(2023, 3, 8)),
        ("2023-03-08", date(2023, 3, 8)),
    ],
)
def test_signature_dates(written, day):
    assert from_text(NOTICE.replace("2023年3月8日", written)).formed_on == day


def test_signature_and_date_on_one_line():
    text = NOTICE.replace("临江市人民政府\n2023年3月8日", "临江市人民政府  2023年3月8日")
    reading = from_text(text)
    assert reading.formed_on == date(2023, 3, 8)
    assert "临江市人民政府 2023年3月8日" in reading.body_text.replace("  ", " ")


def test_impossible_date_is_no_date():
    reading = from_text(NOTICE.replace("2023年3月8日", "2023年2月30日"))
    assert reading.formed_on is None
    assert any("成文日期" in warning for warning in reading.warnings)


@pytest.mark.parametrize(("written", "word"), [("1936年5月1日", "早于 1949"), ("2100年1月1日", "在今天之后")])
def test_strange_dates_are_kept_and_questioned(written, word):
    reading = from_text(NOTICE.replace("2023年3月8日", written))
    assert reading.formed_on is not None
    assert any(word in warning for warning in reading.warnings)


FORWARDED = f"""临江市人民政府办公室关于印发
临江市示例管理办法的通知
临政办发〔2020〕18号

各县区人民政府，市直各部门：
《临江市示例管理办法》已经市政府同意，现印发给你们，请认真贯彻执行。

临江市人民政府办公室
2020年6月1日

临江市示例管理办法

第一章 总 则

第一条 为规范示例活动，保护公民、法人和其他组织的合法权益，结合本市实际，制定本办法。
第二条 本办法适用于本市行政区域内的示例活动。{PARAGRAPH}

第二章 附 则

第三条 本办法自2020年7月1日起施行。

附件来源：云岭省示例厅
2019年1月1日
"""


def test_what_is_sent_along_does_not_sign():
    reading = from_text(FORWARDED)
    assert reading.title == "临江市人民政府办公室关于印发临江市示例管理办法的通知"
    assert reading.formed_on == date(2020, 6, 1)
    assert "<h2>临江市示例管理办法</h2>" in reading.body_html
    assert reading.summary == "为规范示例活动，保护公民、法人和其他组织的合法权益，结合本市实际，制定本办法。"


def test_reply():
    reading = from_text(
        "临江市人民政府关于同意设立示例园区的批复\n临政函〔2019〕7号\n\n青石县人民政府：\n"
        "你县《关于设立示例园区的请示》（青政〔2019〕3号）收悉。经研究，现批复如下：\n"
        "一、原则同意设立青石县示例园区，规划面积3.2平方公里，四至范围以批准的规划图为准。\n"
        "二、你县要加强领导，按规定做好各项工作。\n临江市人民政府\n二〇一九年四月二日\n"
    )
    assert (reading.genre, reading.agency) == ("批复", "临江市人民政府")
    assert reading.document_number == "临政函〔2019〕7号"
    assert reading.formed_on == date(2019, 4, 2)
    assert reading.summary.startswith("原则同意设立青石县示例园区")


def test_announcement_without_organ_in_title():
    reading = from_text(
        "关于2022年示例补贴申报的公告\n\n为做好2022年示例补贴发放工作，现将申报事项公告如下，请符合条件的居民按时申报。\n"
        "一、申报时间\n自2022年5月1日起至2022年5月31日止。\n特此公告。\n\n临江市示例管理局\n2022年4月20日"
    )
    assert reading.title == "关于2022年示例补贴申报的公告"
    assert (reading.agency, reading.genre, reading.formed_on) == (
        "临江市示例管理局",
        "公告",
        date(2022, 4, 20),
    )


def test_joint_document_names_the_first_organ_and_warns_of_the_others():
    reading = from_text(
        "临江市财政局 临江市民政局关于印发示例资金管理办法的通知\n临财规〔2021〕2号\n各县区财政局、民政局：\n"
        f"{PARAGRAPH}\n临江市财政局 临江市民政局\n2021年9月9日"
    )
    assert reading.title == "临江市财政局 临江市民政局关于印发示例资金管理办法的通知"
    assert reading.agency == "临江市财政局"
    assert any("联合发文" in warning and "临江市民政局" in warning for warning in reading.warnings)


def test_short_name_in_title_is_spelled_out_by_the_signature():
    reading = from_text(
        f"临江市卫生健康委关于做好示例工作的通知\n各县区：\n{PARAGRAPH}\n临江市卫生健康委员会\n2022年2月2日"
    )
    assert reading.agency == "临江市卫生健康委员会"


def test_joint_organs_on_lines_of_their_own():
    reading = from_text(
        "临江市发展和改革委员会\n临江市财政局\n关于下达2020年示例计划的通知\n临发改投〔2020〕5号\n各县区发改委、财政局：\n"
        f"{PARAGRAPH}\n临江市发展和改革委员会    临江市财政局\n2020年2月2日"
    )
    assert reading.title == "临江市发展和改革委员会 临江市财政局关于下达2020年示例计划的通知"
    assert reading.agency == "临江市发展和改革委员会"
    assert any("临江市财政局" in warning for warning in reading.warnings)


def test_letter_whose_head_names_the_organ():
    reading = from_text(
        f"临江市人民政府办公室\n\n临政办函〔2024〕12号\n\n关于商请支持示例工作的函\n\n青石市人民政府办公室：\n{PARAGRAPH}\n专此函达。\n\n2024年5月6日"
    )
    assert reading.title == "关于商请支持示例工作的函"
    assert (reading.agency, reading.genre) == ("临江市人民政府办公室", "函")
    assert (reading.document_number, reading.formed_on) == ("临政办函〔2024〕12号", date(2024, 5, 6))


def test_answer_to_an_application():
    reading = from_text(
        f"临江市自然资源局\n政府信息公开申请答复书\n\n临自然资公开〔2023〕第15号\n\n张示例：\n{PARAGRAPH}\n临江市自然资源局\n2023年3月20日"
    )
    assert (reading.title, reading.genre) == ("临江市自然资源局政府信息公开申请答复书", "答复")
    assert reading.document_number == "临自然资公开〔2023〕15号"


def test_order_number_stands_alone():
    reading = from_text(
        "临江市人民政府令\n第12号\n\n《临江市示例规定》已经市人民政府常务会议讨论通过，现予公布，自2018年3月1日起施行。\n\n2018年1月15日"
    )
    assert reading.document_number == "临江市人民政府令第12号"
    assert reading.genre == "命令"


def test_wide_set_title():
    reading = from_text(
        f"临 江 市 示 例 工 作 规 则\n\n第一条 {PARAGRAPH}\n第二条 本规则自2020年1月1日起施行。"
    )
    assert reading.title == "临江市示例工作规则"
    assert reading.genre == "规则"


def test_title_with_version_note():
    reading = from_text(f"临江市示例补贴实施细则（试行）\n\n第一条 {PARAGRAPH}\n")
    assert (reading.title, reading.genre) == ("临江市示例补贴实施细则（试行）", "细则")


def test_title_after_menus_and_printed_twice():
    reading = from_text(
        "无障碍浏览 登录 注册\n首页 > 政务公开 > 通知公告\n政府信息公开指南\n政府信息公开制度\n依申请公开\n"
        "临江市城市管理局关于开展示例整治的通告\n发布日期：2024-05-06 10:20  来源：临江市城市管理局  浏览次数：128次  【字体：大 中 小】\n"
        "临江市城市管理局关于开展示例整治的通告\n"
        f"{PARAGRAPH}\n临江市城市管理局\n2024年5月5日\n【打印】 【关闭】\n上一篇：关于示例的公示\n下一篇：没有了\n"
        "扫一扫在手机打开当前页\n主办：临江市人民政府办公室\n云ICP备00000000号 云公网安备 00000000000000号\n版权所有：临江市人民政府"
    )
    assert reading.title == "临江市城市管理局关于开展示例整治的通告"
    assert reading.published_on == date(2024, 5, 6)
    assert reading.formed_on == date(2024, 5, 5)
    assert reading.body_text == f"{PARAGRAPH}\n临江市城市管理局\n2024年5月5日"


def test_catalogue_block_above_the_title():
    reading = from_text(
        "索 引 号：000000001/2016-00012\t主题分类：综合政务\n发布机构：临江市教育局\t成文日期：2016年08月01日\n"
        f"文号：临教发[2016]33号\t发布日期：2016-08-03\n关于公布示例学校名单的通知\n各县区教育局：\n{PARAGRAPH}\n"
    )
    assert reading.agency == "临江市教育局"
    assert reading.document_number == "临教发〔2016〕33号"
    assert reading.formed_on == date(2016, 8, 1)
    assert reading.published_on == date(2016, 8, 3)
    assert "索" not in reading.body_text


REPORT = """{title}

    根据《中华人民共和国政府信息公开条例》要求，编制本报告。本报告所列数据的统计期限为{period}。如对本报告有疑问，请与我局联系。
    一、主动公开情况
    {year}年，我局主动公开政府信息321条，其中规范性文件12条，工作动态309条。
    二、依申请公开情况
    收到申请5件，均已答复。

{organ}
2017年1月20日
"""


def report(title, *, period="2016年1月1日至12月31日", year=2016, organ="青石县示例局"):
    return from_text(REPORT.format(title=title, period=period, year=year, organ=organ))


def test_annual_report_with_organ_on_a_line_of_its_own():
    reading = report("青石县示例局\n\n2016年政府信息公开年度报告")
    assert reading.title == "青石县示例局2016年政府信息公开年度报告"
    assert (reading.agency, reading.genre, reading.report_year) == ("青石县示例局", "年度报告", 2016)
    assert reading.summary == "2016年，我局主动公开政府信息321条，其中规范性文件12条，工作动态309条。"


def test_annual_report_in_chinese_numerals():
    assert report("青石县示例局二〇一六年度政府信息公开工作报告").report_year == 2016


def test_annual_report_of_a_place_is_its_governments():
    reading = report("青石县2016年政府信息公开工作年度报告", organ="")
    assert reading.agency == "青石县人民政府"
    assert reading.evidence["agency"].certainty == "likely"


def test_year_of_the_figures_wins_over_the_titles_and_is_told():
    reading = report("青石县示例局2017年政府信息公开年度报告")
    assert reading.report_year == 2016
    assert any("2017" in warning and "2016" in warning for warning in reading.warnings)


def test_annual_report_without_year_in_title_takes_the_period():
    assert report("青石县示例局政府信息公开年度报告").report_year == 2016


def test_site_words_after_the_title_are_dropped():
    assert (
        report("2016年度青石县政府信息公开工作年度报告简介", organ="").title
        == "2016年度青石县政府信息公开工作年度报告"
    )


def test_traditional_text_keeps_its_script_and_gives_the_organ_in_simplified():
    reading = from_text(
        "臨江縣人民政府2012年度政府信息公開工作年度報告\n\n基本介紹\n\n  • 中文名:臨江縣人民政府2012年度報告\n"
        "  • 發布單位:臨江縣人民政府辦公室\n一、概述\n2012年,全縣主動公開政府信息1500條,較上年增長一成,保密審查機制逐步健全,各項工作有序開展。\n"
        "\n相關詞條\n\n熱門詞條\n\n聯絡我們"
    )
    assert reading.script == "Hant"
    assert reading.title == "臨江縣人民政府2012年度政府信息公開工作年度報告"
    assert (reading.agency, reading.report_year, reading.genre) == ("临江县人民政府", 2012, "年度报告")
    assert "中文名" not in reading.body_text
    assert reading.body_text.startswith("一、概述")
    assert reading.body_text.endswith("有序開展。")


def test_reposting_site_neither_dates_nor_leads():
    lead = "各单位高度重视示例工作，成立了领导小组，明确了分管领导和责任科室，形成了齐抓共管的良好局面，取得明显成效。"
    reading = from_text(
        "示例资讯网\n\n反馈\n取消\n\n热门搜词\n\n取消 发送 反馈意见\n\n青石县示例局2011年政府信息公开年度报告简介\n\n"
        f"2022/07/1673 作者:佚名\n导读:组织领导 {lead[:40]}\n\n组织领导\n\n{lead}\n\n存在的问题\n\n{PARAGRAPH}\n\n"
        "*文章为作者独立观点,不代表示例资讯网立场。\n关注微信公众号示例资讯(shili),获取资讯\n\n热门推荐\n\n相关阅读"
    )
    assert reading.published_on is None
    assert any("2022-07-16" in warning for warning in reading.warnings)
    assert reading.body_text == f"组织领导\n{lead}\n存在的问题\n{PARAGRAPH}"
    assert "<h2>组织领导</h2>" in reading.body_html


def test_repeated_section_is_kept_and_named():
    section = f"二、工作开展情况\n{PARAGRAPH}\n"
    reading = report(f"青石县示例局2016年政府信息公开年度报告\n\n一、概述\n{PARAGRAPH}\n{section}{section}")
    assert reading.body_text.count("二、工作开展情况") == 2
    assert any("二、工作开展情况" in warning for warning in reading.warnings)


def test_typeset_lines_are_put_together_again():
    reading = from_text(
        "       临江市青石区人民政府\n    2024 年政府信息公开工作年度报告\n\n"
        "  本报告由临江市青石区人民政府办公室根据《中华人民共和\n国政府信息公开条例》（以下简称《条例》）的有关要求编制。\n"
        "  一、总体情况\n  2024 年，临江市青石区人民政府坚持以公开为常态、不公开\n为例外，围绕中心工作，推进平台建设，有力服务保障全区经\n"
        "济社会发展，各项工作取得新的进展。全年主动发布政府信息 \n1428 条，解读信息 17 条。\n                    - 1 -\n"
        "  （一）主动公开。通过门户网站主动公开各类政府文件、项目审\n批、通知公告等信息，及时准确，便于查询。\n"
        "  （二）依申请公开。强化组织领导、规范办理流程，确保答复工\n作规范高效，全年办理申请均在法定期限内予以答复。\n"
    )
    assert reading.title == "临江市青石区人民政府2024年政府信息公开工作年度报告"
    assert "《中华人民共和国政府信息公开条例》" in reading.body_text
    assert "- 1 -" not in reading.body_text
    assert len(reading.body_text.splitlines()) == 5


def test_scan_with_bad_spacing():
    reading = from_text(
        "临 江 市 人 民 政 府 文 件\n\n临 政 发 〔 2013 〕 21 号\n\n临江市人民政府 关于 开展 示例 普查 的 通知\n\n各县区人民政府：\n"
        f"{PARAGRAPH}\n\n临 江 市 人 民 政 府\n二 〇 一 三 年 九 月 三 日"
    )
    assert reading.title == "临江市人民政府关于开展示例普查的通知"
    assert reading.agency == "临江市人民政府"
    assert reading.document_number == "临政发〔2013〕21号"
    assert reading.formed_on == date(2013, 9, 3)


def test_repost_mark_is_taken_off():
    reading = from_text(
        f"（转载）临江市民政局关于示例救助的通知\n（转载）临江市民政局关于示例救助的通知\n各县区民政局：\n{PARAGRAPH}\n"
    )
    assert reading.title == "临江市民政局关于示例救助的通知"
    assert any("转载" in warning for warning in reading.warnings)


def test_what_cannot_be_told_is_empty():
    reading = from_text(f"一、什么是示例补贴？\n{PARAGRAPH}\n二、如何申领？\n{PARAGRAPH}")
    assert (reading.title, reading.agency, reading.document_number, reading.genre) == ("", "", "", "")
    assert reading.formed_on is None
    assert reading.published_on is None
    assert any("标题" in warning and "发布机关" in warning for warning in reading.warnings)


def test_contact_lines_of_the_document_stay():
    reading = from_text(
        NOTICE.replace(
            "\n临江市人民政府\n2023", "\n联系人：张示例，电话：000-0000000\n\n临江市人民政府\n2023"
        )
    )
    assert "联系人：张示例，电话：000-0000000" in reading.body_text


def test_summary_ends_a_sentence_within_its_length():
    for text in (NOTICE, FORWARDED):
        summary = from_text(text).summary
        assert summary.endswith("。")
        assert 0 < len(summary) <= 120


def test_long_title_is_cut_with_a_warning_and_nothing_is_lost():
    reading = from_text("长" * 10_000 + f"\n{PARAGRAPH}")
    assert len(reading.title) == 300
    assert any("10000 字" in warning for warning in reading.warnings)
    assert "长" * 10_000 in reading.body_text


def test_markup_in_plain_text_stays_text():
    reading = from_text(f"临江市示例局关于<b>的通知\n各单位：\n{PARAGRAPH}1 < 2 && <script>alert(1)</script>")
    assert "<script" not in reading.body_html
    assert "<script>alert(1)</script>" in reading.body_text
