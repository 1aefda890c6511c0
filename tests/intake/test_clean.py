"""正文净化 — what stays, what goes, and that cleaning twice changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.intake import clean_html, text_of
from gongkai.intake.clean import TAGS

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body lang=ZH-CN>
<!--StartFragment--><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<p class=MsoNormal align=center style='mso-char-indent-count:2.0'><b><span style='font-size:22.0pt;font-family:方正小标宋'>标题<o:p></o:p></span></b></p>
<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>一、</span><![endif]><font face="仿宋">正文<sup>2</sup></font></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'><td width=100 rowspan=2 valign=top><p class=MsoNormal>甲<o:p></o:p></p></td><td>乙</td></tr><tr><td>丙</td></tr></table>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>"""


def test_word_markup():
    assert clean_html(WORD) == (
        "<p><strong>标题</strong></p><p>一、正文<sup>2</sup></p>"
        '<table><tbody><tr><td rowspan="2">甲</td><td>乙</td></tr><tr><td>丙</td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">坏</a>',
        '<a href="java\tscript:alert(1)">坏</a>',
        '<a href="data:text/html,x">坏</a>',
        '<img src="data:image/svg+xml;base64,AAAA">',
        '<img src="//evil.example/x.png">',
        "<svg><script>alert(1)</script></svg>",
        "<math><mi><style><img src=x onerror=alert(1)>",
        '<p style="background:url(javascript:x)" onclick="x()">文</p>',
        "<iframe src=/x></iframe><object data=x></object><form action=/x><input></form>",
        "<![CDATA[<script>alert(1)</script>]]>",
    ],
)
def test_nothing_active_survives(markup):
    cleaned = clean_html(markup).lower()
    for word in (
        "<script",
        "javascript:",
        "onerror=",
        "onclick",
        "style",
        "<svg",
        "<iframe",
        "<form",
        "evil",
        "data:",
    ):
        assert word not in cleaned


@pytest.mark.parametrize(
    "source", ["data:image/png;base64,iVBORw0K", "attachment:picture-1.png", "/files/ab/cd.png"]
)
def test_own_pictures_stay(source):
    assert f'src="{source}"' in clean_html(f'<p><img src="{source}" alt="图"></p>')


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a?b=1",
        "https://example.org",
        "mailto:a@example.org",
        "/a/b.html",
        "./a",
        "../a",
        "a.html",
        "#top",
    ],
)
def test_plain_links_stay(address):
    assert f'href="{address}"' in clean_html(f'<p><a href="{address}">链接</a></p>')


def test_blocks_within_divisions_become_paragraphs():
    assert (
        clean_html("<div>甲<div>乙</div>丙<p>丁<br>戊</p></div>")
        == "<p>甲</p><p>乙</p><p>丙</p><p>丁<br>戊</p>"
    )


def test_lines_broken_within_chinese_are_joined():
    assert clean_html("<p>政府\n   信息 公开 open\n data</p>") == "<p>政府信息 公开 open data</p>"


def test_lists_nest():
    assert (
        clean_html("<ul><li>甲<ul><li>乙</li></ul></li></ul>")
        == "<ul><li><p>甲</p><ul><li>乙</li></ul></li></ul>"
    )


def test_text_of_rows_and_paragraphs():
    assert (
        text_of("<h2>题</h2><p>甲<br>乙</p><table><tr><td>一</td><td><p>二</p><p>三</p></td></tr></table>")
        == "题\n甲\n乙\n一\t二 三"
    )


@pytest.mark.parametrize(
    "markup",
    ["", "   ", "<", "<<<>>>", "</p></div>", "<table>", "&#0;&#x202e;", "<p>" * 500, "<div>" * 5000 + "深"],
)
def test_odd_markup_is_survived(markup):
    cleaned = clean_html(markup)
    assert clean_html(cleaned) == cleaned


_PIECES = st.sampled_from(
    [f"<{tag}>" for tag in sorted(TAGS)] + [f"</{tag}>" for tag in sorted(TAGS)]
    + ["<div>", "</div>", "<span style=x>", "<o:p>", "<script>", "</script>", "<!--", "-->", "&lt;", "&amp;", "文字", "a b", "\n", "<a href='/x'>", "<img src=/files/x>"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_cleaning_twice_changes_nothing(markup):
    once = clean_html(markup)
    assert clean_html(once) == once
