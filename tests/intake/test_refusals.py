"""不予受理 — files that are no documents, and what their refusal says."""

import random
import time

import pytest

from gongkai.intake import FileRefused, limits, normalise_document_number
from gongkai.intake.read import read

PARAGRAPH = "为加强示例管理，保障群众合法权益，根据有关法律法规，结合我市实际，现就有关事项通知如下。"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "a.txt", "no_text"),
        (b"  \r\n ", "a.txt", "empty"),
        (b"\0" * 5000, "a.txt", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "a.txt", "broken_pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.txt", "image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "a.html", "image"),
        (b"BM" + b"\0" * 60, "a.txt", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "a.docx", "old_office"),
        (b"Rar!\x1a\x07\x00", "a.txt", "archive"),
        (b"\x1f\x8b\x08\x00" + b"\0" * 20, "a.txt", "archive"),
        (b"MZ\x90\0\x03\0\0\0" + b"\0" * 60, "a.txt", "binary"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "a.html", "mhtml"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "a.html", "xml"),
        (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><html><p>&a;</p></html>',
            "a.html",
            "entities",
        ),
        (b"<html><head><title>x</title></head><body><script>1</script></body></html>", "a.html", "no_text"),
    ],
)
def test_refused(data, name, code):
    with pytest.raises(FileRefused) as refused:
        read(data, name)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_random_bytes_are_refused():
    for seed in range(5):
        with pytest.raises(FileRefused):
            read(random.Random(seed).randbytes(20_000), "a.txt")


def test_too_large(monkeypatch):
    assert limits.MAX_FILE_BYTES == 100 * 1024 * 1024
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    with pytest.raises(FileRefused) as refused:
        read(b"a" * 101, "a.txt")
    assert refused.value.code == "too_large"


def test_a_few_damaged_bytes_are_marked_and_told():
    data = (f"临江市示例局关于示例工作的通知\n各单位：\n{PARAGRAPH}" * 5).encode()
    reading = read(data[:200] + b"\xff" + data[200:], "a.txt")
    assert "□" in reading.body_text
    assert any("损坏" in warning for warning in reading.warnings)


def test_words_that_only_begin_like_a_picture_are_text():
    assert read(f"BM示例工作的通知\n{PARAGRAPH}".encode(), "a.txt").body_text


def test_large_text_is_read_in_good_time():
    reading = read(
        (f"临江市示例局关于示例工作的通知\n各单位：\n{PARAGRAPH * 3}\n" + f"{PARAGRAPH}\n" * 5_000).encode(),
        "a.txt",
    )
    assert reading.title == "临江市示例局关于示例工作的通知"
    assert len(reading.body_text) > 200_000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("合政办秘〔2017〕64号", "合政办秘〔2017〕64号"),
        ("合政辦秘[2017]64號", "合政办秘〔2017〕64号"),
        ("合政办秘【2017】第 064 号", "合政办秘〔2017〕64号"),
        ("合政办秘（二〇一七）六十四号", "合政办秘〔2017〕64号"),
        ("文号：合政办秘 ﹝ 2017 ﹞ 64 号", "合政办秘〔2017〕64号"),
        ("国务院令第 711 号", "国务院令第711号"),
        ("公告2024年第5号", "公告2024年第5号"),
        ("2024年第5号公告", "公告2024年第5号"),
        ("没有文号", ""),
        ("", ""),
        ("〔2014〕号", ""),
    ],
)
def test_document_numbers(text, number):
    assert normalise_document_number(text) == number
    assert normalise_document_number(number) == number


def test_endless_text_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT", 1_000)
    for name, data in (("a.txt", PARAGRAPH * 50), ("a.html", f"<html><p>{PARAGRAPH * 50}</p></html>")):
        with pytest.raises(FileRefused) as refused:
            read(data.encode(), name)
        assert refused.value.code == "too_long"


@pytest.mark.parametrize(
    "unit", ["一", "> ", "（", "1", "临 ", "-", "《", "来源：", "关于示例的通知\n", "临江市局 "]
)
def test_monotonous_text_takes_no_time(unit):
    # Counted in processor time, so that a busy machine changes nothing; quadratic work would take minutes.
    started = time.process_time()
    read((unit * 20_000 + "临江").encode(), "a.txt")
    assert time.process_time() - started < 20
