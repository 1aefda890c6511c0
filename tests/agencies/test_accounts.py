"""账号的办理 — opening, disabling, resetting; a password stands nowhere."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from cast import NOW, Cast, person
from gongkai.agencies.actions.disable_account import disable_account, enable_account
from gongkai.agencies.actions.open_account import open_account
from gongkai.agencies.actions.reset_password import reset_password
from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import actor_for
from gongkai.core.models import LedgerEntry
from gongkai.core.permissions import Denied
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation

pytestmark = pytest.mark.django_db


def pk(actor: Actor) -> int:
    assert actor.user_id is not None
    return actor.user_id


def test_a_new_account_signs_in_with_a_password_that_stands_nowhere(cast: Cast) -> None:
    user, password = open_account(actor=cast.guan, now=NOW, username="newcomer", name="新人示例", email="")
    assert user.check_password(password)
    assert len(password) == 19
    entry = LedgerEntry.objects.get(action="agencies.open_account")
    assert password not in json.dumps(entry.detail)
    assert user.pk == entry.subject_id


@pytest.mark.parametrize("username", ["LIN", "ab", "1abc", "有汉字的", "a b c", "x" * 41])
def test_a_sign_in_name_that_is_taken_or_malformed_is_refused(cast: Cast, username: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        open_account(actor=cast.guan, now=NOW, username=username, name="某示例", email="")
    assert refused.value.field == "username"


def test_only_administrators_open_accounts(cast: Cast) -> None:
    with pytest.raises(Denied):
        open_account(actor=cast.zheng, now=NOW, username="newcomer", name="新人示例", email="")


def test_a_disabled_person_is_signed_out_at_once_and_may_do_nothing(cast: Cast, signed_in: object) -> None:
    client: Client = signed_in(cast.lin)  # type: ignore[operator]
    assert client.get("/accounts/").status_code == 200
    disable_account(pk(cast.lin), actor=cast.guan, now=NOW)
    assert client.get("/accounts/")["Location"].startswith("/accounts/login/")
    assert actor_for(User.objects.get(pk=pk(cast.lin)), NOW.date()).posts == ()
    assert LedgerEntry.objects.get(action="agencies.disable_account").detail == {"sessions_ended": 1}
    enable_account(pk(cast.lin), actor=cast.guan, now=NOW)
    assert actor_for(User.objects.get(pk=pk(cast.lin)), NOW.date()).posts


def test_nobody_disables_or_resets_themselves(cast: Cast) -> None:
    with pytest.raises(RuleViolation):
        disable_account(pk(cast.guan), actor=cast.guan, now=NOW)
    with pytest.raises(RuleViolation):
        reset_password(pk(cast.guan), actor=cast.guan, now=NOW)


def test_a_county_administrator_does_not_touch_a_city_account(cast: Cast) -> None:
    county = person("county", "县管示例", (Role.ADMINISTRATOR, cast.education))
    for target in (cast.guan, cast.zheng, cast.lin):
        with pytest.raises(Denied):
            reset_password(pk(target), actor=county, now=NOW)
        with pytest.raises(Denied):
            disable_account(pk(target), actor=county, now=NOW)
    reset_password(pk(cast.zhao), actor=county, now=NOW)


def test_a_reset_password_replaces_the_old_one_and_ends_sessions(cast: Cast, signed_in: object) -> None:
    client: Client = signed_in(cast.lin)  # type: ignore[operator]
    client.get("/accounts/")
    Authenticator.objects.create(user=cast.lin.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    user, password = reset_password(pk(cast.lin), actor=cast.guan, now=NOW)
    assert user.check_password(password)
    assert Authenticator.objects.filter(user=user).exists()
    assert client.get("/accounts/").status_code == 302
    reset_password(pk(cast.lin), actor=cast.guan, now=NOW, drop_second_factor=True)
    assert not Authenticator.objects.filter(user=user).exists()
    assert LedgerEntry.objects.filter(action="agencies.reset_password").last().detail["second_factor_dropped"]
