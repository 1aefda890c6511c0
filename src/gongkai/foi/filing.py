"""提交 — what an application brings with it: who applies, for what, in which way, with which files (2019 Art. 29)."""

from dataclasses import dataclass, field
from datetime import date

from gongkai.foi.models import Case
from gongkai.rules.applications import FORM_CITATION, ApplicantKind
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.receiving import Channel
from gongkai.typesetting.paper import printable

LONGEST = 20_000  # characters in which something can be described


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

    def __post_init__(self) -> None:
        """Each stands on one line, without signs that nobody can see."""
        for name in self.__slots__:
            plain = " ".join(printable(getattr(self, name)).split())
            if plain != getattr(self, name):  # what was opened stays marked as such
                object.__setattr__(self, name, plain)

    @classmethod
    def of(cls, case: Case) -> "ApplicantFacts":
        """Return what is kept of whoever made an application, opened."""
        known = {name: getattr(case.applicant, name) for name in cls.__slots__ if name != "kind"}
        return cls(kind=case.applicant_kind, **known)


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

    def __post_init__(self) -> None:
        """Leave out what nobody can see and what turns the writing round: it is read in lists beside other words."""
        for name in ("title", "sought_number"):
            object.__setattr__(self, name, " ".join(printable(getattr(self, name)).split()))
        for name in ("description", "features"):
            object.__setattr__(self, name, printable(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Filed:
    """登记的结果 — the case, and the two secrets of its receipt: the key of its address and the query code."""

    case: Case
    key: str = field(repr=False)
    query_code: str = field(repr=False)


def check_filing(filing: Filing, today: date, *, by_officer: bool) -> None:
    """Refuse what cannot be registered: raises RuleViolation with its field.

    What an application by letter lacks is asked for later (补正); who applies online is asked at once.
    """
    applicant = filing.applicant
    _ask(applicant.kind in set(ApplicantKind), "请选择申请人类型", "kind")
    _ask(applicant.name.strip(), "请填写姓名或者名称", "name")
    _ask(filing.title.strip(), "请写明需要什么信息", "title")
    for name, longest in (
        ("title", 200),
        ("sought_number", 100),
        ("description", LONGEST),
        ("features", LONGEST),
    ):
        if len(getattr(filing, name).strip()) > longest:
            raise RuleViolation(phrase("最多 %(longest)d 个字", longest=longest), FORM_CITATION, field=name)
    if not by_officer:
        reached = applicant.phone or applicant.email or applicant.address
        _ask(reached.strip(), "请填写至少一种联系方式", "phone")
        if filing.arrived_on != today or filing.signed_for_on or filing.confirmed_on:
            raise RuleViolation("网上申请以提交当日登记", field="arrived_on")
    if filing.arrived_on > today:
        raise RuleViolation("日期不能晚于今天", field="arrived_on")
    for name in ("signed_for_on", "confirmed_on"):
        if (day := getattr(filing, name)) and not filing.arrived_on <= day <= today:
            raise RuleViolation("这一天应在申请到达之后、今天以前", field=name)


def _ask(given: object, words: str, name: str) -> None:
    if not given:
        raise RuleViolation(words, FORM_CITATION, field=name)
