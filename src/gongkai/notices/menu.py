"""通知的菜单 — what the desk's menu shows of this room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.agencies.policies import USE_DESK
from gongkai.notices import policies
from gongkai.notices.models import NoticeState
from gongkai.notices.queries import notices_for, unread
from gongkai.ui.menu import Entry, register


def register_entries() -> None:
    """Add this room's entries, called once when the room is loaded."""
    heading = _("通知")
    register(Entry(heading, _("我的消息"), "/desk/messages/", USE_DESK, _unread, order=190))
    register(Entry(heading, _("对外通知"), "/desk/notices/", policies.MANAGE_NOTICES, _failed, order=191))


def _unread(actor: Any) -> int:
    return unread(actor.person).order_by().count()


def _failed(actor: Any) -> int:
    return notices_for(actor).filter(state=NoticeState.FAILED).order_by().count()
