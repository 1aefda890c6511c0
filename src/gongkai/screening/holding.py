"""隐私关口 — what the gate says of a version: what must be settled, what must be looked at, what is listed."""

from gongkai.disclosure.gates import Hold
from gongkai.disclosure.models import Version
from gongkai.rules.phrases import phrase
from gongkai.screening.scanning import found_in
from gongkai.screening.settling import Duty, Item, binds, items_of


def page_of(version: Version) -> str:
    """Return where the findings of a version's document are settled."""
    return f"/desk/documents/{version.document_id}/privacy/"


def read_files(version_id: int) -> None:
    """Have every file of a version scanned, before anything is locked; its words cost little, and wait."""
    version = Version.objects.filter(pk=version_id, attachments__isnull=False).first()
    if version is not None:
        found_in(version)


def holds_of(version: Version) -> list[Hold]:
    """Return what stands between a version and the public (the gate of this room)."""
    return holds_for(version, items_of(version))


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
