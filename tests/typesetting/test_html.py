"""公文网页 — the fragment says everything the paper says, escaped, without styles and scripts."""

from dataclasses import replace

import lxml.html

from gongkai.typesetting.html import fragment
from gongkai.typesetting.paper import Paper, Paragraph, Quote

from .samples import FORM, LETTER, TABLE


def test_a_letter_says_everything_in_the_order_of_the_standard() -> None:
    text = lxml.html.fromstring(fragment(LETTER)).text_content()
    expected = [
        LETTER.letterhead,
        LETTER.number,
        LETTER.title,
        "示例申请人：",
        "示例路改造工程（样本段）的施工合同及其附件。",
        "一、处理决定",
        "二、救济途径",
        "附件：",
        "样本附件清单",
        "2026年10月20日",
        "（此件依申请公开）",
        "文书编号 SAMPLE-0012",
    ]
    places = [text.find(words) for words in expected]
    assert -1 not in places
    assert places[1:] == sorted(places[1:])


def test_words_of_applicants_are_words_not_markup() -> None:
    evil = '<script>alert("x")</script><b onclick=x>&'
    made = fragment(Paper(evil, (Paragraph(evil), Quote((evil,))), addressee=evil, letterhead=evil))
    root = lxml.html.fromstring(made)
    assert root.xpath("//script | //b | //@onclick") == []
    assert root.text_content().count(evil) == 5


def test_nothing_that_a_strict_policy_would_block() -> None:
    for paper in (LETTER, FORM, Paper("表", (TABLE,))):
        root = lxml.html.fromstring(fragment(paper))
        assert root.xpath("//@style | //style | //script | //@src | //@href") == []


def test_the_title_takes_its_place_among_the_headings_of_the_page() -> None:
    assert lxml.html.fromstring(fragment(LETTER, heading=2)).xpath("//h2")[0].get("class") == "paper-title"
    assert len(lxml.html.fromstring(fragment(LETTER, heading=2)).xpath("//h3")) == 2


def test_tables_and_forms_name_their_heads() -> None:
    table = lxml.html.fromstring(fragment(Paper("表", (TABLE,))))
    assert table.xpath("//thead//th[@colspan='3']/@scope") == ["colgroup"]
    form = lxml.html.fromstring(fragment(FORM))
    assert form.xpath("//th[@scope='row']/text()")[0] == "申请人类别"
    assert "☑ 公民" in form.text_content()
    assert "☐ 法人或者其他组织" in form.text_content()


def test_only_a_draft_says_so() -> None:
    assert "草稿" not in fragment(LETTER)
    assert "草稿" in fragment(replace(LETTER, draft=True))
