"""编号 — serial numbers that are unique, gapless per committed change, and never reused."""

from django.db.models import F

from gongkai.core.models import NumberSequence


def next_serial(key: str) -> int:
    """Give out the next serial for a key, inside the caller's transaction."""
    return next_serials(key, 1)[0]


def next_serials(key: str, count: int) -> range:
    """Give out that many serials in a row for a key, inside the caller's transaction."""
    sequence, _ = NumberSequence.objects.select_for_update().get_or_create(key=key)
    NumberSequence.objects.filter(pk=sequence.pk).update(last=F("last") + count)
    return range(sequence.last + 1, sequence.last + count + 1)


def begin_after(key: str, serial: int) -> None:
    """Give out only serials above this one from now on: it came from elsewhere and is taken."""
    NumberSequence.objects.get_or_create(key=key)
    NumberSequence.objects.filter(key=key, last__lt=serial).update(last=serial)
