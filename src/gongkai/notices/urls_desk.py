"""工作台的地址 — the officials' side of 通知."""

from django.urls import URLPattern, URLResolver, path

from gongkai.notices import views_desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("messages/", views_desk.messages, name="desk_messages"),
    path("notices/", views_desk.notices, name="desk_notices"),
    path("notices/<int:notice_id>/again/", views_desk.again, name="desk_notice_again"),
]
