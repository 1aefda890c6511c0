"""发送渠道 — real servers on this machine: away, silent, refusing, taking; and what each makes of a message."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest
from pytest_django import Settings

from gongkai.config import env
from gongkai.notices.gateways import Gateway, Mail, Message, Outcome, SmsHttp, gateway_of
from gongkai.notices.models import Channel, Trouble

MESSAGE = Message(1, "样本".encode().hex(), to="yangben@example.org", subject="样本标题", text="样本正文\n")
OTHER = Message(2, "other", to="li.shili@example.org", subject="样本", text="样本\n")
BAD = Message(3, "bad", to="a@example.org", subject="一\n二", text="样本\n")


def by_smtp(settings: Settings, port: int) -> Mail:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.5
    return Mail()


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield silent


def closed_port() -> int:
    with listening() as server:
        port: int = server.getsockname()[1]
    return port


class Smtp(StreamRequestHandler):
    """As much of a mail server as these tests need: refuses who is in `refused`, keeps what it takes."""

    refused: dict[str, int] = {}
    taken: list[bytes] = []

    def handle(self) -> None:
        self.say("220 sample")
        while line := self.rfile.readline():
            words = line.decode().strip()
            match words[:4].upper():
                case "RCPT":
                    code = next((c for who, c in self.refused.items() if who in words), 250)
                    self.say(f"{code} {words}")
                case "DATA":
                    self.say("354 go on")
                    data = b"".join(iter(self.rfile.readline, b".\r\n"))
                    self.taken.append(data)
                    self.say("250 taken")
                case "QUIT":
                    return self.say("221 bye")
                case _:
                    self.say("250 ok")
        return None

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Web(BaseHTTPRequestHandler):
    """A gateway that answers with `status` and keeps what it was asked."""

    status, body = 200, b'{"id": "R-1"}'
    asked: list[tuple[dict[str, str], dict[str, str]]] = []

    def do_POST(self) -> None:
        facts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((dict(self.headers), facts))
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None: ...


@contextmanager
def running(server: ThreadingTCPServer | HTTPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    with server:
        thread.start()
        yield server.server_address[1]
        server.shutdown()
    thread.join(5)


def one(gateway: Gateway, message: Message = MESSAGE) -> Outcome:
    return gateway.carry([message])[message.pk]


def test_a_server_that_is_away_and_one_that_says_nothing(settings: Settings) -> None:
    assert one(by_smtp(settings, closed_port())) == Outcome(trouble=Trouble.UNREACHABLE)
    with listening() as silent:
        assert one(by_smtp(settings, silent.getsockname()[1])) == Outcome(trouble=Trouble.SILENT)


def test_a_server_takes_some_and_refuses_others(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Smtp, "refused", {OTHER.to: 550})
    monkeypatch.setattr(Smtp, "taken", [])
    with running(ThreadingTCPServer(("127.0.0.1", 0), Smtp)) as port:
        outcomes = by_smtp(settings, port).carry([OTHER, BAD, MESSAGE])
        monkeypatch.setattr(Smtp, "refused", {OTHER.to: 450})
        later = one(by_smtp(settings, port), OTHER)
    assert outcomes == {
        OTHER.pk: Outcome(trouble=Trouble.REFUSED, final=True),
        BAD.pk: Outcome(trouble=Trouble.ADDRESS, final=True),
        MESSAGE.pk: Outcome(receipt=MESSAGE.message_id),
    }
    assert later == Outcome(trouble=Trouble.BUSY)
    [data] = Smtp.taken
    letter = message_from_bytes(data)
    assert (letter["Message-ID"], letter["To"]) == (MESSAGE.message_id, MESSAGE.to)
    assert str(letter.get_payload(decode=True), "utf-8").replace("\r\n", "\n") == MESSAGE.text  # type: ignore[arg-type]


def test_a_letter_to_nobody_is_not_called_sent(settings: Settings) -> None:
    nobody = Message(4, "nobody", to="", subject="样本", text="样本\n")
    assert one(Mail(), nobody) == Outcome(trouble=Trouble.ADDRESS, final=True)


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b'{"id": "R-1"}', Outcome(receipt="R-1")),
        (202, b"", Outcome(receipt=MESSAGE.key)),
        (400, b"", Outcome(trouble=Trouble.REFUSED, final=True)),
        (401, b"", Outcome(trouble=Trouble.SIGN_IN)),
        (429, b"", Outcome(trouble=Trouble.BUSY)),
        (503, b"", Outcome(trouble=Trouble.BUSY)),
    ],
)
def test_what_a_gateway_for_short_messages_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, outcome: Outcome
) -> None:
    monkeypatch.setattr(Web, "status", status)
    monkeypatch.setattr(Web, "body", body)
    monkeypatch.setattr(Web, "asked", [])
    with running(HTTPServer(("127.0.0.1", 0), Web)) as port:
        settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{port}/", "样本".encode().hex()
        gateway = gateway_of(Channel.SMS)
        assert isinstance(gateway, SmsHttp)
        assert one(gateway) == outcome
    [(headers, facts)] = Web.asked
    assert facts == {"to": MESSAGE.to, "text": MESSAGE.text, "reference": MESSAGE.key}
    assert headers["Idempotency-Key"] == MESSAGE.key
    assert headers["Authorization"] == f"Bearer {settings.SMS_TOKEN}"


def test_nothing_that_may_be_printed_shows_a_person() -> None:
    assert not [words for words in (MESSAGE.to, MESSAGE.subject, "样本正文") if words in repr(MESSAGE)]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtps://a%40b:c@mail.example.org", ("mail.example.org", 465, "a@b", "c", True, False)),
        ("smtp+starttls://mail.example.org", ("mail.example.org", 587, "", "", False, True)),
        ("smtp://mail.example.org:2525", ("mail.example.org", 2525, "", "", False, False)),
    ],
)
def test_the_address_of_a_mail_server(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: tuple[object, ...]
) -> None:
    monkeypatch.setenv("GONGKAI_SMTP_URL", url)
    facts = env.mail("GONGKAI_SMTP_URL")
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(facts[f"EMAIL_{name}"] for name in names) == expected


@pytest.mark.parametrize(
    ("read", "value"),
    [(env.mail, "ftp://x"), (env.mail, "smtp:"), (lambda name: env.hours(name, ""), "21-x")],
)
def test_settings_that_cannot_be_used_are_refused(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], object], value: str
) -> None:
    monkeypatch.setenv("GONGKAI_SAMPLE", value)
    with pytest.raises(env.BadSetting):
        read("GONGKAI_SAMPLE")
    monkeypatch.setenv("GONGKAI_SAMPLE", "off")
    assert env.hours("GONGKAI_SAMPLE", "21:00-08:00") is None
