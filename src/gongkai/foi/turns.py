"""轮到谁办 — the applications for which it is an actor's turn now, in groups, for the page of the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Verdict
from gongkai.foi import desk, desk_lists, policies
from gongkai.foi.models import Case
from gongkai.foi.steps import NextStep, first_step
from gongkai.foi.time_left import time_left
from gongkai.rules.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Turn:
    """一件申请的下一步 — when it is due in words, the step, and whether it waits for this actor themselves."""

    case: Case
    group: str
    when: str
    late: bool
    step: NextStep
    mine: bool


@dataclass(frozen=True, slots=True)
class Turns:
    """一组申请 — its name, a hint, the list where all of it stands."""

    name: str
    hint: str
    url: str
    turns: list[Turn]


_GROUPS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "sign": (_l("等您签发、批准的"), _l("看完全部再签")),
    "overdue": (_l("快到期和超期的申请"), _l("按工作日计算")),
    "confirm": (_l("新来的申请"), _l("确认收到，分给人办")),
    "mine": (_l("在办的申请"), _l("期限近的在前")),
}
"""Each group bears the name of the list where all of it stands."""
_BY_STEP = {
    "sign": "sign",
    "decide-extension": "sign",
    "decide-fee": "sign",
    "answer-correction": "sign",
    "confirm": "confirm",
    "assign": "confirm",
}


def turns_of(actor: Actor, today: date, known: WorkCalendar) -> list[Turns]:
    """Return what waits for an actor: to sign, near or late, to confirm or hand out, and the rest in hand."""
    if not actor.may(policies.SEE_CASES):
        return []
    cases = [*desk_lists.to_correct(actor), *desk_lists.open_turns(actor, today)]
    owed = desk.owed_by(actor, cases)
    found = {case.pk: _turn(case, actor, today, known, owed.get(case.pk)) for case in cases}
    for case in desk_lists.escalated(actor):
        if found.get(case.pk) is None:
            found[case.pk] = _told_of(case, known, today)
    turns = [turn for turn in found.values() if turn is not None]
    return [
        Turns(
            str(name),
            str(hint),
            f"/desk/cases/?list={group}",
            [turn for turn in turns if turn.group == group],
        )
        for group, (name, hint) in _GROUPS.items()
    ]


def _told_of(case: Case, known: WorkCalendar, today: date) -> Turn:
    """What who leads was told of: near its limit or late, in somebody else's hands; they look how it stands."""
    step = NextStep("look", _("查看"), f"/desk/cases/{case.pk}/", "", Verdict(True))
    left = time_left(case, known, today)
    return Turn(case, "overdue", left.words if left else "", bool(left and left.late), step, mine=True)


def _turn(case: Case, actor: Actor, today: date, known: WorkCalendar, owed: desk.Owed | None) -> Turn | None:
    step = first_step(case, actor, today, owed)
    if step is None:
        return None
    left = time_left(case, known, today)
    group = _BY_STEP.get(step.name, "mine")
    if group != "sign" and left is not None and left.near:
        group = "overdue"
    words = left.words if left else _("期限暂停") if case.stopped_by else _("没有期限")
    mine = case.lead_id == actor.user_id or step.name in _BY_STEP or step.name == "answer"
    return Turn(case, group, words, bool(left and left.late), step, mine)
