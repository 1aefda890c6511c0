"""栏目、分类 — where a piece of information stands, and how it is classified."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency, User
from gongkai.rules.catalogue import ADDRESSEES, LEVELS, MAX_DEPTH, UPDATE_PERIODS, Section


class ColumnAudience(models.TextChoices):
    """谁能看 — the readers of a column."""

    PUBLIC = "public", _("社会公众")
    STAFF = "staff", _("仅工作人员")


class ColumnStatus(models.TextChoices):
    """栏目状态 — retired columns keep their address, which leads on."""

    ACTIVE = "active", _("在用")
    RETIRED = "retired", _("已停用")


class Column(models.Model):
    """栏目 — a place in an organ's catalogue (Regulations of 2019, Articles 12, 19–21).

    The same `code` in several organs means the same column, so that the disclosure office can change it
    everywhere at once.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="columns"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级栏目"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    code = models.CharField(_("栏目代码"), max_length=60)
    name = models.CharField(_("栏目名称"), max_length=60)
    section = models.CharField(
        _("板块"),
        max_length=20,
        choices=[(section.value, pgettext_lazy("rules", section.label)) for section in Section],
    )
    basis = models.CharField(_("公开依据"), max_length=300, blank=True)
    unit = models.CharField(_("责任单位"), max_length=60, blank=True)
    update_period = models.CharField(
        _("更新周期"),
        max_length=12,
        choices=[(p.code, pgettext_lazy("rules", p.label)) for p in UPDATE_PERIODS.values()],
        default="event",
    )
    proactive = models.BooleanField(_("默认主动公开"), default=True)
    audience = models.CharField(
        _("谁能看"), max_length=10, choices=ColumnAudience.choices, default=ColumnAudience.PUBLIC
    )
    depth = models.PositiveSmallIntegerField(_("层级"), default=1)
    position = models.PositiveIntegerField(_("排序"), default=0)
    status = models.CharField(
        _("状态"), max_length=10, choices=ColumnStatus.choices, default=ColumnStatus.ACTIVE
    )
    opened_on = models.DateField(_("启用日期"))
    standard = models.JSONField(_("标准目录要素"), default=dict, blank=True)
    published_count = models.PositiveIntegerField(_("公开件数"), default=0)
    last_published_on = models.DateField(_("最近更新"), null=True, blank=True)

    class Meta:
        verbose_name = _("栏目")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="column_code_once", fields=["agency", "code"]),
            models.CheckConstraint(name="column_depth", condition=Q(depth__gte=1, depth__lte=MAX_DEPTH)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def standard_levels(self) -> list[str]:
        """公开层级 — words for who publishes it by the grassroots standard; [] without a standard."""
        return [LEVELS[code] for code in self.standard.get("levels", ())]

    @property
    def standard_addressees(self) -> str:
        """公开对象 — the word for whom the grassroots standard has it published; "" without a standard."""
        return ADDRESSEES.get(self.standard.get("addressees", ""), "")


class CatalogueChange(models.Model):
    """目录调整 — one change made to columns across organs, with what stood before, so that it can be undone."""

    class Kind(models.TextChoices):
        RENAME = "rename", _("改名")
        MOVE = "move", _("移动")
        MERGE = "merge", _("合并")
        SPLIT = "split", _("拆分")
        RETIRE = "retire", _("停用")
        LOAD = "load", _("载入样表")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    office = models.ForeignKey(Agency, verbose_name=_("办理机关"), on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(
        User, verbose_name=_("经办人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("时间"))
    reason = models.TextField(_("理由"))
    summary = models.CharField(_("内容"), max_length=300)
    before = models.JSONField(_("调整前"), default=dict)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("目录调整")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.summary


class Scheme(models.Model):
    """分类法 — a way to classify: by subject, genre, audience or theme."""

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=40)

    class Meta:
        verbose_name = _("分类法")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """类目 — one class of a scheme."""

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("分类法"), on_delete=models.PROTECT, related_name="terms"
    )
    code = models.CharField(_("代码"), max_length=40)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级类目"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    position = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("类目")
        ordering = ["scheme", "position", "id"]
        constraints = [models.UniqueConstraint(name="term_code_once", fields=["scheme", "code"])]

    def __str__(self) -> str:
        return self.name
