"""推送接口的地址."""

from django.urls import URLPattern, URLResolver, include, path

from gongkai.api.push import patterns

urlpatterns: list[URLPattern | URLResolver] = [path("push/v1/", include(patterns()))]
