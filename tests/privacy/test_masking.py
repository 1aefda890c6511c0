"""Masking: in text and inside clean HTML, by the rules of each kind."""

import pytest

from gongkai.intake.clean import text_of
from gongkai.privacy.maker import Maker, disguised, templates
from gongkai.privacy.masking import NotTheSameText, mask_html, mask_text, normalised
from gongkai.privacy.text import scan_text
from gongkai.rules.privacy import Kind, MaskRule

maker = Maker("test_masking")
RESIDENT, MOBILE = maker.resident(), maker.mobile()
PAGE = (
    f'<h2>名单 &amp; 公示</h2><p>电话<a href="tel:{MOBILE}" title="1 &lt; 2">{MOBILE[:3]}<strong>{MOBILE[3:7]}</strong>{MOBILE[7:]}</a>。'
    f"<br>身份证号&nbsp;{RESIDENT[:6]}<sup>{RESIDENT[6:]}</sup></p><table><tbody><tr><th>姓名</th><th>手机</th></tr>"
    f"<tr><td>王示例</td><td><p>{MOBILE[:5]}</p><p>{MOBILE[5:]}</p></td></tr></tbody></table>"
)


def test_gaps_stay_and_the_rule_counts_only_what_is_read() -> None:
    text = f"手机：{MOBILE[:3]} {MOBILE[3:7]}\n{MOBILE[7:]}"
    assert mask_text(text, scan_text(text)) == f"手机：{MOBILE[:3]} ****\n{MOBILE[7:]}"
    rules = {Kind.MOBILE_PHONE: MaskRule(0, 0)}
    assert mask_text(text, scan_text(text), rules) == "手机：*** ****\n****"


def test_html_is_masked_across_tags_cells_and_attributes_and_scans_clean() -> None:
    text = text_of(PAGE)
    findings = scan_text(text)
    assert [one.kind for one in findings] == [Kind.MOBILE_PHONE, Kind.RESIDENT_ID, Kind.MOBILE_PHONE]
    masked = mask_html(PAGE, text, findings)
    assert masked == (
        PAGE.replace(f"tel:{MOBILE}", f"tel:{MOBILE[:3]}****{MOBILE[7:]}")
        .replace(f"<strong>{MOBILE[3:7]}", "<strong>****")
        .replace(f"<sup>{RESIDENT[6:]}", f"<sup>********{RESIDENT[-4:]}")
        .replace(f"<p>{MOBILE[:5]}</p><p>{MOBILE[5:]}", f"<p>{MOBILE[:3]}**</p><p>**{MOBILE[7:]}")
    )
    assert scan_text(text_of(masked)) == []


def test_html_of_another_text_is_refused() -> None:
    findings = scan_text(text_of(PAGE))
    with pytest.raises(NotTheSameText):
        mask_html(PAGE.replace("公示", "告示"), text_of(PAGE), findings)
    with pytest.raises(NotTheSameText):
        mask_html(PAGE + "<p>后记</p>", text_of(PAGE), findings)


def test_nothing_found_leaves_the_html_as_it_is() -> None:
    assert mask_html("<p>甲&nbsp;乙", "丙", []) == "<p>甲&nbsp;乙"


@pytest.mark.parametrize("template", templates("private"))
def test_after_masking_a_scan_finds_nothing_more(template: str) -> None:
    for passage in disguised(template, "masking"):
        masked = mask_text(passage.text, scan_text(passage.text))
        assert scan_text(masked) == [], passage.text


def test_one_thing_has_one_writing() -> None:
    assert normalised("示例市　样本区１８号", Kind.HOME_ADDRESS) == normalised(
        "示例市樣本區18 号".replace("樣", "样"), Kind.HOME_ADDRESS
    )
    assert normalised("Sample＠Example.com", Kind.EMAIL) == "sample@example.com"
    assert normalised("苏 A·Ｄ１２３４５", Kind.VEHICLE_PLATE) == "苏AD12345"
