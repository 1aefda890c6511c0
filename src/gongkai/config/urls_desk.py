"""工作台 — the officials' address map."""

from django.urls import URLPattern, URLResolver, include, path

from gongkai.ui.views import set_preferences

urlpatterns: list[URLPattern | URLResolver] = [
    path("preferences/", set_preferences, name="preferences"),
    path("accounts/", include("gongkai.agencies.urls_accounts")),
    path("", include("gongkai.api.urls_desk")),
    path("desk/", include("gongkai.home.urls_desk")),
    path("desk/", include("gongkai.agencies.urls_desk")),
    path("desk/", include("gongkai.notices.urls_desk")),
    path("desk/", include("gongkai.catalogue.urls_desk")),
    path("desk/", include("gongkai.imports.urls_desk")),
    path("desk/", include("gongkai.imports.urls_desk_batches")),
    path("desk/", include("gongkai.screening.urls_desk")),
    path("desk/", include("gongkai.disclosure.urls_desk")),
    path("desk/", include("gongkai.disclosure.urls_desk_catalogue")),
    path("desk/", include("gongkai.foi.urls_desk")),
    path("desk/", include("gongkai.reporting.urls_desk_reports")),
    path("desk/", include("gongkai.reporting.urls_desk_declared")),
    path("desk/", include("gongkai.reporting.urls_desk_library")),
    path("desk/", include("gongkai.reporting.urls_desk_figures")),
]
handler404 = "gongkai.home.views_public.not_found"
handler500 = "gongkai.home.views_public.failed"
