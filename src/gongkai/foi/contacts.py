"""联系方式的辨认 — by which e-mail address or mobile number the cases of whoever reads there are found again."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from gongkai.core.sealed import fingerprint
from gongkai.foi.filing import ApplicantFacts
from gongkai.foi.models import Applicant, Case
from gongkai.privacy.masking import mask_spans
from gongkai.rules.privacy import MASKS, Kind

EMAIL, PHONE = "email", "phone"
_MOBILE = re.compile(r"(?:(?:\+|00)86)?(1[3-9][0-9]{9})")
_BETWEEN = re.compile(r"[\s()-]")
_BETWEEN_NAMES = re.compile(r"[\W_]")


@dataclass(frozen=True, slots=True)
class Address:
    """登录用的联系方式 — which kind it is (EMAIL or PHONE), and its keyed digest; never the address itself.

    `name` is the keyed digest of the name by which whoever reads there applied, "" while nobody has given it.
    """

    kind: str
    fingerprint: str
    name: str = ""


def address_of(typed: str) -> Address | None:
    """Return what somebody typed as an address at which they read, None when it is neither of the two kinds."""
    if "@" not in typed:
        digest = phone_fingerprint(typed)
        return Address(PHONE, digest) if digest else None
    try:
        validate_email(typed.strip())
    except ValidationError:
        return None
    return Address(EMAIL, email_fingerprint(typed))


def email_fingerprint(email: str) -> str:
    """Return the keyed digest of an e-mail address, "" of none.

    Only A–Z and a–z are alike: every other sign, be it a hyphen or a letter that looks like another, makes another
    mailbox, which may be another person's.
    """
    return fingerprint(email.strip().encode().lower().hex(), of=EMAIL)


def phone_fingerprint(phone: str) -> str:
    """Return the keyed digest of a mobile number, however it is written; "" of what is none and gets no message."""
    found = _MOBILE.fullmatch(_BETWEEN.sub("", unicodedata.normalize("NFKC", phone)))
    return fingerprint(found[1], of="mobile") if found else ""


def name_fingerprint(name: str) -> str:
    """Return the keyed digest of a name, however it is spaced and dotted (阿依·示例); "" of none."""
    return fingerprint(_BETWEEN_NAMES.sub("", unicodedata.normalize("NFKC", name)), of="name")


def cases_at(address: Address) -> QuerySet[Case]:
    """Return the cases that were filed with an address, and by whom it names; the newest first.

    None of applicants made anonymous.
    """
    if not address.fingerprint:
        return Case.objects.none()
    people = Applicant.objects.filter(
        **{f"{address.kind}_fingerprint": address.fingerprint}, anonymised_at=None
    )
    found = Case.objects.filter(applicant__in=_called(people, address.name) if address.name else people)
    return found.select_related("agency", "applicant").order_by("-filed_at", "-id")


def _called(people: Iterable[Applicant], name: str) -> list[Applicant]:
    """Return who is called so; for an organisation its contact person may say their own name."""
    return [
        each for each in people if name in {name_fingerprint(each.name), name_fingerprint(each.contact_name)}
    ]


def last_applicant(address: Address) -> ApplicantFacts | None:
    """Return who applied last with an address; None where several people share it: one must not read of another."""
    cases = cases_at(address)
    people = set(cases.order_by().values_list("applicant__fingerprint", flat=True).distinct())
    newest = cases.first()
    return ApplicantFacts.of(newest) if newest and len(people) == 1 and "" not in people else None


def shown_address(address: Address) -> str:
    """Return an address as its owner recognises it and others do not, "" when nobody applied with it."""
    newest = cases_at(address).first()
    if newest is None:
        return ""
    words = newest.applicant.email if address.kind == EMAIL else newest.applicant.phone
    name, at, place = words.partition("@")
    kind = Kind.EMAIL if address.kind == EMAIL else Kind.MOBILE_PHONE
    return f"{mask_spans(name, [(0, len(name), kind)], MASKS)}{at}{place}"
