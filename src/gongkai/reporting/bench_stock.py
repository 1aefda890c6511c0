"""测速用的下级机关 — units below a government, what they declare and their frozen years, put in at once.

Only for places that are made to be measured.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gongkai.agencies.models import Agency, AgencyKind, User
from gongkai.catalogue.models import Column
from gongkai.disclosure.measures import NORMATIVE_COLUMN
from gongkai.reporting.declared_sheet import asked_in
from gongkai.reporting.exports_draft import draft_of
from gongkai.reporting.models import AnnualReport, DeclaredFigure
from gongkai.rules.report_forms import form_of
from gongkai.rules.report_process import ReportScope, ReportState

COLUMNS = (NORMATIVE_COLUMN, *("20-1-other",) * 19)
"""Where the documents of every organ lie: one in twenty is a normative one."""
_CODE = "bench-unit"


def units(government: Agency, count: int) -> list[Agency]:
    """Bring the invented departments of a government to `count`, each with the columns for documents; returns them."""
    models = [Column.objects.filter(code=code).order_by("pk")[0] for code in sorted(set(COLUMNS))]
    with transaction.atomic():
        for number in range(Agency.objects.filter(code__startswith=_CODE).count(), count):
            unit = Agency.objects.create(
                code=f"{_CODE}-{number:04d}",
                name=f"测速样本{number:04d}局",
                short_name=f"样本{number:04d}局",
                kind=AgencyKind.DEPARTMENT,
                level=government.level,
                parent=government,
                position=1000 + number,
            )
            unit.path = f"{government.path}{unit.pk}/"
            unit.save(update_fields=["path"])
            Column.objects.bulk_create(
                Column(
                    agency=unit,
                    code=model.code,
                    name=model.name,
                    section=model.section,
                    opened_on=model.opened_on,
                )
                for model in models
            )
    return list(Agency.objects.filter(code__startswith=_CODE).order_by("position"))


def declare(organs: Iterable[Agency], year: int, by: User, confirmed_by: User, at: datetime) -> None:
    """Let organs have declared all that the form of a year asks, confirmed by another person."""
    asked = list(asked_in(year))
    known = set(DeclaredFigure.objects.filter(year=year).values_list("agency_id", flat=True))
    DeclaredFigure.objects.bulk_create(
        DeclaredFigure(
            agency=organ,
            slice=str(one),
            year=year,
            value=number % 7,
            declared_by=by,
            declared_at=at,
            confirmed_by=confirmed_by,
            confirmed_at=at,
        )
        for organ in organs
        if organ.pk not in known
        for number, one in enumerate(asked)
    )


def freeze(organs: Sequence[Agency], years: Iterable[int], by: User, at: datetime) -> int:
    """Let organs have submitted their reports on these years, all with the figures of the first; returns how many."""
    made = 0
    for year in years:
        figures = draft_of(organs[0], year, at)[1].numbers.kept()
        rows = AnnualReport.objects.bulk_create(
            AnnualReport(
                agency=organ,
                year=year,
                form_key=form_of(year).key,
                scope=ReportScope.OWN,
                state=ReportState.SUBMITTED,
                figures=dict(figures),
                drafted_at=at,
                saved_at=at,
                submitted_by=by,
                submitted_at=at,
            )
            for organ in organs
        )
        made += len(rows)
    return made
