"""工作台的地址 — columns, and what happens to organs together with their columns."""

from django.urls import URLPattern, URLResolver, path

from gongkai.catalogue import views_desk, views_desk_organs

urlpatterns: list[URLPattern | URLResolver] = [
    path("catalogue/", views_desk.catalogue, name="desk_catalogue"),
    path("catalogue/overdue/", views_desk.overdue_columns, name="desk_overdue"),
    path("catalogue/organs/<slug:code>/", views_desk.columns, name="desk_columns"),
    path("catalogue/organs/<slug:code>/new/", views_desk.column_new, name="desk_new_column"),
    path("catalogue/organs/<slug:code>/load/", views_desk.structure_load, name="desk_load_structure"),
    path("organs/<slug:code>/merge/", views_desk_organs.organ_merge, name="desk_organ_merge"),
    path("organs/<slug:code>/close/", views_desk_organs.organ_close, name="desk_organ_close"),
]
