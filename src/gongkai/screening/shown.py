"""隐私筛查页的内容 — findings in groups, each with what this actor may do about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.agencies.policies import Actor
from gongkai.disclosure import policies
from gongkai.disclosure.models import Attachment, Document, Version
from gongkai.disclosure.steps import review_verdict
from gongkai.rules.disclosure import VersionState
from gongkai.rules.privacy import KIND_LABELS, Kind
from gongkai.screening.actions.reveal import Words
from gongkai.screening.models import Finding, FindingState, Original, Part
from gongkai.screening.policies import REVEAL
from gongkai.screening.queries import originals_for
from gongkai.screening.settling import Duty, Item, items_of, taken_away

_EDITABLE = VersionState.DRAFT
_OVER = frozenset({VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.DISCARDED})


@dataclass(frozen=True, slots=True)
class Can:
    """能办什么 — what an actor may do on the page as the version stands."""

    change: bool
    look: bool
    justify: bool
    reveal: bool


@dataclass(frozen=True, slots=True)
class Line:
    """一行 — one finding as the page shows it, with its number and what an earlier version says of the same."""

    number: int
    item: Item
    label: str
    where: str
    earlier: Finding | None
    words: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """一组 — the findings that ask for the same."""

    duty: Duty
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Sheet:
    """一页 — everything that the page of a version's findings shows."""

    version: Version
    can: Can
    groups: list[Group]
    settled: list[Line]
    taken: list[Finding]
    originals: list[Original]
    kinds: list[tuple[str, str, int]]
    files: list[tuple[Attachment, int]]

    @property
    def open(self) -> int:
        """How many must be settled or looked at."""
        return sum(len(group.lines) for group in self.groups if group.duty is not Duty.LISTED)

    @property
    def sure(self) -> int:
        """How many certain ones stand in words and can be masked at once."""
        return sum(
            line.item.found.in_words
            for group in self.groups
            if group.duty is Duty.MUST
            for line in group.lines
        )


def version_of(document: Document) -> Version | None:
    """Return the version whose findings are shown: the one in work, else the public or last one."""
    version = document.working or document.public or document.versions.order_by("-number").first()
    if version is not None:
        version.document = document
    return version


def sheet_of(version: Version, actor: Actor, revealed: dict[str, list[Words]]) -> Sheet:
    """Return the page of a version's findings for an actor; `revealed` are the true words asked for, by key."""
    items = items_of(version)
    earlier = _earlier(version)
    lines = [
        Line(
            number,
            item,
            label_of(item.found.kind),
            _where(item),
            earlier.get(item.found.fingerprint) if item.row is None else None,
            revealed.get(item.found.key, []),
        )
        for number, item in enumerate(items, 1)
    ]
    open_ = [line for line in lines if line.item.duty is not Duty.NOTHING]
    groups = [
        Group(duty, [line for line in open_ if line.item.duty is duty])
        for duty in (Duty.MUST, Duty.LOOK, Duty.LISTED)
    ]
    return Sheet(
        version=version,
        can=_can(version, actor),
        groups=[group for group in groups if group.lines],
        settled=[line for line in lines if line.item.duty is Duty.NOTHING],
        taken=taken_away(version, items),
        originals=list(originals_for(actor).filter(version=version)),
        kinds=_kinds(open_),
        files=_files(open_),
    )


def label_of(kind: str) -> str:
    """Return the name of a kind in the reader's language."""
    return pgettext("rules", KIND_LABELS[Kind(kind)]) if kind else _("没有看到的部分")


def _where(item: Item) -> str:
    found = item.found
    parts = [str(Part(found.part).label)]
    if found.attachment is not None:
        parts.append(found.attachment.name)
    if found.place:
        parts.append(found.place)
    return _("，").join(parts)


def _can(version: Version, actor: Actor) -> Can:
    agency, state = version.document.agency, VersionState(version.state)
    drafts, over = bool(actor.may(policies.DRAFT, agency)), state in _OVER
    reviews = bool(actor.may(policies.REVIEW, agency))
    return Can(
        change=drafts and state is _EDITABLE,
        look=(drafts or reviews) and not over,
        justify=bool(review_verdict(version, actor)) and state is not VersionState.DISCARDED,
        reveal=bool(actor.may(REVEAL, agency)),
    )


def _earlier(version: Version) -> dict[str, Finding]:
    """What was said of the same values in earlier versions: it does not hold here, but whoever looks should know."""
    rows = Finding.objects.filter(
        version__document_id=version.document_id,
        version__number__lt=version.number,
        state__in=[FindingState.LOOKED_AT, FindingState.JUSTIFIED],
    ).select_related("version", "settled_by")
    return {row.fingerprint: row for row in rows.order_by("version__number", "id")}


def _kinds(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    """Kinds that stand in words at several places, with how many: one click masks them all."""
    counts = Counter(line.item.found.kind for line in lines if line.item.found.in_words)
    return [(kind, label_of(kind), count) for kind, count in counts.items() if count > 1]


def _files(lines: Iterable[Line]) -> list[tuple[Attachment, int]]:
    counts: Counter[Attachment] = Counter()
    for line in lines:
        if line.item.found.attachment is not None and not line.item.found.in_words and line.item.found.kind:
            counts[line.item.found.attachment] += 1
    return list(counts.items())
