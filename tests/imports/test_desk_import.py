"""导入文件 — one bad file does not keep the others back."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from gongkai.agencies.policies import Actor
from gongkai.disclosure.models import Version

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
PAGE = "/desk/documents/import/"
GOOD = (
    "临江市住房和城乡建设局关于样本小区改造的通知\n\n临建〔2026〕21号\n\n各有关单位：\n\n"
    "现将样本小区改造的有关事项通知如下。施工期间请注意安全。\n\n临江市住房和城乡建设局\n2026年3月2日\n"
).encode()


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_files_become_drafts_and_refusals_say_why(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)

    response = lin.post(
        PAGE, {"files": [file("空.txt", b" "), file("通知.txt", GOOD), file("坏.docx", b"x")]}, follow=True
    )

    text = response.content.decode()
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

    assert first["Location"] == second["Location"]
    assert Version.objects.count() == 1
    assert "变成 1 份稿件" in lin.get(first["Location"]).content.decode()


def test_an_organ_that_cannot_be_told_is_asked_for_and_can_be_named(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    stray = "关于样本的说明\n\n这里没有写是谁发的。\n".encode()

    asked = lin.post(PAGE, {"files": [file("说明.txt", stray)]}, follow=True)
    assert "请指定机关" in asked.content.decode()
    lin.post(PAGE, {"files": [file("说明.txt", stray)], "agency": cast.housing.pk})

    assert Version.objects.get().document.agency == cast.housing


def test_a_file_of_an_organ_that_is_not_mine_is_refused_in_words(cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.zhao).post(PAGE, {"files": [file("通知.txt", GOOD)]}, follow=True)

    assert "“起草与修改”由市住房城乡建设局的联络员、政务公开办办理" in response.content.decode()
    assert not Version.objects.exists()


def test_no_file_is_an_error_at_the_field(cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.lin).post(PAGE, {})

    assert response.status_code == 422
    assert '<a href="#id_files">请先选择文件</a>' in response.content.decode()


def test_results_belong_to_who_imported(cast: Cast, signed_in: SignIn) -> None:
    address = signed_in(cast.lin).post(PAGE, {"files": [file("通知.txt", GOOD)]})["Location"]

    assert "变成 1 份稿件" not in signed_in(cast.zheng).get(address).content.decode()


@pytest.mark.parametrize("name", ["shen", "liang", "guan"])
def test_only_who_drafts_may_import(cast: Cast, signed_in: SignIn, name: str) -> None:
    assert signed_in(cast.people[name]).get(PAGE).status_code == 404
