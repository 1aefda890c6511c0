"""编号 — serial numbers that are unique, gapless per committed change, and never reused."""

from django.db.models import F

from gongkai.core.models import NumberSequence


def next_serial(key: str) -> int:
    """Give out the next serial for a key, inside the caller's transaction."""
    NumberSequence.objects.get_or_create(key=key)
    sequence = NumberSequence.objects.select_for_update().get(key=key)
    NumberSequence.objects.filter(pk=sequence.pk).update(last=F("last") + 1)
    return sequence.last + 1
