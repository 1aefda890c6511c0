"""指标的取数 — for each indicator of disclosure and its columns the rows that it counts, and what breaks them down."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from gongkai.agencies.calendar import calendar
from gongkai.catalogue.models import Column, ColumnStatus
from gongkai.catalogue.queries import overdue
from gongkai.core.measures import Among, By, LocalDay, Measure, Only, Organs, Period, Rows, at
from gongkai.disclosure import queries
from gongkai.disclosure.models import CorrectionReport, Document, Relation, Version
from gongkai.rules.disclosure import DocumentStatus, RelationKind, Validity, VersionState
from gongkai.rules.limits import LIMITS

NORMATIVE_COLUMN = "20-1-normative"  # 行政规范性文件 in the templates of structure

ORGANS: Mapping[str, By] = MappingProxyType(
    {"organ": "agency__code", "organ_kind": "agency__kind", "organ_level": "agency__level"}
)
"""What every row with an organ of its own is broken down by."""
_PLACE: Mapping[str, By] = {**ORGANS, "column": "column__code"}
_ITEM: Mapping[str, By] = {
    **_PLACE,
    "genre": "public__genre__code",
    "subject": "public__subject__code",
    "theme": "public__theme__code",
    "attribute": "public__attribute",
}
_COLUMN: Mapping[str, By] = {**ORGANS, "column": "code", "unit": "unit"}
_LIMIT = min(limit.workdays for limit in LIMITS.values())


# Of a published text these two are the query form of `presentation.standing_of`. A version's row is long: both are
# answered by indexes alone.


def not_ended() -> Q:
    """Return the condition that no state was put down for a published text that ends it."""
    holding = Version.objects.filter(
        document=OuterRef("pk"), state=VersionState.PUBLISHED, validity=Validity.IN_FORCE
    )
    return Q(Exists(holding), public__isnull=False)


def running_on(day: date) -> Q:
    """Return the condition that a day lies within those on which a published text is in force."""
    others = Version.objects.filter(Q(in_force_from__gt=day) | Q(in_force_until__lt=day))
    return ~Q(public__in=others.values("pk"))


def _at(rows: QuerySet[Any], organs: Organs) -> QuerySet[Any]:
    return rows.filter(at("agency_id", organs))


def _published(seen: Q, period: Period, organs: Organs) -> QuerySet[Document]:
    rows = Document.objects.filter(seen, period.holds("published_at"), at("agency_id", organs))
    return rows.order_by("-published_at", "-id")


# What the public sees: nothing else than what is proactively disclosed is ever open to it, and only while it is
# published, which need not be asked again of each of so many rows.
_proactive = partial(_published, queries.OPEN)
_on_application = partial(_published, Q(open_to_public__in=[False], status=DocumentStatus.PUBLISHED))


def _normative_published(period: Period, organs: Organs) -> QuerySet[Document]:
    return _proactive(period, None).filter(column__in=_normative_columns(organs))


def _interpretations(period: Period, organs: Organs) -> QuerySet[Document]:
    # The few that interpret are looked up, not all that was published.
    interpreting = Relation.objects.filter(kind=RelationKind.INTERPRETS)
    rows = Document.objects.filter(Exists(_proactive(period, organs).filter(pk=OuterRef("pk"))))
    return rows.filter(pk__in=interpreting.values("document")).order_by("-published_at", "-id")


def _normative_columns(organs: Organs) -> QuerySet[Column]:
    """Return the columns of organs for normative documents: they tell whose these are, and are few."""
    tops = _at(Column.objects.filter(code=NORMATIVE_COLUMN), organs).order_by().values("pk")
    return Column.objects.filter(Q(pk__in=tops) | Q(parent__in=tops)).order_by()


def _normative(_period: Period, organs: Organs) -> QuerySet[Document]:
    rows = Document.objects.filter(queries.OPEN, not_ended(), column__in=_normative_columns(organs))
    return rows.order_by("-published_at", "-id")


def _in_force(period: Period) -> Q:
    """What is in force on the last day of the period, whenever it was published."""
    return running_on(period.last)


def _withdrawn(period: Period, organs: Organs) -> QuerySet[Document]:
    rows = queries.withdrawn().filter(period.holds("withdrawn_at"))
    return _at(rows, organs).order_by("-withdrawn_at", "-id")


def _corrected(period: Period, organs: Organs) -> QuerySet[Document]:
    rows = Document.objects.filter(period.holds("revised_at"), revised_at__gt=F("published_at"))
    return _at(rows.filter(status=DocumentStatus.PUBLISHED), organs).order_by("-revised_at", "-id")


def _timed(_period: Period) -> Q:
    return Q(days_taken__isnull=False)


def _in_time(period: Period) -> Q:
    return Q(days_taken__lt=_LIMIT) | (Q(days_taken=_LIMIT) & ~_on_a_day_off(period))


def _after_the_limit(period: Period) -> Q:
    """The stored days settle it, except on the limit itself: a day off after the last day is late as well."""
    return Q(days_taken__gt=_LIMIT) | (Q(days_taken=_LIMIT) & _on_a_day_off(period))


def _on_a_day_off(period: Period) -> Q:
    known, days = calendar(), (period.last - period.first).days + 1
    off = [day for day in map(period.first.__add__, map(timedelta, range(days))) if not known.is_workday(day)]
    return Q(Among(LocalDay("published_at"), off))


def _overdue(period: Period, organs: Organs) -> QuerySet[Column]:
    """What has been published since the period ended does not make up for it: then the last document before counts."""
    before = Document.objects.filter(
        column=OuterRef("pk"), status=DocumentStatus.PUBLISHED, published_at__lt=period.moments[1]
    ).order_by("-published_at")
    then = Case(
        When(
            last_published_on__gt=period.last, then=Subquery(before.values(day=LocalDay("published_at"))[:1])
        ),
        default=F("last_published_on"),
    )
    return _at(overdue(period.last, Column.objects.alias(last_then=then), "last_then"), organs)


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


_measured = partial(Measure, rooms=("agencies", "catalogue", "disclosure"))


def _published_items(rows: Rows, only: Only | None = None, amount: By | None = None) -> Measure:
    return _measured(rows, _ITEM, amount=amount, moment="published_at", only=only)


_DAYS = _published_items(_proactive, _timed, "days_taken")
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "disclosure.published": replace(_published_items(_proactive), besides=_on_application),
        "disclosure.published.proactive": _published_items(_proactive),
        "disclosure.normative.published": _published_items(_normative_published),
        "disclosure.normative.in_force": _measured(_normative, _ITEM, only=_in_force, lasting=True),
        "disclosure.withdrawn": _measured(_withdrawn, _ITEM, moment="withdrawn_at"),
        "disclosure.corrected": _measured(_corrected, _ITEM, moment="revised_at"),
        "disclosure.interpretations": _published_items(_interpretations),
        "disclosure.timed": _published_items(_proactive, _timed),
        "disclosure.in_time": _published_items(_proactive, _in_time),
        "disclosure.late": _published_items(_proactive, _after_the_limit),
        "disclosure.days_to_publish": _DAYS,
        "disclosure.days_to_publish.p90": _DAYS,
        "disclosure.days_to_publish.longest": _DAYS,
        "columns.overdue": _measured(_overdue, _COLUMN),
        "columns.empty": _measured(_empty, _COLUMN),
        "corrections.reported": _measured(_reported, ORGANS, moment="reported_at"),
        "corrections.answered": _measured(_answered, ORGANS, moment="answered_at"),
    }
)
"""By the keys of `rules.indicators`."""
