"""文件损坏 — verify names it, and nobody is sent other bytes than those that were published."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from cast import NOW, Cast, draft
from gongkai.agencies.policies import Actor
from gongkai.core import files
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.models import Attachment

pytestmark = pytest.mark.django_db
DATA = "姓名、电话".encode()


@pytest.fixture
def kept(cast: Cast) -> Attachment:
    """A file of a published document."""
    version = draft(cast)
    attachment = attach(version.pk, actor=cast.lin, now=NOW, name="申请表.txt", data=DATA)
    submit(version.pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)
    sign(version.pk, actor=cast.liang, now=NOW)
    return attachment


def changed(path: Path) -> None:
    path.write_bytes(DATA[:-1] + b"x")


def cut(path: Path) -> None:
    path.write_bytes(DATA[:4])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def gone(path: Path) -> None:
    path.unlink()


DAMAGES = [changed, cut, emptied, gone]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_by_verify_and_not_sent(
    damage: Callable[[Path], None], kept: Attachment, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"/documents/{kept.version.document_id}/files/{kept.pk}/{kept.name}"
    assert b"".join(client.get(address).streaming_content) == DATA  # type: ignore[attr-defined]
    damage(files.path_of(kept.file_id))
    (finding,) = files.damaged()
    assert kept.file_id in finding
    response = client.get(address)
    assert response.status_code == 500
    assert "这个附件现在打不开" in response.content.decode()
    assert "ETag" not in response or kept.file_id not in response["ETag"]
    assert any(kept.file_id in (record.exc_text or "") for record in caplog.records)


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_officer_is_told_too(
    damage: Callable[[Path], None], kept: Attachment, cast: Cast, signed_in: Callable[[Actor], Client]
) -> None:
    damage(files.path_of(kept.file_id))
    response = signed_in(cast.lin).get(f"/desk/versions/{kept.version_id}/files/{kept.pk}/")
    assert response.status_code == 500
    assert "损坏" in response.content.decode()


@pytest.mark.parametrize("damage", DAMAGES)
def test_bringing_the_same_file_again_heals_it(damage: Callable[[Path], None], kept: Attachment) -> None:
    damage(files.path_of(kept.file_id))
    files.keep(DATA, media_type="text/plain", now=NOW)
    assert list(files.damaged()) == []
    assert files.read(kept.file_id) == DATA
