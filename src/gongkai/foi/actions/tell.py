"""告知 — notices about a case: to its applicant, to those who handle it, to those who lead; sent after the commit."""

from collections.abc import Iterable

from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import ancestor_ids, in_post
from gongkai.core.change import Change
from gongkai.foi.addresses import applicant_address, desk_address
from gongkai.foi.models import Case
from gongkai.notices.sending import Contact, notify
from gongkai.rules.posts import Role


def tell_applicant(
    change: Change, case: Case, template: str, *, occasion: str = "", **places: object
) -> bool:
    """Tell the applicant of a case, and say whether there was anything to tell: not twice for one occasion.

    One who was made anonymous is told nothing any more.
    """
    applicant = case.applicant
    if applicant.anonymised_at:
        return False
    to = Contact(email=applicant.email, phone=applicant.phone, site=True, language=applicant.language)
    link = applicant_address(case.access_token)
    written = notify(
        change,
        template,
        to=to,
        places={"number": case.number, "link": link, **places},
        subject=case,
        agency=case.agency,
        occasion=occasion,
    )
    return bool(written)


def tell_people(
    change: Change,
    case: Case,
    template: str,
    people: Iterable[User],
    *,
    occasion: str = "",
    sender: Agency | None = None,
    **places: object,
) -> None:
    """Tell officials about a case, each once, in the name of its organ or of another one."""
    for user in dict.fromkeys(people):
        notify(
            change,
            template,
            to=Contact.of(user),
            places={"number": case.number, "link": desk_address(case), **places},
            subject=case,
            agency=sender or case.agency,
            occasion=occasion,
        )


def officers_of(change: Change, case: Case) -> list[User]:
    """Return who has a case in hand: its lead, or every case officer of its organ while it has none."""
    return [case.lead] if case.lead else people_at(change, case.agency, Role.CASE_OFFICER)


def people_at(change: Change, agency: Agency, role: Role) -> list[User]:
    """Return who holds a post at an organ today."""
    today = timezone.localdate(change.now)
    posts = in_post(today).filter(agency=agency, role=role, user__is_active=True).order_by("pk")
    return [post.user for post in posts]


def people_of_the_office(change: Change, office: Agency) -> list[User]:
    """Return who works for the disclosure office: its posts stand at its own organ, or at the government above it."""
    today = timezone.localdate(change.now)
    posts = in_post(today).filter(agency__in=ancestor_ids(office), role=Role.OFFICE)
    return [post.user for post in posts.filter(user__is_active=True).order_by("pk")]
