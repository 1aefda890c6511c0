"""上传 — judging a file by its content, whatever its name says, and asking the virus scanner."""

import io
import socket
import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings

from gongkai.intake import FileRefused
from gongkai.intake.decode import decode
from gongkai.intake.isolated import Isolated
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

# The kinds that are accepted: ending → (media type, what the content must begin with).
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": (f"{_OPEN_XML}.wordprocessingml.document", _ZIP),
    "xlsx": (f"{_OPEN_XML}.spreadsheetml.sheet", _ZIP),
    "pptx": (f"{_OPEN_XML}.presentationml.presentation", _ZIP),
    "ofd": ("application/ofd", _ZIP),
    "zip": ("application/zip", _ZIP),
    "doc": ("application/msword", _OLE),
    "xls": ("application/vnd.ms-excel", _OLE),
    "ppt": ("application/vnd.ms-powerpoint", _OLE),
    "wps": ("application/vnd.ms-works", _OLE),
    "et": ("application/vnd.ms-excel", _OLE),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", (b"RIFF",)),
    "txt": ("text/plain; charset=utf-8", ()),
    "csv": ("text/csv; charset=utf-8", ()),
}
# A zip inside which this part stands is a file of that kind, and of no other.
_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "ofd": "OFD.xml"}
IMAGES = frozenset({"png", "jpg", "jpeg", "gif", "webp"})
_PLAIN = frozenset({"txt", "csv"})
_WITH_WORDS = frozenset({"docx", "xlsx", "pptx", "pdf"})
# A file that is refused as a text for one of these may still be read by people: it is kept, and not searched.
_WORDLESS = frozenset(
    {"no_text", "garbled", "too_long", "too_sparse", "broken_pdf", "timeout", "memory", "crashed"}
)


@dataclass(frozen=True, slots=True)
class Upload:
    """上传的文件 — its safe name, its media type by content, and its text for the search where it has one."""

    name: str
    media_type: str
    text: str


def check_upload(name: str, data: bytes) -> Upload:
    """Return what a file is; raises RuleViolation for an empty, too large, unknown, mislabelled or infected one."""
    safe = _safe_name(name)
    ending = PurePosixPath(safe).suffix.lstrip(".").lower()
    if not data:
        raise RuleViolation(phrase("“%(name)s”是空文件", name=safe), field="file")
    if len(data) > settings.UPLOAD_BYTES:
        raise RuleViolation(
            phrase("“%(name)s”超过 %(most)s MB", name=safe, most=settings.UPLOAD_BYTES // 1024 // 1024),
            field="file",
        )
    if ending not in KINDS:
        raise RuleViolation(
            phrase(
                "“%(name)s”不是可以上传的类型，可用：%(kinds)s", name=safe, kinds="、".join(sorted(KINDS))
            ),
            field="file",
        )
    media_type, beginnings = KINDS[ending]
    if not _content_fits(ending, beginnings, data):
        raise RuleViolation(
            phrase(
                "“%(name)s”的内容不是 %(kind)s 文件，可能改过扩展名或者已损坏", name=safe, kind=ending.upper()
            ),
            field="file",
        )
    scan(safe, data)
    return Upload(safe, media_type, _text(safe, ending, data))


def _safe_name(name: str) -> str:
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in base if character.isprintable()).strip(". ")
    if len(shown) > 150:
        path = PurePosixPath(shown)
        shown = path.stem[: 150 - len(path.suffix)] + path.suffix[:20]
    return shown or "附件"


def _content_fits(ending: str, beginnings: tuple[bytes, ...], data: bytes) -> bool:
    if not beginnings:
        return b"\x00" not in data[:65536] and not data.startswith(
            tuple(b for _, bs in KINDS.values() for b in bs)
        )
    if not data.startswith(beginnings) or (ending == "webp" and data[8:12] != b"WEBP"):
        return False
    if beginnings is not _ZIP:
        return True
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return False
    inside = next((kind for kind, part in _PARTS.items() if any(n.startswith(part) for n in names)), "zip")
    return inside == ending


def _text(name: str, ending: str, data: bytes) -> str:
    """Return all the words of a file for the search, "" for a kind without words or one whose words are out of reach.

    Raises RuleViolation for what readers could not open either, and for what is unsafe.
    """
    try:
        if ending in _PLAIN:
            return decode(data)[0]
        if ending not in _WITH_WORDS:
            return ""
        with Isolated() as isolated:
            text: str = isolated.call("gongkai.intake.file_text:text_of_file", data, name)
        return text
    except FileRefused as refusal:
        if refusal.code in _WORDLESS:
            return ""
        raise RuleViolation(refusal.message, field="file") from refusal


def scan(name: str, data: bytes) -> None:
    """Ask ClamAV (INSTREAM) about a file; raises RuleViolation when infected, or unasked where it is required."""
    if settings.CLAMAV == "off":
        return
    try:
        verdict = _ask_clamav(data)
    except OSError as error:
        if settings.CLAMAV == "required":
            raise RuleViolation(
                "病毒检查服务没有运行，暂时不能上传，请联系系统管理员", field="file"
            ) from error
        return
    if not verdict.endswith("OK"):
        raise RuleViolation(phrase("“%(name)s”没有通过病毒检查，不能上传", name=name), field="file")


def _ask_clamav(data: bytes) -> str:
    """Return the scanner's verdict, "" when it broke off; raises OSError where no scanner can be reached."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(60)
        connection.connect(settings.CLAMAV_SOCKET)
        try:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), 1 << 20):
                chunk = data[start : start + (1 << 20)]
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
            return connection.recv(4096).decode("utf-8", "replace").strip("\0\n ")
        except OSError:  # a scanner that is there and gives no verdict lets nothing pass
            return ""
