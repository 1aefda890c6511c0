"""稿件的附带办理 — what else the editor's one form asks for once the text is saved: files, relations, review."""

from collections.abc import Callable

from django.utils import timezone

from gongkai.agencies.requests import Request
from gongkai.disclosure import desk
from gongkai.disclosure.actions.attach import attach, caption, detach
from gongkai.disclosure.actions.relate import relate, unrelate
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.models import Version
from gongkai.disclosure.queries import visible_to
from gongkai.rules.disclosure import RelationKind
from gongkai.rules.phrases import joined, phrase
from gongkai.rules.process import RuleViolation

MOST_CANDIDATES = 8


def change_captions(request: Request, version: Version, wish: str, key: str) -> None:
    """Keep the words under which readers will see each file, where they changed."""
    for attachment in version.attachments.all():
        words = request.POST.get(f"caption-{attachment.pk}")
        if words is not None and words.strip()[:200] != attachment.caption:
            caption(attachment.pk, words, version_id=version.pk, actor=request.actor, now=timezone.now())


def change_files(request: Request, version: Version, wish: str, key: str) -> None:
    """Add every file that was chosen, whichever button was pressed, or take one off."""
    actor, now = request.actor, timezone.now()
    if wish == "detach":
        detach(_number(key), version_id=version.pk, actor=actor, now=now)
    uploads = request.FILES.getlist("file")
    if wish == "attach" and not uploads:
        raise RuleViolation("请先选择文件", field="file")
    refused = []
    for upload in uploads:
        try:
            attach(version.pk, actor=actor, now=now, name=upload.name or "", data=upload.read())
        except RuleViolation as violation:
            refused.append(violation.message)
    if refused:
        raise RuleViolation(joined(refused), field="file")


def change_relations(request: Request, version: Version, wish: str, key: str) -> None:
    """Tie the document to another, chosen or named; offer what is meant when words point to several."""
    actor, now = request.actor, timezone.now()
    if wish == "unrelate":
        unrelate(_number(key), document_id=version.document_id, actor=actor, now=now)
    if wish not in ("relate", "relate_words"):
        return
    kind, words = request.POST.get("relation_kind", ""), request.POST.get("relation_to", "").strip()
    if kind not in list(RelationKind):
        raise RuleViolation("请选择是什么关系", field="relation_kind")
    to = visible_to(actor).filter(pk=_number(key)).first() if key else None
    if to is None and wish == "relate" and words:
        found = desk.documents_named(words, actor) or list(
            desk.readable_matches(actor, words)[:MOST_CANDIDATES]
        )
        if len(found) != 1 or not desk.documents_named(words, actor):
            request.candidates = found  # type: ignore[attr-defined]
            raise RuleViolation(
                phrase("请从下面选一份，或者只写文字") if found else phrase("目录里没有找到，可以只写文字"),
                field="relation_to",
            )
        to = found[0]
    relate(
        version.document_id,
        actor=actor,
        now=now,
        kind=RelationKind(kind),
        to=to,
        to_text="" if to else words,
    )


def send_for_review(request: Request, version: Version, wish: str, key: str) -> None:
    """Send the saved draft to review, where that is what the button says."""
    if wish == "submit":
        submit(version.pk, actor=request.actor, now=timezone.now())


def _number(key: str) -> int:
    return int(key) if key.isdecimal() and len(key) <= 18 else 0


EXTRAS: tuple[Callable[[Request, Version, str, str], None], ...] = (
    change_captions,
    change_files,
    change_relations,
    send_for_review,
)
