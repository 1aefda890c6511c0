"""登记申请 — an application comes in, through whichever channel, and is a case from then on (2019 Arts. 29–31)."""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import active_agencies
from gongkai.core.change import Change, changing
from gongkai.core.permissions import Denied
from gongkai.core.sealed import fingerprint
from gongkai.foi import policies
from gongkai.foi.actions.happen import happen
from gongkai.foi.actions.keep_file import keep_file
from gongkai.foi.actions.register import acknowledge, begin_clock, receipt_of
from gongkai.foi.actions.tell import people_at, tell_people
from gongkai.foi.contacts import email_fingerprint, phone_fingerprint
from gongkai.foi.files import CheckedFile, checked
from gongkai.foi.filing import ApplicantFacts, Filed, Filing, check_filing
from gongkai.foi.models import Applicant, Case
from gongkai.foi.numbers import new_key, new_number, new_query_code
from gongkai.foi.queries import key_fingerprint
from gongkai.rules.application_process import HAPPENING_LABELS, CaseState
from gongkai.rules.applications import FORM_CITATION
from gongkai.rules.posts import Role
from gongkai.rules.receiving import Channel


class _FiledAlready(Exception):
    """The same form came a second time."""


def file_case(filing: Filing, *, actor: Actor, now: datetime) -> Filed:
    """登记申请 — return the case with the secrets of its receipt; the same submission twice is one case.

    Anybody may apply online, on that day; what came by another way is registered by an officer of the organ.
    Raises RuleViolation (with its field) for an application that cannot be registered, Denied, Http404.
    """
    if (known := _filed_with(filing.submission)) is not None:
        return known
    files = checked(filing.files)
    try:
        with changing(actor, now) as change:
            if _filed_with(filing.submission) is not None:
                raise _FiledAlready
            return _file(change, filing, files, actor)
    except _FiledAlready:
        known = _filed_with(filing.submission)
        assert known is not None
        return known


def _filed_with(submission: str) -> Filed | None:
    case = Case.objects.filter(submission=submission).first() if submission else None
    return Filed(case, case.access_token, case.query_code) if case else None


def _file(change: Change, filing: Filing, files: tuple[CheckedFile, ...], actor: Actor) -> Filed:
    agency = active_agencies().filter(pk=filing.agency_id).first()
    if agency is None:
        raise Http404
    today = timezone.localdate(change.now)
    officer = bool(actor.may(policies.HANDLE, agency))
    if filing.channel is not Channel.ONLINE and not officer:
        raise Denied(actor.may(policies.HANDLE, agency).reason)
    check_filing(filing, today, by_officer=officer)
    case = _case_of(filing, agency, actor if officer else Actor(), change.now)
    key, code = case.access_token, case.query_code
    receipt = receipt_of(case)
    case.receipt_rule = receipt.sentence
    if receipt.day is not None:
        begin_clock(case, receipt)
        case.state = CaseState.REGISTERED
    case.applicant = _applicant(filing.applicant)
    case.save()
    for file in files:
        keep_file(case, file.kind, file.name, file.data, file.media_type, who=actor, now=change.now)
    happen(
        change, case, "filed", case.arrived_on, who=actor, citation=FORM_CITATION, channel=str(filing.channel)
    )
    if receipt.day is not None:
        acknowledge(change, case, receipt, receipt.day, who=actor)
    if not officer:
        people = people_at(change, agency, Role.CASE_OFFICER)
        tell_people(change, case, "applicant_acted", people, deed=HAPPENING_LABELS["filed"])
    return Filed(case, key, code)


def _case_of(filing: Filing, agency: Agency, by: Actor, now: datetime) -> Case:
    key = new_key()
    at_once = filing.channel is Channel.ONLINE and settings.ONLINE_RECEIPT == "at_once"
    return Case(
        number=new_number(agency, filing.arrived_on.year),
        agency=agency,
        applicant_kind=filing.applicant.kind,
        title=filing.title.strip(),
        description=filing.description.strip(),
        sought_number=filing.sought_number.strip(),
        features=filing.features.strip(),
        form_wanted=filing.form_wanted,
        way_wanted=filing.way_wanted,
        accept_other=filing.accept_other,
        asks_fee_reduction=filing.asks_fee_reduction,
        may_be_shown=filing.may_be_shown,
        channel=filing.channel,
        entered_by=by.user,
        filed_at=now,
        submission=filing.submission or None,
        access_token=key,
        access_fingerprint=key_fingerprint(key),
        query_code=new_query_code(),
        arrived_on=filing.arrived_on,
        signed_for_on=filing.signed_for_on,
        confirmed_on=filing.confirmed_on or (filing.arrived_on if at_once else None),
    )


def _applicant(facts: ApplicantFacts) -> Applicant:
    """Each application keeps who applied as they said it then; the fingerprint tells that it is the same person."""
    known = asdict(facts)
    del known["kind"]  # of the case
    return Applicant.objects.create(**known, **fingerprints_of(facts))


def fingerprints_of(facts: ApplicantFacts) -> dict[str, str]:
    """Return every keyed digest that is kept of an applicant, by the name of its column."""
    return {
        "fingerprint": applicant_fingerprint(facts),
        "email_fingerprint": email_fingerprint(facts.email),
        "phone_fingerprint": phone_fingerprint(facts.phone),
    }


def applicant_fingerprint(facts: ApplicantFacts) -> str:
    """Return by what the same applicant is found again: the identity number, else the telephone; "" without both."""
    return fingerprint(facts.id_number, of="id_number") or fingerprint(facts.phone, of="phone")
