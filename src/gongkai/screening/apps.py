from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "gongkai.screening"
    label = "screening"
    verbose_name = "隐私筛查"

    def ready(self) -> None:
        from gongkai.core import measures
        from gongkai.disclosure import gates
        from gongkai.screening import (
            gate,
            menu,
            tasks,  # noqa: F401  registers checks and the worker's part
        )
        from gongkai.screening.measures import MEASURES

        menu.register_entries()
        measures.register(MEASURES)
        gates.register(gate.holds_of, reading=gate.read_files)
