"""提交 — what an application brings with it: who applies, for what, in which way, with which files (2019 Art. 29)."""

from dataclasses import dataclass, field
from datetime import date

from gongkai.foi.models import Applicant, Case
from gongkai.rules.receiving import Channel


@dataclass(frozen=True, slots=True)
class ApplicantFacts:
    """申请人 — who applies and how they are reached; `kind` as the annual report counts applicants.

    None of it shows where the value is printed, in a traceback for instance.
    """

    kind: str
    name: str = field(repr=False)
    contact_name: str = field(default="", repr=False)
    id_kind: str = ""
    id_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    language: str = "zh-hans"

    @classmethod
    def of(cls, applicant: Applicant) -> "ApplicantFacts":
        """Return what is kept of an applicant, opened."""
        return cls(**{name: getattr(applicant, name) for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """附来的文件 — a file as it was handed in, not yet looked at; `kind` is one of `CaseFile.Kind`."""

    kind: str
    name: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Filing:
    """一件申请的内容 — what is registered when an application comes in.

    `arrived_on` is the day on which it came, `signed_for_on` and `confirmed_on` the days that some channels ask
    for. `submission` is made with the form: whoever sends one form twice gets one case.
    """

    agency_id: int
    applicant: ApplicantFacts
    title: str
    channel: Channel
    arrived_on: date
    description: str = ""
    sought_number: str = ""
    features: str = ""
    form_wanted: str = ""
    way_wanted: str = ""
    accept_other: bool = True
    asks_fee_reduction: bool = False
    may_be_shown: bool = False
    signed_for_on: date | None = None
    confirmed_on: date | None = None
    submission: str = ""
    files: tuple[IncomingFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """登记的结果 — the case, and the two secrets of its receipt: the key of its address and the query code."""

    case: Case
    key: str = field(repr=False)
    query_code: str = field(repr=False)
