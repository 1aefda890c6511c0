"""申请人登录 — who reads at the address that an application gave shows it by a link or a code, without a password.

The name of the application is asked for with it: numbers and mailboxes that were given up are given to others.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from gongkai.agencies.policies import PUBLIC
from gongkai.core.change import Change, changing
from gongkai.core.sealed import fingerprint
from gongkai.foi.addresses import sign_in_address
from gongkai.foi.contacts import EMAIL, Address, cases_at, name_fingerprint
from gongkai.foi.models import SignIn
from gongkai.notices.sending import Contact, forget, notify
from gongkai.notices.words import in_force
from gongkai.rules.process import RuleViolation

MOST_TRIES = 5
KEPT_FOR = timedelta(days=1)
"""How long it stays known that and how a link was sent, for whoever asks why none came."""
_NOTICE = "sign_in_link"
_LINK_BYTES, _CODE_DIGITS = 24, 6


@dataclass(frozen=True, slots=True)
class _Secrets:
    """What is sent: the last part of the link's address, and the code to type instead."""

    link: str = field(repr=False)
    code: str = field(repr=False)


def send_link(address: Address, *, language: str, now: datetime) -> SignIn:
    """发送登录链接 — to an address with which somebody applied; for any other the same is done, and nothing sent.

    It goes to the address as it stands in the last application, never to the one that was typed.
    """
    minutes = valid_minutes(now)
    sent = _Secrets(secrets.token_hex(_LINK_BYTES), f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}d}")
    with changing(PUBLIC, now) as change:
        asked = SignIn.objects.create(
            contact=f"{address.kind}:{address.fingerprint}",
            link=_link(sent.link),
            code=_code(sent.code, _link(sent.link)),
            until=now + timedelta(minutes=minutes),
        )
        _tell(change, asked, address, sent, language, minutes)
        change.record("foi.send_sign_in_link", asked, way=address.kind)
    return asked


def valid_minutes(now: datetime) -> int:
    """Return how long a link is of use; its notice is not sent later than that."""
    minutes = in_force(_NOTICE, timezone.localdate(now)).minutes
    assert minutes is not None
    return minutes


def _tell(
    change: Change, asked: SignIn, address: Address, sent: _Secrets, language: str, minutes: int
) -> None:
    newest = cases_at(address).first()
    if newest is None:
        return
    email, phone = (newest.applicant.email, "") if address.kind == EMAIL else ("", newest.applicant.phone)
    notify(
        change,
        _NOTICE,
        to=Contact(email=email, phone=phone, language=language),
        places={"link": sign_in_address(sent.link), "code": sent.code, "minutes": minutes},
        subject=asked,
        agency=newest.agency,
    )


def open_link(link: str, name: str, *, now: datetime) -> Address:
    """打开登录链接 — return the address, of whoever is called so, whose cases may be seen.

    Raises RuleViolation for one that is used or ran out, and, at the field "name", for a name that is missing or
    another; after MOST_TRIES names the link is of no use any more.
    """
    called = _called(name)
    counted = _valid(now).filter(link=_link(link)).update(tries=F("tries") + 1)
    with changing(PUBLIC, now) as change:
        asked = SignIn.objects.select_for_update().filter(link=_link(link), used_at=None).first()
        if not counted or asked is None:
            raise RuleViolation("这个链接已经用过，或者超过了时间")
        return _use(change, asked, called)


def _called(name: str) -> str:
    if not (called := name_fingerprint(name)):
        raise RuleViolation("请填写申请时的姓名或者名称", field="name")
    return called


def link_is_valid(link: str, *, now: datetime) -> bool:
    """Whether a link can still be opened; looking does not use it up, as mail programs look at what they bring."""
    return _valid(now).filter(link=_link(link)).exists()


def enter_code(sign_in_id: int, code: str, name: str, *, now: datetime) -> Address:
    """输入验证码 — as `open_link`; after MOST_TRIES codes the right one is of no use any more, nor the link."""
    called = _called(name)
    # Counted before it is looked at, and apart: many at once are not more, and no refusal takes a count back.
    counted = _valid(now).filter(pk=sign_in_id).update(tries=F("tries") + 1)
    with changing(PUBLIC, now) as change:
        asked = SignIn.objects.select_for_update().filter(pk=sign_in_id, used_at=None).first()
        if not counted or asked is None or not constant_time_compare(asked.code, _code(code, asked.link)):
            raise RuleViolation("验证码不对，或者超过了时间", field="code")
        return _use(change, asked, called)


def drop_sign_ins(now: datetime) -> int:
    """清除登录链接 — those that ran out a while ago, with address and words of their notices; return how many."""
    with transaction.atomic():
        gone = SignIn.objects.filter(until__lt=now - KEPT_FOR)
        for asked in gone:
            forget(asked)
        return gone.delete()[0]


def _valid(now: datetime) -> QuerySet[SignIn]:
    return SignIn.objects.filter(used_at=None, until__gt=now, tries__lt=MOST_TRIES)


def _use(change: Change, asked: SignIn, called: str) -> Address:
    kind, _, digest = asked.contact.partition(":")
    address = Address(kind, digest, called)
    if not cases_at(address).exists():
        raise RuleViolation("姓名或者名称和申请时填的不一样", field="name")
    asked.used_at = change.now
    asked.save()
    change.record("foi.sign_in", asked, way=kind)
    return address


def _link(link: str) -> str:
    return fingerprint(link, of="sign_in_link")


def _code(code: str, link: str) -> str:
    """Bound to its link: equal codes of two people are not alike in the database."""
    return fingerprint(code, of=f"sign_in_code {link}")
