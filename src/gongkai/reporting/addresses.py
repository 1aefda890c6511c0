"""地址 — where figures stand on the desk, as notices name them."""

from calendar import monthrange
from datetime import date
from urllib.parse import quote, urlencode

from django.conf import settings

from gongkai.agencies.models import Agency
from gongkai.rules.slices import Slice


def declared_address(agency: Agency, year: int) -> str:
    """Return the whole address of the page where an organ declares its figures for a year."""
    return f"{settings.BASE_URL}{declared_path(agency, year)}"


def declared_path(agency: Agency, year: int, line: Slice | None = None) -> str:
    """Return the same page's address on its own site, or that of one line there."""
    page = f"/desk/figures/declared/{agency.code}/{year}/"
    return f"{page}#line-{quote(str(line))}" if line else page


def report_address(agency: Agency, year: int) -> str:
    """Return the whole address of an organ's annual report on a year."""
    return f"{settings.BASE_URL}{report_path(agency, year)}"


def report_path(agency: Agency, year: int) -> str:
    """Return the same page's address on its own site."""
    return f"/desk/reports/{agency.code}/{year}/"


def rows_path(wanted: Slice, agency: Agency, year: int, *, below: bool, month: int = 0) -> str:
    """Return the address of the page with the rows that a figure counts, of an organ or of those below it too.

    Without a month they are those of the year.
    """
    asked: dict[str, object] = {"figure": wanted, "organ": agency.code}
    if month:
        last = monthrange(year, month)[1]
        asked |= {"since": date(year, month, 1), "until": date(year, month, last)}
    else:
        asked["year"] = year
    asked |= {"below": 1} if below else {}
    return f"/desk/figures/rows/?{urlencode(asked)}"


def monthly_address(agency: Agency, year: int, month: int) -> str:
    """Return the whole address of an organ's statistics of a month."""
    return f"{settings.BASE_URL}{monthly_path(agency, year, month)}"


def monthly_path(agency: Agency, year: int, month: int) -> str:
    """Return the same page's address on its own site."""
    return f"/desk/monthly/{agency.code}/{year}/{month}/"
