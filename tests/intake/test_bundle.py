"""成组 — folders and archives become documents with what belongs to them; nothing is lost, nothing climbs out."""

import stat
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

from gongkai.intake import FileRefused, archives, limits
from gongkai.intake.bundle import Bundle, bundles
from gongkai.intake.pieces import Piece, piece_in_memory, pieces_on_disk, safe_path


def packed(files: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def grouped(*names: str) -> list[Bundle]:
    return list(bundles(piece_in_memory(name, b"x") for name in names))


def shape(found: list[Bundle]) -> dict[str, set[str]]:
    return {bundle.main.path: {piece.path for piece in bundle.attached} for bundle in found}


def code_of(bundle: Bundle) -> str:
    with pytest.raises(FileRefused) as refused:
        bundle.main.data()
    return refused.value.code


def test_every_text_is_a_document() -> None:
    assert shape(grouped("甲通知.docx", "乙公告.pdf", "丙/丁.txt")) == {
        "甲通知.docx": set(), "乙公告.pdf": set(), "丙/丁.txt": set(),
    }  # fmt: skip


def test_attachments_beside_the_only_text_are_its_own() -> None:
    found = grouped("关于示例的通知.docx", "附件1：名单.xlsx", "附件2.docx", "附件/3.pdf")
    assert shape(found) == {"关于示例的通知.docx": {"附件1：名单.xlsx", "附件2.docx", "附件/3.pdf"}}


def test_attachments_go_by_name_where_there_are_several_texts() -> None:
    found = grouped("甲通知.docx", "乙通知.docx", "乙通知-附件1.xlsx", "乙通知附件2.xlsx", "附件.xlsx")
    assert shape(found) == {
        "甲通知.docx": set(),
        "乙通知.docx": {"乙通知-附件1.xlsx"},
        "乙通知附件2.xlsx": set(),
        "附件.xlsx": set(),
    }


def test_of_one_document_in_two_formats_the_editable_one_is_read() -> None:
    assert shape(grouped("通知.pdf", "通知.docx")) == {"通知.docx": {"通知.pdf"}}


def test_a_file_that_a_text_names_does_not_come_by_itself() -> None:
    names = []
    for bundle in bundles(
        piece_in_memory(n, b"x") for n in ("甲通知.txt", "乙通知.txt", "名单.xlsx", "图.png")
    ):
        names.append(bundle.main.name)
        if bundle.main.name == "甲通知.txt":
            assert set(bundle.for_reading()) == {"乙通知.txt", "名单.xlsx", "图.png"}
            assert bundle.take("没有.xlsx") is None
            assert bundle.take("名单.xlsx") is not None
    assert sorted(names) == ["乙通知.txt", "图.png", "甲通知.txt"]


def test_a_saved_page_has_its_pictures() -> None:
    found = list(
        bundles(
            [
                piece_in_memory("站/通知.html", b"<html>"),
                piece_in_memory("站/通知_files/图.png", b"picture"),
                piece_in_memory("站/通知_files/脚本.js", b"script"),
                piece_in_memory("站/公告.htm", b"<html>"),
                piece_in_memory("站/公告.files/图.png", b"other"),
            ]
        )
    )
    assert [bundle.main.name for bundle in found] == ["公告.htm", "通知.html"]
    assert found[1].for_reading() == {"公告.htm": b"", "通知_files/图.png": b"picture"}


def test_an_archive_is_opened_with_names_in_gbk_and_without_junk() -> None:
    data = packed({
        "AAAA.txt": b"1", "__MACOSX/._AAAA.txt": b"2", ".DS_Store": b"3", "Thumbs.db": b"4", "~$a.docx": b"5",
    })  # fmt: skip
    data = data.replace(b"AAAA.txt", "通知".encode("gbk") + b".txt")
    found = list(bundles([piece_in_memory("包.zip", data)]))
    assert [(bundle.main.path, bundle.main.data()) for bundle in found] == [("包.zip/通知.txt", b"1")]


def test_names_that_climb_stay_inside() -> None:
    assert safe_path("../../etc/通知.txt") == "etc/通知.txt"
    assert safe_path("C:\\文件\\通知.txt") == "文件/通知.txt"
    assert safe_path("/a/./b\0\n.txt") == "a/b.txt"
    data = packed({"../../../root/通知.txt": b"1", "/abs.txt": b"2"})
    assert {b.main.path for b in bundles([piece_in_memory("包.zip", data)])} == {
        "包.zip/root/通知.txt", "包.zip/abs.txt",
    }  # fmt: skip


def test_links_are_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("链接.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("通知.txt", "样本")
    (tmp_path / "件").mkdir()
    (tmp_path / "件" / "包.zip").write_bytes(stream.getvalue())
    (tmp_path / "件" / "链接.txt").symlink_to("/etc/passwd")
    assert [b.main.path for b in bundles(pieces_on_disk([tmp_path / "件"]))] == ["件/包.zip/通知.txt"]


def test_three_levels_are_opened_and_the_fourth_is_refused() -> None:
    data = packed({"最里.txt": b"deep"})
    for level in (3, 2, 1):
        data = packed({f"第{level}层.zip": data, f"第{level}层.txt": b"x"})
    found = {bundle.main.name: bundle for bundle in bundles([piece_in_memory("包.zip", data)])}
    assert set(found) == {"第1层.txt", "第2层.txt", "第3层.txt", "第3层.zip"}
    assert code_of(found["第3层.zip"]) == "nested"


def test_one_bad_archive_or_file_keeps_nothing_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", 1000)
    locked = bytearray(packed({"锁.txt": b"x"}))
    locked[locked.index(b"PK\x03\x04") + 6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    found = {
        bundle.main.name: bundle
        for bundle in bundles([
            piece_in_memory("坏.zip", b"PK\x03\x04" + b"\x99" * 50), piece_in_memory("锁.zip", bytes(locked)),
            piece_in_memory("大.zip", packed({"大.txt": b"x" * 2000})), piece_in_memory("好.txt", b"x"),
        ])
    }  # fmt: skip
    assert {name: code_of(b) for name, b in found.items() if name != "好.txt"} == {
        "坏.zip": "broken_zip", "锁.txt": "encrypted", "大.txt": "too_large",
    }  # fmt: skip
    assert found["好.txt"].main.data() == b"x"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_DELIVERY_BYTES", 1_000_000)
    inner = packed({f"{n}.txt": b"\0" * 400_000 for n in range(4)})
    found = list(bundles([piece_in_memory("弹.zip", inner), piece_in_memory("好.txt", b"x")]))
    assert [code_of(b) for b in found if b.main.name == "弹.zip"] == ["zip_bomb"]


def test_files_are_read_only_when_their_turn_comes() -> None:
    opened: list[str] = []

    def piece(name: str) -> Piece:
        def data() -> bytes:
            opened.append(name)
            return b"x"

        return Piece(name, 1, data)

    found = bundles([piece(f"{n}.txt") for n in range(300)])
    first = next(found)
    first.for_reading()
    assert opened == []
    assert first.main.data() == b"x"
    assert opened == ["0.txt"]


def test_a_file_that_is_too_large_or_gone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    gone = next(pieces_on_disk([tmp_path / "a.txt"]))
    (tmp_path / "a.txt").unlink()
    large = Piece("b.txt", limits.MAX_FILE_BYTES + 1, bytes)
    assert [code_of(Bundle(piece)) for piece in (gone, large)] == ["unreadable", "too_large"]
