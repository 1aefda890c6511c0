"""测准 — what the checks of the prose find of the planted mistakes, and what they say where there is none."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources

from gongkai.auditing.model import Finding, Outline, Severity, Source, Span, Tried
from gongkai.auditing.prose_checks import check_prose

WRONG = (
    "wrong_first",
    "wrong_second",
    "wrong_third",
    "wrong_fourth",
    "wrong_fifth",
    "wrong_sixth",
    "wrong_seventh",
    "wrong_eighth",
)
RIGHT = (
    "right_first",
    "right_second",
    "right_third",
    "right_fourth",
    "right_fifth",
    "right_sixth",
    "right_seventh",
    "right_eighth",
    "right_ninth",
    "right_tenth",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """测试段落 — a short text, the mistake planted in it ("" for none) and how many checks it must give at least."""

    text: str
    kind: str = ""
    severity: str = "error"
    at: str = ""
    checks: int = 0
    year: int | None = None


@dataclass(slots=True)
class Measured:
    """测得 — by kind how many mistakes were planted and found; all findings that are wrong; checks that were not made."""

    passages: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[Passage] = field(default_factory=list)
    false: list[tuple[Passage, Finding]] = field(default_factory=list)
    unchecked: list[tuple[Passage, int]] = field(default_factory=list)

    def recall(self) -> float:
        """Share of the planted mistakes that were found as what they are."""
        return self.found.total() / self.planted.total() if self.planted else 1.0

    def precision(self) -> float:
        """Share of all findings that are right."""
        right = self.found.total()
        return right / (right + len(self.false)) if right + len(self.false) else 1.0


def passages(*sets: str) -> Iterator[Passage]:
    """Yield the passages of the named sets."""
    for name in sets:
        file = resources.files("gongkai.auditing") / "passages" / f"{name}.toml"
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["passage"]:
            yield Passage(**row)


def tried(passage: Passage) -> Tried:
    """Return what the checks say of a passage."""
    text = passage.text
    outline = Outline("", "", passage.year, "", "", Span(0, len(text)))
    return check_prose(Source("", text, "text"), outline)


def measure(sets: Sequence[str] = (*WRONG, *RIGHT)) -> Measured:
    """Check every passage of the sets and count."""
    measured = Measured()
    for passage in passages(*sets):
        measured.passages += 1
        _count(measured, passage, tried(passage))
    return measured


def _count(measured: Measured, passage: Passage, result: Tried) -> None:
    right = [finding for finding in result.findings if _meets(finding, passage)]
    measured.false += [(passage, finding) for finding in result.findings if finding not in right]
    if passage.kind:
        measured.planted[passage.kind] += 1
        measured.found[passage.kind] += bool(right)
        if not right:
            measured.missed.append(passage)
    if result.checks < passage.checks:
        measured.unchecked.append((passage, result.checks))


def _meets(finding: Finding, passage: Passage) -> bool:
    return (
        finding.kind == passage.kind
        and finding.severity == Severity(passage.severity)
        and passage.at in finding.span.of(passage.text)
    )
