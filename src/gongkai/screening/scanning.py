"""筛查 — everything that is found in one version: its words, its files' names, and what its files hold.

What is found is read from the version as it stands, never remembered; only files are read once (`ScannedFile`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongkai.core.models import StoredFile
from gongkai.disclosure.models import Attachment, Version
from gongkai.privacy import finding as privacy
from gongkai.privacy.ruleset import RULESET
from gongkai.privacy.text import scan_text
from gongkai.rules.privacy import Certainty
from gongkai.screening.actions.scan_file import scan_stored
from gongkai.screening.fingerprints import digest, facts_of
from gongkai.screening.known import known_fingerprints, known_to_all
from gongkai.screening.models import Part, ScannedFile


@dataclass(frozen=True, slots=True)
class Found:
    """所见 — one thing in one part of a version; the same value there again is another span of the same one.

    `spans` are character offsets in the part's text (body_text for the body, the text taken from a file).
    `kind` is "" for what could not be looked into. `key` tells it from all others of its version.
    """

    part: Part
    kind: str
    certainty: Certainty
    spans: tuple[tuple[int, int], ...]
    place: str
    excerpt: str
    reason: str
    fingerprint: str
    key: str
    attachment: Attachment | None = None
    file: StoredFile | None = None

    @property
    def in_words(self) -> bool:
        """Whether it stands in words that we hold ourselves, not inside a file."""
        return self.part != Part.FILE


def texts_of(
    version: Version, attachments: Iterable[Attachment]
) -> Iterator[tuple[Part, Attachment | None, str]]:
    """Yield each text of a version in which something may stand, except those inside files."""
    yield Part.TITLE, None, version.title
    yield Part.SUMMARY, None, version.summary
    yield Part.KEYWORDS, None, version.keywords
    yield Part.BODY, None, version.body_text
    for attachment in attachments:
        yield Part.NAME, attachment, attachment.name
        yield Part.CAPTION, attachment, attachment.caption


def found_in(version: Version, *, files: bool = True) -> list[Found]:
    """Return what is found in a version, the surest first; without `files` only in its words, which costs little."""
    return found_in_each([version], files=files)[version.pk]


def found_in_each(versions: Sequence[Version], *, files: bool = True) -> dict[int, list[Found]]:
    """Return what `found_in` says of each version, by its id, asking for all of them at once."""
    known = known_to_all()
    borne: defaultdict[int, list[Attachment]] = defaultdict(list)
    attachments = list(Attachment.objects.filter(version__in=versions).select_related("file"))
    for attachment in attachments:
        borne[attachment.version_id].append(attachment)
    scans = scans_of(attachments, known) if files and attachments else {}
    return {version.pk: _found_in(version, borne[version.pk], scans, known) for version in versions}


def _found_in(
    version: Version,
    attachments: Sequence[Attachment],
    scans: Mapping[str, ScannedFile],
    known: privacy.Known,
) -> list[Found]:
    found = [
        one
        for part, attachment, text in texts_of(version, attachments)
        if text
        for one in found_in_text(part, text, known, attachment)
    ]
    for attachment in attachments:
        if scan := scans.get(attachment.file_id):
            found += found_in_scan(scan, attachment, known)
    order = list(Certainty)
    return sorted(found, key=lambda one: order.index(one.certainty))


def scans_of(attachments: Iterable[Attachment], known: privacy.Known) -> dict[str, ScannedFile]:
    """Return the scan of each attachment's file by its digest, made now where there is none."""
    named = {attachment.file_id: attachment for attachment in attachments}
    scans = {scan.file_id: scan for scan in ScannedFile.objects.filter(file__in=named, ruleset=RULESET)}
    fresh = [attachment for attachment in named.values() if attachment.file_id not in scans]
    return scans | {one.file_id: scan_stored(one.file, one.name, known) for one in fresh}


def found_in_text(
    part: Part, text: str, known: privacy.Known, attachment: Attachment | None = None
) -> list[Found]:
    """Return what is found in one text of a version, equal values together."""
    return found_of(part, text, scan_text(text, known=known), attachment)


def found_of(
    part: Part, text: str, detected: Iterable[privacy.Finding], attachment: Attachment | None = None
) -> list[Found]:
    """Return what the detectors have found in one text of a version, equal values together."""
    owner = attachment.file_id if attachment else ""
    return together(_found(part, attachment, owner, facts_of(one, text, owner)) for one in detected)


def found_in_file(attachment: Attachment, known: privacy.Known) -> list[Found]:
    """Return what is found inside a file, from its one scan; what could not be looked into is found as well."""
    scan = scan_stored(attachment.file, attachment.name, known)
    return found_in_scan(scan, attachment, known)


def found_in_scan(scan: ScannedFile, attachment: Attachment, known: privacy.Known) -> list[Found]:
    """Return what a scan of an attachment's file found, without what organs publish of themselves meanwhile."""
    familiar = known_fingerprints(known)
    found = [
        _found(Part.FILE, attachment, scan.file_id, facts)
        for facts in scan.findings
        if facts["fingerprint"] not in familiar
    ]
    return [*together(found), *(unread(Part.FILE, attachment, words) for words in scan.warnings)]


def _found(part: Part, attachment: Attachment | None, owner: str, facts: dict[str, Any]) -> Found:
    return Found(
        part=part,
        kind=facts["kind"],
        certainty=Certainty(facts["certainty"]),
        spans=((facts["start"], facts["end"]),),
        place=facts["place"],
        excerpt=facts["excerpt"],
        reason=facts["reason"],
        fingerprint=facts["fingerprint"],
        key=digest(part, owner, facts["place"], facts["kind"], facts["fingerprint"])[:32],
        attachment=attachment,
        file=attachment.file if attachment and part == Part.FILE else None,
    )


def unread(part: Part, attachment: Attachment | None, words: str) -> Found:
    """Return what stands for a text or a file, or a part of it, that could not be looked into."""
    owner = attachment.file_id if attachment else ""
    print_ = digest(owner, words)
    return Found(
        part=part,
        kind="",
        certainty=Certainty.LIKELY,
        spans=(),
        place="",
        excerpt="",
        reason=words[:300],
        fingerprint=print_,
        key=digest(part, owner, "", "", print_)[:32],
        attachment=attachment,
        file=attachment.file if attachment and part == Part.FILE else None,
    )


def together(found: Iterable[Found]) -> list[Found]:
    """Put equal values in the same place together; the surest reason stays."""
    order = list(Certainty)
    groups: dict[str, Found] = {}
    for one in found:
        same = groups.get(one.key)
        if same is None:
            groups[one.key] = one
            continue
        surest = min(same, one, key=lambda each: order.index(each.certainty))
        groups[one.key] = replace(surest, spans=(*same.spans, *one.spans))
    return list(groups.values())
