"""指标的取数 — for each indicator the rows that it counts, so that every figure can be opened.

A measure is a queryset, never a number: a page shows its count or its median and links to the same rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.catalogue.models import Column, ColumnStatus
from gongkai.catalogue.queries import overdue
from gongkai.disclosure import queries
from gongkai.disclosure.models import CorrectionReport, Document
from gongkai.rules.disclosure import Attribute, DocumentStatus, Validity
from gongkai.rules.limits import LIMITS
from gongkai.rules.publication import is_late

NORMATIVE_COLUMN = "20-1-normative"  # 行政规范性文件 in the templates of structure


@dataclass(frozen=True, slots=True)
class Period:
    """统计期间 — from a day to a day, both included, in the place's own time."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """Return a whole calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment of the period and the first one after it."""
        zone = timezone.get_default_timezone()
        after = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), zone), datetime.combine(after, time(), zone)

    def holds(self, field: str) -> Q:
        """Return the condition that a moment lies in the period."""
        start, end = self.moments
        return Q(**{f"{field}__gte": start, f"{field}__lt": end})


Organs = Sequence[int] | None
"""Ids of the organs to count; None for all."""

Measure = Callable[[Period, Organs], QuerySet[Any]]


def in_force_on(day: date) -> Q:
    """Return the condition that a published text is in force: the query form of `presentation.standing_of`."""
    begun = Q(public__in_force_from=None) | Q(public__in_force_from__lte=day)
    not_over = Q(public__in_force_until=None) | Q(public__in_force_until__gte=day)
    return Q(public__validity=Validity.IN_FORCE) & begun & not_over


def median_days(documents: QuerySet[Document]) -> int | None:
    """Return the median of the working days that documents took, the lower of two middle ones; None for none."""
    days = documents.filter(days_taken__isnull=False)
    count = days.count()
    if not count:
        return None
    return days.order_by("days_taken").values_list("days_taken", flat=True)[(count - 1) // 2]


def _at(rows: QuerySet[Any], organs: Organs) -> QuerySet[Any]:
    return rows if organs is None else rows.filter(agency_id__in=organs)


def _published(period: Period, organs: Organs) -> QuerySet[Document]:
    rows = Document.objects.filter(period.holds("published_at"), status=DocumentStatus.PUBLISHED)
    return _at(rows, organs).order_by("-published_at", "-id")


def _proactive(period: Period, organs: Organs) -> QuerySet[Document]:
    return _published(period, organs).filter(queries.OPEN, public__attribute=Attribute.PROACTIVE)


def _normative(period: Period, organs: Organs) -> QuerySet[Document]:
    """What is in force on the last day of the period, whenever it was published."""
    columns = Column.objects.filter(Q(code=NORMATIVE_COLUMN) | Q(parent__code=NORMATIVE_COLUMN)).order_by()
    rows = Document.objects.filter(queries.OPEN, in_force_on(period.last), column__in=columns)
    return _at(rows, organs).order_by("-published_at", "-id")


def _withdrawn(period: Period, organs: Organs) -> QuerySet[Document]:
    rows = queries.withdrawn().filter(period.holds("withdrawn_at"))
    return _at(rows, organs).order_by("-withdrawn_at", "-id")


def _corrected(period: Period, organs: Organs) -> QuerySet[Document]:
    rows = Document.objects.filter(period.holds("revised_at"), revised_at__gt=F("published_at"))
    return _at(rows.filter(status=DocumentStatus.PUBLISHED), organs).order_by("-revised_at", "-id")


def _timed(period: Period, organs: Organs) -> QuerySet[Document]:
    return _proactive(period, organs).filter(days_taken__isnull=False)


def _late(period: Period, organs: Organs) -> QuerySet[Document]:
    """The stored days settle it, except on the limit itself: a day off after the last day is late as well."""
    limit = min(limit.workdays for limit in LIMITS.values())
    known = calendar()
    near = _timed(period, organs).filter(days_taken__gte=limit)
    late = [
        pk
        for pk, formed_on, published_at in near.values_list("pk", "public__formed_on", "published_at")
        if formed_on and is_late(formed_on, timezone.localdate(published_at), known)
    ]
    return _timed(period, organs).filter(pk__in=late)


def _overdue(period: Period, organs: Organs) -> QuerySet[Column]:
    return _at(overdue(period.last), organs)


def _empty(period: Period, organs: Organs) -> QuerySet[Column]:
    """Columns in use at the bottom of the tree with nothing in them, of those opened by the end of the period."""
    rows = Column.objects.filter(
        status=ColumnStatus.ACTIVE, children=None, published_count=0, opened_on__lte=period.last
    )
    return _at(rows.select_related("agency"), organs).order_by("agency__position", "agency_id", "position")


def _reported(period: Period, organs: Organs) -> QuerySet[CorrectionReport]:
    return _at(CorrectionReport.objects.filter(period.holds("reported_at")), organs)


def _answered(period: Period, organs: Organs) -> QuerySet[CorrectionReport]:
    return _at(CorrectionReport.objects.filter(period.holds("answered_at")), organs)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "disclosure.published": _published,
        "disclosure.published.proactive": _proactive,
        "disclosure.normative.in_force": _normative,
        "disclosure.withdrawn": _withdrawn,
        "disclosure.corrected": _corrected,
        "disclosure.days_to_publish": _timed,
        "disclosure.late": _late,
        "columns.overdue": _overdue,
        "columns.empty": _empty,
        "corrections.reported": _reported,
        "corrections.answered": _answered,
    }
)
"""By the keys of `rules.indicators`."""
