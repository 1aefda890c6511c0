"""公开目录结构样表 — templates of the column tree by kind of organ (2019 Arts. 12, 19–21; 2007 Arts. 9–12).

A template is data: ``structures/*.toml``. The templates of the 26 fields of grassroots disclosure stand in
``structures/grassroots/``; their columns carry the particulars that the standard catalogues prescribe.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, cite

MAX_DEPTH = 4

# The templates of whole organs.
_KINDS = ("government", "department", "township", "organisation")


class Section(StrEnum):
    """板块 — the five sections of an organ's disclosure pages."""

    GUIDE = "guide"
    SYSTEM = "system"
    STATUTORY = "statutory"
    REPORT = "report"
    APPLICATION = "application"

    @property
    def label(self) -> str:
        """The Chinese name of the section."""
        return _SECTION_LABELS[self]


_SECTION_LABELS = {
    Section.GUIDE: "政府信息公开指南",
    Section.SYSTEM: "政府信息公开制度",
    Section.STATUTORY: "法定主动公开内容",
    Section.REPORT: "政府信息公开年报",
    Section.APPLICATION: "依申请公开",
}


class Audience(StrEnum):
    """可见范围 — who may see a column."""

    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class UpdatePeriod:
    """更新周期 — how many days a column may go without something new; None where only events call for it."""

    code: str
    label: str
    days: int | None


UPDATE_PERIODS = MappingProxyType(
    {
        period.code: period
        for period in (
            UpdatePeriod("event", "及时更新", None),
            UpdatePeriod("weekly", "每周更新", 7),
            UpdatePeriod("monthly", "每月更新", 31),
            UpdatePeriod("quarterly", "每季度更新", 92),
            UpdatePeriod("halfyearly", "每半年更新", 183),
            UpdatePeriod("yearly", "每年更新", 366),
        )
    }
)

# 公开层级 and 公开对象 of the grassroots standard catalogues.
LEVELS = MappingProxyType({"county": "县级", "township": "乡级"})
ADDRESSEES = MappingProxyType({"all": "全社会", "specific": "特定群体"})


@dataclass(frozen=True, slots=True)
class Standard:
    """标准目录要素 — what a grassroots standard catalogue says of one item (国办发〔2019〕54号).

    ``elements`` are the contents to publish, ``limit`` the time allowed in words, ``levels`` and ``addressees``
    keys of LEVELS and ADDRESSEES. Basis and manner stand on the column itself (``basis``, ``proactive``).
    """

    elements: tuple[str, ...]
    limit: str
    levels: tuple[str, ...]
    addressees: str


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """栏目样式 — one column of a template with its children; the code is stable and unique in the template."""

    code: str
    name: str
    section: Section
    basis: str
    unit: str
    update: str
    proactive: bool
    audience: Audience
    standard: Standard | None
    children: tuple["ColumnSpec", ...]

    def walk(self) -> Iterator["ColumnSpec"]:
        """Yield this column and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Structure:
    """结构样表 — a template: its columns as a tree, and the column of a full template that it belongs under.

    ``under`` is "" for the template of a whole organ.
    """

    code: str
    name: str
    under: str
    columns: tuple[ColumnSpec, ...]

    def walk(self) -> Iterator[ColumnSpec]:
        """Yield every column, parents first."""
        for column in self.columns:
            yield from column.walk()


def structures() -> tuple[str, ...]:
    """Return the codes of the templates: kinds of organ first, then parts, then the grassroots fields."""
    folder = files("gongkai.rules") / "structures"
    fields = sorted(f"grassroots/{name}" for name in _toml_names(folder / "grassroots"))
    parts = sorted(set(_toml_names(folder)) - set(_KINDS))
    return (*_KINDS, *parts, *fields)


@cache
def structure(code: str) -> Structure:
    """Return a template; KeyError when there is none with this code."""
    if code not in structures():
        raise KeyError(code)
    data = _read(code)
    if code.startswith("grassroots/"):
        return _grassroots(code, data)
    rows = _rows(data)
    return Structure(code, data["name"], data.get("under", ""), _tree(rows, "", None))


def _toml_names(folder: Traversable) -> list[str]:
    return [file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")]


def _read(code: str) -> dict[str, Any]:
    return tomllib.loads((files("gongkai.rules") / "structures" / f"{code}.toml").read_text("utf-8"))


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a template: those it extends, without what it leaves out, then its own."""
    inherited = _rows(_read(data["extends"])) if "extends" in data else []
    dropped = set(data.get("without", ()))
    kept = []
    for row in inherited:
        if row["code"] in dropped or row.get("under") in dropped:
            dropped.add(row["code"])
        else:
            kept.append(row)
    return [*kept, *data["columns"]]


def _tree(rows: list[dict[str, Any]], under: str, parent: dict[str, Any] | None) -> tuple[ColumnSpec, ...]:
    columns = []
    for row in rows:
        if row.get("under", "") != under:
            continue
        # A column takes over from its parent what it does not say itself.
        full = {**_inherited(parent), **row}
        if "article" in row:
            full["basis"] = _basis(row["article"])
        columns.append(
            ColumnSpec(
                code=full["code"],
                name=full["name"],
                section=Section(full["section"]),
                basis=full["basis"],
                unit=full.get("unit", ""),
                update=UPDATE_PERIODS[full.get("update", "event")].code,
                proactive=full.get("proactive", True),
                audience=Audience(full.get("audience", "public")),
                standard=None,
                children=_tree(rows, full["code"], full),
            )
        )
    return tuple(columns)


def _inherited(parent: dict[str, Any] | None) -> dict[str, Any]:
    taken = ("section", "basis", "update", "proactive", "audience", "unit")
    return {key: parent[key] for key in taken if parent and key in parent}


def _basis(article: str) -> str:
    """Write out the short form "2019-20-1-7": year of the text, article, paragraph, item (0 for none)."""
    year, number, paragraph, item = (int(part) for part in article.split("-"))
    statute = {2007: REGULATIONS_2007, 2019: REGULATIONS_2019}[year]
    return str(cite(statute, number, paragraph or None, item or None))


def _grassroots(code: str, data: dict[str, Any]) -> Structure:
    field = ColumnSpec(
        code=f"g{code.removeprefix('grassroots/')}",
        name=data["name"],
        section=Section.STATUTORY,
        basis="、".join(data["basis"]),
        unit=data.get("unit", ""),
        update="event",
        proactive=True,
        audience=Audience.PUBLIC,
        standard=None,
        children=tuple(_item(entry, data) for entry in data["items"]),
    )
    return Structure(code, data["name"], "grassroots", (field,))


def _item(entry: dict[str, Any], field: dict[str, Any]) -> ColumnSpec:
    return ColumnSpec(
        code=entry["code"],
        name=entry["name"],
        section=Section.STATUTORY,
        basis="、".join(entry.get("basis", field["basis"])),
        unit=entry.get("unit", field.get("unit", "")),
        update=UPDATE_PERIODS[entry.get("update", "event")].code,
        proactive=entry.get("proactive", True),
        audience=Audience.PUBLIC,
        standard=Standard(
            elements=tuple(entry["elements"]),
            limit=entry.get("limit", field["limit"]),
            levels=tuple(entry.get("levels", field["levels"])),
            addressees=entry.get("addressees", "all"),
        ),
        children=(),
    )
