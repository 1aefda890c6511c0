"""坏文件 — broken, encrypted, mislabelled and malicious files each get a clear word, and nothing breaks."""

import zipfile
from io import BytesIO

import pikepdf
import pytest

from gongkai.intake.reading import FileRefused
from gongkai.privacy.cleaning import NotClean, clean_file
from gongkai.privacy.files import scan_file
from gongkai.rules.privacy import Kind
from privacy import samples


def encrypted_pdf() -> bytes:
    with pikepdf.Pdf.open(BytesIO(samples.pdf(samples.boxed))) as document:
        return samples.bytes_of(
            lambda stream: document.save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))
        )


def bomb() -> bytes:
    """An archive of ten members of 60 MB of nothing each."""
    return samples.zipped({f"{n}.txt": b"0" * 60_000_000 for n in range(10)})


def entities() -> bytes:
    laughs = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    return samples.with_parts(samples.word(lambda d: d.add_paragraph("公开")), {"word/document.xml": laughs})


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "空.docx", "empty"),
        (b"\0" * 100, "空.pdf", "empty"),
        (encrypted_pdf(), "密.pdf", "encrypted"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") * 9, "密.docx", "old_office"),
        (b"PK\x03\x04 not an archive", "坏.docx", "damaged"),
        (cut(samples.word(samples.full_word)), "坏.docx", "damaged"),
        (b"%PDF-1.4\nnothing of the kind", "坏.pdf", "damaged"),
        (cut(samples.picture("PNG"))[:30], "坏.png", "damaged"),
        (bomb(), "炸弹.zip", "zip_bomb"),
        (entities(), "实体.docx", "entities"),
        (b"Rar!\x1a\x07\0" + b"x" * 50, "包.rar", "unknown_format"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_plain_words(data: bytes, name: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        scan_file(data, name)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_a_wrong_name_does_not_mislead() -> None:
    scan = scan_file(samples.word(samples.full_word), "名字不对.pdf")
    assert Kind.COMMENT in {one.kind for one in scan.findings}
    assert scan.warnings == ("文件扩展名是 .pdf，内容却是 DOCX，已按 DOCX 检查。",)


def test_one_bad_file_in_an_archive_does_not_hide_the_others() -> None:
    good = f"手机 {samples.mobile(1)}".encode()
    scan = scan_file(
        samples.zipped({"坏.pdf": b"%PDF-1.4 x", "密.pdf": encrypted_pdf(), "好.txt": good}), "包.zip"
    )
    assert [one.place for one in scan.findings] == ["好.txt"]
    assert [warning.partition("：")[0] for warning in scan.warnings] == ["坏.pdf", "密.pdf"]


def test_archives_without_end_are_left_alone_at_some_depth() -> None:
    data = b"innermost"
    for _ in range(12):
        data = samples.zipped({"内.zip": data})
    scan = scan_file(data, "包.zip")
    assert "嵌套过深" in scan.warnings[0]


def test_an_encrypted_member_is_told() -> None:
    plain = f"手机 {samples.mobile(1)}".encode()
    data = bytearray(samples.zipped({"密.txt": b"secret", "明.txt": plain}))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        start = archive.start_dir
    data[6] |= 1
    data[start + 8] |= 1
    scan = scan_file(bytes(data), "包.zip")
    assert scan.warnings == ("密.txt 加了密码或已损坏，未检查。",)
    with pytest.raises(NotClean, match="密"):
        clean_file(bytes(data), "包.zip", remove=scan.findings)


def test_macros_are_told() -> None:
    data = samples.with_parts(
        samples.word(lambda d: d.add_paragraph("公开")), {"word/vbaProject.bin": b"macro"}
    )
    assert scan_file(data, "宏.docm").warnings == ("文件含有宏，宏里的内容没有检查。",)


def test_a_page_is_read_to_its_depth_or_refused() -> None:
    words = f"手机{samples.mobile(1)}"
    deep = "<html><body>" + "<div>" * 1_500 + words + "</body></html>"
    assert [one.kind for one in scan_file(deep.encode(), "深.html").findings] == [Kind.MOBILE_PHONE]
    deeper = "<html><body>" + "<div>" * 20_000 + words + "</body></html>"
    with pytest.raises(FileRefused, match="嵌套过深"):
        scan_file(deeper.encode(), "深.html")
