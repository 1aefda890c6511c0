"""剩余时间 — how long there is until a case must be answered, in the words of lists and pages."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.foi.models import Case
from gongkai.rules.calendar import WorkCalendar

NEAR = 3  # working days from which a limit counts as near


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """剩余时间 — in words, whether the limit is over, and whether it is near."""

    words: str
    late: bool
    near: bool


def time_left(case: Case, known: WorkCalendar, today: date) -> TimeLeft | None:
    """Return how long there is until a case must be answered; None where no limit runs."""
    if case.due_on is None or not case.open:
        return None
    if case.due_on < today:
        days = known.workdays_between(case.due_on, today)
        # On the days off after a limit it is over, by no working day yet.
        words = _("已超 %(days)d 个工作日") % {"days": days} if days else _("已过期限")
        return TimeLeft(words, late=True, near=True)
    days = known.workdays_between(today, case.due_on)
    words = _("还剩 %(days)d 个工作日") % {"days": days} if case.due_on > today else _("今天到期")
    return TimeLeft(words, late=False, near=days <= NEAR)
