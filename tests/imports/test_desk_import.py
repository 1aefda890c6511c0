"""导入文件 — one bad file does not keep the others back."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cast import Cast
from gongkai.agencies.policies import Actor
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.models import Document, Relation, Version
from gongkai.imports.dropping import Dropper
from gongkai.imports.models import Batch, Habit, Item
from imports.tables import work

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
PAGE = "/desk/documents/import/"
GOOD = (
    "临江市住房和城乡建设局关于样本小区改造的通知\n\n临建〔2026〕21号\n\n各有关单位：\n\n"
    "现将样本小区改造的有关事项通知如下。施工期间请注意安全。\n\n临江市住房和城乡建设局\n2026年3月2日\n"
).encode()


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def drop(client: Client, *files: SimpleUploadedFile, **values: object) -> tuple[str, str]:
    """Drop files and let the worker read them; return where the results are, and that page."""
    place = client.post(PAGE, {"files": list(files), **values})["Location"]
    Dropper().tick(timezone.now(), seconds=60)
    return place, client.get(place).content.decode()


def test_files_become_drafts_and_refusals_say_why(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)

    _, text = drop(lin, file("空.txt", b" "), file("通知.txt", GOOD), file("坏.docx", b"x"))

    version = Version.objects.get()
    assert version.title == "临江市住房和城乡建设局关于样本小区改造的通知"
    assert version.document_number == "临建〔2026〕21号"
    assert "3 个文件，变成 1 份稿件" in text
    assert f'href="/desk/documents/{version.document_id}/edit/"' in text
    assert text.count("没有导入") == 2
    assert "这个文件是空的" in text


def test_the_results_are_shown_again_and_nothing_is_imported_twice(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    data = {"files": [file("通知.txt", GOOD)], "once": "click-import"}

    first = lin.post(PAGE, data)
    second = lin.post(PAGE, {"files": [file("通知.txt", GOOD)], "once": "click-import"})
    Dropper().tick(timezone.now(), seconds=60)

    assert first["Location"] == second["Location"]
    assert Version.objects.count() == 1
    assert "变成 1 份稿件" in lin.get(first["Location"]).content.decode()


def test_an_organ_that_cannot_be_told_is_asked_for_and_can_be_named(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    stray = "关于样本的说明\n\n这里没有写是谁发的。\n".encode()

    assert "请指定机关" in drop(lin, file("说明.txt", stray))[1]
    drop(lin, file("说明.txt", stray), agency=cast.housing.pk)

    assert Version.objects.get().document.agency == cast.housing


def test_a_file_of_an_organ_that_is_not_mine_is_refused_in_words(cast: Cast, signed_in: SignIn) -> None:
    _, text = drop(signed_in(cast.zhao), file("通知.txt", GOOD))

    assert "“起草与修改”由市住房城乡建设局的联络员、政务公开办办理" in text
    assert not Version.objects.exists()


def test_no_file_is_an_error_at_the_field(cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.lin).post(PAGE, {})

    assert response.status_code == 422
    assert '<a href="#id_files">请先选择文件</a>' in response.content.decode()


def test_results_belong_to_who_imported(cast: Cast, signed_in: SignIn) -> None:
    address = signed_in(cast.lin).post(PAGE, {"files": [file("通知.txt", GOOD)]})["Location"]

    assert signed_in(cast.zheng).get(address).status_code == 404


@pytest.mark.parametrize("name", ["shen", "liang", "guan"])
def test_only_who_drafts_may_import(cast: Cast, signed_in: SignIn, name: str) -> None:
    assert signed_in(cast.people[name]).get(PAGE).status_code == 404


def test_files_sent_one_by_one_keep_their_folder(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    begun = lin.post(f"{PAGE}begin/", {}).json()
    with_list = GOOD.decode().replace(
        "临江市住房和城乡建设局\n2026", "附件：样本小区名单\n\n临江市住房和城乡建设局\n2026"
    )
    for path, data in (("甲/通知.txt", with_list.encode()), ("甲/样本小区名单.csv", "小区\n样本\n".encode())):
        assert lin.post(begun["files"], {"file": file("x", data), "path": path}).status_code == 204
    place = lin.post(begun["close"]).json()["url"]
    Dropper().tick(timezone.now(), seconds=60)

    version = Version.objects.get()
    assert [attachment.name for attachment in version.attachments.all()] == ["样本小区名单.csv"]
    text = lin.get(place).content.decode()
    assert "2 个文件，变成 1 份稿件" in text
    assert "随其他文件" in text


def test_an_archive_is_opened_and_each_document_has_a_line(cast: Cast, signed_in: SignIn) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("一/通知.txt", GOOD)
        archive.writestr("二/空.txt", " ")
    _, text = drop(signed_in(cast.lin), file("存量.zip", packed.getvalue()))
    assert Version.objects.count() == 1
    assert text.count("没有导入") == 1
    assert "通知.txt" in text


def test_a_worker_that_was_killed_goes_on_and_reads_nothing_twice(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    files = [file(f"{n}.txt", GOOD.replace("21号".encode(), f"{n}号".encode())) for n in range(1, 5)]
    lin.post(PAGE, {"files": files})
    broken = Dropper()
    while Item.objects.filter(outcome="waiting").count() > 2:
        broken.tick(timezone.now(), seconds=0.2)
    Dropper().tick(timezone.now(), seconds=60)
    assert Version.objects.count() == 4
    assert Batch.objects.get().state == Batch.State.LOADED


def test_an_organ_once_put_right_is_known_for_the_next_file(cast: Cast, signed_in: SignIn) -> None:
    zheng = signed_in(cast.zheng)
    strange = GOOD.decode().replace("临江市住房和城乡建设局", "临江市样本房产管理处").encode()
    place, _ = drop(zheng, file("一.txt", strange), agency=cast.education.pk)
    version = Version.objects.get()
    zheng.post(f"{place}versions/{version.pk}/agency/", {"agency": cast.housing.pk})
    version.refresh_from_db()
    assert version.document.agency == cast.housing
    assert Habit.objects.get().value == cast.housing.code
    drop(zheng, file("二.txt", strange.replace("21号".encode(), "22号".encode())))
    assert Document.objects.order_by("-pk")[0].agency == cast.housing


def test_the_column_that_officers_choose_is_proposed_next_time(
    cast: Cast, signed_in: SignIn, worker: Callable[[], int]
) -> None:
    lin = signed_in(cast.lin)
    drop(lin, file("一.txt", GOOD))
    version = Version.objects.get()
    version.document.column = cast.normative
    version.document.save()
    submit(version.pk, actor=cast.lin, now=timezone.now())
    worker()
    drop(lin, file("二.txt", GOOD.replace("21号".encode(), "22号".encode())))
    assert Document.objects.order_by("-pk")[0].column == cast.normative


def test_documents_that_the_text_names_become_relations(cast: Cast, signed_in: SignIn) -> None:
    naming = GOOD.decode().replace(
        "请注意安全。", "请注意安全。根据《临江市样本管理办法》（临政〔2020〕3号）执行。"
    )
    drop(signed_in(cast.lin), file("通知.txt", naming.encode()))
    assert "临江市样本管理办法" in Relation.objects.get().to_text


def test_files_whose_sending_broke_off_are_not_forgotten(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    begun = lin.post(f"{PAGE}begin/", {}).json()
    assert lin.post(begun["files"], {"file": file("通知.txt", GOOD)}).status_code == 204
    assert "没有传完的" in lin.get(PAGE).content.decode()
    answer = lin.post(begun["close"], {"page": "1"})
    assert answer.status_code == 302
    Dropper().tick(timezone.now(), seconds=60)
    assert Version.objects.count() == 1
    assert "没有传完的" not in lin.get(PAGE).content.decode()


def test_a_file_sent_again_counts_once_and_too_large_a_one_is_refused(
    cast: Cast, signed_in: SignIn, settings: Any
) -> None:
    lin = signed_in(cast.lin)
    begun = lin.post(f"{PAGE}begin/", {}).json()
    for _ in range(2):
        lin.post(begun["files"], {"file": file("通知.txt", GOOD)})
    assert Batch.objects.get().total == 1
    settings.UPLOAD_BYTES = 10
    answer = lin.post(PAGE, {"files": [file("通知.txt", GOOD)]})
    assert answer.status_code == 422
    assert Item.objects.count() == 1


def test_long_paths_that_begin_alike_are_two_files(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    begun = lin.post(f"{PAGE}begin/", {}).json()
    for n in (1, 2):
        data = GOOD.replace("21号".encode(), f"{n}号".encode())
        lin.post(begun["files"], {"file": file("x", data), "path": f"{'很长的文件夹' * 40}/{n}.txt"})
    lin.post(begun["close"])
    Dropper().tick(timezone.now(), seconds=60)
    assert Version.objects.count() == 2


def test_dropped_files_are_a_batch_like_any_other(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    drop(lin, file("通知.txt", GOOD), file("空.txt", b" "))
    batch = Batch.objects.get()
    assert "的 2 个文件" in lin.get("/desk/imports/").content.decode()
    page = lin.get(f"/desk/imports/{batch.pk}/").content.decode()
    assert f"{PAGE}{batch.pk}/" in page
    assert "空.txt" in page
    assert "整批送审：1 件" in page
    lin.post(f"/desk/imports/{batch.pk}/job/", {"job": "revert", "reason": "示例：传错了"})
    work(batch)
    assert Batch.objects.get().state == Batch.State.REVERTED
    assert Version.objects.get().state == "discarded"
