"""从未公开的内容 — what the public could never read stays so, whatever is done to the document later."""

import pytest
from django.test import Client
from django.utils import timezone

from cast import NOW, Cast, draft, published
from gongkai.catalogue.models import Column, ColumnAudience
from gongkai.core.measures import Period
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.measures import MEASURES
from gongkai.disclosure.models import Document, Version

pytestmark = pytest.mark.django_db

REASON = "含有样本内容"
CLOSED = {"attribute": "on_application", "ground": "internal_affairs", "body_html": "<p>内部样本段落。</p>"}
OPEN = {"attribute": "proactive", "ground": "", "body_html": "<p>可以公开的段落。</p>"}


def put_out(cast: Cast, version: Version) -> Document:
    submit(version.pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)
    sign(version.pk, actor=cast.liang, now=NOW)
    return Document.objects.get(pk=version.document_id)


def revised(cast: Cast, document: Document, values: dict[str, str]) -> Document:
    version = document.working or revise(document.pk, actor=cast.lin, now=NOW)
    values = {**values, "change_note": "重新认定公开属性"}
    save_draft(version.pk, actor=cast.lin, now=NOW, revision=version.revision, values=values)
    return put_out(cast, version)


def addresses(document: Document, number: int) -> list[str]:
    here = f"documents/{document.pk}"
    return [f"/{here}/versions/{number}/", f"/api/v1/{here}/versions/{number}"]


@pytest.mark.parametrize("how", ["attribute", "column"])
def test_a_document_never_open_leaves_no_notice_when_withdrawn(cast: Cast, client: Client, how: str) -> None:
    document = published(cast, **CLOSED) if how == "attribute" else published(cast, column=cast.internal)
    withdraw([document.pk], actor=cast.liang, now=NOW, reason=REASON)
    for address in (f"/documents/{document.pk}/", f"/api/v1/documents/{document.pk}"):
        response = client.get(address)
        assert response.status_code == 404, address
        assert REASON not in response.content.decode()
    html = client.get("/withdrawn/").content.decode()
    assert str(document.index_number) not in html
    assert REASON not in html
    year = Period.of_year(timezone.localdate(NOW).year)
    assert not MEASURES["disclosure.withdrawn"].rows(year, None).exists()


def test_the_notice_follows_what_was_public_then_not_who_may_see_the_column_now(
    cast: Cast, client: Client
) -> None:
    shown, hidden = published(cast), published(cast, column=cast.internal)
    withdraw([shown.pk, hidden.pk], actor=cast.liang, now=NOW, reason=REASON)
    Column.objects.filter(pk=cast.normative.pk).update(audience=ColumnAudience.STAFF)
    Column.objects.filter(pk=cast.internal.pk).update(audience=ColumnAudience.PUBLIC)
    assert client.get(f"/documents/{shown.pk}/").status_code == 410
    assert client.get(f"/documents/{hidden.pk}/").status_code == 404


def test_a_version_open_on_application_only_stays_closed_when_a_later_one_is_public(
    cast: Cast, client: Client
) -> None:
    version = draft(cast, **CLOSED)
    held = attach(version.pk, actor=cast.lin, now=NOW, name="样本.txt", data="内部样本附件".encode())
    document = revised(cast, put_out(cast, version), OPEN)
    assert client.get(f"/documents/{document.pk}/versions/2/").status_code == 200
    file = f"/documents/{document.pk}/files/{held.pk}/{held.name}"
    for address in (*addresses(document, 1), file):
        assert client.get(address).status_code == 404, address
    for address in (
        f"/documents/{document.pk}/",
        *addresses(document, 2),
        f"/api/v1/documents/{document.pk}",
    ):
        said = client.get(address).content.decode()
        assert "内部样本段落" not in said, address
        assert "versions/1" not in said, address


def test_a_closed_version_between_public_ones_does_not_reopen_what_was_before_it(
    cast: Cast, client: Client
) -> None:
    document = revised(cast, published(cast), CLOSED)
    withdraw([document.pk], actor=cast.liang, now=NOW, reason=REASON)
    document = revised(cast, Document.objects.get(pk=document.pk), OPEN)
    assert client.get(f"/documents/{document.pk}/").status_code == 200
    for number in (1, 2):
        for address in addresses(document, number):
            assert client.get(address).status_code == 404, address
