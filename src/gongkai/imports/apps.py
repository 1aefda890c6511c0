from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "gongkai.imports"
    label = "imports"
    verbose_name = "导入"

    def ready(self) -> None:
        from gongkai.imports import (
            harvesting,  # noqa: F401  registers what the worker does
            menu,
        )

        menu.register_entries()
