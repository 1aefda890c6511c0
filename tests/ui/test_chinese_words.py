"""英文页面里的中文 — data that stays Chinese says so; nothing else of the page changes."""

import re

import pytest
from django.test import Client

from cast import Cast, published
from gongkai.ui.chinese_words import mark_chinese

ZH = 'lang="zh-Hans"'


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("<p>Nothing Chinese — here</p>", "<p>Nothing Chinese — here</p>"),
        ('<a href="/x/">临江市教育局</a>', f'<a {ZH} href="/x/">临江市教育局</a>'),
        ("<h1>《示例办法》（2026年第 9 号）</h1>", f"<h1 {ZH}>《示例办法》（2026年第 9 号）</h1>"),
        ("<p>Merged into 市教育局 today</p>", f"<p>Merged into <bdi {ZH}>市教育局</bdi> today</p>"),
        ("<li>市教育局 <b>Draft</b></li>", f"<li><bdi {ZH}>市教育局</bdi> <b>Draft</b></li>"),
        ("<p>关于 APP 的通知</p>", f"<p><bdi {ZH}>关于</bdi> APP <bdi {ZH}>的通知</bdi></p>"),
        ("<p>A &quot;示例&quot;</p>", f"<p>A &quot;<bdi {ZH}>示例</bdi>&quot;</p>"),
        ('<h2 lang="zh-Hant">關於<b>示例</b></h2>', '<h2 lang="zh-Hant">關於<b>示例</b></h2>'),
        (
            '<div lang="zh-Hans"><div>甲</div>乙</div><p>丙</p>',
            f'<div lang="zh-Hans"><div>甲</div>乙</div><p {ZH}>丙</p>',
        ),
        ("<title>示例 - Site</title>", "<title>示例 - Site</title>"),
        ('<textarea name="a">示例</textarea>', '<textarea name="a">示例</textarea>'),
        ("<select><option>示例</option></select>", "<select><option>示例</option></select>"),
        ('<script type="application/json">{"a":"<b>示例"}</script>',) * 2,
        ("<!-- 示例 --><p title='示例'>x</p>", "<!-- 示例 --><p title='示例'>x</p>"),
    ],
)
def test_what_is_marked(given: str, wanted: str) -> None:
    assert mark_chinese(given) == wanted


@pytest.mark.django_db
def test_an_english_page_marks_its_data_and_says_the_same(cast: Cast, client: Client) -> None:
    document = published(cast)
    client.cookies["gk"] = "en"
    page = client.get("/organs/lj-housing/").content.decode()
    assert f"<h1 {ZH}>临江市住房和城乡建设局</h1>" in page
    assert re.search(rf'<a {ZH} href="/documents/{document.pk}/">', page)
    client.cookies["gk"] = "hans"
    assert "<h1>临江市住房和城乡建设局</h1>" in client.get("/organs/lj-housing/").content.decode()
