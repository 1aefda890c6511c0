"""登录 — passwords, lockout, second factor, sessions, identity from elsewhere."""

import re
import time
from collections.abc import Iterator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cast import PASSWORD, Cast
from gongkai.agencies import middleware
from gongkai.agencies.accounts import SocialAccountAdapter
from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.agencies.templatetags.kit import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts() -> Iterator[None]:
    """Forget the failed attempts of other tests."""
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD, **query: str) -> Any:
    return client.post("/accounts/login/", {"login": username, "password": password, **query})


def test_a_person_signs_in_whatever_the_case_of_the_name_and_lands_at_the_desk(cast: Cast) -> None:
    response = sign_in(Client(), "LIN")
    assert response.status_code == 302
    assert response["Location"] == "/desk/"


def test_a_wrong_password_is_refused_in_our_words_and_the_name_stays(cast: Cast) -> None:
    html = sign_in(Client(), "lin", "wrong").content.decode()
    assert "登录名或者密码不对" in html
    assert 'value="lin"' in html
    assert "<title>错误：" in html


def test_the_sixth_attempt_is_refused_even_with_the_right_password(cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        assert "密码不对" in sign_in(client, "lin", "wrong").content.decode()
    html = sign_in(client, "lin").content.decode()
    assert re.search(r"1[45] 分钟后才能再登录", html)
    assert client.get("/accounts/").status_code == 302


def test_another_account_from_the_same_address_is_not_locked(cast: Cast) -> None:
    client = Client()
    for _ in range(6):
        sign_in(client, "lin", "wrong")
    assert sign_in(client, "shen").status_code == 302


def test_too_many_failures_from_one_address_lock_it_for_a_minute_at_most(cast: Cast) -> None:
    client = Client()
    for number in range(10):
        sign_in(client, f"nobody{number}", "wrong")
    assert "1 分钟后才能再登录" in sign_in(client, "shen").content.decode()


def test_a_disabled_account_is_told_so_only_with_its_password(cast: Cast) -> None:
    User.objects.filter(username="lin").update(is_active=False)
    response = sign_in(Client(), "lin")
    assert response["Location"] == "/accounts/inactive/"
    assert "密码不对" in sign_in(Client(), "lin", "wrong").content.decode()


def test_nobody_signs_up(cast: Cast) -> None:
    for address in ("/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"):
        assert Client().get(address).status_code == 404


def test_a_new_password_ends_the_other_sessions(cast: Cast, signed_in: Any) -> None:
    here, elsewhere = signed_in(cast.lin), signed_in(cast.lin)
    assert elsewhere.get("/accounts/").status_code == 200
    new = "另一个-long-password-2"
    response = here.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert response["Location"] == "/accounts/"
    assert here.get("/accounts/").status_code == 200
    assert elsewhere.get("/accounts/").status_code == 302


def test_a_short_new_password_is_refused_beside_its_field(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.lin)
    html = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    ).content.decode()
    assert 'href="#id_password1"' in html
    assert "至少 10 个字符" in html


def test_the_use_of_a_session_is_noted_once_a_minute_and_when_its_browser_changes(
    cast: Cast, signed_in: Any, monkeypatch: Any
) -> None:
    clock = SimpleNamespace(now=100.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(middleware, "time", clock)
    client, seen = signed_in(cast.lin), []
    for later, agent in ((0, "a"), (1, "a"), (2, "b"), (3, "b"), (middleware.SEEN_EVERY, "a")):
        clock.now = 100.0 + later
        client.get("/desk/", headers={"user-agent": agent})
        seen.append(UserSession.objects.values_list("user_agent", "last_seen_at").get(user=cast.lin.user))
    assert [agent for agent, _ in seen] == ["a", "a", "b", "b", "a"]
    assert [at > before for (_, before), (_, at) in pairwise(seen)] == [False, True, False, True]


def test_signing_out_everywhere_else_leaves_this_session(cast: Cast, signed_in: Any) -> None:
    here, elsewhere = signed_in(cast.lin), signed_in(cast.lin)
    elsewhere.get("/accounts/")
    html = here.get("/accounts/sessions/").content.decode()
    assert html.count("<tr>") == 3
    here.post("/accounts/sessions/")
    assert here.get("/accounts/").status_code == 200
    assert elsewhere.get("/accounts/").status_code == 302


def _code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def _switch_on(client: Client, actor: Actor) -> str:
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(asked["Location"], {"password": PASSWORD}).status_code == 302
    html = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", html)
    assert found
    response: HttpResponse = client.post("/accounts/2fa/totp/activate/", {"code": _code(found[1])})
    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    assert Authenticator.objects.filter(user=actor.user, type=Authenticator.Type.TOTP).exists()
    return found[1]


def test_the_second_factor_round_trip(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.lin)
    secret = _switch_on(client, cast.lin)
    codes = re.findall(
        r"<li><code>(\w+)</code></li>", client.get("/accounts/2fa/recovery-codes/").content.decode()
    )
    assert len(codes) == 10
    cache.clear()  # the code that switched it on counts as used for as long as it lives

    other = Client()
    assert sign_in(other, "lin")["Location"].startswith("/accounts/2fa/authenticate/")
    assert other.get("/accounts/").status_code == 302
    assert "验证码不对" in other.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert other.post("/accounts/2fa/authenticate/", {"code": _code(secret)})["Location"] == "/desk/"
    assert other.get("/accounts/").status_code == 200

    third = Client()
    sign_in(third, "lin")
    assert third.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    fourth = Client()
    sign_in(fourth, "lin")
    assert "验证码不对" in fourth.post("/accounts/2fa/authenticate/", {"code": codes[0]}).content.decode()

    client.post("/accounts/2fa/totp/deactivate/")
    assert sign_in(Client(), "lin")["Location"] == "/desk/"


def test_the_sign_in_page_offers_the_other_identity_only_when_it_is_set(cast: Cast, monkeypatch: Any) -> None:
    assert "统一身份认证" not in Client().get("/accounts/login/").content.decode()
    app = {
        "provider_id": "organ",
        "name": "统一身份认证",
        "client_id": "x",
        "secret": "x",
        "settings": {"server_url": "https://id.example"},
    }
    monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", {"openid_connect": {"APPS": [app]}})
    html = Client().get("/accounts/login/?next=/desk/organs/").content.decode()
    assert "用统一身份认证登录" in html
    assert "/accounts/oidc/organ/login/" in html
    assert Client().get("/accounts/oidc/unknown/login/").status_code == 404


@pytest.mark.parametrize(
    ("facts", "active", "connected"),
    [
        ({"preferred_username": "LIN"}, True, True),
        ({"userinfo": {"preferred_username": "lin"}}, True, True),
        ({"preferred_username": "lin"}, False, False),
        ({"preferred_username": "stranger"}, True, False),
        ({}, True, False),
    ],
)
def test_an_outside_identity_is_connected_to_the_account_of_the_same_name_only(
    cast: Cast, facts: dict[str, Any], active: bool, connected: bool
) -> None:
    User.objects.filter(username="lin").update(is_active=active)
    login = SimpleNamespace(
        is_existing=False, account=SocialAccount(extra_data=facts), connected=[], user=None
    )
    login.connect = lambda request, user: login.connected.append(user.username)
    adapter = SocialAccountAdapter()
    adapter.pre_social_login(RequestFactory().get("/"), login)  # type: ignore[arg-type]
    assert login.connected == (["lin"] if connected else [])
    assert not adapter.is_open_for_signup(RequestFactory().get("/"), SocialLogin())


def test_an_identity_that_is_connected_already_is_left_alone(cast: Cast) -> None:
    login = SimpleNamespace(is_existing=True, account=SocialAccount(extra_data={"preferred_username": "lin"}))
    SocialAccountAdapter().pre_social_login(RequestFactory().get("/"), login)  # type: ignore[arg-type]
    assert not hasattr(login, "connected")


def test_an_empty_form_says_what_is_missing_in_the_summary_and_beside_the_field(cast: Cast) -> None:
    html = sign_in(Client(), "", "").content.decode()
    assert html.count("请填写“登录名”") == 2
    assert html.count("请填写“密码”") == 2


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
            "Edge（Windows）",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox（Linux）"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1 MicroMessenger/8.0",
            "微信（iPhone）",
        ),
        ("curl/8", "不认识的浏览器"),
    ],
)
def test_browsers_are_named_in_short(user_agent: str, words: str) -> None:
    assert browser(user_agent) == words
