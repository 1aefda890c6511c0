"""申请 — what the form asks under each text, and the doors that it points to."""

import pytest

from gongkai.rules.applications import (
    ORGANISATIONS,
    ApplicantKind,
    IdentityKind,
    form_fields,
    identity_kinds,
    other_doors,
    required_fields,
)
from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, chinese_numeral, cite, listed
from gongkai.rules.statutes import SERVICE_EXPLAINED_2016


def test_2019_article_29_identity_is_required_and_need_is_not_asked() -> None:
    now = {field.code for field in required_fields(REGULATIONS_2019, ApplicantKind.CITIZEN)}
    then = {field.code for field in required_fields(REGULATIONS_2007, ApplicantKind.CITIZEN)}
    assert {"name", "identity_number", "telephone", "description", "form", "way"} <= now
    assert "identity_number" not in then
    assert "need" in then
    assert "need" not in {field.code for field in form_fields(REGULATIONS_2019)}


@pytest.mark.parametrize("kind", ORGANISATIONS)
def test_an_organisation_is_not_asked_for_a_persons_papers(kind: ApplicantKind) -> None:
    fields = {field.code for field in required_fields(REGULATIONS_2019, kind)}
    assert {"organisation_name", "credit_code", "contact_name"} <= fields
    assert "identity_number" not in fields
    assert IdentityKind.RESIDENT_CARD not in identity_kinds(kind)


@pytest.mark.parametrize(
    ("words", "door"),
    [
        ("请问怎么办理低保", "consultation"),
        ("举报示例公司偷排", "complaint"),
        ("查询我家的不动产登记", "register"),
        ("索取2025年政府公报", "publication"),
    ],
)
def test_2019_article_39_the_right_door_is_named(words: str, door: str) -> None:
    assert door in [each.code for each in other_doors(words)]


def test_an_ordinary_application_is_sent_nowhere_else() -> None:
    assert other_doors("示例大道雨污分流改造工程的竣工验收报告") == ()


def test_places_in_statutes_are_written_out() -> None:
    assert [chinese_numeral(number) for number in (10, 101, 203, 210, 999)] == [
        "十",
        "一百零一",
        "二百零三",
        "二百一十",
        "九百九十九",
    ]
    named = listed(
        [
            cite(REGULATIONS_2019, 14),
            cite(REGULATIONS_2019, 36, None, 3),
            cite(SERVICE_EXPLAINED_2016),
        ]
    )
    assert named == (
        "《政府信息公开条例》第十四条、第三十六条第（三）项和《政府信息公开处理决定送达的解释》（国办公开办函〔2016〕235号）"
    )
