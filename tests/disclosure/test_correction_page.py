"""纠错页 — a report reaches the organ of the page; nothing that was typed is lost."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from cast import Cast, published
from gongkai.core.models import LedgerEntry
from gongkai.disclosure import views_public_corrections as corrections
from gongkai.disclosure.models import CorrectionReport

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts_from_other_tests() -> None:
    cache.clear()


def test_a_report_goes_to_the_organ_of_the_document(cast: Cast, client: Client) -> None:
    document = published(cast)
    path = f"/documents/{document.pk}/"
    assert "临江市老旧小区加装电梯办法" in client.get(f"/corrections/?page={path}").content.decode()
    response = client.post(
        "/corrections/", {"page": path, "words": "第二条有错字", "contact": "sample@example.org"}
    )
    assert response.status_code == 302
    report = CorrectionReport.objects.get()
    assert (report.agency, report.document, report.contact) == (cast.housing, document, "sample@example.org")
    assert "第二条有错字" not in str(LedgerEntry.objects.last().detail)  # type: ignore[union-attr]
    assert "3 个工作日" in client.get(response["Location"]).content.decode()


def test_a_report_on_another_page_goes_to_the_organ_of_the_page_or_to_the_host(
    cast: Cast, client: Client
) -> None:
    for page, agency in (
        ("/organs/lj-education/", cast.education),
        ("/search/", cast.office),
        ("", cast.office),
    ):
        client.post("/corrections/", {"page": page, "words": "电话打不通"})
        assert CorrectionReport.objects.latest("pk").agency == agency


def test_a_refused_report_keeps_what_was_typed_and_says_what_to_do(cast: Cast, client: Client) -> None:
    response = client.post("/corrections/", {"page": "/x/", "words": "错", "contact": "0000-0000"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>错误：" in html
    assert 'href="#id_words"' in html
    assert ">错</textarea>" in html
    assert 'value="0000-0000"' in html
    assert html.count("请写明哪里不对，至少四个字") == 2
    assert not CorrectionReport.objects.exists()


def test_a_program_that_fills_in_everything_is_thanked_and_ignored(cast: Cast, client: Client) -> None:
    response = client.post("/corrections/", {"words": "买我的东西吧", "website": "http://example.org"})
    assert response.status_code == 302
    assert not CorrectionReport.objects.exists()


def test_too_many_reports_are_put_off_with_everything_kept(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "REPORTS_AN_HOUR", 1)
    client.post("/corrections/", {"words": "电话打不通"})
    response = client.post("/corrections/", {"words": "电话还是打不通"})
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "电话还是打不通" in response.content.decode()
    assert CorrectionReport.objects.count() == 1


def test_a_report_without_the_token_of_the_form_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/corrections/", {"words": "电话打不通"}).status_code == 403
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/corrections/").content.decode()
    )
    assert token is not None
    assert (
        client.post("/corrections/", {"words": "电话打不通", "csrfmiddlewaretoken": token[1]}).status_code
        == 302
    )


def test_the_page_of_a_hidden_document_tells_nothing_of_it(cast: Cast, client: Client) -> None:
    from cast import draft

    hidden = draft(cast).document
    html = client.get(f"/corrections/?page=/documents/{hidden.pk}/").content.decode()
    assert "加装电梯" not in html
    client.post("/corrections/", {"page": f"/documents/{hidden.pk}/", "words": "电话打不通"})
    assert CorrectionReport.objects.get().document is None
