"""半途而废 — a change that fails at any of its steps, or finds no room on the disk, leaves nothing behind."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cast import NOW, Cast, draft, published, reviewed
from gongkai.agencies.policies import Actor
from gongkai.core import change, checks, files, ledger, outbox, tables
from gongkai.core.models import OutboxItem, StoredFile
from gongkai.core.pages import LISTS, document_tag, stamps
from gongkai.disclosure import indexing
from gongkai.disclosure.actions import publish
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Document

pytestmark = pytest.mark.django_db


class Struck(Exception):
    """What is raised in the middle of a change."""


def strike(*args: Any, **kwargs: Any) -> Any:
    raise Struck


def everything() -> dict[str, list[bytes]]:
    return {model._meta.db_table: list(tables.dump(model)) for model in tables.all_models()}


def findings() -> list[str]:
    return [sentence for check in checks.all_checks() for sentence in check.findings()]


STEPS = {
    "number": (publish, "index_numbers_for"),
    "count": (publish, "recount"),
    "ledger": (ledger, "append"),
    "outbox": (OutboxItem.objects, "bulk_create"),
    "stamps": (change, "stamps"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_publication_that_fails_at_a_step_has_not_happened(
    step: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = reviewed(cast)
    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], strike)
        with pytest.raises(Struck):
            sign(version.pk, actor=cast.liang, now=NOW)
    assert everything() == before
    assert stamps().read([LISTS, document_tag(version.document_id)]) is not None  # pages may be kept again
    sign(version.pk, actor=cast.liang, now=NOW)  # and nothing stands in the way of the next attempt
    while outbox.drain():
        continue
    assert findings() == []


def test_a_batch_that_fails_at_its_last_document_leaves_all_as_they_were(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.disclosure.actions import withdraw as module

    documents = [published(cast, title=f"示例文件{name}") for name in "甲乙丙"]
    before, copies = everything(), module.copy_of

    def third_fails(version: Any, **facts: Any) -> Any:
        return strike() if version.document_id == documents[-1].pk else copies(version, **facts)

    monkeypatch.setattr(module, "copy_of", third_fails)
    with pytest.raises(Struck):
        withdraw([d.pk for d in documents], actor=cast.liang, now=NOW, reason="含有个人信息")
    assert everything() == before


def full(*args: Any, **kwargs: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def stored() -> list[Path]:
    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]


@pytest.mark.parametrize("where", ["mkstemp", "fsync"])
def test_no_room_for_a_file_is_said_and_changes_nothing(
    where: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = draft(cast)
    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr(files.tempfile if where == "mkstemp" else os, where, full)
        with pytest.raises(files.FileNotKept, match="存不下这个文件") as refused:
            attach(version.pk, actor=cast.lin, now=NOW, name="附件.txt", data=b"x" * 10_000)
    assert refused.value.field == "file"
    assert everything() == before
    assert stored() == []


def test_a_disk_that_takes_only_part_of_a_file_keeps_none_of_it(tmp_path: Path) -> None:
    """A real refusal of the system, in a process of its own: no file there may grow beyond 4096 bytes."""
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from gongkai.core.files import _write\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    _write(Path(sys.argv[1]) / 'ab' / 'whole', b'x' * 10_000)\n"
        "except OSError as error:\n"
        "    print(error.errno, sorted(path.name for path in Path(sys.argv[1]).rglob('*')))\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    setup = "import django; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", setup + script, str(tmp_path / "files")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == f"{errno.EFBIG} ['ab']", done.stderr


def test_a_full_disk_is_told_in_the_editor_with_everything_kept(
    cast: Cast, signed_in: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    version = draft(cast)
    monkeypatch.setattr(files, "_write", full)
    picture = SimpleUploadedFile("示意图.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    response = signed_in(cast.lin).post(f"/desk/versions/{version.pk}/pictures/", {"file": picture})
    assert response.status_code == 422
    assert "存不下这个文件" in response.json()["message"]
    assert not StoredFile.objects.exists()


def test_no_room_for_the_index_keeps_the_work_for_later(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    document = published(cast)
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "index", full)
        assert outbox.drain(now=NOW) == 0
    assert Document.objects.get(pk=document.pk).status == "published"  # published all the same
    for item in OutboxItem.objects.all():
        assert (item.kind, item.key, item.tries, item.last_error) == ("index", document.pk, 1, "OSError")
    assert outbox.drain(now=NOW) == 0  # not yet
    OutboxItem.objects.update(not_before=None)
    assert outbox.drain() == 2
    assert findings() == []
