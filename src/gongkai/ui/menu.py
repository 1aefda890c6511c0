"""工作台菜单 — the rooms register what stands in the desk's menu; each entry knows who sees it and its count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from gongkai.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """菜单项 — heading, words, address, the permission it needs, and how many things wait there (None: no count).

    `search` says what the masthead's search box looks for there ("": nothing).
    """

    heading: str | Promise
    label: str | Promise
    url: str
    permission: Permission
    count: Callable[[Any], int] | None = None
    order: int = 100
    search: str | Promise = ""


_entries: list[Entry] = []


def register(entry: Entry) -> None:
    """Add an entry; rooms call this when they are loaded."""
    _entries.append(entry)


def entries_for(actor: Any, counted: Mapping[str, int]) -> list[tuple[Entry, int | None]]:
    """Return the entries that an actor sees, in order, with their counts; by address those that the page has `counted`."""
    return [
        (entry, _count(entry, actor, counted))
        for entry in sorted(_entries, key=lambda entry: entry.order)
        if actor.may(entry.permission)
    ]


def _count(entry: Entry, actor: Any, counted: Mapping[str, int]) -> int | None:
    if entry.count is None:
        return None
    return counted[entry.url] if entry.url in counted else entry.count(actor)


def searched_by(actor: Any) -> Entry | None:
    """Return the entry whose list the masthead's search box opens for an actor; None where they see no such list."""
    found = [entry for entry in _entries if entry.search and actor.may(entry.permission)]
    return max(found, key=lambda entry: entry.order, default=None)
