"""统计数据的地址 — figures for the public, and what each of them is."""

from django.urls import URLPattern, path

from gongkai.reporting import views_public_figures as views

urlpatterns: list[URLPattern] = [
    path("figures/", views.figures, name="figures"),
    path("figures/definitions/", views.all_definitions, name="figure-definitions"),
    path("figures/definitions/<str:indicator>/", views.definition, name="figure-definition"),
]
