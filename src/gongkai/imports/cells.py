"""单元格 — what stands in one cell of a table, as the value that it means."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from gongkai.intake.dates import find_date
from gongkai.intake.words import half_width, simplify
from gongkai.rules.disclosure import Attribute, Validity

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{6})?")
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})")
_STAMP = re.compile(r"1?\d{9}(?:\d{3})?")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_SERIAL_ZERO = date(1899, 12, 30)
_LONGEST_PATH = 300

_VALIDITY = {
    Validity.IN_FORCE: ("有效", "现行有效", "继续有效", "生效", "已生效", "执行中", "in_force"),
    Validity.AMENDED: ("修改", "已修改", "已被修改", "部分失效", "已修订", "修订", "部分有效", "amended"),
    Validity.REPEALED: ("废止", "已废止", "已被废止", "宣布废止", "废除", "无效", "repealed"),
    Validity.EXPIRED: ("失效", "已失效", "过期", "已过期", "宣布失效", "expired"),
}
_ATTRIBUTES = {
    Attribute.PROACTIVE: ("主动公开", "公开", "主动", "proactive"),
    Attribute.ON_APPLICATION: ("依申请公开", "依申请", "申请公开", "on_application"),
    Attribute.WITHHELD: ("不予公开", "不公开", "免于公开", "withheld"),
}
_VALIDITY_WORDS = {word: value for value, words in _VALIDITY.items() for word in words}
_ATTRIBUTE_WORDS = {word: value for value, words in _ATTRIBUTES.items() for word in words}


def day(text: str) -> date | None:
    """Return the day that a cell tells in any usual style, None when it tells none.

    2017-3-5, 2017/03/05 08:30, 2017.3.5, 20170305, 2017年3月5日, 二〇一七年三月五日, times of a zone (as the
    day in Shanghai), seconds or milliseconds since 1970, and the serial days of spreadsheets.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        return _date(*found.groups())
    if found := _COMPACT.fullmatch(text):
        return _date(*found.groups())
    if _ZONED.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(_SHANGHAI).date()
    if _STAMP.fullmatch(text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).astimezone(_SHANGHAI).date()
    if _SERIAL.fullmatch(text):
        return _SERIAL_ZERO + timedelta(days=int(float(text)))
    found_in_words = find_date(half_width(simplify(text)))
    return found_in_words[0] if found_in_words else None


def _date(year: str, month: str, day_of_month: str) -> date | None:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None


def validity(text: str) -> Validity | None:
    """Return the validity that a word of the old system means (有效、已废止 …), None for an unknown word."""
    return _VALIDITY_WORDS.get(simplify(text).strip())


def attribute(text: str) -> Attribute | None:
    """Return the disclosure attribute that a word means, None for an unknown word."""
    return _ATTRIBUTE_WORDS.get(simplify(text).strip())


def year(text: str) -> int | None:
    """Return the year of 2016 or 2016年度, None for anything else."""
    found = re.fullmatch(r"((?:19|20)\d{2})\s*年?度?", half_width(text).strip())
    return int(found[1]) if found else None


def words_of(text: str) -> str:
    """Return keywords parted by single spaces, whatever parted them."""
    return " ".join(re.split(r"[\s,，;；、|]+", text.strip(" ,，;；、|")))


def old_path(text: str) -> str:
    """Return path and query of an old address as they are looked up, "" for one that cannot lead on.

    The host is left out: what an old site's name leads here is ours. Anchors are never sent.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https") or (not parts.netloc and not text.startswith("/")):
        return ""
    path = unquote(parts.path)
    whole = f"{path}?{parts.query}" if parts.query else path
    usable = path.startswith("/") and whole != "/" and len(whole) <= _LONGEST_PATH and whole.isprintable()
    return whole if usable else ""


def names_in(text: str) -> list[str]:
    """Return the file names that a cell lists, one a line or parted by ; or |."""
    return [name.strip() for name in re.split(r"[\n;；|]+", text) if name.strip()]
