"""核对与资料库的地址 — a report checked for whoever asks, and the library of reports."""

from django.urls import URLPattern, path

from gongkai.reporting import views_public_check, views_public_library

urlpatterns: list[URLPattern] = [
    path("reports/check/", views_public_check.check, name="report-check"),
    path("reports/check/download/", views_public_check.download, name="report-check-download"),
    path("reports/library/", views_public_library.library, name="report-library"),
    path("reports/library/compare/", views_public_library.compare, name="report-library-compare"),
    path("reports/library/table/", views_public_library.table, name="report-library-table"),
    path("reports/library/<int:library_id>/", views_public_library.report, name="report-library-report"),
]
