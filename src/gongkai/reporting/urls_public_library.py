"""核对与资料库的地址 — a report checked for whoever asks, and the library of reports."""

from django.urls import URLPattern, path

from gongkai.reporting import views_public_check

urlpatterns: list[URLPattern] = [
    path("reports/check/", views_public_check.check, name="report-check"),
    path("reports/check/download/", views_public_check.download, name="report-check-download"),
]
