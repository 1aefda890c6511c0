"""测准 — precision and recall of the text scan on invented passages, by kind and by disguise."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from gongkai.rules.privacy import KIND_LABELS, Certainty, Kind

from .finding import Finding
from .maker import DISGUISED, DISGUISES, Expected, Passage, disguised, filled, templates
from .text import scan_text

SEEDS = (1, 2, 3)
_SURE = (Certainty.CERTAIN, Certainty.LIKELY)


@dataclass(slots=True)
class Tally:
    """计数 — for one kind: places that should be found, found at all, found surely; wrong findings by certainty."""

    expected: int = 0
    found: int = 0
    surely: int = 0
    right: Counter[Certainty] = field(default_factory=Counter)
    wrong: Counter[Certainty] = field(default_factory=Counter)

    def recall(self) -> float:
        """Share of the places that were found, whatever the certainty."""
        return self.found / self.expected if self.expected else 1.0

    def precision(self) -> float:
        """Share of the certain and likely findings that are right."""
        right, wrong = (sum(counts[c] for c in _SURE) for counts in (self.right, self.wrong))
        return right / (right + wrong) if right + wrong else 1.0


@dataclass(slots=True)
class Measured:
    """测得 — tallies by kind and by disguise, and the passages in which something was missed or wrong."""

    passages: int = 0
    kinds: dict[Kind, Tally] = field(default_factory=dict)
    disguises: dict[tuple[str, Kind], Tally] = field(default_factory=dict)
    faults: list[tuple[str, Passage, str]] = field(default_factory=list)


def passages(seeds: Iterable[int] = SEEDS) -> Iterator[Passage]:
    """Every passage of the set, the private ones in every disguise."""
    for seed in seeds:
        for template in templates("private"):
            yield from disguised(template, seed)
        for template in templates("clean"):
            yield filled(template, seed)


def measure(seeds: Iterable[int] = SEEDS) -> Measured:
    """Scan the whole set and count."""
    result = Measured()
    for passage in passages(seeds):
        result.passages += 1
        _count(result, passage, scan_text(passage.text))
    return result


def _count(result: Measured, passage: Passage, findings: list[Finding]) -> None:
    for expected in passage.expected:
        if expected.allowed:
            continue
        met = [finding for finding in findings if _meets(finding, expected)]
        for tally in _tallies(result, passage, expected.kind):
            tally.expected += 1
            tally.found += bool(met)
            tally.surely += any(finding.certainty in _SURE for finding in met)
        if not met:
            result.faults.append(("missed", passage, passage.text[expected.start : expected.end]))
    for finding in findings:
        right = any(_meets(finding, expected) for expected in passage.expected)
        for tally in _tallies(result, passage, finding.kind):
            (tally.right if right else tally.wrong)[finding.certainty] += 1
        if not right:
            fault = f"wrong {finding.kind} {finding.certainty}"
            result.faults.append((fault, passage, passage.text[finding.start : finding.end]))


def _tallies(result: Measured, passage: Passage, kind: Kind) -> Iterator[Tally]:
    yield result.kinds.setdefault(kind, Tally())
    if kind in DISGUISED:
        yield result.disguises.setdefault((passage.disguise, kind), Tally())


def _meets(finding: Finding, expected: Expected) -> bool:
    """A number is met exactly; an address by most of it."""
    if finding.kind != expected.kind or (expected.allowed and finding.certainty in _SURE):
        return False
    if finding.kind != Kind.HOME_ADDRESS:
        return (finding.start, finding.end) == (expected.start, expected.end)
    shared = min(finding.end, expected.end) - max(finding.start, expected.start)
    return shared * 2 > max(expected.end - expected.start, finding.end - finding.start)


def size() -> int:
    """How many passages were written; each is filled with several people, and disguised."""
    return len(templates("private")) + len(templates("clean"))


def figures(result: Measured) -> dict[str, Any]:
    """The tallies as plain figures."""
    return {
        "passages": result.passages,
        "kinds": {
            str(kind): {
                "expected": tally.expected,
                "recall": tally.recall(),
                "precision": tally.precision(),
                "wrong": {str(certainty): tally.wrong[certainty] for certainty in Certainty},
            }
            for kind, tally in sorted(result.kinds.items())
        },
        "disguises": {
            f"{disguise}.{kind}": tally.recall() for (disguise, kind), tally in result.disguises.items()
        },
    }


def describe(result: Measured) -> str:
    """The tables of docs/benchmarks.md."""
    lines = [
        "| 种类 | 应有 | 查全率 | 其中确定或很可能 | 查准率 | 确定有误 | 很可能有误 | 可能有误 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind, tally in sorted(result.kinds.items()):
        surely = tally.surely / tally.expected if tally.expected else 1.0
        wrong = " | ".join(str(tally.wrong[certainty]) for certainty in Certainty)
        lines.append(
            f"| {KIND_LABELS[kind]} `{kind}` | {tally.expected} | {tally.recall():.1%} | {surely:.1%} | {tally.precision():.1%} | {wrong} |"
        )
    kinds = sorted(DISGUISED)
    lines += [
        "",
        f"| 伪装 | {' | '.join(KIND_LABELS[kind] for kind in kinds)} |",
        "|---" * (len(kinds) + 1) + "|",
    ]
    for disguise in DISGUISES:
        shares = " | ".join(
            f"{result.disguises.get((disguise, kind), Tally()).recall():.1%}" for kind in kinds
        )
        lines.append(f"| {disguise} | {shares} |")
    return "\n".join(lines)
