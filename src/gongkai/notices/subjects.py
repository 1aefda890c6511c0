"""通知的对象 — rooms above say what their things are called and where they are, so that a list can lead there."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from gongkai.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Described:
    """对象的说明 — what a thing is called at the desk, without any person's name, and its address there."""

    label: str
    url: str


Describe = Callable[[Collection[int]], dict[int, Described]]
_known: dict[str, Describe] = {}


def register(model_name: str, describe: Describe) -> None:
    """Say how things of a model are described, many at once; rooms call this when they are loaded."""
    _known[model_name] = describe


def described(notices: Iterable[Notice]) -> dict[int, Described]:
    """Return the descriptions of what notices are about, by the notice's id; where a room has said how."""
    wanted = [(notice.pk, notice.about_type, notice.about_id) for notice in notices]
    found: dict[int, Described] = {}
    for model_name in {kind for _pk, kind, _id in wanted} & _known.keys():
        things = _known[model_name]({about for _pk, kind, about in wanted if kind == model_name})
        found |= {pk: things[about] for pk, kind, about in wanted if kind == model_name and about in things}
    return found
