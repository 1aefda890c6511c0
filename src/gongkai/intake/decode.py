"""解码 — the bytes of a text as clean text."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from .reading import FileRefused

_BINARY = "这个文件不是文字文件，可能已损坏或扩展名有误。请上传 DOCX、WPS、PDF、HTML 或 TXT 文件。"
_SHORT = 2_000
# Control characters, marks that reorder or hide text, and codes that are no characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff]"
)
_COMMON = frozenset(
    "的一是在和有不为為国國民政市公信人年月日工作及会會中文府办辦县縣开開报報关關于於定部门門行发發要全"
)


def decode(data: bytes) -> tuple[str, list[str]]:
    """The bytes as text, with warnings. Raises FileRefused when they are not text in any known encoding."""
    text, warnings = decode_as_it_is(data)
    return scrub(text), warnings


def decode_as_it_is(data: bytes) -> tuple[str, list[str]]:
    """As decode, with every character that stands in the file, for who points into it; lines end in \\n."""
    text, warnings = _decode_known(data)
    if text.count("\0") + len(re.findall("[\x01-\x08\x0e-\x1f]", text)) > max(8, len(text) // 50):
        raise FileRefused("binary", _BINARY)
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings


def scrub(text: str) -> str:
    """Text without control, hidden and direction-changing characters; lines end in \\n; tabs stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n").replace("\xa0", " ")
    return _UNWANTED.sub("", text)


def _decode_known(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _tolerant(data, encoding)
    if (wide := _wide_without_mark(data)) is not None:
        return _tolerant(data, wide)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        # A long run of good UTF-8 with characters in it is UTF-8 with a damaged place, not another encoding.
        if (
            len(re.findall(rb"[\xe3-\xe9][\x80-\xbf]{2}", data)) * 3
            > 0.9 * sum(b > 127 for b in data[:200_000])
            > 0
            and error.start > 0
        ):
            return _tolerant(data, "utf-8")
    best = max(("gb18030", "big5hkscs"), key=lambda encoding: _likeness(data, encoding))
    if _likeness(data, best) > 0.1:
        return _tolerant(data, best)
    if _is_plain_gb(data):
        return data.decode("gb18030"), []
    guess = from_bytes(data[:200_000]).best()
    if guess is None or _likeness(data, guess.encoding) <= 0:
        raise FileRefused(
            "undecodable", "无法识别这个文件的文字编码，可能已损坏。请另存为 UTF-8 编码后再试。"
        )
    return _tolerant(data, guess.encoding)


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark: line ends and digits leave NUL bytes at every second place only."""
    sample = data[:20_000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < max(2, len(sample) // 200):
        return None
    encoding = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None
    return encoding if encoding and _likeness(data[: len(data) // 2 * 2], encoding) > 0.05 else None


def _is_plain_gb(data: bytes) -> bool:
    """Whether a text too short for counting is GB2312 whose characters are all but a few of its common half."""
    if len(data) > _SHORT:
        return False
    try:
        wide = [c.encode("gb2312") for c in data.decode("gb2312") if c > "\x7f"]
    except UnicodeError:
        return False
    common = sum(0xB0 <= pair[0] <= 0xD7 or pair[0] in (0xA1, 0xA3) for pair in wide)
    return common >= 0.95 * len(wide) > 0


def _likeness(data: bytes, encoding: str) -> float:
    """Share of very common Chinese characters when read in this encoding, less the unreadable ones."""
    text = data[:60_000].decode(encoding, errors="replace")
    wide = [c for c in text if c > "\x7f"]
    if not wide:
        return 0.0
    return (sum(c in _COMMON for c in wide) - 3 * text.count("\ufffd")) / len(wide)


def _tolerant(data: bytes, encoding: str) -> tuple[str, list[str]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if lost > max(3, len(text) // 100):
        raise FileRefused(
            "undecodable", "这个文件有大量无法识别的字符，可能已损坏。请另存为 UTF-8 编码后再试。"
        )
    return text.replace("\ufffd", "□"), [f"文件中有 {lost} 处字符损坏，已用“□”代替，请核对。"]
