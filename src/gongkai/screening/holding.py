"""隐私关口 — what the gate says of a version: what must be settled, what must be looked at, what is listed."""

from collections.abc import Sequence

from gongkai.disclosure.gates import Hold
from gongkai.disclosure.models import Attachment, Version
from gongkai.rules.phrases import phrase
from gongkai.screening.known import known_to_all
from gongkai.screening.scanning import scans_of
from gongkai.screening.settling import Duty, Item, binds, items_of_each


def page_of(version: Version) -> str:
    """Return where the findings of a version's document are settled."""
    return f"/desk/documents/{version.document_id}/privacy/"


def read_files(version_ids: Sequence[int]) -> None:
    """Have every file of some versions scanned, before anything is locked; their words cost little, and wait."""
    attachments = list(Attachment.objects.filter(version_id__in=version_ids).select_related("file"))
    if attachments:
        scans_of(attachments, known_to_all())


def holds_of(versions: Sequence[Version]) -> list[list[Hold]]:
    """Return what stands between each version and the public (the gate of this room)."""
    items = items_of_each(versions)
    return [holds_for(version, items[version.pk]) for version in versions]


def holds_for(version: Version, items: list[Item]) -> list[Hold]:
    """Return what some findings of a version mean for it."""
    count = {duty: sum(item.duty is duty for item in items) for duty in Duty}
    url, stops = page_of(version), binds(version)
    said = [
        (Duty.MUST, phrase("隐私筛查：%(n)d 处必须处理", n=count[Duty.MUST]), stops),
        (Duty.LOOK, phrase("隐私筛查：%(n)d 处要先看过", n=count[Duty.LOOK]), stops),
        (Duty.LISTED, phrase("隐私筛查：%(n)d 处可能是个人信息，供参考", n=count[Duty.LISTED]), False),
    ]
    return [Hold(words, url, stopping) for duty, words, stopping in said if count[duty]]
