"""网页图片 — the pictures of a saved page: within the page itself, or in the folder that was saved with it."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

DATA_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
INLINE = "intake-inline:"
"""Stands in a page for the picture of that number that was lifted out of it."""


class PagePictures:
    """网页图片 — `lifted` are base64 texts taken out of the page, `beside` files by their relative names."""

    def __init__(self, lifted: Sequence[str], beside: Mapping[str, bytes]) -> None:
        self._lifted = lifted
        self._beside = beside
        self._by_last_name = {posixpath.basename(name): name for name in beside}

    def data(self, source: str) -> bytes | None:
        """The picture that a page names, b"" when it is damaged; None when it is not at hand."""
        number = source.removeprefix(INLINE)
        if source.startswith(INLINE) and number.isascii() and number.isdigit():
            return self._decoded(int(number))
        path = posixpath.normpath(unquote(re.split(r"[?#]", source)[0]).replace("\\", "/"))
        name = path if path in self._beside else self._by_last_name.get(posixpath.basename(path), "")
        return self._beside.get(name) or None

    def _decoded(self, number: int) -> bytes:
        try:
            return base64.b64decode(re.sub(r"\s+", "", self._lifted[number]), validate=True)
        except (binascii.Error, IndexError):
            return b""
