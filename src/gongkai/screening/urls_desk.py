"""工作台的地址 — the officials' side of 隐私筛查."""

from django.urls import URLPattern, URLResolver, path

from gongkai.screening import views_desk, views_desk_masks, views_desk_originals, views_desk_sweeps

urlpatterns: list[URLPattern | URLResolver] = [
    path("documents/<int:document_id>/privacy/", views_desk.privacy, name="desk_privacy"),
    path("versions/<int:version_id>/privacy/", views_desk.hint, name="desk_privacy_hint"),
    path("privacy/masks/", views_desk_masks.mask_settings, name="desk_masks"),
    path("privacy/originals/", views_desk_originals.originals, name="desk_originals"),
    path("privacy/originals/<int:original_id>/", views_desk_originals.original, name="desk_original"),
    path("privacy/sweeps/", views_desk_sweeps.sweeps, name="desk_sweeps"),
    path("privacy/sweeps/<int:sweep_id>/", views_desk_sweeps.sweep, name="desk_sweep"),
    path("privacy/sweeps/<int:sweep_id>/stop/", views_desk_sweeps.stop, name="desk_sweep_stop"),
    path("privacy/sweeps/<int:sweep_id>/report/", views_desk_sweeps.report, name="desk_sweep_report"),
    path("privacy/sweeps/<int:sweep_id>/report.csv", views_desk_sweeps.report_file, name="desk_sweep_file"),
]
