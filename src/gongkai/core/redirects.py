"""旧地址 — how an address that was once public leads on."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from gongkai.core.models import Redirect

_MOST_IN_ONE_QUESTION = 500


def lead_on(old: str, new: str) -> None:
    """Let an old address lead to a new one, and everything that led to the old one too (no chains, no rings)."""
    Redirect.objects.filter(old_path=new).delete()
    Redirect.objects.filter(new_path=old).update(new_path=new)
    Redirect.objects.update_or_create(old_path=old, defaults={"new_path": new})


def with_query(path: str, query: str) -> str:
    """Return an address as it is kept and looked up: its query in one order, so that ?b=2&a=1 is ?a=1&b=2."""
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def standard(address: str) -> str:
    """Return an address, path and query, as it is kept."""
    path, _mark, query = address.partition("?")
    return with_query(path, query)


def lead_on_many(ways: Mapping[str, str]) -> dict[str, str]:
    """Let old addresses of another system, in their standard form, lead on; return those that now do.

    One that leads somewhere already is left as it is.
    """
    old = list(ways)
    taken: set[str] = set()
    for start in range(0, len(old), _MOST_IN_ONE_QUESTION):
        some = old[start : start + _MOST_IN_ONE_QUESTION]
        taken |= set(Redirect.objects.filter(old_path__in=some).values_list("old_path", flat=True))
    made = {path: to for path, to in ways.items() if path not in taken}
    Redirect.objects.bulk_create(Redirect(old_path=path, new_path=to) for path, to in made.items())
    return made


def take_back(ways: Mapping[str, str]) -> int:
    """Let old addresses lead nowhere again, where they still lead where they were made to; return how many."""
    old = list(ways)
    gone = []
    for start in range(0, len(old), _MOST_IN_ONE_QUESTION):
        found = Redirect.objects.filter(old_path__in=old[start : start + _MOST_IN_ONE_QUESTION])
        gone += [each.pk for each in found if each.new_path == ways[each.old_path]]
    for start in range(0, len(gone), _MOST_IN_ONE_QUESTION):
        Redirect.objects.filter(pk__in=gone[start : start + _MOST_IN_ONE_QUESTION]).delete()
    return len(gone)


def resolve(path: str, query: str) -> str | None:
    """Return where an old address leads, None when it is not known.

    An address with its query comes first (/show.aspx?id=55); else the path alone, its query carried on.
    """
    whole = with_query(path, query)
    found = dict(Redirect.objects.filter(old_path__in={whole, path}).values_list("old_path", "new_path"))
    if query and whole in found:
        return str(found[whole])
    if path not in found:
        return None
    return f"{found[path]}?{query}" if query else str(found[path])
