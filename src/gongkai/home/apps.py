from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "gongkai.home"
    label = "home"
    verbose_name = "首页"

    def ready(self) -> None:
        from gongkai.agencies.policies import READ_LEDGER, USE_DESK
        from gongkai.ui.menu import Entry, register

        register(Entry("", _("今天"), "/desk/", USE_DESK, order=1))
        register(Entry(_("管理"), _("留痕"), "/desk/ledger/", READ_LEDGER, order=390))
