from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "gongkai.home"
    label = "home"
    verbose_name = "首页"
