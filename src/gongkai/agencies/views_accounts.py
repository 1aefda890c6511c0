"""我的账号 — what somebody holds, lends and is protected by."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.actions.delegate import delegate
from gongkai.agencies.actions.revoke_delegation import revoke_delegation
from gongkai.agencies.forms import DelegateForm, DeskForm
from gongkai.agencies.forms_page import form_page
from gongkai.agencies.models import User
from gongkai.agencies.queries import delegations_of, in_post
from gongkai.agencies.requests import Request, posted
from gongkai.core.permissions import SIGNED_IN
from gongkai.ui.access import requires


@never_cache
@require_safe
@requires(SIGNED_IN)
def account(request: Request) -> HttpResponse:
    """Show one's own account: posts, delegations, second factor, sessions."""
    user = request.actor.user
    assert user is not None
    today = timezone.localdate()
    context = {
        "me": user,
        "posts": in_post(today).filter(user=user),
        "delegations": delegations_of(user, today),
        "second_factor": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "sessions": len(UserSession.objects.purge_and_list(user)),
    }
    return render(request, "agencies/account/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SIGNED_IN)
def new_delegation(request: Request) -> HttpResponse:
    """委托自己的岗位."""
    user, today = request.actor.user, timezone.localdate()
    assert user is not None
    form = DelegateForm(posted(request), initial={"since": today, "post": request.GET.get("post")})
    form.fields["post"].queryset = in_post(today).filter(user=user)  # type: ignore[attr-defined]
    people = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name", "pk")
    form.fields["to"].queryset = people  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with form.refusals():
            delegate(
                values["post"].pk,
                actor=request.actor,
                now=timezone.now(),
                to_id=values["to"].pk,
                since=values["since"],
                until=values["until"],
            )
            messages.success(request, _("已委托给%(name)s") % {"name": values["to"].name})
            return redirect("account_home")
    return form_page(
        request,
        form,
        title=_("委托岗位"),
        button=_("委托"),
        crumbs=[(_("我的账号"), "/accounts/")],
        consequences=[
            _("受托人在这段时间里有这个岗位的权限，您自己的权限不变"),
            _("起草、保密审查、签发仍须由三个不同的人办理；受托人不能再转委托"),
        ],
    )


@require_POST
@requires(SIGNED_IN)
def revoke(request: Request, delegation_id: int) -> HttpResponse:
    """收回委托 — and back to where the button was."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/accounts/"
    form = DeskForm(request.POST)
    if form.is_valid():
        with form.refusals():
            revoke_delegation(delegation_id, actor=request.actor, now=timezone.now())
            messages.success(request, _("委托已收回"))
            return redirect(back)
    return form_page(request, form, title=_("收回委托"), button=_("收回"), crumbs=[(_("返回"), back)])
