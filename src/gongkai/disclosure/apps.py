from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "gongkai.disclosure"
    label = "disclosure"
    verbose_name = "主动公开"

    def ready(self) -> None:
        from gongkai.core import measures, standing, triggers
        from gongkai.disclosure import (
            menu,
            tasks,  # noqa: F401  registers the outbox handler, jobs and checks
        )
        from gongkai.disclosure.measures import MEASURES
        from gongkai.disclosure.models import CorrectionReport, Document
        from gongkai.disclosure.triggers import DISCLOSURE_TRIGGERS

        menu.register_entries()
        measures.register(MEASURES)
        standing.at_one_organ(Document, CorrectionReport)
        triggers.register(DISCLOSURE_TRIGGERS)
