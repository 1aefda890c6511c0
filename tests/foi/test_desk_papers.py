"""案卷用纸 — the sheets of a case and its letters from the desk, each time on record for the applicant."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client

from cast import Cast, person
from foi.answering import a_case, answered
from gongkai.agencies.policies import Actor
from gongkai.foi.models import Reveal
from gongkai.rules.posts import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    with zipfile.ZipFile(io.BytesIO(response.content)) as paper:
        return re.sub(r"<[^>]+>", "", paper.read("word/document.xml").decode())


@pytest.mark.parametrize(
    ("kind", "said"), [("registration", "示例小区维修资金使用情况"), ("approval", "属于内部事务信息")]
)
def test_a_sheet_of_a_case_is_a_file_and_on_record(
    cast: Cast, signed_in: SignIn, kind: str, said: str
) -> None:
    case = answered(cast)
    assert said in words(signed_in(cast.wang), f"/desk/cases/{case.pk}/papers/{kind}/")
    assert Reveal.objects.filter(case=case, by=cast.wang.user).exists()


def test_the_record_of_delivery_names_letter_and_way(cast: Cast, signed_in: SignIn) -> None:
    letter = answered(cast).letters.get(decision__isnull=False)
    assert letter.number in words(signed_in(cast.wang), f"/desk/letters/{letter.pk}/papers/delivery/")


def test_papers_that_there_are_not_and_papers_of_others_are_not_found(cast: Cast, signed_in: SignIn) -> None:
    case, client = a_case(cast), signed_in(cast.wang)
    letter = case.letters.get()
    for address in (
        f"/desk/cases/{case.pk}/papers/approval/",
        f"/desk/cases/{case.pk}/papers/nothing/",
        f"/desk/letters/{letter.pk}/papers/confirmation/",
    ):
        assert client.get(address).status_code == 404, address
    elsewhere = signed_in(person("bie", "别示例", (Role.CASE_OFFICER, cast.education)))
    assert elsewhere.get(f"/desk/cases/{case.pk}/papers/registration/").status_code == 404
    assert elsewhere.get(f"/desk/letters/{letter.pk}/papers/delivery/").status_code == 404
    assert not Reveal.objects.exists()
