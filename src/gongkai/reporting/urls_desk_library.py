"""资料库的地址 — reports checked and kept at the desk."""

from django.urls import URLPattern, path

from gongkai.reporting import views_desk_library as views
from gongkai.reporting import views_desk_library_compare

urlpatterns: list[URLPattern] = [
    path("library/", views.library, name="desk_library"),
    path("library/check/", views.check, name="desk_library_check"),
    path("library/keep/", views.keep, name="desk_library_keep"),
    path("library/compare/", views_desk_library_compare.compare, name="desk_library_compare"),
    path("library/table/", views_desk_library_compare.table, name="desk_library_table"),
    path("library/documents/", views.documents, name="desk_library_documents"),
    path("library/<int:library_id>/", views.report, name="desk_library_report"),
    path("library/<int:library_id>/file/", views.file, name="desk_library_file"),
    path("library/<int:library_id>/show/", views.show, name="desk_library_show"),
    path("library/<int:library_id>/remove/", views.remove, name="desk_library_remove"),
]
