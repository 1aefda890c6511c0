"""提供的信息 — files that are to be given out: what the check found in them, and whether they may go."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from gongkai.foi.models import CaseFile
from gongkai.privacy.finding import FileScan
from gongkai.rules.phrases import phrase
from gongkai.rules.privacy import KIND_LABELS, Certainty, Kind
from gongkai.screening.fingerprints import digest


@dataclass(frozen=True, slots=True)
class Found:
    """所见 — one thing found in a file: `excerpt` is masked; `kind` is "" for what could not be looked into.

    `key` names it among the findings of its file; `justified` is the reason for which it may stay.
    """

    key: str
    kind: str
    certainty: str
    place: str
    excerpt: str
    reason: str
    justified: str = ""

    @property
    def label(self) -> str:
        """What it is, in Chinese."""
        return KIND_LABELS[Kind(self.kind)] if self.kind else "没有检查到的内容"

    @property
    def stops(self) -> bool:
        """Whether the file may not go out with it as it stands."""
        return not self.justified and (not self.kind or self.certainty == Certainty.CERTAIN)


def found_by(scan: FileScan) -> list[Found]:
    """Return what a scan of a file found, and what it could not look into, each once with a key of its own."""
    found = [
        Found(
            key=digest(one.kind, one.place, str(one.start), str(one.end))[:16],
            kind=one.kind.value,
            certainty=one.certainty.value,
            place=one.place,
            excerpt=one.excerpt,
            reason=one.reason,
        )
        for one in scan.findings
    ]
    unread = [
        Found(digest("", words)[:16], "", Certainty.LIKELY.value, "", "", words) for words in scan.warnings
    ]
    return list({one.key: one for one in (*found, *unread)}.values())


def findings_of(file: CaseFile) -> list[Found]:
    """Return what was found in a file."""
    return [Found(**facts) for facts in file.findings]


def kept(found: Iterable[Found]) -> list[dict[str, str]]:
    """Return findings as they are kept with their file."""
    return [asdict(one) for one in found]


def justified(found: Sequence[Found], keys: Iterable[str], reason: str) -> list[Found]:
    """Return findings with a reason for which some of them may stay."""
    named = set(keys)
    return [replace(one, justified=reason) if one.key in named else one for one in found]


def obstacles(file: CaseFile) -> list[str]:
    """Return why a file may not be given out yet; empty when it may."""
    if file.kind != CaseFile.Kind.RELEASE or file.removed_at is not None:
        return [phrase("“%(name)s”已经不在提供的信息里", name=file.name)]
    if file.checked_at is None:
        return [phrase("“%(name)s”还没有做隐私检查", name=file.name)]
    return [
        phrase("“%(name)s”里有%(what)s，还没有处理", name=file.name, what=phrase(one.label))
        for one in findings_of(file)
        if one.stops
    ]
