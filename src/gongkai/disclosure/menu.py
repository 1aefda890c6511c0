"""主动公开的菜单 — what the desk's menu shows of this room."""

from django.utils.translation import gettext_lazy as _

from gongkai.disclosure import policies, queries
from gongkai.ui.menu import Entry, register


def register_entries() -> None:
    """Add this room's entries, called once when the room is loaded."""
    heading = _("主动公开")
    register(
        Entry(
            heading,
            _("稿件和文件"),
            "/desk/documents/",
            policies.SEE_UNPUBLISHED,
            order=100,
            search=_("搜稿件、文件、文号"),
        )
    )
    register(
        Entry(
            heading,
            _("保密审查"),
            "/desk/review/",
            policies.REVIEW,
            lambda actor: queries.to_review(actor).count(),
            order=120,
        )
    )
    register(
        Entry(
            heading,
            _("签发"),
            "/desk/sign/",
            policies.SIGN,
            lambda actor: queries.to_sign(actor).count(),
            order=130,
        )
    )
    register(
        Entry(
            heading,
            _("读者纠错"),
            "/desk/corrections/",
            policies.ANSWER_CORRECTION,
            lambda actor: queries.open_corrections(actor).count(),
            order=140,
        )
    )
    register(Entry(heading, _("撤回"), "/desk/withdraw/", policies.WITHDRAW, order=150))
