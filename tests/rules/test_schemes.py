"""分类体系 — terms are unique, and say what officials expect."""

import pytest

from gongkai.rules.schemes import scheme, schemes


@pytest.mark.parametrize("code", schemes())
def test_a_scheme_is_whole(code: str) -> None:
    terms = list(scheme(code).walk())
    codes = [term.code for term, _ in terms]
    assert len(set(codes)) == len(codes) > 10
    siblings = [(parent.code if parent else "", term.name) for term, parent in terms]
    assert len(set(siblings)) == len(siblings)
    assert all(term.name == term.name.strip() != "" for term, _ in terms)


def test_subject_has_two_levels_of_22_classes() -> None:
    subject = scheme("subject")
    assert [term.code for term in subject.terms] == [str(number) for number in range(1, 23)]
    assert [child.name for child in subject.find("18").children] == ["民族事务", "宗教事务"]
    assert subject.find("22").children == ()


def test_a_term_is_shown_behind_its_parent() -> None:
    assert scheme("subject").label("2-1") == "综合政务\\政务公开"
    assert scheme("subject").label("2-1", " / ") == "综合政务 / 政务公开"
    assert scheme("subject").label("2") == "综合政务"


def test_genre_holds_the_statutory_kinds_of_document() -> None:
    names = [term.name for term in scheme("genre").terms]
    statutory = [
        "决议",
        "决定",
        "命令（令）",
        "公报",
        "公告",
        "通告",
        "意见",
        "通知",
        "通报",
        "报告",
        "请示",
        "批复",
        "议案",
        "函",
        "纪要",
    ]
    assert names[:15] == statutory
    assert {"会议纪要", "办法", "年度报告", "政策解读"} <= set(names)


def test_an_unknown_scheme_or_term_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        scheme("colour")
    with pytest.raises(KeyError):
        scheme("subject").find("99")
    with pytest.raises(KeyError):
        scheme("subject").label("99")
