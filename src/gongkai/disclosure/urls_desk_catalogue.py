"""工作台的地址 — what changes columns together with the documents in them."""

from django.urls import URLPattern, URLResolver, path

from gongkai.disclosure import views_desk_catalogue

urlpatterns: list[URLPattern | URLResolver] = [
    path("catalogue/columns/<int:column_id>/", views_desk_catalogue.column, name="desk_column"),
    path("catalogue/changes/", views_desk_catalogue.changes, name="desk_changes"),
    path("catalogue/changes/<int:change_id>/", views_desk_catalogue.change, name="desk_change"),
    path("catalogue/reshape/<slug:kind>/", views_desk_catalogue.reshape, name="desk_reshape"),
]
