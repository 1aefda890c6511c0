from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "gongkai.imports"
    label = "imports"
    verbose_name = "导入"

    def ready(self) -> None:
        from gongkai.imports import menu, tasks  # noqa: F401  registers what the worker does
        from gongkai.imports.actions import learn  # noqa: F401  learns from what is sent to review

        menu.register_entries()
