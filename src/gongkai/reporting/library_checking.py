"""核对上传的年报 — one file, a text or a ZIP of a few, each read and checked in the process apart, and kept nowhere."""

import atexit
import threading
from collections.abc import Iterator
from typing import Any

from gongkai.auditing.delivery import packed_in
from gongkai.disclosure.uploads import scan
from gongkai.intake.archives import Budget
from gongkai.intake.isolated import Isolated
from gongkai.intake.pieces import Piece, piece_in_memory
from gongkai.intake.reading import FileRefused
from gongkai.reporting.library_reading import Reading
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

FILE_BYTES = 20 * 1024 * 1024
"""The largest file, and the most that a ZIP may unpack to, in bytes."""
REPORTS_AT_ONCE = 10
SECONDS = 20.0
"""Time for one report, by the clock."""

_WAITING_AT_MOST = 3
_PATIENCE = 30.0
_READ = "gongkai.reporting.library_reading:read_and_check"
_BUSY = "现在核对的人较多，请过一会儿再试"
_LARGE = phrase("文件超过 %(most)s MB，请压缩其中的图片，或者分开上传", most=FILE_BYTES // 1024 // 1024)
_MANY = phrase("压缩包里的年报超过 %(most)s 份，请分开上传", most=REPORTS_AT_ONCE)
_NONE_INSIDE = "压缩包里没有可以读取的年报"

# One child for all visitors of a process: readers wait for one another, and only a few may wait.
_apart = Isolated(seconds=SECONDS)
atexit.register(_apart.close)
_places = threading.BoundedSemaphore(_WAITING_AT_MOST)


class Busy(RuleViolation):
    """核对繁忙 — too many are waiting for a reader already."""


def read_report(data: bytes, name: str, earlier: list[dict[str, Any]]) -> Reading:
    """Read and check one report apart; raises FileRefused, and Busy where too many are waiting."""
    if not _places.acquire(timeout=_PATIENCE):
        raise Busy(_BUSY)
    try:
        reading: Reading = _apart.call(_READ, data, name, earlier)
        return reading
    finally:
        _places.release()


def handed_in(name: str, data: bytes) -> list[Piece]:
    """Return the reports of an upload: the file itself, or those in a ZIP.

    Raises RuleViolation for too much, too many or none, for a ZIP that cannot be opened and for an infected file.
    """
    if len(data) > FILE_BYTES:
        raise RuleViolation(_LARGE, field="file")
    scan(name, data)
    piece = piece_in_memory(name, data)
    if piece.ending != "zip":
        return [piece]
    try:
        inside = list(_inside(piece))
    except FileRefused as refusal:
        raise RuleViolation(refusal.message, field="file") from refusal
    if not inside:
        raise RuleViolation(_NONE_INSIDE, field="file")
    return inside


def _inside(packed: Piece) -> Iterator[Piece]:
    left, number = FILE_BYTES, 0
    for piece in packed_in(packed, 0, Budget()):
        left, number = left - piece.size, number + 1
        if left < 0:
            raise FileRefused("zip_bomb", _LARGE)
        if number > REPORTS_AT_ONCE:
            raise FileRefused("too_many", _MANY)
        yield piece


def pasted(words: str) -> Piece:
    """Return pasted text as a file; line ends as the places count them."""
    text = words.replace("\r\n", "\n").replace("\r", "\n")
    return piece_in_memory("粘贴的文字.txt", text.encode())
