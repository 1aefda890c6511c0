from django.apps import AppConfig


class FoiConfig(AppConfig):
    name = "gongkai.foi"
    label = "foi"
    verbose_name = "依申请公开"

    def ready(self) -> None:
        from gongkai.core import measures, standing
        from gongkai.core.sealed import register_store
        from gongkai.foi import (
            menu,
            tasks,  # noqa: F401  registers jobs, checks and what the outbox and the calendar ask for
        )
        from gongkai.foi.measures import MEASURES
        from gongkai.foi.models import SignIn
        from gongkai.foi.sealing import CaseFiles

        menu.register_entries()
        measures.register(MEASURES)
        standing.leave_out(SignIn)
        register_store(CaseFiles())
