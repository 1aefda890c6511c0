"""批次的地址 — tables and batches on the desk."""

from django.urls import URLPattern, URLResolver, path

from gongkai.imports import views_desk_batches as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", views.batches, name="desk_batches"),
    path("imports/new/", views.new_table, name="desk_new_table"),
    path("imports/<int:batch_id>/", views.batch, name="desk_batch"),
    path("imports/<int:batch_id>/columns/", views.columns, name="desk_batch_columns"),
    path("imports/<int:batch_id>/job/", views.give_job, name="desk_batch_job"),
    path("imports/<int:batch_id>/problems.csv", views.problems_file, name="desk_batch_problems"),
]
