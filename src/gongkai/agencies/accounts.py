"""登录 — how people sign in: accounts are opened by an administrator, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from gongkai.agencies.models import User


class AccountAdapter(DefaultAccountAdapter):
    """账号 — closed to sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
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
