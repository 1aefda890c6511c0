"""经办人与权限 — who acts, from which posts, and what the rooms of organs and people allow."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.agencies.models import Agency, User
from gongkai.core.permissions import Denied, Permission, Verdict, permission
from gongkai.rules.posts import ROLE_LABELS, SUBTREE_ROLES, Role

MANAGE_AGENCIES = permission("agencies.manage", "管理机关", Role.ADMINISTRATOR, Role.OFFICE)
EDIT_GUIDE = permission("agencies.guide", "维护公开指南", Role.LIAISON, Role.OFFICE, Role.ADMINISTRATOR)
CONFIGURE_SITE = permission("agencies.site", "设置网站", Role.ADMINISTRATOR)
LOAD_CALENDAR = permission("agencies.calendar", "载入节假日安排", Role.OFFICE, Role.ADMINISTRATOR)
MANAGE_PEOPLE = permission("agencies.people", "管理人员与岗位", Role.ADMINISTRATOR)
READ_LEDGER = permission("agencies.ledger", "查看留痕", Role.OFFICE, Role.ADMINISTRATOR, Role.LEADER)
USE_DESK = permission("agencies.desk", "使用工作台", *Role)


@dataclass(frozen=True, slots=True)
class HeldPost:
    """在岗 — a post that is held today, by appointment or by delegation."""

    role: Role
    agency_id: int
    agency_path: str

    def reaches(self, agency: Agency) -> bool:
        """Whether this post covers an organ: its own, and those below for roles that reach the subtree."""
        if agency.pk == self.agency_id:
            return True
        return self.role in SUBTREE_ROLES and agency.path.startswith(self.agency_path)


@dataclass(frozen=True)
class Actor:
    """经办人 — who asks or acts: a signed-in person with the posts held today, or the anonymous public."""

    user: User | None = None
    posts: tuple[HeldPost, ...] = ()

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def person(self) -> User:
        """The signed-in person; raises Denied for the public and for the system itself."""
        if self.user is None:
            raise Denied("请先登录")
        return self.user

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)

    @cached_property
    def _held(self) -> dict[tuple[str, int, str], bool]:
        """What was asked of these posts before: a list asks the same of each of its rows."""
        return {}

    def holds(self, wanted: Permission, agency: Agency | None = None) -> bool:
        """Whether a permission is held, for an organ or (without one) anywhere."""
        if agency is None:
            return not wanted.roles.isdisjoint(self.roles)
        asked = wanted.code, agency.pk, agency.path
        if asked not in self._held:
            self._held[asked] = any(post.role in wanted.roles and post.reaches(agency) for post in self.posts)
        return self._held[asked]

    def may(self, wanted: Permission, agency: Agency | None = None) -> Verdict:
        """Say whether a permission is held, as `holds` does, and why not."""
        if self.holds(wanted, agency):
            return Verdict(True)
        words = {
            "what": pgettext("rules", wanted.label),
            "who": _("、").join(
                pgettext("rules", ROLE_LABELS[role]) for role in Role if role in wanted.roles
            ),
        }
        if agency and self.holds(wanted):
            words["organ"] = agency.short_name
            return Verdict(False, _("“%(what)s”由%(organ)s的%(who)s办理，您没有这个岗位") % words)
        return Verdict(False, _("“%(what)s”由%(who)s办理，您没有这个岗位") % words)

    def require(self, wanted: Permission, agency: Agency | None = None) -> None:
        """Raise Denied unless the permission is held."""
        verdict = self.may(wanted, agency)
        if not verdict:
            raise Denied(verdict.reason)


PUBLIC = Actor()
SYSTEM = Actor()
