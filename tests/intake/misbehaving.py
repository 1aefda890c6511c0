"""Parsers as bad as they come, for the tests of isolation; run in the child by name."""

import os
import time
from dataclasses import dataclass
from datetime import date

from gongkai.intake.reading import FileRefused


@dataclass(frozen=True, slots=True)
class Answer:
    """What a parser may return."""

    number: int
    day: date | None
    data: bytes
    names: tuple[str, ...]


def echo(data: bytes, beside: dict[str, bytes]) -> Answer:
    return Answer(len(data), date(2024, 2, 29), beside["图.png"], tuple(beside))


def refuse() -> None:
    raise FileRefused("sample", "样本。")


def sleep() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def grow(size: int) -> int:
    return len(b"x" * size)


def die() -> None:
    os.abort()


def leave() -> None:
    os._exit(0)


def fail(words: str) -> None:
    raise ZeroDivisionError(words)


def lie() -> int:
    return "not a number"  # type: ignore[return-value]


def process() -> int:
    return os.getpid()


def environment() -> dict[str, str]:
    return dict(os.environ)


def flood() -> bytes:
    return b"x" * (301 * 1024 * 1024)
