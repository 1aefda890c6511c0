"""填报页的地址 — where organs declare figures."""

from django.urls import path

from gongkai.reporting import views_desk_declared as views

urlpatterns = [
    path("figures/declared/", views.overview, name="desk_declared"),
    path("figures/declared/chase/", views.chase, name="desk_declared_chase"),
    path("figures/declared/of/<int:figure_id>/", views.history, name="desk_declared_history"),
    path("figures/declared/of/<int:figure_id>/evidence/", views.evidence, name="desk_declared_evidence"),
    path("figures/declared/<slug:code>/<int:year>/", views.organ_year, name="desk_declared_year"),
    path("figures/declared/<slug:code>/<int:year>/template/", views.template, name="desk_declared_template"),
    path("figures/declared/<slug:code>/<int:year>/table/", views.load_table, name="desk_declared_table"),
    path("figures/declared/<slug:code>/<int:year>/confirm/", views.confirm, name="desk_declared_confirm"),
]
