"""遮盖 — put stars for what was found in a draft's own words; the words as they were are kept apart."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import content, policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Attachment, Version
from gongkai.privacy.finding import Finding as Detected
from gongkai.privacy.masking import NotTheSameText, mask_html, mask_text
from gongkai.rules.disclosure import VERSION_STATE_LABELS, VersionState
from gongkai.rules.privacy import Kind, MaskRule
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.screening.actions.settle import chosen, settle
from gongkai.screening.masks import masks
from gongkai.screening.models import Finding, FindingState, Original, Part
from gongkai.screening.scanning import Found, found_in

_FIELDS = {Part.TITLE: "title", Part.SUMMARY: "summary", Part.KEYWORDS: "keywords"}
_NOT_MASKED = "没有遮盖住，请在稿件里直接修改"
_STAR = "*"
_STAR_IN_NAMES = "×"  # names of files hold no asterisk on many machines


@dataclass(frozen=True, slots=True)
class Masked:
    """遮盖前后 — one text before and after, and the values that were masked in it, as they were written."""

    part: Part
    attachment: Attachment | None
    before: str
    after: str
    values: frozenset[str]


def mask(version_id: int, keys: Collection[str], *, actor: Actor, now: datetime) -> list[Finding]:
    """遮盖 (Personal Information Protection Law Art. 51) — in the words of a draft, each value wherever it stands.

    Raises StepNotAllowed outside the draft state; RuleViolation for what stands in a file or is no longer
    there, and where something would still be found after masking: then nothing is changed.
    """
    with changing(actor, now) as change:
        version = version_for(actor, policies.DRAFT, version_id)
        must_be_draft(version, "遮盖")
        found = chosen(version, keys, lambda one: one.in_words)
        results = _masked_texts(version, found, masks())
        for result in results:
            _put(version, result)
            _keep(version, result, found, actor, now)
        version.evidence = _without_values(version.evidence, results)
        version.revision += 1
        version.saved_at = now
        version.save()
        left = {one.key for one in found_in(version, files=False)} & {one.key for one in found}
        if left:
            raise RuleViolation(_NOT_MASKED)
        rows = settle(version, found, FindingState.MASKED, change, actor.person, now)
        change.ask("index", version.document_id)
    return rows


def must_be_draft(version: Version, label: str) -> None:
    """Refuse to change a version that has left its author's hands; raises StepNotAllowed."""
    state = VersionState(version.state)
    if state is not VersionState.DRAFT:
        raise StepNotAllowed("screening", label, VERSION_STATE_LABELS[state])


def _masked_texts(version: Version, found: list[Found], rules: Mapping[Kind, MaskRule]) -> list[Masked]:
    places = {(one.part, one.attachment) for one in found}
    return [
        _masked_text(version, part, attachment, here, rules)
        for part, attachment in places
        if (here := [one for one in found if (one.part, one.attachment) == (part, attachment)])
    ]


def _masked_text(
    version: Version,
    part: Part,
    attachment: Attachment | None,
    found: list[Found],
    rules: Mapping[Kind, MaskRule],
) -> Masked:
    detected = [_detected(one, start, end) for one in found for start, end in one.spans]
    if part == Part.BODY:
        body = _masked_body(version, detected, rules)
        return Masked(part, None, version.body_html, body, _values(version.body_text, detected))
    if attachment is not None:
        before = attachment.name if part == Part.NAME else attachment.caption
    else:
        before = getattr(version, _FIELDS[part])
    after = mask_text(before, detected, rules)
    if part == Part.NAME:
        after = after.replace(_STAR, _STAR_IN_NAMES)
    return Masked(part, attachment, before, after, _values(before, detected))


def _values(text: str, detected: list[Detected]) -> frozenset[str]:
    return frozenset(text[one.start : one.end] for one in detected) - {""}


def _masked_body(version: Version, detected: list[Detected], rules: Mapping[Kind, MaskRule]) -> str:
    try:
        return mask_html(version.body_html, version.body_text, detected, rules)
    except NotTheSameText as error:
        raise RuleViolation(_NOT_MASKED) from error


def _detected(one: Found, start: int, end: int) -> Detected:
    return Detected(Kind(one.kind), one.certainty, start, end, one.excerpt, one.place, one.reason)


def _put(version: Version, result: Masked) -> None:
    if result.attachment is not None:
        field = "name" if result.part == Part.NAME else "caption"
        setattr(result.attachment, field, result.after)
        result.attachment.save(update_fields=[field])
    else:
        content.fill(version, {_FIELDS.get(result.part, "body_html"): result.after})


def _without_values(evidence: dict[str, Any], results: list[Masked]) -> dict[str, Any]:
    """Return what an import noted of a file without the words that were masked: it may quote what it read.

    What quotes a whole text that was masked says it as it is now; a value inside another quotation is starred.
    """
    values = {value for result in results for value in result.values}
    texts = {result.before: result.after for result in results}

    def said(words: Any) -> Any:
        if isinstance(words, dict):
            return {key: said(each) for key, each in words.items()}
        if not isinstance(words, str):
            return [said(each) for each in words] if isinstance(words, list) else words
        words = texts.get(words, words)
        for value in values:
            words = words.replace(value, _STAR * len(value))
        return words

    return {name: said(facts) for name, facts in evidence.items()}


def _keep(version: Version, result: Masked, found: list[Found], actor: Actor, now: datetime) -> None:
    here = [one for one in found if (one.part, one.attachment) == (result.part, result.attachment)]
    Original.objects.create(
        version=version,
        part=result.part,
        name=result.attachment.name if result.attachment else "",
        text=result.before,
        after_text=result.after,
        why=sorted({one.kind for one in here}),
        kept_at=now,
        kept_by=actor.person,
    )
