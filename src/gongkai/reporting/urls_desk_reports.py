"""年报的地址 — annual reports and the rows behind every figure, on the desk."""

from django.urls import URLPattern, path

from gongkai.reporting import views_desk_illustrations as illustrations
from gongkai.reporting import views_desk_report_files as files
from gongkai.reporting import views_desk_report_work as work
from gongkai.reporting import views_desk_reports as views
from gongkai.reporting import views_desk_rows

_SECTION = "reports/<slug:code>/<int:year>/sections/<int:section_id>/"
_ILLUSTRATION = "reports/<slug:code>/<int:year>/illustrations/<int:illustration_id>/"

urlpatterns: list[URLPattern] = [
    path("figures/rows/", views_desk_rows.rows, name="desk_figure_rows"),
    path("reports/", views.reports, name="desk_reports"),
    path("reports/chase/", work.chase, name="desk_reports_chase"),
    path("reports/<slug:code>/<int:year>/", views.report, name="desk_report"),
    path("reports/<slug:code>/<int:year>/report.<slug:ending>", files.download, name="desk_report_download"),
    path("reports/<slug:code>/<int:year>/start/", work.start, name="desk_report_start"),
    path("reports/<slug:code>/<int:year>/edit/", work.edit, name="desk_report_edit"),
    path("reports/<slug:code>/<int:year>/sections/new/", work.new_section, name="desk_report_new_section"),
    path(_SECTION, work.section, name="desk_report_section"),
    path(f"{_SECTION}illustrations/", illustrations.illustrations, name="desk_report_illustrations"),
    path(f"{_SECTION}pictures/new/", illustrations.new_picture, name="desk_report_new_picture"),
    path(f"{_SECTION}charts/new/", illustrations.new_chart, name="desk_report_new_chart"),
    path(_ILLUSTRATION, illustrations.arrange, name="desk_report_illustration"),
    path(f"{_ILLUSTRATION}words/", illustrations.words, name="desk_report_illustration_words"),
    path(f"{_ILLUSTRATION}picture/", illustrations.picture, name="desk_report_picture"),
    path("reports/<slug:code>/<int:year>/submit/", work.submit, name="desk_report_submit"),
    path("reports/<slug:code>/<int:year>/return/", work.send_back, name="desk_report_return"),
    path("reports/<slug:code>/<int:year>/sign/", work.sign, name="desk_report_sign"),
    path("reports/<slug:code>/<int:year>/release/", work.release, name="desk_report_release"),
    path("reports/<slug:code>/<int:year>/correct/", work.correct, name="desk_report_correct"),
    path("reports/<slug:code>/<int:year>/units/", views.units, name="desk_report_units"),
    path("reports/<slug:code>/<int:year>/differences/", views.differences, name="desk_report_differences"),
]
