"""初始设置 — the first organ, the jurisdiction and the first administrator of a new installation."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.actions import agency_facts
from gongkai.agencies.actions.open_account import new_password
from gongkai.agencies.models import Agency, AgencyKind, AgencyLevel, Jurisdiction, Post, User
from gongkai.agencies.policies import SYSTEM
from gongkai.core.change import changing
from gongkai.core.pages import LISTS, SITE
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation


def set_up(
    *,
    now: datetime,
    site_name: str,
    code: str,
    name: str,
    short_name: str,
    level: AgencyLevel,
    username: str,
    person_name: str,
) -> tuple[Jurisdiction, str]:
    """初始设置 — return the jurisdiction and the administrator's first password; from the command line only.

    Raises RuleViolation where a jurisdiction exists already: from then on everything goes through the desk.
    """
    with changing(SYSTEM, now) as change:
        if Jurisdiction.objects.exists():
            raise RuleViolation("已经设置过了，请登录工作台办理")
        agency_facts.check_code(code)
        agency_facts.check_name(name, short_name)
        root = Agency.objects.create(
            code=code, name=name, short_name=short_name, kind=AgencyKind.GOVERNMENT, level=level
        )
        root.path = f"/{root.pk}/"
        root.save(update_fields=["path"])
        here = Jurisdiction.objects.create(root=root, host_agency=root, site_name=site_name)
        password = new_password()
        user = User(username=username, name=person_name)
        user.set_password(password)
        user.save(force_insert=True)
        Post.objects.create(user=user, agency=root, role=Role.ADMINISTRATOR, since=timezone.localdate(now))
        change.record("agencies.set_up", here, agency_id=root.pk, administrator=user.pk)
        change.touch(SITE, LISTS)
    return here, password
