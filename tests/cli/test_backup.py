"""备份与恢复 — an archive gives the same rows and files again, or nothing at all."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from pytest_django import Settings

from gongkai.core import archive, files, ledger, tables
from gongkai.core.models import LedgerEntry

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
CONTENT = "样本文件".encode()


@pytest.fixture
def site(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A site with a person, a file and two ledger entries; its files lie in a folder of their own."""
    settings.FILES = tmp_path / "files"
    get_user_model()._default_manager.create(username="yangben", password="!", last_login=NOW)
    files.keep(CONTENT, media_type="text/plain", now=NOW)
    with transaction.atomic():
        for note in ("", "示例附言 😀"):
            line = ledger.Line(
                action="sample.made",
                subject_type="sample",
                subject_id=1,
                agency_id=None,
                citation="",
                detail={"数": [1, None, 1.5, "%s"]},
                note=note,
            )
            ledger.append(ledger.hold(), [line], at=NOW, actor_id=None, group=UUID(int=7))
    yield tmp_path
    clear()


def clear() -> None:
    with tables.replacing():
        pass


def everything() -> dict[str, list[bytes]]:
    return {model._meta.db_table: list(tables.dump(model)) for model in tables.all_models()}


def backup(folder: Path) -> Path:
    target = folder / "site.tar.gz"
    archive.backup(target, now=NOW, progress=lambda count: None)
    return target


def restore(source: Path) -> archive.Manifest:
    return archive.restore(source, now=NOW, progress=lambda count: None)


def test_rows_and_files_come_back_as_they_were(site: Path, settings: Settings) -> None:
    before, source = everything(), backup(site)
    clear()
    settings.FILES = site / "elsewhere"
    manifest = restore(source)
    assert everything() == before
    assert f"files/{_digest()}" in manifest.members
    assert files.read(_digest()) == CONTENT
    assert list(ledger.breaks()) == []


def _digest() -> str:
    return ledger.digest_of(CONTENT.decode())


def test_triggers_and_sequences_work_again_after_a_restore(site: Path) -> None:
    source = backup(site)
    clear()
    restore(source)
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.all().delete()
    newer = get_user_model()._default_manager.create(username="xinren", password="!")
    assert newer.pk > get_user_model()._default_manager.get(username="yangben").pk


def test_nothing_is_restored_over_a_site(site: Path) -> None:
    source, before = backup(site), everything()
    with pytest.raises(archive.ArchiveError):
        restore(source)
    assert everything() == before


def test_an_existing_archive_is_not_overwritten(site: Path) -> None:
    target = backup(site)
    content = target.read_bytes()
    with pytest.raises(archive.ArchiveError):
        backup(site)
    assert target.read_bytes() == content


@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_a_damaged_archive_is_refused_whole(damage: str, site: Path) -> None:
    source = backup(site)
    plain = gzip.decompress(source.read_bytes())
    if damage == "cut":
        source.write_bytes(source.read_bytes()[:-200])
    else:
        source.write_bytes(gzip.compress(plain.replace(CONTENT, CONTENT[::-1])))
    clear()
    with pytest.raises(archive.ArchiveError):
        restore(source)
    assert not any(everything().values())


def test_a_lost_file_is_named_and_the_rest_is_kept(site: Path) -> None:
    files.path_of(_digest()).unlink()
    manifest = archive.backup(site / "site.tar.gz", now=NOW, progress=lambda count: None)
    assert manifest.missing_files == [_digest()]
    assert manifest.rows["core_ledgerentry"] == 2
