"""目录的查询 — columns of an organ, classes of a scheme, the column that a file is likely to belong to."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, DateField, F, Q, QuerySet, Value, When

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.catalogue.models import Column, ColumnAudience, ColumnStatus, Term
from gongkai.catalogue.policies import EDIT_COLUMN
from gongkai.rules.catalogue import UPDATE_PERIODS, Section
from gongkai.rules.proposals import proposed_columns
from gongkai.search.folding import fold


@dataclass
class Branch:
    """目录分支 — a column with what stands below it; `count` includes the branches."""

    column: Column
    branches: list["Branch"] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.column.published_count + sum(branch.count for branch in self.branches)


def columns_of(agency: Agency, *, staff: bool = False) -> QuerySet[Column]:
    """Return the active columns of an organ; those for staff only when asked."""
    columns = Column.objects.filter(agency=agency, status=ColumnStatus.ACTIVE)
    return columns if staff else columns.filter(audience=ColumnAudience.PUBLIC)


def tree_of(agency: Agency, *, staff: bool = False) -> dict[Section, list[Branch]]:
    """Return an organ's columns as trees by section, in one query."""
    branches = {column.pk: Branch(column) for column in columns_of(agency, staff=staff)}
    tree: dict[Section, list[Branch]] = {section: [] for section in Section}
    for branch in branches.values():
        parent = branches.get(branch.column.parent_id or 0)
        (parent.branches if parent else tree[Section(branch.column.section)]).append(branch)
    return tree


def overdue(
    today: date, columns: QuerySet[Column] | None = None, last: str = "last_published_on"
) -> QuerySet[Column]:
    """Return the columns whose update period has passed since the last document (栏目负责制).

    `last` names the day of the last document where `columns` bring another one than that of today.
    """
    limits = [
        When(update_period=period.code, then=Value(today - timedelta(days=period.days)))
        for period in UPDATE_PERIODS.values()
        if period.days is not None
    ]
    limit = F("limit")
    return (
        (Column.objects.all() if columns is None else columns)
        .alias(limit=Case(*limits, output_field=DateField()))
        .filter(Q(**{f"{last}__lt": limit}) | Q(**{last: None}), opened_on__lt=limit)
        .filter(status=ColumnStatus.ACTIVE, children=None)
        .select_related("agency")
        .order_by("agency__position", "agency_id", "position")
    )


def term_named(scheme: str, name: str) -> Term | None:
    """Return the class of that name in a scheme, or None."""
    return Term.objects.filter(scheme__code=scheme, name=name).first() if name else None


def columns_proposed(agency: Agency, *, title: str, genre: str) -> list[Column]:
    """Return the columns of an organ to which a title and a genre point, the most telling first."""
    codes = proposed_columns(fold(title), genre)
    columns = {column.code: column for column in columns_of(agency).filter(code__in=codes)}
    return [columns[code] for code in dict.fromkeys(codes) if code in columns]


def proposed_column(agency: Agency, *, title: str, genre: str) -> Column | None:
    """Return the column of an organ that a title and a genre point to, or None."""
    return next(iter(columns_proposed(agency, title=title, genre=genre)), None)


def overdue_for(actor: Actor, today: date) -> QuerySet[Column]:
    """Return the overdue columns at the organs whose columns an actor keeps."""
    return overdue(today).filter(agency__in=agencies_for(actor, EDIT_COLUMN))
