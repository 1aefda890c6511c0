"""磁盘已满 — who applies is told, keeps what they wrote, and sends it once there is room; nothing is half there."""

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from cast import NOW, Cast, make_cast
from foi.builders import filed
from foi.test_applying import PNG, filled
from gongkai.agencies.policies import PUBLIC
from gongkai.core import files, tables
from gongkai.core.files import FileNotKept
from gongkai.foi.actions.supplement import receive_supplement, request_supplement
from gongkai.foi.files import read_file
from gongkai.foi.filing import IncomingFile
from gongkai.foi.models import ApplicationDraft, Case, CaseFile

ROOM_NO_MORE = "存不下这个文件"
PAPER = IncomingFile("application", "说明.txt", "样本".encode())


@pytest.fixture(autouse=True)
def no_limits_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def full(*args: Any, **kwargs: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def everything() -> dict[str, list[bytes]]:
    return {model._meta.db_table: list(tables.dump(model)) for model in tables.all_models()}


def lying() -> list[Path]:
    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_an_application_with_files_waits_with_its_applicant(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = filled(cast)
    client.post("/application/new/papers/", {"do": "add", "file": SimpleUploadedFile("图.png", PNG)})
    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr(files, "_write", full)
        answer = client.post("/application/check/")
    assert answer.status_code == 422
    assert ROOM_NO_MORE in answer.content.decode()
    assert everything() == before
    assert lying() == []
    answer = client.post("/application/check/")
    assert answer.status_code == 302
    assert Case.objects.get().number.endswith("-00001")
    assert read_file(CaseFile.objects.get()) == PNG
    assert not ApplicationDraft.objects.exists()


@pytest.mark.django_db
def test_the_second_of_two_files_that_finds_no_room_takes_the_case_with_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, write = everything(), files._write

    def second_is_too_much(path: Path, data: bytes) -> None:
        full() if lying() else write(path, data)

    monkeypatch.setattr(files, "_write", second_is_too_much)
    with pytest.raises(FileNotKept, match=ROOM_NO_MORE):
        filed(cast, files=(PAPER, PAPER))
    assert everything() == before


@pytest.mark.django_db
def test_a_supplement_that_finds_no_room_is_still_awaited(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = filed(cast)
    request_supplement(receipt.case.pk, ground="unclear", what="请写明年度", actor=cast.wang, now=NOW)
    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr(files, "_write", full)
        answer = Client().post(
            reverse("case-supplement", args=[receipt.key]),
            {"answer": "2025 年", "file": SimpleUploadedFile("图.png", PNG)},
        )
    assert answer.status_code == 422
    assert ROOM_NO_MORE in answer.content.decode()
    assert "2025 年" in answer.content.decode()
    assert everything() == before
    receive_supplement(key=receipt.key, answer="2025 年", files=(PAPER,), actor=PUBLIC, now=NOW)
    assert Case.objects.get().stopped_by == ""


def test_a_database_that_finds_no_room_says_so_and_keeps_nothing_of_the_case(real_database: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("what the server's own disk holds cannot be limited from here")
    cast = make_cast()
    client = filled(cast, Client(raise_request_exception=False))
    long = {"title": "示例", "description": "示例小区的竣工验收报告" * 1500, "do": "as_one"}
    assert client.post("/application/new/what/", long).status_code == 302
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no page is free
        cursor.execute("PRAGMA page_count")
        [pages] = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        answer = client.post("/application/check/")
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert answer.status_code == 500
    assert "您刚才填写的内容没有提交" in answer.content.decode()
    assert {name: rows for name, rows in everything().items() if rows != before[name]} == {}
    assert client.post("/application/check/").status_code == 302
    assert Case.objects.count() == 1
