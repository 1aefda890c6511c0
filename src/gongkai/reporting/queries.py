"""年报的查询 — reports as the desk sees them: an organ's versions, a year's organs side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from gongkai.agencies.models import Agency, AgencyKind, AgencyStatus
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.core.permissions import Permission
from gongkai.core.statements import asked_again
from gongkai.reporting import policies
from gongkai.reporting.models import AnnualReport
from gongkai.rules.report_deadlines import ReportDeadline, report_deadline
from gongkai.rules.report_forms import forms

FIRST_YEAR = min(form.first_year for form in forms())


@dataclass(frozen=True, slots=True)
class Standing:
    """年报进度 — an organ, its newest version of a year's report (None: not begun), and until when it must be public."""

    agency: Agency
    report: AnnualReport | None
    due: date

    def late(self, today: date) -> bool:
        """Whether the day has passed before the report was public."""
        return today > self.due and not (self.report and self.report.published)

    @property
    def submitted(self) -> bool:
        return self.report is not None and self.report.frozen


def agency_for(actor: Actor, code: str) -> Agency:
    """Return an organ whose reports an actor sees; raises Http404."""
    agency = agencies_for(actor, policies.SEE_REPORTS).filter(code=code).first()
    if agency is None:
        raise Http404
    return agency


def versions(agency: Agency, year: int) -> QuerySet[AnnualReport]:
    """Return the versions of an organ's report on a year, the newest first."""
    people = ("agency", "drafted_by", "submitted_by", "signed_by", "document")
    return AnnualReport.objects.filter(agency=agency, year=year).select_related(*people).order_by("-number")


def standings(actor: Actor, year: int) -> list[Standing]:
    """Return how far the report on a year is at each organ that an actor sees, those below after those above."""
    organs = agencies_for(actor, policies.SEE_REPORTS).filter(status=AgencyStatus.ACTIVE)
    listed = list(organs.order_by("level", "position", "pk").distinct())
    newest = _newest(listed, year)
    return [Standing(organ, newest.get(organ.pk), deadline_of(organ, year).day) for organ in listed]


def deadline_of(agency: Agency, year: int) -> ReportDeadline:
    """Return until when an organ's report on a year must be public, and the article that says so."""
    return report_deadline(year, government=agency.kind == AgencyKind.GOVERNMENT)


def year_at_hand(today: date) -> int:
    """Return the year on which reports are written these days: the one that is over."""
    return today.year - 1


def waiting_for(actor: Actor, today: date) -> int:
    """Return how many reports of the year at hand wait for an actor's signature, or are not submitted where they draft."""
    year = year_at_hand(today)
    counted = _to_sign_of(actor, year), _not_submitted(actor, year)
    return sum(rows[0][0] for rows in counted if rows)


@asked_again
def _to_sign_of(actor: Actor, year: int) -> object:
    return to_sign(actor).filter(year=year).count()


@asked_again
def _not_submitted(actor: Actor, year: int) -> object:
    drafting = _own(actor, policies.DRAFT_REPORT)
    done = AnnualReport.objects.filter(agency__in=drafting, year=year).exclude(state="draft")
    return drafting.exclude(pk__in=done.values("agency_id")).count()


def to_sign(actor: Actor) -> QuerySet[AnnualReport]:
    """Return the reports that wait for an actor's signature."""
    rows = AnnualReport.objects.filter(agency__in=_own(actor, policies.SIGN_REPORT), state="submitted")
    return rows.exclude(submitted_by=actor.user).select_related("agency", "submitted_by")


def _own(actor: Actor, wanted: Permission) -> QuerySet[Agency]:
    """The organs where an actor has the post itself, without those below."""
    posts = {post.agency_id for post in actor.posts if post.role in wanted.roles}
    return Agency.objects.filter(pk__in=sorted(posts), status=AgencyStatus.ACTIVE)


def _newest(organs: Iterable[Agency], year: int) -> dict[int, AnnualReport]:
    rows = AnnualReport.objects.filter(agency__in=list(organs), year=year).select_related(
        "document", "agency"
    )
    return {row.agency_id: row for row in rows.defer("figures").order_by("number")}
