"""拟决定的页面 — parts to write, files to give out, and what is still wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from gongkai.foi import decisions, releases
from gongkai.foi.actions.decide import PartFacts
from gongkai.foi.models import Case, CaseFile, Decision
from gongkai.rules.citations import Statute, listed
from gongkai.rules.questions import QUESTIONS, propose
from gongkai.rules.replies import replies_under
from gongkai.rules.reply_kinds import ELEMENT_LABELS, RESULT_LABELS, Element, Reply
from gongkai.ui.wording import told

MOST_PARTS = 30
_SMALL = frozenset({Element.WAY, Element.EARLIER_REPLY})
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class ElementField:
    """一个要素 — what the letter must say for this kind of reply."""

    name: str
    label: str
    value: str
    optional: bool
    small: bool


@dataclass(frozen=True, slots=True)
class FileChoice:
    """可选的文件."""

    pk: int
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """决定的一部分 — as it is written on the page."""

    number: int
    what: str
    reply: Reply
    label: str
    articles: str
    elements: list[ElementField]
    files: list[FileChoice]


@dataclass(frozen=True, slots=True)
class Release:
    """提供的信息 — a file that is to be given out, with what was found in it."""

    file: CaseFile
    found: list[releases.Found]
    stops: int


def written(decision: Decision) -> list[PartFacts]:
    """Return the parts of a decision as they stand."""
    return [
        PartFacts(part.what, part.reply, part.elements, tuple(file.pk for file in part.files.all()))
        for part in decision.parts.prefetch_related("files")
    ]


def sent(data: QueryDict, statute: Statute) -> list[PartFacts]:
    """Return the parts as they were sent; those that were taken off, and replies that there are none of, are left out."""
    known, found = replies_under(statute), []
    for number in range(MOST_PARTS):
        before = f"part_{number}_"
        reply = data.get(f"{before}reply", "")
        if reply not in known or data.get(f"{before}remove"):
            continue
        elements = {
            element.value: data.get(f"{before}{element.value}", "").replace("\0", "").strip()[:_LONGEST]
            for element in Element
        }
        files = tuple(int(pk) for pk in data.getlist(f"{before}files") if pk.isdecimal())
        what = data.get(f"{before}what", "").replace("\0", "").strip()[:500]
        found.append(PartFacts(what, reply, {name: said for name, said in elements.items() if said}, files))
    return found


def ticked_in(data: QueryDict) -> list[str]:
    """Return which questions were ticked."""
    known = {question.code for question in QUESTIONS}
    return [code for code in data.getlist("ticked") if code in known]


def with_proposals(
    case: Case, parts: Sequence[PartFacts], before: Sequence[str], ticked: Sequence[str]
) -> list[PartFacts]:
    """Return the parts with those that follow from what is ticked now.

    What was written stays; a part that only followed from a tick that is gone, and has nothing written, goes.
    """
    statute = decisions.statute_of(case)
    wanted = {reply.code: reply for reply in propose(ticked, statute)}
    gone = {reply.code for reply in propose(before, statute)} - set(wanted)
    kept = [part for part in parts if part.reply not in gone or not _is_bare(part)]
    there = {part.reply for part in kept}
    new = [
        PartFacts(**decisions.proposed_part(case, reply, None))
        for code, reply in wanted.items()
        if code not in there
    ]
    return [*kept, *new]


def _is_bare(part: PartFacts) -> bool:
    return not part.files and not set(part.elements) - {Element.WAY.value}


def added(case: Case, parts: Sequence[PartFacts], reply: str) -> list[PartFacts]:
    """Return the parts with one more of a kind of reply; unchanged for an unknown kind."""
    known = replies_under(decisions.statute_of(case))
    if reply not in known:
        return list(parts)
    return [*parts, PartFacts(**decisions.proposed_part(case, known[reply], None))]


def giving(parts: Sequence[PartFacts], statute: Statute, files: Sequence[int]) -> list[PartFacts]:
    """Return the parts with files in the one part that gives something; unchanged where none or several do."""
    known = replies_under(statute)
    gives = [part for part in parts if Element.CONTENT in known[part.reply].elements]
    if len(gives) != 1:
        return list(parts)
    return [replace(part, files=(*part.files, *files)) if part is gives[0] else part for part in parts]


def rows_of(parts: Sequence[PartFacts], statute: Statute, files: Sequence[CaseFile]) -> list[PartRow]:
    """Return the parts as fields of the page."""
    known = replies_under(statute)
    return [_row(number, part, known[part.reply], files) for number, part in enumerate(parts)]


def _row(number: int, part: PartFacts, reply: Reply, files: Sequence[CaseFile]) -> PartRow:
    elements = [
        ElementField(
            element.value,
            told(ELEMENT_LABELS[element]),
            part.elements.get(element.value, ""),
            element in reply.optional,
            element in _SMALL,
        )
        for element in reply.elements
    ]
    gives = Element.CONTENT in reply.elements
    choices = [FileChoice(file.pk, file.name, file.pk in part.files) for file in files] if gives else []
    return PartRow(number, part.what, reply, told(reply.label), listed(reply.citations), elements, choices)


def replies_to_choose(statute: Statute) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every kind of reply for a select, in the groups of the annual report."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for reply in replies_under(statute).values():
        groups.setdefault(told(RESULT_LABELS[reply.result]), []).append((reply.code, told(reply.label)))
    return list(groups.items())


def releases_of(cases: Sequence[Case]) -> list[Release]:
    """Return the files that are to be given out with what was found in each."""
    files = CaseFile.objects.filter(case__in=cases, kind=CaseFile.Kind.RELEASE, removed_at=None).order_by(
        "id"
    )
    found = [(file, releases.findings_of(file)) for file in files]
    return [Release(file, each, sum(one.stops for one in each)) for file, each in found]
