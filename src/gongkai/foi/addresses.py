"""地址 — where a case stands: for its applicant, and on the desk."""

from django.conf import settings

from gongkai.foi.models import Case


def applicant_address(key: str) -> str:
    """Return the whole address of an applicant's page of a case."""
    return f"{settings.BASE_URL}/application/cases/{key}/"


def progress_address() -> str:
    """Return the whole address of the page where a case is found by its number and query code."""
    return f"{settings.BASE_URL}/application/progress/"


def sign_in_address(link: str) -> str:
    """Return the whole address of a link by which an applicant signs in."""
    return f"{settings.BASE_URL}/application/mine/open/{link}/"


def desk_address(case: Case) -> str:
    """Return the whole address of a case on the desk."""
    return f"{settings.BASE_URL}/desk/cases/{case.pk}/"


def desk_list_address() -> str:
    """Return the whole address of the list of cases on the desk."""
    return f"{settings.BASE_URL}/desk/cases/"
