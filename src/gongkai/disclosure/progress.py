"""进度 — the four steps of a version on its way to the public, with people and times."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gongkai.disclosure.models import Review, Version
from gongkai.rules.disclosure import VersionState

_ORDER = (
    (VersionState.DRAFT,),
    (VersionState.IN_REVIEW,),
    (VersionState.IN_SIGNING,),
    (VersionState.SCHEDULED,),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """一步的进度 — its name, whether it is "done", "now" or "" (to come), who and when, and what it waits for."""

    label: str
    standing: str
    who: str = ""
    at: datetime | None = None
    words: str = ""


def progress_of(version: Version) -> list[Mark]:
    """Return the four marks of a version: 起草, 保密审查, 签发, 公开."""
    place = next((n for n, states in enumerate(_ORDER) if VersionState(version.state) in states), len(_ORDER))
    if version.state == VersionState.DISCARDED:
        return [Mark(_("起草"), "now", _name(version.author), version.saved_at, _("已作废"))]
    passed = {
        review.kind: review
        for review in version.reviews.order_by("id").select_related("by")
        if review.outcome == Review.Outcome.PASSED
    }
    return [
        Mark(
            _("起草"),
            _standing(place, 0),
            _name(version.author),
            version.submitted_at if place else version.saved_at,
        ),
        _decided(
            _("保密审查"), _standing(place, 1), passed.get(Review.Kind.CONFIDENTIALITY), _("审查员正在审")
        ),
        _decided(_("签发"), _standing(place, 2), passed.get(Review.Kind.SIGNATURE), _("等分管领导签发")),
        _publication(version, _standing(place, 3)),
    ]


def _standing(place: int, mine: int) -> str:
    return "done" if place > mine else "now" if place == mine else ""


def _name(user: object) -> str:
    return str(user) if user else _("系统")


def _decided(label: str, standing: str, review: Review | None, waiting: str) -> Mark:
    if standing == "done" and review:
        return Mark(label, standing, review.by.name, review.at)
    return Mark(label, standing, words=waiting if standing == "now" else "")


def _publication(version: Version, standing: str) -> Mark:
    if version.published_at:
        return Mark(_("公开"), "done", at=version.published_at)
    if version.scheduled_for:
        return Mark(_("公开"), standing, at=version.scheduled_for, words=_("到时自动公开"))
    return Mark(_("公开"), standing, words=_("签发前不会公开"))
