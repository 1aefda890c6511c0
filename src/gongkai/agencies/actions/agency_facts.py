"""机关信息的核对 — what every action on organs checks and looks up."""

import re
from collections.abc import Mapping

from django.http import Http404

from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.rules.index_numbers import uscc_valid
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

# What an organ's page says of it, and what its numbers are made of; name, place and state have actions of their own.
FACTS = (
    "kind",
    "level",
    "position",
    "uscc",
    "document_code",
    "disclosure_office",
    "address",
    "hours",
    "phone",
    "fax",
    "email",
    "website",
)


def locked(agency_id: int) -> Agency:
    """Return an organ, locked until the end of the transaction; raises Http404."""
    agency = Agency.objects.select_for_update(of=("self",)).filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    return agency


def active(agency_id: int) -> Agency:
    """Return a locked organ that is in use; raises Http404, RuleViolation for one that was merged or closed."""
    agency = locked(agency_id)
    if agency.status != AgencyStatus.ACTIVE:
        raise RuleViolation(phrase("%(organ)s已撤并，不能再办理", organ=agency.name))
    return agency


def fill(agency: Agency, facts: Mapping[str, object]) -> list[str]:
    """Put facts into an organ; returns the names of those that changed. Raises RuleViolation for a wrong code."""
    changed = [name for name in FACTS if name in facts and facts[name] != getattr(agency, name)]
    for name in changed:
        setattr(agency, name, facts[name])
    check_uscc(agency)
    return changed


def check_uscc(agency: Agency) -> None:
    """Refuse a unified social credit code with a wrong check digit, or one that another organ in use bears.

    Source: GB 32100-2015. Raises RuleViolation.
    """
    if not agency.uscc:
        return
    if not uscc_valid(agency.uscc):
        raise RuleViolation("统一社会信用代码的校验位不对，请对照证书核对", field="uscc")
    others = Agency.objects.filter(uscc=agency.uscc, status=AgencyStatus.ACTIVE).exclude(pk=agency.pk)
    if (other := others.first()) is not None:
        raise RuleViolation(phrase("这个统一社会信用代码已由%(organ)s使用", organ=other.name), field="uscc")


def check_code(code: str) -> None:
    """Refuse an address code that is malformed or taken, by whatever organ; raises RuleViolation."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", code) or len(code) > 40:
        raise RuleViolation("地址代码用小写字母、数字和连字符，最多 40 个，如 lj-housing", field="code")
    if Agency.objects.filter(code=code).exists():
        raise RuleViolation("这个地址代码已经用过，请换一个", field="code")


def check_name(name: str, short_name: str) -> None:
    """Refuse an empty name; raises RuleViolation."""
    if not name.strip():
        raise RuleViolation("请填写机关名称", field="name")
    if not short_name.strip():
        raise RuleViolation("请填写机关简称", field="short_name")
