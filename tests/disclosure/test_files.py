"""附件 — visible exactly where the document is, and able to execute nothing."""

import pytest
from django.test import Client

from cast import NOW, Cast, draft, looked_through
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Attachment, Version
from gongkai.disclosure.presentation import body_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def address(attachment: Attachment) -> str:
    return f"/documents/{attachment.version.document_id}/files/{attachment.pk}/{attachment.name}"


def with_files(cast: Cast) -> tuple[Version, Attachment, Attachment]:
    version = draft(cast)
    table = attach(
        version.pk, actor=cast.lin, now=NOW, name="申请表.txt", data="姓名".encode(), caption="申请表"
    )
    picture = attach(version.pk, actor=cast.lin, now=NOW, name="示意图.png", data=PNG, embedded=True)
    return version, table, picture


def publish(cast: Cast, version: Version) -> None:
    submit(looked_through(cast, version).pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)
    sign(version.pk, actor=cast.liang, now=NOW)


def test_a_file_follows_its_document_from_hidden_to_public_to_withdrawn(cast: Cast, client: Client) -> None:
    version, table, _ = with_files(cast)
    assert client.get(address(table)).status_code == 404
    publish(cast, version)
    assert b"".join(client.get(address(table)).streaming_content) == "姓名".encode()  # type: ignore[attr-defined]
    withdraw([version.document_id], actor=cast.liang, now=NOW, reason="含有个人信息")
    assert client.get(address(table)).status_code == 410


def test_a_file_is_sent_so_that_a_browser_can_only_save_it(cast: Cast, client: Client) -> None:
    version, table, _ = with_files(cast)
    publish(cast, version)
    response = client.get(address(table))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["ETag"] == f'"{table.file_id}"'
    assert client.get(address(table), headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_picture_of_the_body_is_shown_in_place(cast: Cast, client: Client) -> None:
    version, _, picture = with_files(cast)
    values = {"body_html": f'<p>如图：</p><p><img src="attachment:{picture.pk}"></p>'}
    version.refresh_from_db()
    save_draft(version.pk, actor=cast.lin, now=NOW, revision=version.revision, values=values)
    publish(cast, version)
    html = client.get(f"/documents/{version.document_id}/").content.decode()
    assert f"/documents/{version.document_id}/files/{picture.pk}/" in html
    assert "attachment:" not in html
    assert client.get(address(picture))["Content-Disposition"].startswith("inline")


def test_a_picture_of_another_document_is_not_shown(cast: Cast) -> None:
    _, _, foreign = with_files(cast)
    version = draft(cast, body_html=f'<p>文字<img src="attachment:{foreign.pk}" alt="别处的图"></p>')
    assert "<img" not in body_of(version, lambda attachment: "/x").html


def test_an_address_with_another_document_or_name_leads_nowhere(cast: Cast, client: Client) -> None:
    version, table, picture = with_files(cast)
    publish(cast, version)
    assert client.get(f"/documents/{version.document_id + 1}/files/{table.pk}/申请表.txt").status_code == 404
    assert client.get(f"/documents/{version.document_id}/files/{picture.pk}/申请表.txt").status_code == 404
    assert client.get(f"/documents/{version.document_id}/files/{10**30}/申请表.txt").status_code == 404


def test_files_of_a_version_in_work_are_not_public_while_the_earlier_version_is(
    cast: Cast, client: Client
) -> None:
    from gongkai.disclosure.actions.revise import revise

    version, table, _ = with_files(cast)
    publish(cast, version)
    second = revise(version.document_id, actor=cast.lin, now=NOW)
    added = attach(second.pk, actor=cast.lin, now=NOW, name="新附件.txt", data=b"new")
    assert client.get(address(table)).status_code == 200
    assert client.get(address(added)).status_code == 404
