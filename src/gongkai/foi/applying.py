"""填写申请 — the pages of the form in their order, what is still missing, and the filing that it comes to."""

import base64
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.foi import forms_application as forms
from gongkai.foi.actions.save_application import save_application, saved_application
from gongkai.foi.files import checked
from gongkai.foi.filing import ApplicantFacts, Filing, IncomingFile
from gongkai.foi.forms_application import Content, StepForm
from gongkai.foi.matters import without_number
from gongkai.foi.models import CaseFile
from gongkai.rules.applications import ApplicantKind
from gongkai.rules.process import RuleViolation
from gongkai.rules.receiving import Channel
from gongkai.ui.wording import refused

LONGEST_TITLE = 60
"""Characters of the description that stand for a title where none was given."""


@dataclass(frozen=True, slots=True)
class Step:
    """一步 — one page of the form: its address, its question, its fields, which files it takes (`CaseFile.Kind`)."""

    code: str
    question: Promise
    form: type[StepForm]
    files: str = ""


STEPS = (
    Step("organ", _l("向哪个机关申请？"), forms.OrganForm),
    Step("who", _l("谁来申请？"), forms.WhoForm),
    Step("identity", _l("您是谁？"), forms.IdentityForm, CaseFile.Kind.IDENTITY.value),
    Step("contact", _l("怎么联系您？"), forms.ContactForm),
    Step("what", _l("您要的是什么信息？"), forms.WhatForm),
    Step("manner", _l("怎么给您？"), forms.MannerForm),
    Step("papers", _l("有要附上的材料吗？"), forms.PapersForm, CaseFile.Kind.APPLICATION.value),
    Step("shown", _l("答复可以公开吗？"), forms.ShownForm),
)
BY_CODE: Mapping[str, Step] = {step.code: step for step in STEPS}


def place_of(step: Step) -> int:
    """Return which page of the form it is, from 1."""
    return STEPS.index(step) + 1


def step_after(step: Step) -> Step | None:
    """Return the next page, None after the last."""
    rest = STEPS[place_of(step) :]
    return rest[0] if rest else None


def step_before(step: Step) -> Step | None:
    """Return the page before, None before the first."""
    return STEPS[place_of(step) - 2] if place_of(step) > 1 else None


def unanswered(content: Content) -> Step | None:
    """Return the first page that is not answered as it should be, None when the application is complete."""
    return next((step for step in STEPS if not step.form(content, content=content).is_valid()), None)


def begun(
    *, agency_id: int | None = None, description: str = "", applicant: ApplicantFacts | None = None
) -> Content:
    """Return a new application, with what is known of it and of its applicant already."""
    content: Content = {"submission": secrets.token_urlsafe(24), "files": []}
    if applicant is not None:
        content |= {name: str(getattr(applicant, name)) for name in _FACTS}
    if agency_id is not None:
        content["agency"] = str(agency_id)
    if description:
        content["description"] = description
    return content


def answered(content: Content, step: Step, sent: Mapping[str, Any]) -> Content:
    """Return what was typed with what was sent on one page, right or wrong: nothing that was typed is lost."""
    names = step.form(content=content).fields
    typed = {name: str(sent.get(name, "")).replace("\r\n", "\n") for name in names}
    return {**content, **typed}


def follow_up(content: Content) -> Content | None:
    """Return the application for the next of several matters, by the same applicant; None when there is none."""
    later = content.get("later", [])
    if not later:
        return None
    kept = {name: value for name, value in content.items() if name not in _OF_ONE_MATTER}
    return {**kept, **begun(description=later[0]), "later": later[1:]}


_OF_ONE_MATTER = frozenset(
    {"title", "sought_number", "description", "features", "files", "submission", "later"}
)


def split(content: Content, parts: tuple[str, ...]) -> Content:
    """Return the application for the first of several matters; the others wait until it is filed."""
    return {**content, "description": parts[0], "title": "", "later": list(parts[1:])}


def add_files(content: Content, kind: str, sent: list[tuple[str, bytes]], now: datetime) -> Content:
    """Return the application with files added, each kept for itself; raises ValidationError for one that cannot be."""
    listed = list(content.get("files", []))
    if sum(file["kind"] == kind for file in listed) + len(sent) > forms.FILES_A_STEP:
        raise ValidationError(_("最多附 %(most)s 个文件") % {"most": forms.FILES_A_STEP})
    try:
        accepted = checked(IncomingFile(kind, name, data) for name, data in sent)
    except RuleViolation as violation:
        raise ValidationError(refused(violation)) from violation
    for file in accepted:
        kept = save_application({"data": base64.b64encode(file.data).decode()}, now=now)
        listed.append({"key": kept, "kind": kind, "name": file.name, "size": len(file.data)})
    return {**content, "files": listed}


def without_file(content: Content, key: str) -> Content:
    """Return the application without one of its files."""
    return {**content, "files": [file for file in content.get("files", []) if file["key"] != key]}


def keys_of(content: Content) -> tuple[str, ...]:
    """Return the codes under which the files of an application are kept."""
    return tuple(file["key"] for file in content.get("files", []))


_ASKING = re.compile(r"^(?:请|申请|要求|希望|我)[^：:。]{0,16}(?:公开|提供)[^：:。]{0,12}[：:]\s*(?=.{4})")
"""How a description begins before it says what is wanted (请公开：, 申请公开以下信息：)."""


def title_of(content: Content) -> str:
    """Return what the application is called: its title, else the first sentence of the description that says something."""
    title = str(content.get("title", "")).strip()
    lines = [line.strip() for line in str(content.get("description", "")).split("\n") if line.strip()]
    telling = next((line for line in lines if line[-1] not in "：:"), "".join(lines[:1]))
    first = _ASKING.sub("", without_number(telling), count=1).split("。")[0].strip()
    return title or (first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…")


def filing_of(content: Content, *, today: date, language: str, now: datetime) -> Filing:
    """Return what is to be registered; the application must be complete."""
    facts = {name: str(content.get(name, "")).strip() for name in _FACTS}
    return Filing(
        agency_id=int(content["agency"]),
        applicant=replace(ApplicantFacts(**facts), language=language),
        title=title_of(content),
        channel=Channel.ONLINE,
        arrived_on=today,
        description=content["description"],
        sought_number=content.get("sought_number", ""),
        features=content.get("features", ""),
        form_wanted=content["form_wanted"],
        way_wanted=content["way_wanted"],
        accept_other=content["accept_other"] == "yes",
        asks_fee_reduction=content["asks_fee_reduction"] == "yes",
        may_be_shown=content["may_be_shown"] == "yes",
        submission=content["submission"],
        files=tuple(_files(content, now)),
    )


_FACTS = ("kind", "name", "contact_name", "id_kind", "id_number", "phone", "email", "address", "postcode")


def _files(content: Content, now: datetime) -> Iterator[IncomingFile]:
    for file in content.get("files", []):
        kept = saved_application(file["key"], now=now)
        if kept is not None:
            yield IncomingFile(file["kind"], file["name"], base64.b64decode(kept["data"]))


def is_citizen(content: Content) -> bool:
    """Whether a person applies for themselves."""
    return forms.kind_of(content) is ApplicantKind.CITIZEN
