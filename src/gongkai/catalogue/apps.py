from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "gongkai.catalogue"
    label = "catalogue"
    verbose_name = "目录与指南"

    def ready(self) -> None:
        from django.utils import timezone

        from gongkai.catalogue import policies
        from gongkai.catalogue.queries import overdue_for
        from gongkai.ui.menu import Entry, register

        heading = _("管理")
        register(Entry(heading, _("栏目"), "/desk/catalogue/", policies.EDIT_COLUMN, order=300))
        register(
            Entry(
                heading,
                _("超期栏目"),
                "/desk/catalogue/overdue/",
                policies.EDIT_COLUMN,
                count=lambda actor: overdue_for(actor, timezone.localdate()).count(),
                order=310,
            )
        )
        register(
            Entry(heading, _("目录调整"), "/desk/catalogue/changes/", policies.MANAGE_COLUMNS, order=320)
        )
