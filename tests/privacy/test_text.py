"""The text scan: what is found, where, how surely, and what is let pass."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.privacy.finding import Known
from gongkai.privacy.maker import DISGUISES, Maker
from gongkai.privacy.masking import mask_text, normalised
from gongkai.privacy.text import scan_text
from gongkai.rules.privacy import Certainty, Kind

maker = Maker("test_text")
RESIDENT, MOBILE, CARD = maker.resident(), maker.mobile(), maker.card()
YOUNG = maker.resident(first=2010, last=2015)


def found(text: str, **more: str) -> list[tuple[Kind, Certainty, str]]:
    return [(one.kind, one.certainty, text[one.start : one.end]) for one in scan_text(text, **more)]


def test_findings_stand_in_order_with_their_place_and_a_masked_excerpt() -> None:
    text = f"申请人身份证号：{RESIDENT}，手机{MOBILE}。"
    first, second = scan_text(text, place="第 3 页")
    assert (text[first.start : first.end], text[second.start : second.end]) == (RESIDENT, MOBILE)
    assert {first.place, second.place} == {"第 3 页"}
    assert all(RESIDENT not in one.excerpt and MOBILE not in one.excerpt for one in (first, second))
    assert f"{RESIDENT[:6]}********{RESIDENT[-4:]}" in first.excerpt
    assert first.reason.endswith("都对")


def test_a_resident_id_is_certain_only_when_check_digit_region_and_date_hold() -> None:
    wrong = RESIDENT[:-1] + ("0" if RESIDENT[-1] != "0" else "1")
    assert found(f"身份证号{RESIDENT}") == [(Kind.RESIDENT_ID, Certainty.CERTAIN, RESIDENT)]
    assert found(f"身份证号{wrong}") == [(Kind.RESIDENT_ID, Certainty.LIKELY, wrong)]
    assert found(f"数据{wrong}已入库") == []
    assert found(f"数据99{RESIDENT}77已入库") == []


def test_a_serial_number_with_a_region_and_a_day_is_no_resident_id() -> None:
    assert found(f"受理编号：{YOUNG}") == []
    assert found(f"该项{YOUNG}已办结") == [(Kind.RESIDENT_ID, Certainty.LIKELY, YOUNG)]
    assert found(f"王示例，男，{YOUNG}") == [(Kind.RESIDENT_ID, Certainty.CERTAIN, YOUNG)]


def test_the_heading_of_a_column_tells_what_the_cells_are() -> None:
    text = f"编号\t姓名\t身份证号\n{YOUNG}\t王示例\t{YOUNG}"
    assert [(kind, start) for kind, _, start in found(text)] == [(Kind.RESIDENT_ID, YOUNG)]
    assert scan_text(text)[0].start == text.rindex(YOUNG)


def test_a_row_of_figures_of_one_digit_is_no_number_of_a_person() -> None:
    cells = "\t".join(MOBILE)
    assert [kind for kind, *_ in found(f"联系电话\t{cells}")] == [Kind.MOBILE_PHONE]
    assert [kind for kind, *_ in found(f"办理人\n{cells}\n")] == [Kind.MOBILE_PHONE]
    assert found(f"结果维持\n4\t1\t{cells}\t4\n") == []


def test_what_is_said_elsewhere_about_the_text_counts_as_context() -> None:
    number = maker.wrong_resident()
    assert found(number) == []
    assert found(number, context="身份证号码") == [(Kind.RESIDENT_ID, Certainty.LIKELY, number)]
    assert found("王示例\n李样本", context="低保对象名单") == []
    assert found("王示例\t示例村\n李样本\t样本村", context="低保对象名单") == [
        (Kind.SENSITIVE_PERSON, Certainty.LIKELY, "王示例"),
        (Kind.SENSITIVE_PERSON, Certainty.LIKELY, "李样本"),
    ]


def test_what_an_organ_has_published_is_no_finding() -> None:
    text = f"联系人手机{MOBILE}，邮箱sample@example.com"
    assert [kind for kind, _, _ in found(text)] == [Kind.MOBILE_PHONE, Kind.EMAIL]
    known = Known(numbers={MOBILE}, emails={"sample@example.com"})
    assert scan_text(text, known=known) == []
    home = "住址：示例市样本区幸福路18号3栋402室"
    assert [one.kind for one in scan_text(home)] == [Kind.HOME_ADDRESS]
    assert scan_text(home, known=Known(addresses={"示例市样本区幸福路18号3栋402室"})) == []


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize(("label", "number", "kind"), [
    ("身份证号码：", RESIDENT, Kind.RESIDENT_ID),
    ("手机：", MOBILE, Kind.MOBILE_PHONE),
    ("银行卡号：", CARD, Kind.BANK_CARD),
])  # fmt: skip
def test_a_disguise_changes_neither_the_finding_nor_the_number(
    disguise: str, label: str, number: str, kind: Kind
) -> None:
    words = DISGUISES[disguise](number)
    text = f"{label}{words}。"
    (one,) = scan_text(text)
    assert (one.kind, text[one.start : one.end]) == (kind, words)
    assert normalised(words, kind) == number
    assert scan_text(mask_text(text, [one])) == []


def test_traditional_labels_are_read() -> None:
    assert found(f"銀行卡號：{CARD}") == [(Kind.BANK_CARD, Certainty.CERTAIN, CARD)]
    assert found(f"護照號碼E{CARD[-8:]}") == [(Kind.PASSPORT, Certainty.LIKELY, f"E{CARD[-8:]}")]


letters = st.text(
    alphabet="1234567890０９ \n\t-.xX一二〇\u200b@，。：王示例某男患低保户组室号村路身份证银行卡号EA京",
    max_size=120,
)


@given(st.text(max_size=200) | letters)
@settings(max_examples=400, deadline=None)
def test_any_text_is_scanned_with_findings_in_range_and_apart(text: str) -> None:
    findings = scan_text(text)
    places = [0, *(place for one in findings for place in (one.start, one.end)), len(text)]
    assert places == sorted(places)
    assert all(one.start < one.end and one.excerpt and one.reason for one in findings)
    assert len(mask_text(text, findings)) == len(text)


@pytest.mark.parametrize("piece", [
    "1 ", "12 345 6789 ", "2024-05-06\n", "1\t", "0551-62345678 ", "a", "a@", "@", "低保", "王示例患病，", "村三组15号",
    "身份证号", "１３８１２３４５６７８", "名单：王示例、", "\u200b", "3栋2单元402室", "6222 0212 ", "E1234567", "京A12345",
])  # fmt: skip
def test_time_grows_with_the_length_whatever_is_repeated(piece: str) -> None:
    def seconds(count: int) -> float:
        began = time.process_time()
        scan_text(piece * (count // len(piece)))
        return time.process_time() - began

    short, long = (min(seconds(count) for _ in range(2)) for count in (5_000, 40_000))
    assert long < 8 * 4 * max(short, 0.002)
