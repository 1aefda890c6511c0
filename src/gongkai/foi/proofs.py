"""案卷的核对 — letters say what was signed, decisions have theirs, files can be opened (`./gongkai verify`)."""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef

from gongkai.core import files, sealed
from gongkai.core.models import LedgerEntry
from gongkai.foi.files import FileRemoved, read_file
from gongkai.foi.letters import digest_of
from gongkai.foi.models import CaseFile, Decision, Letter

_AT_ONCE = 500
_NO_KEYS = "缺少密封密钥，没有核对"
"""Said once, instead of once for each thing that cannot be opened."""


def letters_amiss() -> Iterator[str]:
    """Yield a sentence for each letter that is not as it was made final, and each decision without its letter."""
    frozen = Letter.objects.filter(frozen_at__isnull=False)
    signed = Decision.objects.filter(state=Decision.State.SIGNED)
    for pk in signed.exclude(Exists(frozen.filter(decision=OuterRef("pk")))).values_list("pk", flat=True):
        yield f"决定 {pk} 已签发，但没有答复书"
    for number in (
        frozen.filter(decision__isnull=False).exclude(decision__in=signed).values_list("number", flat=True)
    ):
        yield f"文书 {number} 已定稿，但它的决定没有签发"
    if sealed.missing_keys():
        yield _NO_KEYS
        return
    recorded = _recorded()
    ids = list(frozen.order_by("pk").values_list("pk", flat=True))
    for pk in sorted(recorded.keys() - set(ids)):
        yield f"留痕中有文书第 {pk} 号，但它不在了"
    for start in range(0, len(ids), _AT_ONCE):
        yield from _changed(ids[start : start + _AT_ONCE], recorded)


def _recorded() -> dict[int, str]:
    """Return the digest that the ledger has of each letter: it cannot be changed together with the letter."""
    entries = LedgerEntry.objects.filter(action="foi.freeze_letter").order_by("pk")
    details = entries.values_list("detail", flat=True).iterator(chunk_size=2000)
    return {detail["letter"]: detail["digest"] for detail in details}


def _changed(ids: Sequence[int], recorded: dict[int, str]) -> Iterator[str]:
    for pk, letter in _opened(ids):
        if letter is None:
            yield f"文书第 {pk} 号的内容打不开"
        # Without its addressee, whom anonymising takes away, what it said cannot be counted again.
        elif recorded.get(pk) != letter.digest or (letter.addressee and digest_of(letter) != letter.digest):
            yield f"文书 {letter.number} 的内容与定稿时的摘要不符"


def _opened(ids: Sequence[int]) -> Iterator[tuple[int, Letter | None]]:
    """Yield letters with their ids; one by one where a batch holds something that cannot be opened."""
    try:
        yield from list(Letter.objects.in_bulk(ids).items())
    except sealed.SealError:
        if len(ids) == 1:
            yield ids[0], None
            return
        for pk in ids:
            yield from _opened([pk])


def files_amiss() -> Iterator[str]:
    """Yield a sentence for each file of a case that cannot be opened, or is not what was put in."""
    if sealed.missing_keys():
        yield _NO_KEYS
        return
    kept = CaseFile.objects.filter(removed_at=None).only("stored_id", "digest").order_by("pk")
    for file in kept.iterator(chunk_size=2000):
        try:
            read_file(file)
        except (FileRemoved, files.FileDamaged, sealed.SealError):
            yield f"案卷材料 {file.pk} 打不开，或者不是存入时的内容"
