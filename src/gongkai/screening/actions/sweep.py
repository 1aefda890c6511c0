"""清查 — look through everything public again: of one organ with those below it, or of all; one at a time."""

from datetime import datetime

from django.http import Http404

from gongkai.agencies.models import Agency, Jurisdiction
from gongkai.agencies.policies import SYSTEM, Actor
from gongkai.core.change import changing
from gongkai.disclosure.models import Document
from gongkai.disclosure.queries import OPEN
from gongkai.privacy.ruleset import RULESET
from gongkai.rules.process import RuleViolation
from gongkai.screening import policies
from gongkai.screening.models import Sweep, SweepState
from gongkai.screening.queries import sweeps_for, under_way

_WORDS = 300


def start_sweep(agency_id: int | None, *, actor: Actor, now: datetime, why: str = "") -> Sweep:
    """发起清查 (2019 Regulations Art. 18) — of an organ with those below it, or of all (None), by its office.

    Raises Denied, Http404; RuleViolation while another one is under way.
    """
    with changing(actor, now):
        actor.require(policies.SWEEP, place_of(agency_id))
        return _start(agency_id, actor, now, why)


def start_under_new_rules(*, now: datetime) -> Sweep | None:
    """规则更新后自动清查 — of all, once for each ruleset; None where nothing is to be done.

    A sweep of all that somebody stopped is not begun again: they know why.
    """
    if under_way().exists() or Sweep.objects.filter(ruleset=RULESET, agency=None).exists():
        return None
    if not Document.objects.filter(OPEN).exists():
        return None
    with changing(SYSTEM, now):
        return _start(None, SYSTEM, now, "")


def _start(agency_id: int | None, actor: Actor, now: datetime, why: str) -> Sweep:
    """Begin a sweep within an open change."""
    with changing(actor, now) as change:
        if under_way().exists():
            raise RuleViolation("有一次清查正在进行，请等它查完，或者先停下它")
        sweep = Sweep.objects.create(
            agency_id=agency_id, ruleset=RULESET, why=why.strip()[:_WORDS], by=actor.user, asked_at=now
        )
        change.record(
            "screening.start_sweep", sweep, agency_id=agency_id, note=sweep.why, ruleset=sweep.ruleset
        )
    return sweep


def stop_sweep(sweep_id: int, *, actor: Actor, now: datetime) -> Sweep:
    """停止清查 — what was found so far stays. Raises Denied, Http404; RuleViolation when it is over."""
    with changing(actor, now) as change:
        sweep = sweeps_for(actor).select_for_update(of=("self",)).filter(pk=sweep_id).first()
        if sweep is None:
            raise Http404
        actor.require(policies.SWEEP, place_of(sweep.agency_id))
        if sweep.state not in (SweepState.WAITING, SweepState.RUNNING):
            raise RuleViolation("这次清查已经结束了")
        _end(sweep, SweepState.STOPPED, now)
        change.record("screening.stop_sweep", sweep, agency_id=sweep.agency_id, done=sweep.done)
    return sweep


def end_outdated(sweep_id: int, *, now: datetime) -> None:
    """规则更新，停止清查 — what was begun under other rules is not gone on with."""
    with changing(SYSTEM, now) as change:
        sweep = Sweep.objects.select_for_update().get(pk=sweep_id)
        _end(sweep, SweepState.STOPPED, now)
        change.record(
            "screening.stop_sweep", sweep, agency_id=sweep.agency_id, done=sweep.done, ruleset=RULESET
        )


def finish_sweep(sweep_id: int, *, now: datetime) -> None:
    """清查完成 — the worker has come to the end; a sweep that was stopped meanwhile stays so."""
    with changing(SYSTEM, now) as change:
        sweep = Sweep.objects.select_for_update().get(pk=sweep_id)
        if sweep.state == SweepState.RUNNING:
            _end(sweep, SweepState.DONE, now)
        change.record(
            "screening.finish_sweep",
            sweep,
            agency_id=sweep.agency_id,
            done=sweep.done,
            found=sweep.findings.count(),
        )


def place_of(agency_id: int | None) -> Agency:
    """Return the organ whose office sweeps: the organ itself, the root for a sweep of all; raises Http404."""
    if agency_id is None:
        here = Jurisdiction.objects.select_related("root").first()
        agency = here.root if here else None
    else:
        agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    return agency


def _end(sweep: Sweep, state: SweepState, now: datetime) -> None:
    sweep.state, sweep.finished_at = state, now
    if state == SweepState.DONE:
        # What was published or withdrawn meanwhile makes the count of the beginning wrong.
        sweep.total = sweep.done
    sweep.save(update_fields=["state", "finished_at", "total"])
