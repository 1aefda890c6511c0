"""登录与账号的地址 — the account pages that we use, each with its permission."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path

from gongkai.agencies import views_accounts
from gongkai.core.permissions import ANYONE, SIGNED_IN
from gongkai.ui.access import requires

View = Callable[..., HttpResponse]


def _open(view: View) -> View:
    return requires(ANYONE)(view)


def _own(view: View) -> View:
    return requires(SIGNED_IN)(view)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", views_accounts.account, name="account_home"),
    path("delegations/new/", views_accounts.new_delegation, name="account_new_delegation"),
    path("delegations/<int:delegation_id>/revoke/", views_accounts.revoke, name="account_delegation_revoke"),
    path("login/", _open(account.login), name="account_login"),
    path("logout/", _open(account.logout), name="account_logout"),
    path("inactive/", _open(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", _own(account.password_change), name="account_change_password"),
    path("password/set/", _own(account.password_set), name="account_set_password"),
    path("2fa/", _own(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", _open(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", _own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", _own(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        _own(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        _own(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("sessions/", _own(sessions.list_usersessions), name="usersessions_list"),
    path("3rdparty/", _own(social.connections), name="socialaccount_connections"),
    path("3rdparty/login/cancelled/", _open(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("3rdparty/login/error/", _open(social.login_error), name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", _open(oidc.login), name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", _open(oidc.callback), name="openid_connect_callback"),
]
