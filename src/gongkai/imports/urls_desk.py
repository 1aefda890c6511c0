"""工作台的地址 — the officials' side of 导入."""

from django.urls import URLPattern, URLResolver, path

from gongkai.imports import views_desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("documents/import/", views_desk.import_files, name="desk_import"),
]
