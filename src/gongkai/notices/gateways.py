"""发送渠道 — e-mail by Django's settings, short messages by a gateway; each hands over messages and knows no rows.

They run beside the worker (`courier.py`). Whatever goes wrong is told as a Trouble: neither the log nor the database
gets the words of a server, which may repeat an address.
"""

import json
import logging
import os
import smtplib
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from gongkai.notices.models import Channel, Trouble

if TYPE_CHECKING:
    import httpx

logger = logging.getLogger(__name__)
SECONDS = 10.0
_LATER = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Message:
    """待发的一条 — a claimed notice, opened; never shown by repr."""

    pk: int
    key: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)

    @property
    def message_id(self) -> str:
        """The same at each repetition: a mail server that has it already can drop the second."""
        return f"<{self.key}@{urlsplit(settings.BASE_URL).hostname}>"


@dataclass(frozen=True, slots=True)
class Outcome:
    """发送结果 — the receipt of what went; else the trouble, and whether to try again later."""

    receipt: str = ""
    trouble: Trouble | None = None
    final: bool = False


class SignInRefused(Exception):
    """网关不认 — the gateway does not know us: its token is wrong."""


class NotTaken(Exception):
    """没有收下 — this one message is not taken, the next may be."""

    def __init__(self, trouble: Trouble, *, final: bool) -> None:
        super().__init__(trouble.value)
        self.outcome = Outcome(trouble=trouble, final=final)


class Gateway(ABC):
    """渠道 — hands messages over, one after the other."""

    def carry(self, messages: Sequence[Message]) -> dict[int, Outcome]:
        """Return what became of each message, by notice; when the way itself is shut, all that are left wait."""
        outcomes: dict[int, Outcome] = {}
        try:
            with self.opened() as way:
                for message in messages:
                    try:
                        outcomes[message.pk] = Outcome(receipt=self.hand_over(way, message)[:200])
                    except NotTaken as refusal:
                        outcomes[message.pk] = refusal.outcome
        except Exception as error:  # whatever a server makes of it, the notices stay
            logger.warning("notices: %s is shut: %s", type(self).__name__, type(error).__name__)
            shut = Outcome(trouble=trouble_of(error))
            outcomes = {message.pk: outcomes.get(message.pk, shut) for message in messages}
        return outcomes

    @abstractmethod
    @contextmanager
    def opened(self) -> Iterator[Any]:
        """Open the way for several messages."""

    @abstractmethod
    def hand_over(self, way: Any, message: Message) -> str:
        """Hand one over and return its receipt; raises NotTaken for this one, anything else for the whole way."""


def trouble_of(error: Exception) -> Trouble:
    """Say in one of our words why a way is shut."""
    if isinstance(error, TimeoutError | smtplib.SMTPServerDisconnected):
        return Trouble.SILENT
    if isinstance(error, smtplib.SMTPAuthenticationError | SignInRefused):
        return Trouble.SIGN_IN
    if isinstance(error, smtplib.SMTPResponseException):
        return Trouble.BUSY
    return Trouble.UNREACHABLE


class Mail(Gateway):
    """电子邮件 — by Django's e-mail settings (GONGKAI_SMTP_URL); the receipt is the Message-ID."""

    @contextmanager
    def opened(self) -> Iterator[BaseEmailBackend]:
        with get_connection() as connection:
            yield connection

    def hand_over(self, way: BaseEmailBackend, message: Message) -> str:
        headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
        letter = EmailMessage(message.subject, message.text, to=[message.to], headers=headers, connection=way)
        try:
            if not letter.send():
                raise NotTaken(Trouble.ADDRESS, final=True)
        except smtplib.SMTPRecipientsRefused as error:
            final = all(code >= 500 for code, _words in error.recipients.values())
            raise NotTaken(Trouble.REFUSED if final else Trouble.BUSY, final=final) from None
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            final = error.smtp_code >= 500
            raise NotTaken(Trouble.REFUSED if final else Trouble.BUSY, final=final) from None
        except ValueError:
            raise NotTaken(Trouble.ADDRESS, final=True) from None
        return message.message_id


class MailFiles(BaseEmailBackend):
    """写成文件的邮件 — Django's e-mail backend where no server is set: each message a file in `outgoing/mail`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            name = letter.extra_headers.get("Message-ID", "").strip("<>").partition("@")[0]
            write_out("mail", f"{name}.eml", letter.message().as_bytes())
        return len(email_messages)


class SmsFiles(Gateway):
    """写成文件的短信 — where no gateway is set: each message a file in `outgoing/sms`."""

    @contextmanager
    def opened(self) -> Iterator[None]:
        yield

    def hand_over(self, way: None, message: Message) -> str:
        facts = {"to": message.to, "text": message.text, "reference": message.key}
        write_out("sms", f"{message.key}.json", json.dumps(facts, ensure_ascii=False).encode())
        return message.key


class SmsHttp(Gateway):
    """短信网关 — one POST of JSON a message, {"to", "text", "reference"}; the answer's "id" is the receipt.

    The reference is the same at each repetition (also as header Idempotency-Key). Statuses: 2xx taken; 408, 425,
    429 and 5xx later; any other 4xx refused for good, but 401 and 403, which concern the whole way.
    """

    @contextmanager
    def opened(self) -> Iterator["httpx.Client"]:
        import httpx  # only where a gateway is set

        token = {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}
        try:
            with httpx.Client(timeout=SECONDS, headers=token, trust_env=False) as client:
                yield client
        except httpx.TimeoutException as late:
            raise TimeoutError from late

    def hand_over(self, way: "httpx.Client", message: Message) -> str:
        answer = way.post(
            settings.SMS_URL,
            json={"to": message.to, "text": message.text, "reference": message.key},
            headers={"Idempotency-Key": message.key},
        )
        if answer.status_code in (401, 403):
            raise SignInRefused
        if answer.status_code in _LATER or answer.status_code >= 500:
            raise NotTaken(Trouble.BUSY, final=False)
        if not answer.is_success:
            raise NotTaken(Trouble.REFUSED, final=True)
        try:
            return str(answer.json()["id"])
        except (ValueError, KeyError, TypeError):
            return message.key


def gateway_of(channel: Channel) -> Gateway:
    """Return what carries a channel's messages, as the site is set."""
    if channel == Channel.EMAIL:
        return Mail()
    return SmsHttp() if settings.SMS_URL else SmsFiles()


def write_out(folder: str, name: str, data: bytes) -> None:
    """Write one outgoing file whole, for its owner only; a repetition takes the place of the first."""
    place = Path(settings.OUTGOING) / folder
    for each in (place.parent, place):
        each.mkdir(parents=True, exist_ok=True)
        each.chmod(0o700)
    handle, part = tempfile.mkstemp(dir=place, prefix=".part-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(part).replace(place / name)
