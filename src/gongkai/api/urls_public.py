"""开放接口的地址."""

from django.urls import URLPattern, URLResolver, include, path

from gongkai.api.contract import patterns

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", include(patterns()))]
