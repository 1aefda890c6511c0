from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongkai.notices"
    label = "notices"
    verbose_name = "通知"

    def ready(self) -> None:
        from gongkai.notices import menu, tasks  # noqa: F401  registers what the worker does

        menu.register_entries()
