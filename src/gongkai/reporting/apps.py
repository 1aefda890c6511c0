from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "gongkai.reporting"
    label = "reporting"
    verbose_name = "统计与年报"

    def ready(self) -> None:
        from gongkai.core import triggers
        from gongkai.reporting import (
            library_tasks,  # noqa: F401  registers what the worker does
            menu_declared,
            menu_figures,
            menu_library,
            menu_reports,
        )
        from gongkai.reporting.triggers import REPORT_TRIGGERS
        from gongkai.reporting.triggers_monthly import MONTHLY_TRIGGERS

        menu_declared.register_entries()
        menu_library.register_entries()
        menu_figures.register_entries()
        menu_reports.register_entries()
        triggers.register(REPORT_TRIGGERS)
        triggers.register(MONTHLY_TRIGGERS)
