from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    name = "gongkai.core"
    label = "core"
    verbose_name = "地基"

    def ready(self) -> None:
        pre_migrate.connect(_take_triggers_off, sender=self)
        post_migrate.connect(_put_triggers_on, sender=self)


def _take_triggers_off(using: str, **_: Any) -> None:
    """SQLite cannot make a table anew while triggers speak of it, and would lose those that stand on it."""
    from django.db import connections

    from gongkai.core.triggers import take_off

    take_off(connections[using])


def _put_triggers_on(using: str, **_: Any) -> None:
    from django.db import connections

    from gongkai.core.triggers import put_on

    put_on(connections[using])
