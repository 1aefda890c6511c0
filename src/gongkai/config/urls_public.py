"""门户 — the public's address map."""

from django.urls import URLPattern, URLResolver, include, path

from gongkai.ui.views import set_preferences

urlpatterns: list[URLPattern | URLResolver] = [
    path("preferences/", set_preferences, name="preferences"),
    path("", include("gongkai.home.urls_public")),
    path("", include("gongkai.home.urls_columns")),
    path("", include("gongkai.home.urls_feeds")),
    path("", include("gongkai.foi.urls_public")),
    path("", include("gongkai.disclosure.urls_public")),
    path("", include("gongkai.reporting.urls_public_figures")),
    path("", include("gongkai.reporting.urls_public_library")),
    path("", include("gongkai.api.urls_public")),
]
handler404 = "gongkai.home.views_public.not_found"
handler500 = "gongkai.home.views_public.failed"
