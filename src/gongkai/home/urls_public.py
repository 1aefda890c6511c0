"""门户各页的地址."""

from django.urls import URLPattern, URLResolver, path

from gongkai.home import (
    views_public,
    views_public_application,
    views_public_archive,
    views_public_organs,
    views_public_sections,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views_public.home, name="home"),
    path("organs/", views_public_organs.organs, name="organs"),
    path("organs/<slug:code>/", views_public_organs.organ, name="organ"),
    path("organs/<slug:code>/guide/", views_public_organs.organ_guide, name="organ-guide"),
    path("guide/", views_public_sections.guide, name="guide"),
    path("system/", views_public_sections.system, name="system"),
    path("rules/", views_public_sections.rules, name="rules"),
    path("statutory/", views_public_sections.statutory, name="statutory"),
    path("reports/", views_public_sections.reports, name="reports"),
    path("application/", views_public_application.application, name="application"),
    path("archive/", views_public_archive.archive, name="archive"),
    path("archive/<int:year>/", views_public_archive.archive_year, name="archive-year"),
    path("withdrawn/", views_public_archive.withdrawn, name="withdrawn"),
    path("about/accessibility/", views_public.accessibility, name="accessibility"),
    path("about/privacy/", views_public.privacy, name="privacy"),
    path("about/data/", views_public.data, name="data"),
    path("sitemap/", views_public.sitemap, name="sitemap"),
]
