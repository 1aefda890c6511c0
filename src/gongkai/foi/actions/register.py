"""登记 — the day of receipt is established, the clock begins, and the applicant gets the receipt (2019 Art. 31)."""

from datetime import date

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change
from gongkai.foi import clocks
from gongkai.foi.actions.happen import happen
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import tell_applicant
from gongkai.foi.addresses import progress_address
from gongkai.foi.models import Case
from gongkai.rules.clock import ImpossibleEvent
from gongkai.rules.process import RuleViolation
from gongkai.rules.receiving import Channel, Receipt, receipt_day


def receipt_of(case: Case) -> Receipt:
    """Return what the rule of its channel says of the day on which a case was received."""
    return receipt_day(
        Channel(case.channel),
        arrived_on=case.arrived_on,
        signed_on=case.signed_for_on,
        confirmed_on=case.confirmed_on,
    )


def begin_clock(case: Case, receipt: Receipt) -> None:
    """Put the day of receipt on a case, and the clock that begins with it, unsaved; raises RuleViolation."""
    case.received_on = case.clock_since = receipt.day
    case.receipt_rule = receipt.sentence
    try:
        clocks.keep_reading(case, clocks.reading_of(case, calendar(), events=()))
    except ImpossibleEvent as impossible:
        raise RuleViolation(impossible.args[0]) from impossible


def acknowledge(change: Change, case: Case, receipt: Receipt, on: date, *, who: Actor) -> None:
    """Write that a case was received, issue its receipt and tell the applicant."""
    happen(change, case, "confirmed", on, who=who, citation=receipt.citation)
    places = {"query_url": progress_address(), "query_code": case.query_code}
    issue(change, case, "receipt", addressee=case.applicant.name, places=places, who=who)
    tell_applicant(
        change, case, "application_received", code=case.query_code, due=case.due_on or case.receipt_rule
    )
