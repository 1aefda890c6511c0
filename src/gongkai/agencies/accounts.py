"""登录 — how people sign in: accounts are opened by an administrator, never by a visitor."""

import math
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """账号 — closed to sign-up; says in plain words why someone is not let in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _l("登录名或者密码不对"),
        "incorrect_password": _l("密码不对"),
        "enter_current_password": _l("现在的密码不对"),
        "incorrect_code": _l("验证码不对，请用应用里最新的一个"),
        "rate_limited": _l("试得太快了，请过一分钟再试"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/accounts/"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; raises ValidationError with how long to wait when there were too many."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise ValidationError(
                locked_for(wait_for(request, key)), code="too_many_login_attempts"
            ) from refused


def wait_for(request: HttpRequest, key: str) -> int:
    """Return after how many minutes, at most, the limits on failed sign-ins let an account try again."""
    longest, now = 0.0, time.time()
    where = {"app": "allauth.account", "action": "login_failed"}
    for rate in ratelimit.get_rates(**where):
        attempts = cache.get(ratelimit.get_cache_key(request, rate=rate, key=key, **where), [])
        if len(attempts) >= rate.amount:
            longest = max(longest, attempts[-1] + rate.duration - now)
    return max(1, math.ceil(longest / 60))


def locked_for(minutes: int) -> str:
    """Say that sign-in is locked, for how long, and what can be done."""
    return _(
        "输错的次数太多。为了安全，%(minutes)d 分钟后才能再登录，现在密码对也不行。"
        "忘记密码请找系统管理员重置。"
    ) % {"minutes": minutes}


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """两步验证 — in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _l("验证码不对，请用应用里最新的一个"),
        "cannot_generate_recovery_codes": _l("请先开启两步验证"),
    }


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """统一身份认证 — lets in whoever has an account here under the same sign-in name."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect the outside identity to the account of the same sign-in name on its first use."""
        if sociallogin.is_existing:
            return
        extra = sociallogin.account.extra_data
        username = extra.get("preferred_username") or extra.get("userinfo", {}).get("preferred_username")
        user = User.objects.filter(username__iexact=username, is_active=True).first() if username else None
        if user is not None:
            sociallogin.connect(request, user)
