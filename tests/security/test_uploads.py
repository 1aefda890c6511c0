"""上传 — a file is what its content says; its name leads nowhere; the virus scanner is asked."""

import hashlib
import io
import socket
import struct
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from cast import NOW, Cast, draft, looked_through
from gongkai.core import files
from gongkai.disclosure import uploads
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.models import Attachment
from gongkai.disclosure.uploads import KINDS, check_upload
from gongkai.rules.process import RuleViolation

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 100
ELF = b"\x7fELF\x02\x01\x01" + b"\x00" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
PDF = b"%PDF-1.7\n%%EOF\n"


def packed(*names: str, content: bytes = b"x") -> bytes:
    """A zip file with these names in it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return kept.getvalue()


REFUSED = {
    "empty": ("附件.txt", b""),
    "web page": ("网页.html", HTML),
    "web page as xhtml": ("网页.xhtml", HTML),
    "web page called pdf": ("网页.pdf", HTML),
    "web page called png": ("网页.png", HTML),
    "web page called docx": ("网页.docx", HTML),
    "drawing": ("图.svg", SVG),
    "drawing called png": ("图.png", SVG),
    "program": ("程序.exe", EXE),
    "program called pdf": ("程序.pdf", EXE),
    "program called txt": ("程序.txt", EXE),
    "program of linux called csv": ("程序.csv", ELF),
    "script": ("程序.js", b"alert(1)"),
    "shell script": ("程序.sh", b"#!/bin/sh"),
    "shortcut": ("链接.lnk", b"L\x00\x00\x00"),
    "picture called txt": ("图.txt", PNG),
    "pdf called txt": ("文.txt", PDF),
    "pdf called png": ("文.png", PDF),
    "picture called pdf": ("图.pdf", PNG),
    "zip called docx": ("包.docx", packed("a.txt")),
    "sheet called docx": ("表.docx", packed("[Content_Types].xml", "xl/workbook.xml")),
    "text called xlsx": ("文.xlsx", packed("[Content_Types].xml", "word/document.xml")),
    "docx called zip": ("文.zip", packed("word/document.xml")),
    "cut zip": ("包.zip", packed("a.txt")[:-10]),
    "start of a zip": ("包.zip", b"PK\x03\x04" + b"\x00" * 30),
    "empty docx": ("文.docx", packed("word/document.xml", content=b"")),
    "no ending": ("附件", b"text"),
    "two endings": ("通知.pdf.exe", PDF),
    "ending hidden by bidi": ("通知\u202efdp.exe", PDF),
    "ending cut off by nul": ("通知.exe\x00.pdf", EXE),
    "only an ending": (".html", HTML),
    "ending with a space": ("网页.html ", HTML),
    "sound as picture": ("声.webp", b"RIFF\x00\x00\x00\x00WAVEfmt "),
    "jsp behind a picture": ("图.jsp", PNG + b"<% %>"),
    "php behind a picture": ("图.php", PNG + b"<?php ?>"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_what_its_name_says_is_refused_in_words(case: str, settings: Settings) -> None:
    settings.CLAMAV = "off"
    name, data = REFUSED[case]
    with pytest.raises(RuleViolation) as refused:
        check_upload(name, data)
    assert refused.value.field == "file"
    assert "“" in refused.value.message or "文件" in refused.value.message


def test_a_file_that_is_too_large_is_refused_with_the_limit(settings: Settings) -> None:
    settings.CLAMAV, settings.UPLOAD_BYTES = "off", 2 * 1024 * 1024
    with pytest.raises(RuleViolation, match="超过 2 MB"):
        check_upload("附件.txt", b"x" * (2 * 1024 * 1024 + 1))


# A polyglot is stored as what its name and beginning say, and sent as that and nothing else.
POLYGLOTS = {
    "pdf with a web page in it": ("文.pdf", PDF + HTML, "application/pdf"),
    "picture with a web page in it": ("图.png", PNG + HTML, "image/png"),
    "gif that is a script": ("图.gif", b"GIF89a/*" + b"*/=1;alert(1)", "image/gif"),
    "picture with a zip behind it": ("图.png", PNG + packed("a.txt"), "image/png"),
    "text that is a web page": ("文.txt", HTML, "text/plain; charset=utf-8"),
    "table that is a web page": ("表.csv", HTML, "text/csv; charset=utf-8"),
    "ending in capitals": ("文.PDF", PDF, "application/pdf"),
    "zip with a path that climbs": ("包.zip", packed("../../../etc/cron.d/x"), "application/zip"),
}


@pytest.mark.parametrize("case", POLYGLOTS)
@pytest.mark.django_db
def test_a_file_with_two_faces_is_sent_as_the_harmless_one_and_executes_nothing(
    case: str, cast: Cast, client: object, settings: Settings
) -> None:
    from django.test import Client

    from gongkai.disclosure.actions.pass_review import pass_review
    from gongkai.disclosure.actions.sign import sign
    from gongkai.disclosure.actions.submit import submit

    settings.CLAMAV = "off"
    name, data, media_type = POLYGLOTS[case]
    version = draft(cast)
    kept = attach(version.pk, actor=cast.lin, now=NOW, name=name, data=data)
    submit(looked_through(cast, version).pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)
    sign(version.pk, actor=cast.liang, now=NOW)
    response = Client().get(f"/documents/{version.document_id}/files/{kept.pk}/{kept.name}")
    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(response.streaming_content) == data  # type: ignore[attr-defined]


NAMES = {
    "../../../../etc/passwd.txt": "passwd.txt",
    "..\\..\\windows\\system.txt": "system.txt",
    "/etc/cron.d/任务.txt": "任务.txt",
    "C:\\文件\\通知.txt": "通知.txt",
    "通知\u202etxt.txt": "通知txt.txt",
    "通\u2066知\u200b.txt": "通知.txt",
    "a\x00b\n\r\x1bc.txt": "abc.txt",
    "...txt.txt": "txt.txt",
    "名" * 400 + ".txt": "名" * 146 + ".txt",
    '"; filename="x.html".txt': '"; filename="x.html".txt',
    "<script>alert(1)<／script>.txt": "<script>alert(1)<／script>.txt",
    "通知 😀.txt": "通知 😀.txt",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.django_db
def test_a_name_is_only_a_name_and_bytes_lie_under_their_digest(
    name: str, cast: Cast, settings: Settings
) -> None:
    settings.CLAMAV = "off"
    version = draft(cast)
    data = name.encode("utf-8", "replace").replace(b"\x00", b"") + b" text"
    kept = attach(version.pk, actor=cast.lin, now=NOW, name=name, data=data)
    assert kept.name == NAMES[name]
    digest = hashlib.sha256(data).hexdigest()
    lying = [path for path in Path(settings.FILES).rglob("*") if path.is_file()]
    assert lying == [Path(settings.FILES) / digest[:2] / digest[2:4] / digest] == [files.path_of(digest)]
    assert lying[0].stat().st_mode & 0o177 == 0  # nobody else reads it, nobody executes it


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing(cast: Cast, settings: Settings) -> None:
    settings.CLAMAV = "off"
    version = draft(cast)
    with pytest.raises(RuleViolation):
        attach(version.pk, actor=cast.lin, now=NOW, name="网页.pdf", data=HTML)
    assert not Attachment.objects.exists()
    assert not Path(settings.FILES).exists()


def test_no_kind_that_a_browser_executes_is_accepted() -> None:
    assert not {"html", "htm", "xhtml", "svg", "xml", "js", "mht", "swf", "exe", "hta"} & set(KINDS)
    assert not any("html" in media_type or "svg" in media_type for media_type, _ in KINDS.values())


class Scanner(threading.Thread):
    """A clamd of a few lines: takes one INSTREAM (zero-terminated, chunks with their length) and answers."""

    def __init__(self, path: Path, *, limit: int = 1 << 30) -> None:
        super().__init__(daemon=True)
        self.received = b""
        self.command = b""
        self.limit = limit
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listening.bind(str(path))
        self._listening.listen(1)

    def run(self) -> None:
        connection, _ = self._listening.accept()
        with connection, connection.makefile("rb") as stream:
            while not self.command.endswith(b"\0"):
                self.command += stream.read(1)
            while size := struct.unpack(">I", stream.read(4))[0]:
                self.received += stream.read(size)
                if len(self.received) > self.limit:
                    connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            infected = b"EICAR" in self.received
            connection.sendall(b"stream: Eicar-Signature FOUND\0" if infected else b"stream: OK\0")

    def close(self) -> None:
        self._listening.close()
        self.join(5)


@pytest.fixture
def address(settings: Settings) -> Iterator[Path]:
    """Where a scanner may listen: short, as addresses of sockets must be."""
    with tempfile.TemporaryDirectory(prefix="gk-") as folder:
        settings.CLAMAV_SOCKET = str(Path(folder) / "clamd")
        yield Path(settings.CLAMAV_SOCKET)


@pytest.mark.parametrize("setting", ["auto", "required"])
def test_the_scanner_gets_every_byte_and_a_clean_file_passes(
    setting: str, address: Path, settings: Settings
) -> None:
    settings.CLAMAV = setting
    scanner = Scanner(address)
    scanner.start()
    data = b"text " * 500_000  # more than one chunk
    assert check_upload("附件.csv", data).name == "附件.csv"
    scanner.close()
    assert scanner.command == b"zINSTREAM\0"
    assert scanner.received == data


@pytest.mark.parametrize("setting", ["auto", "required"])
def test_an_infected_file_is_refused_by_name(setting: str, address: Path, settings: Settings) -> None:
    settings.CLAMAV = setting
    scanner = Scanner(address)
    scanner.start()
    with pytest.raises(RuleViolation, match="没有通过病毒检查"):
        check_upload("附件.txt", b"EICAR sample")
    scanner.close()


def test_without_a_scanner_only_the_setting_that_requires_one_refuses(
    address: Path, settings: Settings
) -> None:
    settings.CLAMAV = "auto"
    assert check_upload("附件.csv", b"text")
    settings.CLAMAV = "required"
    with pytest.raises(RuleViolation, match="病毒检查服务没有运行"):
        check_upload("附件.csv", b"text")


def test_switched_off_the_scanner_is_not_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CLAMAV = "off"
    monkeypatch.setattr(uploads, "_ask_clamav", lambda data: 1 / 0)
    assert check_upload("附件.csv", b"text")


@pytest.mark.parametrize("setting", ["auto", "required"])
def test_a_scanner_that_gives_no_verdict_lets_nothing_pass(
    setting: str, address: Path, settings: Settings
) -> None:
    settings.CLAMAV = setting
    scanner = Scanner(address, limit=10)
    scanner.start()
    with pytest.raises(RuleViolation):
        check_upload("附件.csv", b"text " * 100)
    scanner.close()
