"""工作台的地址 — the officials' side of 导入."""

from django.urls import URLPattern, URLResolver, path

from gongkai.imports import views_desk, views_desk_sources

urlpatterns: list[URLPattern | URLResolver] = [
    path("documents/import/", views_desk.import_files, name="desk_import"),
    path("documents/import/begin/", views_desk.begin_drop, name="desk_begin_drop"),
    path("documents/import/<int:batch_id>/", views_desk.dropped, name="desk_dropped"),
    path("documents/import/<int:batch_id>/files/", views_desk.drop_file, name="desk_drop_file"),
    path("documents/import/<int:batch_id>/close/", views_desk.end_of_drop, name="desk_end_of_drop"),
    path(
        "documents/import/<int:batch_id>/versions/<int:version_id>/agency/",
        views_desk.move,
        name="desk_move",
    ),
    path(
        "documents/import/<int:batch_id>/versions/<int:version_id>/fields/",
        views_desk.put_right,
        name="desk_drop_put_right",
    ),
    path("imports/sources/", views_desk_sources.sources, name="desk_sources"),
    path("imports/sources/new/", views_desk_sources.new_source, name="desk_new_source"),
    path("imports/sources/<int:source_id>/", views_desk_sources.source, name="desk_source"),
    path("imports/sources/<int:source_id>/edit/", views_desk_sources.edit_source, name="desk_edit_source"),
    path("imports/sources/<int:source_id>/state/", views_desk_sources.source_state, name="desk_source_state"),
    path("imports/tokens/", views_desk_sources.tokens, name="desk_tokens"),
    path("imports/tokens/new/", views_desk_sources.new_token, name="desk_new_token"),
    path("imports/tokens/<int:token_id>/end/", views_desk_sources.end_token, name="desk_end_token"),
]
