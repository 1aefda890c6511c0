from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "gongkai.imports"
    label = "imports"
    verbose_name = "导入"

    def ready(self) -> None:
        from gongkai.imports import menu

        menu.register_entries()
