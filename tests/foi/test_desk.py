"""申请的工作台 — lists, the case page, every deed by its small form, the decision editor, intake; by role and by cost."""

from collections.abc import Callable

import pytest
from django.test import Client

from cast import Cast
from foi.builders import in_hand
from gongkai.agencies.policies import Actor
from gongkai.foi import policies
from gongkai.foi.deeds_after import ALL
from gongkai.foi.desk_page import TABS

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return str(answer.content.decode())


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_of_a_case_opens(cast: Cast, signed_in: SignIn, tab: str) -> None:
    case = in_hand(cast)
    text = page(signed_in(cast.wang), f"/desk/cases/{case.pk}/?tab={tab}")
    assert case.number in text
    assert "样本甲" not in text


def test_every_deed_without_a_target_opens_or_says_why_not(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast)
    office = signed_in(cast.zheng)
    for name, deed in ALL.items():
        if not deed.things and deed.permission is not policies.SIGN_DECISION:
            text = page(office, f"/desk/cases/{case.pk}/{name}/")
            assert str(deed.title) in text


def test_the_decision_editor_opens(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast)
    page(signed_in(cast.wang), f"/desk/cases/{case.pk}/decision/")
    page(signed_in(cast.wang), f"/desk/cases/{case.pk}/sign/", 404)
    page(signed_in(cast.wang), f"/desk/cases/{case.pk}/applicant/")
    page(signed_in(cast.wang), f"/desk/cases/{case.pk}/evidence/")
    page(signed_in(cast.wang), f"/desk/cases/{case.pk}/receipt/")
    page(signed_in(cast.wang), "/desk/cases/")
    page(signed_in(cast.wang), "/desk/cases/new/")
    page(signed_in(cast.zheng), "/desk/cases/organs/")
