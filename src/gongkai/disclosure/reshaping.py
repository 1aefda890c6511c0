"""目录调整的方案 — what renaming, moving, merging, splitting or retiring a column will do at each organ.

An operation is drawn up as a plan before anything is changed; the preview shows the plan, the action carries
out the same plan. Documents belong to this room and columns to the room below, so what moves documents
between columns stands here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.catalogue.addresses import column_address
from gongkai.catalogue.models import CatalogueChange, Column, ColumnAudience, ColumnStatus
from gongkai.disclosure.models import Document
from gongkai.rules.catalogue import MAX_DEPTH
from gongkai.rules.disclosure import Attribute, DocumentStatus
from gongkai.rules.phrases import phrase

_T = TypeVar("_T")


def batches(items: Sequence[_T], size: int = 500) -> Iterator[Sequence[_T]]:
    """Yield the items in pieces that a database takes in one statement."""
    return (items[start : start + size] for start in range(0, len(items), size))


def open_as_columns_say(document_ids: Sequence[int]) -> None:
    """Let published documents be open to the public exactly where their columns are."""
    for batch in batches(document_ids):
        mine = Document.objects.filter(
            pk__in=batch, status=DocumentStatus.PUBLISHED, public__attribute=Attribute.PROACTIVE
        )
        for audience in ColumnAudience:
            ids = list(mine.filter(column__audience=audience).values_list("pk", flat=True))
            Document.objects.filter(pk__in=ids).update(open_to_public=audience == ColumnAudience.PUBLIC)


@dataclass
class Shelf:
    """一个机关的栏目 — all columns of an organ, retired ones too, by code."""

    agency: Agency
    columns: dict[str, Column]

    def active(self, code: str) -> Column | None:
        column = self.columns.get(code)
        return column if column and column.status == ColumnStatus.ACTIVE else None

    def children(self, parent: Column | None) -> list[Column]:
        parent_id = parent.pk if parent else None
        return [
            column
            for column in self.columns.values()
            if column.parent_id == parent_id and column.status == ColumnStatus.ACTIVE
        ]

    def below(self, column: Column) -> list[Column]:
        """Return every active column below one, parents first."""
        found = []
        for child in self.children(column):
            found += [child, *self.below(child)]
        return found

    def place_at_end(self, parent: Column | None) -> int:
        return max((child.position for child in self.children(parent)), default=-1) + 1


@dataclass
class Move:
    """移动的文件 — documents that go from one column to another of the same organ."""

    source: Column
    target: Column
    documents: list[int]


@dataclass
class Step:
    """一个机关的方案 — what happens to an organ's columns and documents, or why it cannot."""

    agency: Agency
    column: Column
    edits: dict[int, dict[str, Any]] = field(default_factory=dict)
    made: list[Column] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    leads: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many documents move."""
        return sum(len(move.documents) for move in self.moves)

    def hang(self, shelf: Shelf, column: Column, parent: Column | None, position: int) -> None:
        """Put a column, with all below it, under another one (None: at the top)."""
        depth = parent.depth + 1 if parent else 1
        shift, section = depth - column.depth, parent.section if parent else column.section
        below = shelf.below(column)
        deepest = max([column.depth, *(child.depth for child in below)]) + shift
        if deepest > MAX_DEPTH:
            self.problems.append(
                phrase("移动后有 %(depth)s 级，栏目最多 %(most)s 级", depth=deepest, most=MAX_DEPTH)
            )
            return
        parent_id = parent.pk if parent else None
        self.edit(column, parent_id=parent_id, depth=depth, section=section, position=position)
        for child in below:
            self.edit(child, depth=child.depth + shift, section=section)

    def edit(self, column: Column, **values: Any) -> None:
        """Note the values of a column that change."""
        changed = {name: value for name, value in values.items() if getattr(column, name) != value}
        if changed:
            self.edits.setdefault(column.pk, {}).update(changed)

    def send(self, source: Column, target: Column) -> None:
        """Move every document of a column, and let its address lead on."""
        ids = Document.objects.filter(column=source).order_by("pk").values_list("pk", flat=True)
        self.carry(source, target, list(ids))
        self.leads.append(
            (column_address(self.agency, source.code), column_address(self.agency, target.code))
        )

    def carry(self, source: Column, target: Column, documents: list[int]) -> None:
        """Move these documents, and warn when others than before will see them."""
        if not documents:
            return
        self.moves.append(Move(source, target, documents))
        if source.audience != target.audience:
            closing = target.audience == ColumnAudience.STAFF
            self.warnings.append(_closing(target, documents) if closing else _opening(target, documents))


def _closing(target: Column, documents: list[int]) -> str:
    return phrase(
        "“%(column)s”只有内部人员可见，移入的 %(count)s 件社会公众将看不到",
        column=phrase(target.name),
        count=len(documents),
    )


def _opening(target: Column, documents: list[int]) -> str:
    return phrase(
        "“%(column)s”社会公众可见，移入的 %(count)s 件中主动公开的将向社会公开",
        column=phrase(target.name),
        count=len(documents),
    )


class Operation(Protocol):
    """调整 — one of the operations of `gongkai.disclosure.operations`."""

    @property
    def kind(self) -> CatalogueChange.Kind: ...

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the columns concerned."""

    @property
    def action(self) -> str:
        """The name of the operation in the ledger."""

    def check(self) -> None:
        """Refuse what is wrong whatever the organ; raises RuleViolation."""

    def plan(self, shelf: Shelf) -> Step | None:
        """Return what happens at an organ, None where the columns are not."""

    def words(self, names: dict[str, str]) -> str:
        """Return the operation in words; `names` are the names of columns by code."""


@dataclass
class Plan:
    """方案 — what an operation will do at every organ, in the organs' order."""

    operation: Operation
    office: Agency
    steps: list[Step]
    summary: str

    @property
    def documents(self) -> int:
        return sum(step.documents for step in self.steps)

    @property
    def leads(self) -> int:
        return sum(len(step.leads) for step in self.steps)

    @property
    def problems(self) -> int:
        return sum(1 for step in self.steps if step.problems)

    @property
    def ok(self) -> bool:
        return bool(self.steps) and not self.problems


def organs_with(office: Agency, codes: Iterable[str]) -> list[Agency]:
    """Return the organs in use at or below an office that have an active column of one of these codes."""
    return list(
        Agency.objects.filter(
            path__startswith=office.path,
            status=AgencyStatus.ACTIVE,
            columns__code__in=list(codes),
            columns__status=ColumnStatus.ACTIVE,
        ).distinct()
    )


def draw_up(operation: Operation, office: Agency, agency_ids: Iterable[int] | None = None) -> Plan:
    """Return the plan of an operation below an office, at all organs or the chosen ones; changes nothing."""
    operation.check()
    chosen = None if agency_ids is None else set(agency_ids)
    organs = [
        agency for agency in organs_with(office, operation.codes) if chosen is None or agency.pk in chosen
    ]
    shelves = {agency.pk: Shelf(agency, {}) for agency in organs}
    for column in Column.objects.filter(agency__in=organs).order_by("position", "id"):
        shelves[column.agency_id].columns[column.code] = column
    steps = [step for shelf in shelves.values() if (step := operation.plan(shelf)) is not None]
    names = {
        column.code: column.name for shelf in reversed(shelves.values()) for column in shelf.columns.values()
    }
    return Plan(operation, office, steps, operation.words(names))
