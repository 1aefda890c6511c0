from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "gongkai.reporting"
    label = "reporting"
    verbose_name = "统计与年报"

    def ready(self) -> None:
        from gongkai.core import triggers
        from gongkai.reporting import menu_declared, menu_reports
        from gongkai.reporting.triggers import REPORT_TRIGGERS

        menu_declared.register_entries()
        menu_reports.register_entries()
        triggers.register(REPORT_TRIGGERS)
