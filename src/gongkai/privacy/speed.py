"""测速 — how fast text is scanned on one core, beside bare regular expressions over the same text in the same run."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from .maker import Maker
from .text import scan_text

SHARE = 0.02
"""One document in fifty holds something private, as sweeps of published stocks find."""

_DIGITS = re.compile(r"\d{11,19}")
_UNION = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)"
    r"|(?<!\d)[3-6]\d{14,18}(?!\d)|[A-Za-z]\d{8}(?!\d)|[一-鿿][A-Z][A-Z0-9]{5,6}|[\w.+-]+@[\w-]+\.[\w.-]+"
)
"""What a plain tool does: one expression for all numbers, no disguise, no check digit, no context."""


@dataclass(frozen=True, slots=True)
class Speed:
    """速度 — megabytes of UTF-8 a second on one core, and how much was found."""

    documents: int
    megabytes: float
    planted: int
    findings: int
    scan: float
    digits: float
    union: float


def planted(bodies: list[str], seed: int = 1) -> tuple[list[str], int]:
    """The texts with private data planted into some of them; how many got some."""
    maker, texts, count = Maker(seed), [], 0
    for body in bodies:
        if maker.random.random() < SHARE:
            count += 1
            person = maker.name()
            body += f"\n申请人{person}，身份证号码{maker.resident()}，手机{maker.mobile()}，银行卡号{maker.card()}。\n"
        texts.append(body)
    return texts, count


def measure_speed(bodies: list[str], rounds: int = 3, on_round: Callable[[], object] = lambda: None) -> Speed:
    """Scan the texts in turn with the baselines; the best of some rounds of each, by processor time."""
    texts, count = planted(bodies)
    size = sum(len(text.encode()) for text in texts) / 1e6
    best = {"scan": 0.0, "digits": 0.0, "union": 0.0}
    found = 0
    for _ in range(rounds):
        began = time.process_time()
        found = sum(len(scan_text(text)) for text in texts)
        best["scan"] = max(best["scan"], size / (time.process_time() - began))
        for name, pattern in (("digits", _DIGITS), ("union", _UNION)):
            began = time.process_time()
            for text in texts:
                pattern.findall(text)
            best[name] = max(best[name], size / (time.process_time() - began))
        on_round()
    return Speed(len(texts), size, count, found, best["scan"], best["digits"], best["union"])
