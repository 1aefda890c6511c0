"""转送的去向 — from which organ to which a case was passed on (2019 Art. 36(5))."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.foi.models import CaseEvent


def ways_of(events: Iterable[CaseEvent]) -> dict[int, str]:
    """Return the two organs of each event that passed a case on, in words, by its id; one query where there is any."""
    ways = {
        event.pk: (event.detail["from_agency"], event.detail["to_agency"])
        for event in events
        if event.kind == "transferred"
    }
    if not ways:
        return {}
    organs = {organ for way in ways.values() for organ in way}
    names = dict(Agency.objects.filter(pk__in=organs).values_list("pk", "short_name"))
    return {
        pk: _("%(sender)s转给%(receiver)s") % {"sender": names[sender], "receiver": names[receiver]}
        for pk, (sender, receiver) in ways.items()
    }
