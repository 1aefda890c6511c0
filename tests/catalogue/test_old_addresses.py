"""旧地址 — what was once public leads on at the portal."""

import pytest
from django.test import Client

from cast import NOW, Cast, published
from gongkai.catalogue.actions.end_agency import merge_agency
from gongkai.disclosure.actions.reshape_catalogue import reshape_catalogue
from gongkai.disclosure.operations import Merge, Rename
from gongkai.disclosure.reshaping import Operation

pytestmark = pytest.mark.django_db
OLD = "/organs/lj-housing/columns/20-1-normative/"


@pytest.mark.parametrize(
    ("operation", "address"),
    [
        (Rename("20-1-normative", "规范性文件", "norms"), "/organs/lj-housing/columns/norms/"),
        (Merge(("20-1-normative",), "report"), "/organs/lj-housing/columns/report/"),
    ],
)
def test_the_address_of_a_column_that_went_leads_to_where_its_documents_are(
    cast: Cast, operation: Operation, address: str
) -> None:
    document = published(cast)
    assert Client().get(OLD).status_code == 200
    reshape_catalogue(operation, actor=cast.zheng, now=NOW, office_id=cast.city.pk, reason="统一")
    response = Client().get(OLD)
    assert (response.status_code, response["Location"]) == (301, address)
    assert f"/documents/{document.pk}/" in Client().get(address).content.decode()


def test_the_address_of_a_merged_organ_leads_to_its_successor(cast: Cast) -> None:
    document = published(cast)
    merge_agency(cast.housing.pk, actor=cast.guan, now=NOW, successor_id=cast.education.pk, reason="机构改革")
    response = Client().get("/organs/lj-housing/")
    assert (response.status_code, response["Location"]) == (301, "/organs/lj-education/")
    assert Client().get(OLD)["Location"] == "/organs/lj-education/"
    assert Client().get(f"/documents/{document.pk}/").status_code == 200
