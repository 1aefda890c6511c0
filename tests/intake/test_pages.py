"""网页来稿 — invented web pages: layouts, meta tags, tables, pictures, encodings."""

import base64
from datetime import date

import pytest

from gongkai.intake.read import read

TEXT = (
    "为加强示例管理，保障群众合法权益，根据有关法律法规，结合我市实际，现就有关事项通知如下，请认真组织实施。"
)
MORE = "各县区、各部门要高度重视，明确责任分工，细化工作措施，加强协调配合，确保各项任务按时完成并取得实效。"
PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fea7356e200000000049454e44ae426082"
    )
).decode()

PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>关于示例管理的通知_通知公告_临江市人民政府</title>
<meta name="SiteName" content="临江市人民政府"><meta name="ArticleTitle" content="关于示例管理的通知">
<meta name="PubDate" content="2022-11-03 09:15"><meta name="ContentSource" content="临江市住房和城乡建设局">
<style>.a{{color:red}}</style><script>var x="<p>坏</p>";</script></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/tz">通知公告</a></div>
<h1>关于示例管理的通知</h1><div class="info">发布时间：2022-11-03 浏览次数：<span>36</span> 字号：[大 中 小]</div>
<div class="TRS_UEDITOR"><p style="text-align:center">临建发〔2022〕41号</p><p>各县区：</p><p>　　{TEXT}</p><p>　　一、工作要求</p>
<p><span style="font-family:仿宋">　　{MORE}</span></p>
<table border="1"><tr><td colspan="2">项目</td></tr><tr><td>数量</td><td>12</td></tr></table>
<p>附件：<a href="/files/1.docx">示例清单.docx</a></p>
<p style="text-align:right">临江市住房和城乡建设局</p><p style="text-align:right">2022年11月1日</p></div>
<div class="share">分享到：微信 微博</div><div class="related"><h3>相关新闻</h3><ul><li><a href="/1">某某新闻</a></li></ul></div>
<div class="footer">主办：临江市人民政府办公室 云ICP备00000000号</div></body></html>"""


def test_page():
    reading = read(PAGE.encode(), "page.html")
    assert reading.title == "关于示例管理的通知"
    assert reading.agency == "临江市住房和城乡建设局"
    assert reading.document_number == "临建发〔2022〕41号"
    assert reading.published_on == date(2022, 11, 3)
    assert reading.formed_on == date(2022, 11, 1)
    assert reading.genre == "通知"
    assert '<td colspan="2">项目</td>' in reading.body_html
    assert "<h2>一、工作要求</h2>" in reading.body_html
    assert 'href="/files/1.docx"' in reading.body_html
    assert "数量\t12" in reading.body_text
    for clutter in ("首页", "浏览次数", "分享到", "某某新闻", "ICP", "坏"):
        assert clutter not in reading.body_text
    assert "style" not in reading.body_html
    assert reading.body_text.endswith("临江市住房和城乡建设局\n2022年11月1日")


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16", "utf-8-sig"])
def test_encodings_are_told_by_content(encoding):
    text = f"临江市示例局关于示例工作的通知\n各单位：\n{TEXT}\n临江市示例局\n2021年1月2日\n"
    reading = read(text.encode(encoding), "a.txt")
    assert reading.title == "临江市示例局关于示例工作的通知"
    assert reading.formed_on == date(2021, 1, 2)
    assert read(PAGE.replace("utf-8", "x-unknown").encode(encoding), "a.html").title == "关于示例管理的通知"


def test_big5():
    text = "臨江縣政府關於示例工作的公告\n各單位:\n為加強示例管理,保障民眾合法權益,根據有關法律法規,結合本縣實際,公告如下。\n"
    reading = read(text.encode("big5"), "a.txt")
    assert reading.title == "臨江縣政府關於示例工作的公告"
    assert reading.script == "Hant"


def test_page_named_txt_is_read_as_a_page():
    reading = read(PAGE.encode(), "page.txt")
    assert reading.title == "关于示例管理的通知"
    assert any("扩展名" in warning for warning in reading.warnings)


def test_text_named_html_is_read_as_text():
    reading = read(f"临江市示例局关于示例工作的通知\n各单位：\n{TEXT}".encode(), "a.html")
    assert reading.title == "临江市示例局关于示例工作的通知"
    assert any("TXT" in warning for warning in reading.warnings)


def test_old_page_laid_out_in_tables():
    page = f"""<html><head><title>临江市</title></head><body><table><tr><td><a href=/>首页</a> | <a href=/a>机构</a></td></tr>
    <tr><td><table><tr><td align=center><font size=5>临江市示例局2014年政府信息公开年度报告</font></td></tr>
    <tr><td align=center>2015年03月09日 来源：临江市示例局</td></tr>
    <tr><td>　　{TEXT}<br>　　一、概述<br>　　2014年，我局主动公开政府信息55条，全部为工作动态类信息。{MORE}<br>　　{MORE}</td></tr></table></td></tr>
    <tr><td>主办单位：临江市人民政府</td></tr></table></body></html>"""
    reading = read(page.encode("gb18030"), "old.htm")
    assert reading.title == "临江市示例局2014年政府信息公开年度报告"
    assert (reading.report_year, reading.published_on) == (2014, date(2015, 3, 9))
    assert "<h2>一、概述</h2>" in reading.body_html
    assert "<table" not in reading.body_html
    assert "主办单位" not in reading.body_text
    assert reading.body_text.count("临江市示例局2014年政府信息公开年度报告") == 0


def test_catalogue_table_above_the_article():
    page = f"""<html><body><table class="meta"><tr><td>索引号</td><td>000-2018-1</td><td>发布机构</td><td>临江市水利局</td></tr>
    <tr><td>文号</td><td>临水〔2018〕6号</td><td>成文日期</td><td>2018年3月4日</td></tr></table>
    <h1>关于示例河道管理的意见</h1><div id="zoom"><p>{TEXT}</p><p>{MORE}</p></div></body></html>"""
    reading = read(page.encode(), "a.html")
    assert (reading.title, reading.agency) == ("关于示例河道管理的意见", "临江市水利局")
    assert (reading.document_number, reading.formed_on) == ("临水〔2018〕6号", date(2018, 3, 4))
    assert reading.body_text == f"{TEXT}\n{MORE}"


def test_pictures_within_the_page_are_taken_and_others_reported():
    page = PAGE.replace(
        "<p>各县区：</p>",
        f'<p>各县区：</p><p><img src="data:image/png;base64,{PIXEL}" alt="示意图"></p><p><img src="http://example.org/a.png"></p>',
    )
    reading = read(page.encode(), "a.html")
    assert [(p.name, p.media_type, p.alt) for p in reading.pictures] == [
        ("picture-1.png", "image/png", "示意图")
    ]
    assert 'src="attachment:picture-1.png"' in reading.body_html
    assert "example.org" not in reading.body_html
    assert any("图片" in warning for warning in reading.warnings)


def test_longer_title_in_the_document_wins_over_the_pages():
    page = PAGE.replace(
        '<p style="text-align:center">临建发',
        '<p style="text-align:center">临江市住房和城乡建设局关于示例管理的通知</p><p>临建发',
    )
    assert read(page.encode(), "a.html").title == "临江市住房和城乡建设局关于示例管理的通知"


def test_long_heading_is_cut():
    page = f"<html><head><title>样本</title></head><body><h1>{'标' * 10_000}</h1><p>{TEXT}</p></body></html>"
    reading = read(page.encode(), "a.html")
    assert len(reading.title) == 300
    assert any("已截" in warning for warning in reading.warnings)


def test_hidden_and_reordering_characters_are_removed():
    reading = read(
        f"临江市示例局\u202e关于\u200b示例工作\x07的通知\n各单位：\n{TEXT}😀\ufeff\n".encode(), "a.txt"
    )
    assert reading.title == "临江市示例局关于示例工作的通知"
    assert "😀" in reading.body_text
    assert not set("\u202e\u200b\x07\ufeff") & set(reading.body_text)


def test_a_short_notice_keeps_its_body_though_the_line_of_the_site_is_longer() -> None:
    page = """<html><head><title>示例局关于样本事项的通告</title></head><body><h1>示例局关于样本事项的通告</h1>
    <div>发布时间：2026-03-05 浏览次数：123 【字体：大 中 小】 分享到：</div>
    <div{named}><p>各有关单位：</p><p>现就样本事项通告如下，请遵照执行。</p><p>临江市示例局</p><p>2026年3月4日</p></div>
    </body></html>"""
    for named in ("", ' class="article-content"'):
        reading = read(page.replace("{named}", named).encode(), "通告.html")
        assert "现就样本事项通告如下" in reading.body_text
        assert "浏览次数" not in reading.body_text
        assert str(reading.formed_on) == "2026-03-04"
