"""逐行问答 — one JSON object a line on standard input, one answer a line on standard output."""

import json
import math
import re
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

Answer = Callable[[dict[str, Any]], dict[str, Any]]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAST_YEAR = 2999
"""Later days are slips of the pen, and a count from them may leave what a date can say."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class BadLine(Exception):
    """这一行有误 — what is wrong with one line, in words for whoever sent it."""


def answer_each(answer: Answer) -> int:
    """Answer every line; a bad one gets {"id", "error"} and the rest goes on. Raises CommandFailed at the end.

    The lines are UTF-8 whatever the locale is, and a byte order mark before the first is no part of it.
    """
    bad = 0
    for number, line in enumerate(sys.stdin.buffer):
        text = line if number else line.removeprefix(_BYTE_ORDER_MARK)
        if not text.strip():
            continue
        told = _answered(text, answer)
        bad += "error" in told
        sys.stdout.buffer.write(_written(told) + b"\n")
        sys.stdout.buffer.flush()
    if bad:
        raise CommandFailed(_("{count} 行没有结果，原因写在各行的 error 里。").format(count=bad))
    return 0


def _answered(line: bytes, answer: Answer) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8"), parse_constant=_finite, parse_float=_finite)
    except UnicodeDecodeError:
        return {"id": None, "error": _("这一行不是 UTF-8 编码的文字")}
    except (ValueError, RecursionError):
        return {"id": None, "error": _("这一行不是 JSON")}
    if not isinstance(asked, dict):
        return {"id": None, "error": _("这一行不是 JSON 对象")}
    name = asked.get("id")
    if isinstance(name, dict | list):
        return {"id": None, "error": _("id 须为文字或者数字")}
    try:
        return {"id": name, **answer(asked)}
    except BadLine as error:
        return {"id": name, "error": str(error)}


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _written(told: dict[str, Any]) -> bytes:
    try:
        return json.dumps(told, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        # Half a surrogate pair came in escaped and can only go out so.
        return json.dumps(told).encode("ascii")


def day(asked: dict[str, Any], name: str) -> date:
    """Return a day given as 2026-10-12; raises BadLine."""
    value = asked.get(name)
    try:
        found = date.fromisoformat(value if isinstance(value, str) and _DAY.fullmatch(value) else "")
    except ValueError as error:
        raise BadLine(_("{name} 请写成 2026-10-12 这样的日期").format(name=name)) from error
    if found.year > _LAST_YEAR:
        raise BadLine(_("{name} 不能晚于 {year} 年").format(name=name, year=_LAST_YEAR))
    return found


def whole(asked: dict[str, Any], name: str, least: int = 0) -> int:
    """Return a whole number that is not smaller than the least; raises BadLine."""
    value = asked.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadLine(_("{name} 须为不小于 {least} 的整数").format(name=name, least=least))
    return value
