"""卷宗 — one PDF with an outline, one ZIP whose digests hold; names cannot leave their folder."""

import hashlib
import zipfile
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from gongkai.intake.reading import FileRefused
from gongkai.typesetting.bundle import MANIFEST, Part, archive, is_paged, merged, page_count, safe_names
from gongkai.typesetting.pdf import pdf

from .samples import FORM, LETTER


def picture(form: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "red").save(stream, form)
    return stream.getvalue()


def parts() -> list[Part]:
    return [
        Part("1-答复书.pdf", pdf(LETTER), "答复书"),
        Part("2-信封.png", picture(), "信封照片"),
        Part("3-申请表.pdf", pdf(FORM), "申请表"),
    ]


def test_the_outline_leads_to_the_first_page_of_each_part() -> None:
    with pikepdf.open(BytesIO(merged(parts(), "样本卷宗"))) as whole:
        pages = [page.obj.objgen for page in whole.pages]
        with whole.open_outline() as outline:
            found = [(item.title, pages.index(item.destination[0].objgen)) for item in outline.root]
            chapters = [
                (item.title, pages.index(item.destination[0].objgen)) for item in outline.root[0].children
            ]
        assert found == [("答复书", 0), ("信封照片", 2), ("申请表", 3)]
        assert chapters[0] == ("一、处理决定", 0)
        assert str(whole.docinfo["/Title"]) == "样本卷宗"
        assert len(whole.pages) == sum(page_count(one) for one in parts()) == 4


def test_the_same_files_give_the_same_bytes() -> None:
    assert merged(parts(), "样本卷宗") == merged(parts(), "样本卷宗")
    assert archive(parts()) == archive(parts())


def test_every_digest_in_the_archive_holds() -> None:
    with zipfile.ZipFile(BytesIO(archive(parts()))) as files:
        lines = files.read(MANIFEST).decode().splitlines()
        said = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        names = [name for name in files.namelist() if name != MANIFEST]
        assert said == {name: hashlib.sha256(files.read(name)).hexdigest() for name in names}
        assert names == [one.name for one in parts()]


def test_names_stay_in_their_folder_and_apart() -> None:
    assert safe_names(["../../甲.pdf", "/乙\\丙.pdf", "甲.pdf", "甲.PDF", "SHA256SUMS", "..", "丁\n戊"]) == [
        "甲.pdf",
        "乙/丙.pdf",
        "甲-2.pdf",
        "甲-3.PDF",
        "SHA256SUMS-2",
        "_",
        "丁_戊",
    ]


def test_what_has_no_pages_is_known_before() -> None:
    assert [is_paged(one) for one in (*parts(), Part("话.txt", b"text"))] == [True, True, True, False]


def test_a_file_that_cannot_be_opened_is_named() -> None:
    with pikepdf.open(BytesIO(pdf(FORM))) as opened:
        stream = BytesIO()
        opened.save(stream, encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(FileRefused, match=r"密件\.pdf"):
        merged([Part("密件.pdf", stream.getvalue())], "样本")
    with pytest.raises(FileRefused, match=r"坏\.pdf"):
        merged([Part("坏.pdf", b"%PDF-1.7 broken")], "样本")
