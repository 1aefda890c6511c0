from django.apps import AppConfig


class APIConfig(AppConfig):
    name = "gongkai.api"
    label = "api"
    verbose_name = "开放接口"
