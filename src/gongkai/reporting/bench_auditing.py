"""测速：审核 — invented reports of a given length read and checked, on one core."""

import gc
import time
from collections.abc import Callable, Iterator
from random import Random

from gongkai.auditing.audit import audit
from gongkai.auditing.measure import RIGHT, WRONG, passages
from gongkai.auditing.model import Source
from gongkai.rules.report_forms import form_of
from gongkai.search.generate import documents

_YEAR = 2023
_HEADINGS = "一二三四五六"
_PLAIN, _BETWEEN = 100, 9
"""From how many documents plain words are taken, and how many paragraphs of them follow a passage."""


def auditing(count: int, length: int, tick: Callable[[int], object]) -> dict[str, float]:
    """Audit so many reports of so many characters; processor's seconds, reports a second, what they hold."""
    seconds, figures, checks, findings, characters = 0.0, 0, 0, 0, 0
    # As `gongkai audit` does, which has nothing of Django in its memory to look through.
    gc.collect()
    gc.freeze()
    for source in reports(count, length):
        begun = time.process_time()
        done = audit(source)
        seconds += time.process_time() - begun
        checks, findings = checks + done.tried.checks, findings + len(done.tried.findings)
        figures, characters = figures + len(done.figures), characters + len(source.text)
        tick(1)
    return {
        "reports": count,
        "characters": round(characters / count),
        "cpu_seconds": round(seconds, 2),
        "a_second": round(count / seconds, 1),
        "figures": round(figures / count),
        "checks": checks,
        "findings": findings,
    }


def reports(count: int, length: int) -> Iterator[Source]:
    """Yield reports of about so many characters: passages full of figures between plain words, as reports have them,
    and the table of applications.
    """
    said = [passage.text for passage in passages(*RIGHT, *WRONG)]
    plain = [line for entry in documents(_PLAIN) for line in entry.body.splitlines()]
    for number in range(count):
        random = Random(number)  # noqa: S311 - invented words, the same every time
        table = _table(random)
        parts: list[str] = []
        while sum(map(len, parts)) < length - len(table):
            parts += [random.choice(said), *random.sample(plain, _BETWEEN)]
        while sum(map(len, parts)) > length - len(table):
            parts.pop()
        cut = max(1, len(parts) // len(_HEADINGS))
        lines = [f"样本{number}局{_YEAR}年政府信息公开工作年度报告"]
        for place, part in enumerate(parts):
            if place % cut == 0 and place // cut < len(_HEADINGS):
                lines.append(f"{_HEADINGS[place // cut]}、样本第{place // cut + 1}部分")
            lines.append(part)
        yield Source(f"样本{number}.txt", "\n".join([*lines, table]), "text")


def _table(random: Random) -> str:
    """The table of applications as lines with bars, most cells empty or small."""
    table = form_of(_YEAR).table("applications")
    head = [table.corner, *(column.title for column in table.columns)]
    rows = [
        [line.title, *(str(random.choice((0, 0, 0, 1, 3, 27))) for _ in table.columns)]
        for line in table.lines
    ]
    return "\n".join("|".join(row) for row in [head, *rows])
