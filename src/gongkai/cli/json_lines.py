"""逐行问答 — one JSON object a line on standard input, one answer a line on standard output."""

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class BadLine(Exception):
    """这一行有误 — what is wrong with one line, in words for whoever sent it."""


def answer_each(answer: Answer) -> int:
    """Answer every line; a bad one gets {"id", "error"} and the rest goes on. Raises CommandFailed at the end."""
    bad = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        told = _answered(line, answer)
        bad += "error" in told
        print(json.dumps(told, ensure_ascii=False), flush=True)
    if bad:
        raise CommandFailed(_("{count} 行没有结果，原因写在各行的 error 里。").format(count=bad))
    return 0


def _answered(line: str, answer: Answer) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except ValueError:
        return {"id": None, "error": _("这一行不是 JSON")}
    if not isinstance(asked, dict):
        return {"id": None, "error": _("这一行不是 JSON 对象")}
    try:
        return {"id": asked.get("id"), **answer(asked)}
    except BadLine as error:
        return {"id": asked.get("id"), "error": str(error)}


def day(asked: dict[str, Any], name: str) -> date:
    """Return a day given as 2026-10-12; raises BadLine."""
    value = asked.get(name)
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise BadLine(_("{name} 请写成 2026-10-12 这样的日期").format(name=name)) from error


def whole(asked: dict[str, Any], name: str) -> int:
    """Return a whole number that is not negative; raises BadLine."""
    value = asked.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadLine(_("{name} 须为不小于 0 的整数").format(name=name))
    return value
