"""列的对应 — which column of a table says what, and what holds for all its rows; from a guess, a page or a file."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from gongkai.imports.headers import FIELDS, MANY, field_label, guess, plain_head
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

_CONSTANTS = ("origin", "agency", "column")


@dataclass(frozen=True, slots=True)
class Layout:
    """列的对应 — `columns` holds (head, field) in the order of the table, field "" where a column is not used.

    `origin` names the old system, within which identifiers are unique; `agency` and `column` (code, name or
    path) hold for rows that name none.
    """

    columns: tuple[tuple[str, str], ...]
    origin: str = ""
    agency: str = ""
    column: str = ""

    @classmethod
    def guessed(cls, header: Sequence[str], **constants: str) -> Self:
        """Return what the heads say by themselves."""
        return cls(tuple(zip(header, guess(header), strict=True)), **constants)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any], header: Sequence[str]) -> Self:
        """Return the layout of a table from what was stored, posted or written in a file.

        `facts["columns"]` maps heads (as they are compared) to fields; heads that it does not name are guessed.
        Raises RuleViolation for a field that is not known, or a constant that is no text.
        """
        told = {plain_head(str(head)): field for head, field in dict(facts.get("columns", {})).items()}
        for head, field in told.items():
            if field and field not in FIELDS:
                raise RuleViolation(
                    phrase("“%(head)s”对应的“%(field)s”不是可用的项目", head=head, field=field),
                    field="columns",
                )
        guessed = guess(header)
        fields = [told.get(plain_head(head), other) for head, other in zip(header, guessed, strict=True)]
        named = {field for head, field in told.items() if field}
        kept = [
            field if plain_head(head) in told or field in MANY or field not in named else ""
            for head, field in zip(header, fields, strict=True)
        ]
        constants = {name: str(facts.get(name) or "").strip()[:80] for name in _CONSTANTS}
        return cls(tuple(zip(header, kept, strict=True)), **constants)

    def facts(self) -> dict[str, Any]:
        """Return the layout as it is stored; `from_facts` reads it."""
        return {**asdict(self), "columns": dict(self.columns)}

    def named(self, *, origin: str = "", agency: str = "", column: str = "") -> Self:
        """Return the same with other constants, where they are given."""
        return replace(
            self,
            origin=origin or self.origin,
            agency=agency or self.agency,
            column=column or self.column,
        )

    def check(self) -> None:
        """Refuse a layout that cannot be loaded; raises RuleViolation with what is missing or double."""
        fields = [field for _head, field in self.columns if field]
        if "title" not in fields and "file" not in fields:
            raise RuleViolation(phrase("请指明哪一列是标题"), field="columns")
        for field in set(fields) - MANY:
            if fields.count(field) > 1:
                raise RuleViolation(
                    phrase("有两列都对应“%(field)s”，请只留一列", field=phrase(field_label(field))),
                    field="columns",
                )
        if not self.origin:
            raise RuleViolation(phrase("请填写来源系统的名称"), field="origin")

    @property
    def places(self) -> list[tuple[int, str, str]]:
        """The place, head and field of every column that is used."""
        return [(place, head, field) for place, (head, field) in enumerate(self.columns) if field]


def read_map(path: Path) -> dict[str, Any]:
    """Read a mapping from a TOML or JSON file; raises RuleViolation where it is neither."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        facts = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise RuleViolation(
            phrase("读不了对应表 %(path)s：%(error)s", path=path, error=error), field="map"
        ) from error
    if not isinstance(facts, dict) or not isinstance(facts.get("columns", {}), dict):
        raise RuleViolation(phrase("对应表 %(path)s 里应当有 columns 一节", path=path), field="map")
    return facts
