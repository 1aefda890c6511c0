"""留痕的现状 — where the ledger stands, and which entry was the last about each room's things.

Every change of a fact adds to the ledger, about the thing that was changed; so what was counted of some rooms' things is
right for as long as no entry about them was added. Of some things no figure tells (people, their posts): entries about
these are passed over. A change of others (documents) moves the figures of one organ only, the one that the entry names.
"""

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from django.apps import apps
from django.db.models import Model

from gongkai.core.models import LedgerEntry

_MOST_READ = 2000
"""Of more entries than that since it was last looked, none is read: everything counts as changed."""
_Entry = tuple[str, int]
"""The digest of an entry and its id."""
_Place = tuple[str, int | None]
"""A room, and the organ of one of its things; None for a thing that any organ's figures may tell of."""
_uncounted: set[str] = set()
_at_one_organ: set[str] = set()


@dataclass(frozen=True, slots=True)
class Standing:
    """现状 — the last entry of all, where reading on began, and the last entry since then about the things of a place."""

    last: _Entry
    begun: _Entry
    said: Mapping[_Place, _Entry] = field(compare=False)

    def of(self, room: str) -> tuple[_Entry, _Entry]:
        """Return what is the same for as long as nothing was said of a room's things that any organ's figures tell of."""
        return self.begun, self.said.get((room, None), self.begun)

    def changed(self, since: "Standing", rooms: Collection[str]) -> frozenset[int] | None:
        """Return the organs of whose figures alone something was said since then; None where it may be any.

        Of figures from the things of these rooms; without rooms, of anything.
        """
        if self.last == since.last:
            return frozenset()
        if not rooms or self.begun != since.begun:
            return None
        found = {
            organ
            for (room, organ), entry in self.said.items()
            if room in rooms and entry != since.said.get((room, organ))
        }
        return None if None in found else frozenset(organ for organ in found if organ is not None)


class Follower:
    """跟读 — reads in one process what was added to the ledger since it last looked; safe among threads."""

    def __init__(self) -> None:
        self._known: Standing | None = None
        self._reading = threading.Lock()

    def now(self) -> Standing | None:
        """Return where the ledger stands; None while it is empty."""
        with self._reading:
            self._known = (_read_on(self._known) if self._known else None) or _begin()
            return self._known


def _read_on(known: Standing) -> Standing | None:
    """Return the standing with what was added; None where that is much, or what was known is no longer there."""
    added = LedgerEntry.objects.filter(pk__gte=known.last[1]).order_by("pk")
    entries = list(added.values_list("digest", "pk", "subject_type", "agency_id")[: _MOST_READ + 1])
    if not entries or entries[0][:2] != known.last or len(entries) > _MOST_READ:
        return None
    about: dict[_Place, _Entry] = {
        (room_of(kind), organ if kind in _at_one_organ else None): (digest, pk)
        for digest, pk, kind, organ in entries[1:]
        if kind not in _uncounted
    }
    if any(not room for room, _organ in about):
        return None
    return Standing(entries[-1][:2], known.begun, MappingProxyType({**known.said, **about}))


def _begin() -> Standing | None:
    last = LedgerEntry.objects.order_by("-pk").values_list("digest", "pk").first()
    return Standing(last, last, MappingProxyType({})) if last else None


def leave_out(*kinds: type[Model]) -> None:
    """Say of which things no figure tells; rooms call this when they are loaded."""
    _uncounted.update(kind._meta.model_name or "" for kind in kinds)


def at_one_organ(*kinds: type[Model]) -> None:
    """Say of which things only the figures of the organ tell that an entry names; rooms call this when they are loaded."""
    _at_one_organ.update(kind._meta.model_name or "" for kind in kinds)


def is_at_one_organ(kind: str) -> bool:
    """Whether only the figures of one organ tell of a kind of thing, as entries name it."""
    return kind in _at_one_organ


def has_things_at_one_organ(rooms: Collection[str]) -> bool:
    """Whether there are such things in some rooms."""
    return any(room_of(kind) in rooms for kind in _at_one_organ)


def uncounted() -> frozenset[str]:
    """Return the kinds of things of which no figure tells, as entries name them."""
    return frozenset(_uncounted)


def room_of(kind: str) -> str:
    """Return the room of a kind of thing that an entry is about; "" for an unknown one, or one that two rooms know."""
    return _rooms().get(kind, "")


@cache
def _rooms() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for model in apps.get_models():
        name = model._meta.model_name or ""
        found[name] = "" if name in found else model._meta.app_label
    return found
