"""统计的地址 — the overview of figures and the statistics of every month, on the desk."""

from django.urls import URLPattern, path

from gongkai.reporting import views_desk_figures
from gongkai.reporting import views_desk_monthly as monthly

_MONTH = "monthly/<slug:code>/<int:year>/<int:month>"

urlpatterns: list[URLPattern] = [
    path("figures/", views_desk_figures.figures, name="desk_figures"),
    path("monthly/", monthly.grid, name="desk_monthly"),
    path("monthly/chase/", monthly.chase, name="desk_monthly_chase"),
    path("monthly/lock/", monthly.lock, name="desk_monthly_lock"),
    path(f"{_MONTH}/", monthly.month, name="desk_month"),
    path(f"{_MONTH}/start/", monthly.start, name="desk_month_start"),
    path(f"{_MONTH}/note/", monthly.note, name="desk_month_note"),
    path(f"{_MONTH}/confirm/", monthly.confirm, name="desk_month_confirm"),
    path(f"{_MONTH}/submit/", monthly.submit, name="desk_month_submit"),
    path(f"{_MONTH}/return/", monthly.send_back, name="desk_month_return"),
    path(f"{_MONTH}/correct/", monthly.correct, name="desk_month_correct"),
]
