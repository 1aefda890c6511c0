"""依申请公开的后台工作 — each morning's figures and reminders, what runs out, recomputing; each only calls actions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from gongkai.agencies.calendar import calendar, on_change
from gongkai.core import checks
from gongkai.core.outbox import handles
from gongkai.core.schedule import every
from gongkai.foi import proofs, recompute
from gongkai.foi.actions.anonymise import anonymise, due_for_anonymising
from gongkai.foi.actions.archive import archive_resting
from gongkai.foi.actions.recompute import DUE_CHANGED, recompute_cases, tell_of_new_day
from gongkai.foi.actions.remind import escalate, send_digests
from gongkai.foi.actions.renew_fingerprints import renew_fingerprints
from gongkai.foi.actions.save_application import drop_expired
from gongkai.foi.actions.sign_in import drop_sign_ins
from gongkai.foi.models import Case
from gongkai.foi.sealing import forget_strays

_MORNING = 8  # o'clock, when offices open
_AT_ONCE = (
    200  # cases archived, applicants made anonymous in one go, so that the worker's other work is not held up
)
_told: date | None = None

checks.register("foi_clocks", "申请的期限与办理经过一致", recompute.differences)
checks.register("foi_letters", "文书与定稿、决定一致", proofs.letters_amiss)
checks.register("foi_files", "案卷材料能够打开", proofs.files_amiss)


@every(timedelta(minutes=1))
def begin_the_morning(now: datetime) -> None:
    """每日提要与逐级提醒 — on working days, when offices open; repeated after a restart, it tells nobody twice."""
    global _told
    local = timezone.localtime(now)
    if _told == local.date() or local.hour < _MORNING or not calendar().is_workday(local.date()):
        return
    escalate(now)
    send_digests(now)
    _told = local.date()


@every(timedelta(hours=1))
def take_away_what_ran_out(now: datetime) -> None:
    """清除到期的内容 — applications that nobody came back to, links to sign in; what rests is archived, and who applied erased later."""
    drop_expired(now)
    drop_sign_ins(now)
    archive_resting(now, _AT_ONCE)
    for applicant in due_for_anonymising(now)[:_AT_ONCE]:
        anonymise(Case.objects.filter(applicant=applicant).values_list("pk", flat=True)[0], now=now)


@every(timedelta(days=1))
def take_away_strays(now: datetime) -> None:
    """清除没有归属的材料 — sealed bytes that a change which failed, or a process that died, left without a row."""
    forget_strays(now)


@every(timedelta(hours=1))
def recognise_again(now: datetime) -> None:
    """重新识别 — after a restore without the secret key; else this asks for one row."""
    renew_fingerprints(now)


@on_change
def recompute_after_a_change(years: Sequence[int]) -> None:
    """节假日安排变动后重新计算 — whichever years changed, every open case is read anew."""
    recompute_cases(timezone.now())


@handles(DUE_CHANGED)
def tell_applicants(case_ids: Sequence[int]) -> None:
    """告知新的答复期限."""
    tell_of_new_day(case_ids, timezone.now())
