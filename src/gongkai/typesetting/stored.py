"""公文数据 — a paper as plain data for a JSON column, and back: what was signed can be set again at any time."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any

from gongkai.typesetting.paper import (
    Cell,
    Choice,
    Field,
    Fields,
    Heading,
    Manner,
    PageBreak,
    Paper,
    Paragraph,
    Quote,
    Side,
    Signing,
    Table,
    Verification,
)

_KINDS: Mapping[str, type[Any]] = {
    "paper": Paper,
    "paragraph": Paragraph,
    "heading": Heading,
    "quote": Quote,
    "table": Table,
    "cell": Cell,
    "fields": Fields,
    "field": Field,
    "choice": Choice,
    "break": PageBreak,
    "signing": Signing,
    "verification": Verification,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_KIND = "is"
_WRITTEN: Mapping[str, Callable[[str], object]] = {"on": date.fromisoformat, "manner": Manner, "side": Side}
_UNREADABLE = "stored data is not a paper"


def as_data(paper: Paper) -> dict[str, Any]:
    """The paper as dictionaries, lists, texts and numbers; what stands at its default is left out."""
    made: dict[str, Any] = _data(paper)
    return made


def _data(node: Any) -> Any:
    if is_dataclass(node) and not isinstance(node, type):
        values = ((one, getattr(node, one.name)) for one in fields(node))
        said = {
            one.name: _data(value) for one, value in values if one.default is MISSING or value != one.default
        }
        return {_KIND: _NAMES[type(node)], **said}
    if isinstance(node, tuple):
        return [_data(one) for one in node]
    if isinstance(node, date):
        return node.isoformat()
    return str(node) if isinstance(node, (Manner, Side)) else node


def paper_of(data: Mapping[str, Any]) -> Paper:
    """The paper that `as_data` wrote down. Raises ValueError for anything else."""
    try:
        made = _node(data)
    except (KeyError, TypeError) as error:
        raise ValueError(_UNREADABLE) from error
    if not isinstance(made, Paper):
        raise ValueError(_UNREADABLE)
    return made


def _node(data: Any) -> Any:
    if isinstance(data, Mapping):
        kind = _KINDS[data[_KIND]]
        return kind(**{name: _value(name, value) for name, value in data.items() if name != _KIND})
    if isinstance(data, list):
        return tuple(_node(one) for one in data)
    return data


def _value(name: str, value: Any) -> Any:
    read = _WRITTEN.get(name)
    return read(value) if read and isinstance(value, str) else _node(value)
