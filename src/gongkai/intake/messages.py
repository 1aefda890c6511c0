"""隔离进程的报文 — what goes to and fro between a caller and its parser process: JSON and bytes, nothing that runs."""

from __future__ import annotations

import dataclasses
import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from .limits import MAX_UNPACKED_BYTES

# The key under which JSON says which of the byte strings behind it belongs here.
_BYTES = "\0bytes"
_HEAD = struct.Struct(">QI")
_SIZE = struct.Struct(">Q")
_CHUNK = 1 << 20
_MAX_PIECES = 10_000


class BadMessage(Exception):
    """报文有误 — what arrived is no message, is too large, or broke off."""


def send(channel: socket.socket, value: Any) -> None:
    """Send a value of dataclasses, dates, tuples, dicts with string keys, bytes and what JSON knows.

    Raises OSError where the other side is gone, TimeoutError after the channel's time-out, TypeError for
    values of other kinds.
    """
    pieces: list[bytes] = []
    text = json.dumps(value, ensure_ascii=False, default=lambda part: _plain(part, pieces)).encode(
        "utf-8", "surrogatepass"
    )
    sizes = b"".join(_SIZE.pack(len(piece)) for piece in pieces)
    channel.sendall(_HEAD.pack(len(text), len(pieces)) + sizes)
    for part in (text, *pieces):
        channel.sendall(part)


def _plain(part: Any, pieces: list[bytes]) -> Any:
    if isinstance(part, (bytes, bytearray, memoryview)):
        pieces.append(bytes(part))
        return {_BYTES: len(pieces) - 1}
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, (set, frozenset)):
        return sorted(part)
    raise TypeError(f"{type(part).__name__} does not go between processes")


def receive(channel: socket.socket, deadline: float | None = None) -> Any:
    """Return the next message as plain JSON values and bytes; None when the other side has closed.

    `deadline` is a time.monotonic() moment. Raises BadMessage, TimeoutError, OSError.
    """
    take = _taker(channel, deadline)
    head = take(_HEAD.size)
    if not head:
        return None
    text_size, count = _HEAD.unpack(head)
    if count > _MAX_PIECES or text_size > MAX_UNPACKED_BYTES:
        raise BadMessage("too many parts")
    sizes = [_SIZE.unpack(_whole(take, _SIZE.size))[0] for _ in range(count)]
    if text_size + sum(sizes) > MAX_UNPACKED_BYTES:
        raise BadMessage("too large")
    text = _whole(take, text_size)
    pieces = [_whole(take, size) for size in sizes]
    try:
        return json.loads(
            text.decode("utf-8", "surrogatepass"), object_hook=lambda found: _restored(found, pieces)
        )
    except (ValueError, RecursionError, IndexError, TypeError) as error:
        raise BadMessage("not JSON") from error


def _restored(found: dict[str, Any], pieces: list[bytes]) -> Any:
    return pieces[found[_BYTES]] if _BYTES in found else found


def _whole(take: Callable[[int], bytes], size: int) -> bytes:
    data = take(size)
    if len(data) != size:
        raise BadMessage("broken off")
    return data


def _taker(channel: socket.socket, deadline: float | None) -> Callable[[int], bytes]:
    def take(size: int) -> bytes:
        return b"".join(_chunks(channel, size, deadline))

    return take


def _chunks(channel: socket.socket, size: int, deadline: float | None) -> Iterator[bytes]:
    while size:
        if deadline is not None:
            # A time-out of nought would mean "do not wait at all" and raise another error.
            channel.settimeout(max(0.001, deadline - time.monotonic()))
        chunk = channel.recv(min(size, _CHUNK))
        if not chunk:
            return
        size -= len(chunk)
        yield chunk
