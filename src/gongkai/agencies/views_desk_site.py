"""网站设置的页面 — one form, for the system administrator."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.agencies import policies
from gongkai.agencies.actions.configure_site import FACTS, configure_site
from gongkai.agencies.forms import SiteForm
from gongkai.agencies.forms_page import form_page
from gongkai.agencies.queries import active_agencies, jurisdiction
from gongkai.agencies.requests import Request, posted
from gongkai.ui.access import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.CONFIGURE_SITE)
def site(request: Request) -> HttpResponse:
    """网站设置."""
    here = jurisdiction()
    if here is None or not request.actor.may(policies.CONFIGURE_SITE, here.root):
        raise Http404
    form = SiteForm(posted(request), initial={name: getattr(here, name) for name in FACTS})
    form.fields["host_agency"].queryset = active_agencies()  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            configure_site(actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("网站设置已保存，所有页面立即更新"))
            return redirect("desk_site")
    happens = [_("索引号样式只管以后的编号；已经编好的索引号不变，也不会再用")]
    return form_page(request, form, title=_("网站设置"), button=_("保存"), consequences=happens)
