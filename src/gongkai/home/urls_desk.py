"""工作台首页与留痕的地址."""

from django.urls import URLPattern, URLResolver, path

from gongkai.home import views_desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views_desk.today, name="desk_today"),
    path("ledger/", views_desk.read_ledger, name="desk_ledger"),
]
