from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    name = "gongkai.agencies"
    label = "agencies"
    verbose_name = "机关与人员"

    def ready(self) -> None:
        from gongkai.agencies import (
            calendar,  # noqa: F401  registers the outbox handler
            policies,
            tasks,  # noqa: F401  registers the job
        )
        from gongkai.agencies.models import Delegation, Post, User
        from gongkai.core import standing
        from gongkai.ui.menu import Entry, register

        standing.leave_out(User, Post, Delegation)
        heading = _("管理")
        register(Entry(heading, _("机关"), "/desk/organs/", policies.EDIT_GUIDE, order=330))
        register(Entry(heading, _("人员和岗位"), "/desk/people/", policies.MANAGE_PEOPLE, order=340))
        register(Entry(heading, _("网站设置"), "/desk/site/", policies.CONFIGURE_SITE, order=350))
        register(Entry(heading, _("工作日历"), "/desk/calendar/", policies.LOAD_CALENDAR, order=360))
