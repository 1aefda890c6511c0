"""请求与登录 — forged forms, foreign addresses, cookies, sessions, limits, and what the log says of people."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.cache import cache
from django.test import Client
from django.urls import resolve

from architecture.world import World
from cast import NOW, PASSWORD, TODAY, Cast, published
from gongkai.agencies.actions.delegate import delegate
from gongkai.agencies.models import Post
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import actor_for
from gongkai.core.permissions import Denied
from gongkai.disclosure import views_public_search
from gongkai.disclosure.actions.withdraw import withdraw
from security.every_page import pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts_from_other_tests() -> None:
    cache.clear()


def signed_on(client: Client, name: str = "lin", password: str = PASSWORD, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": name, "password": password, **more})


def test_no_form_is_taken_without_its_token_on_any_address(world: World) -> None:
    cast = world.cast
    taken = []
    for actor in (cast.zheng, None):  # asked before anybody asks who it is
        client = Client(enforce_csrf_checks=True)
        if actor is not None and actor.user is not None:
            client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        for name, address in pages(world):
            view = resolve(address.partition("?")[0]).func
            if getattr(view, "csrf_exempt", False):
                # The read API takes nothing; the push API takes a token of its own and no cookie.
                taken += [] if name.startswith(("api-", "push-")) else [f"{name} is exempt"]
                continue
            status = client.post(address, {"words": "示例内容"}).status_code
            if status != 403:
                taken.append(f"{name}: {status}")
    assert taken == []


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/\t/evil.example",
        "\x01https://evil.example",
        " https://evil.example",
        "https:evil.example",
        "/%0d%0aSet-Cookie:x=1",
        "/x\r\nSet-Cookie: x=1",
        "///testserver@evil.example",
    ],
)
def test_nobody_is_led_to_another_site(cast: Cast, back: str) -> None:
    for response in (
        Client().get("/preferences/", {"language": "en", "back": back}),
        signed_on(Client(), next=back),
        Client().post(f"/accounts/login/?next={back}", {"login": "lin", "password": PASSWORD}),
    ):
        if response.status_code == 400:
            continue
        assert response.status_code == 302
        place = response["Location"]
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))
        assert "evil" not in place.partition("?")[0] or "%" in place
        assert "x" not in response.cookies


def test_a_safe_way_back_is_taken(cast: Cast) -> None:
    assert Client().get("/preferences/?language=en&back=/search/%3Fq=x")["Location"] == "/search/?q=x"
    assert signed_on(Client(), next="/desk/documents/")["Location"] == "/desk/documents/"


def test_another_host_name_is_refused_and_stands_on_no_page(cast: Cast) -> None:
    document = published(cast)
    client = Client(raise_request_exception=False)
    for header in (
        {"host": "evil.example"},
        {"host": "testserver@evil.example"},
        {"host": "evil.example:80"},
    ):
        assert client.get("/", headers=header).status_code == 400
    for path in ("/", f"/documents/{document.pk}/", "/feeds/newest.atom", "/sitemap.xml", "/accounts/login/"):
        page = client.get(
            path, headers={"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
        )
        assert b"evil.example" not in page.content


def test_cookies_say_as_little_as_they_can(cast: Cast) -> None:
    client = Client()
    client.get("/accounts/login/")
    response = signed_on(client)
    session, token = response.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"]
    assert token["httponly"]
    assert {session["samesite"], token["samesite"]} == {"Lax"}
    assert not session["expires"]  # ends with the browser
    assert not session["max-age"]


def test_a_public_page_sets_no_cookie(cast: Cast) -> None:
    document = published(cast)
    for path in (
        "/",
        f"/documents/{document.pk}/",
        "/search/?q=办法",
        "/organs/",
        "/feeds/newest.atom",
        "/nothing/",
    ):
        assert not Client().get(path).cookies, path


def test_signing_in_changes_the_session_and_signing_out_ends_it(cast: Cast) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted or ""
    signed_on(client)
    mine = client.cookies["sessionid"].value
    assert mine != planted
    stranger = Client()
    stranger.cookies["sessionid"] = planted or ""
    assert stranger.get("/desk/").status_code == 302
    client.post("/accounts/logout/")
    stranger.cookies["sessionid"] = mine
    assert stranger.get("/desk/").status_code == 302


def test_a_session_that_nobody_gave_out_is_not_taken_up(cast: Cast) -> None:
    client = Client()
    client.cookies["sessionid"] = "chosenbyanother0000000000000000a"
    signed_on(client)
    assert client.cookies["sessionid"].value != "chosenbyanother0000000000000000a"


def test_passwords_are_kept_by_argon2_and_nothing_else(tmp_path: Any) -> None:
    """In the real settings; tests use a quicker one."""
    script = (
        "import django; django.setup()\n"
        "from django.contrib.auth.hashers import make_password\n"
        "from django.conf import settings\n"
        "print(make_password('x')[:7], len(settings.PASSWORD_HASHERS))"
    )
    import os

    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        "GONGKAI_DATA": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["argon2$", "1"], done.stderr


def test_a_password_is_never_kept_as_it_is(cast: Cast) -> None:
    assert cast.lin.user is not None
    assert PASSWORD not in cast.lin.user.password
    assert identify_hasher(cast.lin.user.password)


def test_searching_too_fast_is_put_off_per_visitor(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_public_search, "SEARCHES_A_MINUTE", 3)
    answers = [Client().get("/search/?q=办法") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="192.0.2.7").get("/search/?q=办法").status_code == 200


def test_a_forged_address_does_not_lift_the_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_public_search, "SEARCHES_A_MINUTE", 3)
    forged = [
        Client().get(
            "/search/?q=办法", headers={"x-forwarded-for": f"192.0.2.{n}", "x-real-ip": f"192.0.2.{n}"}
        )
        for n in range(4)
    ]
    assert forged[-1].status_code == 429


def test_guessing_a_password_is_stopped(cast: Cast) -> None:
    statuses = [signed_on(Client(), password=f"wrong-{n}").status_code for n in range(12)]
    assert 302 not in statuses
    assert signed_on(Client()).status_code != 302  # the right one too, for a while


class Heard(logging.Handler):
    """Everything that is logged, at any level, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("django.db.backends"):  # off in service: DEBUG is never on there
            self.lines.append(self.format(record))


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler, root = Heard(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_the_log_names_nobody(cast: Cast, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.disclosure import views_public_corrections

    client = Client(raise_request_exception=False)
    secret = ("geheim-密码-0", "读者甲示例", "reader@example.org", "0000-1111 2222", "我家住在示例路")
    signed_on(client, name="读者甲示例", password="geheim-密码-0")
    signed_on(client, password="geheim-密码-0")
    form = {"words": "我家住在示例路，电话打不通", "contact": "reader@example.org 0000-1111 2222"}
    assert client.post("/corrections/", form).status_code == 302
    assert Client(enforce_csrf_checks=True).post("/corrections/", form).status_code == 403

    def fails(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("示例故障")

    monkeypatch.setattr(views_public_corrections, "report_correction", fails)
    assert client.post("/corrections/", form).status_code == 500
    text = "\n".join(heard.lines)
    assert "示例故障" in text  # the failure itself is told
    assert [word for word in secret if word in text] == []


def test_the_page_of_a_failure_tells_nothing_of_the_inside(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_public_search, "find", lambda *a, **k: {}["secret-key"])
    response = Client(raise_request_exception=False).get("/search/?q=办法")
    assert response.status_code == 500
    for word in (b"Traceback", b"KeyError", b"secret-key", b"gongkai.disclosure", b"/src/"):
        assert word not in response.content


def test_a_lent_post_can_do_its_last_thing_on_its_last_day(cast: Cast) -> None:
    post = Post.objects.get(user=cast.liang.user)
    assert cast.zhao.user is not None
    last = TODAY + timedelta(days=3)
    delegate(post.pk, actor=cast.liang, now=NOW, to_id=cast.zhao.user.pk, since=TODAY, until=last)
    first, second = (published(cast, title=f"示例文件{name}") for name in "甲乙")

    def on(day: date) -> Actor:
        return actor_for(cast.zhao.user, day)

    withdraw([first.pk], actor=on(last), now=NOW, reason="含有个人信息")
    with pytest.raises(Denied):
        withdraw([second.pk], actor=on(last + timedelta(days=1)), now=NOW, reason="含有个人信息")
    second.refresh_from_db()
    assert second.status == "published"
