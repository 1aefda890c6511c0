"""机关、人员、岗位 — who publishes, who works there, what they are appointed to do, and on which days they work."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.rules.posts import ROLE_LABELS, Role


class AgencyKind(models.TextChoices):
    """机关类别 — decides which structure its catalogue is made from."""

    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("政府部门")
    TOWNSHIP = "township", _("乡镇、街道")
    ORGANISATION = "organisation", _("行使职权的组织")


class AgencyLevel(models.TextChoices):
    """机关层级 — the level of government that an organ belongs to."""

    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")


class AgencyStatus(models.TextChoices):
    """机关状态 — closed organs keep their history; merged ones lead to their successor."""

    ACTIVE = "active", _("在用")
    MERGED = "merged", _("已合并")
    CLOSED = "closed", _("已撤销")


class Agency(models.Model):
    """行政机关 — an organ in the tree (Regulations of 2019, Articles 3, 10, 54)."""

    code = models.SlugField(_("地址代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40)
    kind = models.CharField(_("类别"), max_length=20, choices=AgencyKind.choices)
    level = models.CharField(_("层级"), max_length=20, choices=AgencyLevel.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级机关"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    path = models.CharField(_("层级路径"), max_length=200, db_index=True, default="/")
    position = models.PositiveIntegerField(_("排序"), default=0)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    document_code = models.CharField(_("机关代字"), max_length=20, blank=True)
    disclosure_office = models.CharField(_("公开工作机构"), max_length=100, blank=True)
    address = models.CharField(_("办公地址"), max_length=200, blank=True)
    hours = models.CharField(_("办公时间"), max_length=100, blank=True)
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    fax = models.CharField(_("传真"), max_length=60, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    website = models.URLField(_("网址"), blank=True)
    guide_text = models.TextField(_("公开指南补充内容"), blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=AgencyStatus.choices, default=AgencyStatus.ACTIVE
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("并入"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    closed_on = models.DateField(_("撤并日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("行政机关")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="agency_merged_has_successor",
                condition=~Q(status=AgencyStatus.MERGED) | Q(successor__isnull=False),
            ),
            models.UniqueConstraint(
                name="agency_uscc_unique",
                fields=["uscc"],
                condition=~Q(uscc="") & Q(status=AgencyStatus.ACTIVE),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyName(models.Model):
    """曾用名 — a name that an organ bore before, so that old texts are still recognised."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="former_names"
    )
    name = models.CharField(_("名称"), max_length=100, db_index=True)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    used_until = models.DateField(_("使用至"))

    class Meta:
        verbose_name = _("曾用名")
        ordering = ["-used_until"]

    def __str__(self) -> str:
        return self.name


class Jurisdiction(models.Model):
    """辖区 — the one government whose site this is, with what its pages and numbers need."""

    root = models.OneToOneField(
        Agency, verbose_name=_("本级政府"), on_delete=models.PROTECT, related_name="+"
    )
    site_name = models.CharField(_("网站名称"), max_length=60)
    site_id_code = models.CharField(_("网站标识码"), max_length=20, blank=True)
    icp_number = models.CharField(_("ICP 备案号"), max_length=40, blank=True)
    host_agency = models.ForeignKey(
        Agency, verbose_name=_("主办单位"), on_delete=models.PROTECT, related_name="+"
    )
    index_pattern = models.CharField(
        _("索引号样式"), max_length=100, default="{organ_code}/{year}-{serial:05d}"
    )

    class Meta:
        verbose_name = _("辖区")

    def __str__(self) -> str:
        return self.site_name


class UserManager(BaseUserManager["User"]):
    """人员的取用 — accounts are found by their sign-in name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """人员 — a person who may sign in; what they may do comes from their posts alone."""

    username = models.CharField(_("登录名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("可登录"), default=True)
    date_joined = models.DateTimeField(_("开户时间"), auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("人员")

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """岗位 — a person appointed to a role at an organ, from a day, until a day if set."""

    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(
        _("岗位"), max_length=20, choices=[(r.value, pgettext_lazy("rules", ROLE_LABELS[r])) for r in Role]
    )
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = _("岗位")
        ordering = ["agency", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                name="post_once", fields=["user", "agency", "role"], condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(
                name="post_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency.short_name}{self.get_role_display()} {self.user.name}"


class Delegation(models.Model):
    """委托 — a post lent to another person, always with a last day."""

    post = models.ForeignKey(
        Post, verbose_name=_("岗位"), on_delete=models.PROTECT, related_name="delegations"
    )
    to = models.ForeignKey(
        User, verbose_name=_("受托人"), on_delete=models.PROTECT, related_name="delegations"
    )
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    revoked = models.BooleanField(_("已收回"), default=False)

    class Meta:
        verbose_name = _("委托")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(name="delegation_ends_after_start", condition=Q(until__gte=F("since")))
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.to.name}"


class CalendarScope(models.TextChoices):
    """安排范围 — a year as the State Council announced it, or the days that a place adds to it."""

    NATIONAL = "national", _("全国安排")
    LOCAL = "local", _("本地增加的假日")


class HolidayYear(models.Model):
    """年度节假日安排 — one year's days off and make-up days as loaded here; stands in place of the built-in year.

    Days of a place are added to the year's (《全国年节及纪念日放假办法》 Article 4: festivals of ethnic areas).
    ``text`` is the TOML that `rules.calendar.YearTable` reads; what stood before is in the ledger.
    """

    year = models.PositiveSmallIntegerField(_("年份"))
    scope = models.CharField(_("安排范围"), max_length=10, choices=CalendarScope.choices)
    text = models.TextField(_("安排"))
    loaded_at = models.DateTimeField(_("载入时间"))
    loaded_by = models.ForeignKey(
        User, verbose_name=_("载入人"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("年度节假日安排")
        ordering = ["year", "-scope"]
        constraints = [models.UniqueConstraint(name="holiday_year_once", fields=["year", "scope"])]

    def __str__(self) -> str:
        return f"{self.year} {self.get_scope_display()}"
