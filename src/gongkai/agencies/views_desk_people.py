"""人员页 — people, their accounts and their posts, for administrators."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies import policies
from gongkai.agencies.actions.appoint import appoint
from gongkai.agencies.actions.disable_account import disable_account, enable_account
from gongkai.agencies.actions.end_post import end_post
from gongkai.agencies.actions.open_account import open_account
from gongkai.agencies.actions.reset_password import reset_password
from gongkai.agencies.forms import AccountForm, AppointForm, DeskForm, EndPostForm, ResetForm
from gongkai.agencies.forms_page import Crumbs, form_page
from gongkai.agencies.models import Post, User
from gongkai.agencies.queries import (
    active_agencies,
    agencies_for,
    delegations_of,
    in_post,
    people_managed_by,
)
from gongkai.agencies.requests import Request, posted
from gongkai.rules.posts import Role
from gongkai.ui.access import requires

PAGE_SIZE = 50
GET_POST = ["GET", "HEAD", "POST"]


def crumbs_of(person: User) -> Crumbs:
    """Return the way to a person's page."""
    return [(_("人员"), "/desk/people/"), (person.name, f"/desk/people/{person.pk}/")]


def managed(request: Request, user_id: int) -> User:
    """Return a person whom the actor manages; raises Http404."""
    found: User = get_object_or_404(people_managed_by(request.actor, policies.MANAGE_PEOPLE), pk=user_id)
    return found


@require_safe
@requires(policies.MANAGE_PEOPLE)
def people(request: Request) -> HttpResponse:
    """Show the people whom the actor manages with their posts, or those that words find."""
    words = request.GET.get("q", "").strip()[:40]
    found = people_managed_by(request.actor, policies.MANAGE_PEOPLE)
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(username__icontains=words)
            | Q(posts__agency__name__icontains=words)
            | Q(posts__agency__short_name__icontains=words)
        )
    held = Prefetch("posts", in_post(timezone.localdate()), to_attr="held")
    page = Paginator(found.prefetch_related(held), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "agencies/desk/people.html", {"page": page, "words": words})


@require_safe
@requires(policies.MANAGE_PEOPLE)
def person(request: Request, user_id: int) -> HttpResponse:
    """Show a person's account, posts and delegations."""
    who = managed(request, user_id)
    today = timezone.localdate()
    posts = list(who.posts.select_related("agency").order_by("-since", "-pk"))
    context = {
        "person": who,
        "posts": [post for post in posts if post.until is None or post.until >= today],
        "ended": [post for post in posts if post.until is not None and post.until < today],
        "delegations": delegations_of(who, today),
        "itself": who.pk == request.actor.user_id,
        "has_second_factor": who.authenticator_set.exists(),  # type: ignore[attr-defined]
    }
    return render(request, "agencies/desk/person.html", context)


@never_cache
@require_http_methods(GET_POST)
@requires(policies.MANAGE_PEOPLE)
def new_person(request: Request) -> HttpResponse:
    """开户 — the first password is shown once, in the answer itself, and stands nowhere."""
    form = AccountForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            user, password = open_account(actor=request.actor, now=timezone.now(), **form.cleaned_data)
            return password_once(request, user, password)
    return form_page(request, form, title=_("开户"), button=_("开户"), crumbs=[(_("人员"), "/desk/people/")])


def password_once(request: Request, user: User, password: str) -> HttpResponse:
    """Show a new password, this once."""
    return render(request, "agencies/desk/password_once.html", {"person": user, "password": password})


@never_cache
@require_http_methods(GET_POST)
@requires(policies.MANAGE_PEOPLE)
def new_password(request: Request, user_id: int) -> HttpResponse:
    """重置密码."""
    who = managed(request, user_id)
    form = ResetForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            user, password = reset_password(
                who.pk, actor=request.actor, now=timezone.now(), **form.cleaned_data
            )
            return password_once(request, user, password)
    happens = [_("原来的密码马上失效，在各处登录的都会退出"), _("新密码只显示一次，请当面或者打电话告诉本人")]
    return form_page(
        request,
        form,
        title=_("重置%(name)s的密码") % {"name": who.name},
        button=_("重置密码"),
        crumbs=crumbs_of(who),
        consequences=happens,
        danger=True,
    )


def _switch(request: Request, who: User, action: Any, page: dict[str, Any], done: str) -> HttpResponse:
    form = DeskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            action(who.pk, actor=request.actor, now=timezone.now())
            messages.success(request, done)
            return redirect("desk_person", who.pk)
    return form_page(request, form, crumbs=crumbs_of(who), **page)


@require_http_methods(GET_POST)
@requires(policies.MANAGE_PEOPLE)
def disable(request: Request, user_id: int) -> HttpResponse:
    """停用账号."""
    who = managed(request, user_id)
    page = {
        "title": _("停用%(name)s的账号") % {"name": who.name},
        "button": _("停用账号"),
        "consequences": [
            _("马上退出登录，以后不能登录；岗位和委托都不再起作用"),
            _("办过的事仍记在本人名下；以后可以恢复"),
        ],
        "danger": True,
    }
    return _switch(request, who, disable_account, page, _("账号已停用"))


@require_http_methods(GET_POST)
@requires(policies.MANAGE_PEOPLE)
def enable(request: Request, user_id: int) -> HttpResponse:
    """恢复账号."""
    who = managed(request, user_id)
    page = {
        "title": _("恢复%(name)s的账号") % {"name": who.name},
        "button": _("恢复账号"),
        "consequences": [_("可以用原来的密码登录；没有结束的岗位重新起作用")],
    }
    return _switch(request, who, enable_account, page, _("账号已恢复"))


@require_http_methods(GET_POST)
@requires(policies.MANAGE_PEOPLE)
def new_post(request: Request, user_id: int) -> HttpResponse:
    """任命."""
    who = managed(request, user_id)
    form = AppointForm(posted(request), initial={"since": timezone.localdate()})
    organs = active_agencies() & agencies_for(request.actor, policies.MANAGE_PEOPLE)
    form.fields["agency"].queryset = organs  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with form.refusals():
            appoint(
                actor=request.actor,
                now=timezone.now(),
                user_id=who.pk,
                agency_id=values["agency"].pk,
                role=Role(values["role"]),
                since=values["since"],
                until=values["until"],
            )
            messages.success(request, _("已任命"))
            return redirect("desk_person", who.pk)
    return form_page(
        request,
        form,
        title=_("任命%(name)s") % {"name": who.name},
        button=_("任命"),
        crumbs=crumbs_of(who),
        consequences=[_("系统管理员不能同时办理公开业务，也不能任命自己办理")],
    )


@require_http_methods(GET_POST)
@requires(policies.MANAGE_PEOPLE)
def post_end(request: Request, post_id: int) -> HttpResponse:
    """免去岗位."""
    reach = agencies_for(request.actor, policies.MANAGE_PEOPLE)
    post = get_object_or_404(Post.objects.select_related("user", "agency"), pk=post_id, agency__in=reach)
    form = EndPostForm(posted(request), initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            end_post(post.pk, actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("岗位已定下最后一天"))
            return redirect("desk_person", post.user_id)
    return form_page(
        request,
        form,
        title=_("免去%(post)s") % {"post": post},
        button=_("免去岗位"),
        crumbs=crumbs_of(post.user),
        consequences=[_("过了最后一天就没有这个岗位的权限，由它委托出去的也一并结束")],
        danger=True,
    )
