"""采用程序自带的安排 — a new version of the program may know more years, or know one better: then deadlines move."""

from datetime import datetime
from hashlib import sha256

from gongkai.agencies.calendar import LOADED
from gongkai.agencies.holiday_files import toml_of
from gongkai.agencies.policies import SYSTEM
from gongkai.agencies.queries import jurisdiction
from gongkai.core.change import changing
from gongkai.core.models import LedgerEntry
from gongkai.core.pages import SITE
from gongkai.rules.calendar import WorkCalendar

_ACTION = "agencies.take_up_years"


def take_up_years(*, now: datetime) -> list[int]:
    """采用程序自带的安排 — return the years that this version tells differently from the one before; [] mostly.

    What each version told is in the ledger, as one digest a year. Deadlines in the years that differ are counted
    again; the first version of all has nothing to be compared with.
    """
    here = jurisdiction()
    told = {str(year): _digest(toml_of(table)) for year, table in WorkCalendar.load().years.items()}
    before = _told_before()
    if here is None or told == before:
        return []
    years = sorted(int(year) for year in {*told, *before} if told.get(year) != before.get(year))
    with changing(SYSTEM, now) as change:
        change.record(_ACTION, here, agency_id=here.root_id, years=told)
        if before:
            for year in years:
                change.ask(LOADED, year)
            change.touch(SITE)
    return years if before else []


def _told_before() -> dict[str, str]:
    entry = LedgerEntry.objects.filter(action=_ACTION).order_by("-id").first()
    return entry.detail["years"] if entry else {}


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
