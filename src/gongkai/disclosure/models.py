"""政府信息 — documents and their versions; what must always be true is a constraint or a trigger.

A Document is the lasting identity (address, index number, public state). Its content is in Versions: at most
one in the public's hands (`public`), at most one in work (`working`). Two rules stand in the database itself
(migration 0002): a document cannot be published without a version that passed confidentiality review and was
signed by three different people, and a version that left the draft state cannot change its content.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency, User
from gongkai.catalogue.models import Column, Term
from gongkai.core.models import StoredFile
from gongkai.rules import disclosure as law


class Document(models.Model):
    """政府信息 — one piece of government information (Regulations of 2019, Article 2).

    `old_published_on` is the day on which it was public elsewhere before it was brought in: its day of publication
    here as well.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("发布机构"), on_delete=models.PROTECT, related_name="documents"
    )
    column = models.ForeignKey(
        Column,
        verbose_name=_("栏目"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
    )
    index_number = models.CharField(_("索引号"), max_length=60, null=True, blank=True, unique=True)
    status = models.CharField(
        _("公开状态"),
        max_length=12,
        choices=[(s.value, pgettext_lazy("rules", label)) for s, label in law.DOCUMENT_STATUS_LABELS.items()],
        default=law.DocumentStatus.UNPUBLISHED,
    )
    public = models.ForeignKey(
        "Version",
        verbose_name=_("公开版本"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    working = models.ForeignKey(
        "Version",
        verbose_name=_("在办版本"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    open_to_public = models.BooleanField(_("社会公众可见"), default=False)
    created_at = models.DateTimeField(_("建立时间"))
    old_published_on = models.DateField(_("原公开日期"), null=True, blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    revised_at = models.DateTimeField(_("更新时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("撤回理由"), max_length=500, blank=True)
    withdrawn_from_public = models.BooleanField(_("撤回前社会公众可见"), default=False)
    days_taken = models.PositiveIntegerField(_("形成到公开的工作日"), null=True, blank=True)

    class Meta:
        verbose_name = _("政府信息")
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="document_published_has_version",
                condition=~Q(status=law.DocumentStatus.PUBLISHED)
                | Q(public__isnull=False, published_at__isnull=False, index_number__isnull=False),
            ),
            models.CheckConstraint(
                name="document_only_published_is_open",
                condition=Q(open_to_public=False) | Q(status=law.DocumentStatus.PUBLISHED),
            ),
            models.CheckConstraint(
                name="document_withdrawn_says_why",
                condition=~Q(status=law.DocumentStatus.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
            ),
            models.CheckConstraint(
                name="document_only_withdrawn_leaves_notice",
                condition=Q(withdrawn_from_public=False) | Q(status=law.DocumentStatus.WITHDRAWN),
            ),
        ]
        indexes = [
            models.Index(fields=["open_to_public", "-published_at", "-id"], name="document_newest"),
            # What comes after the id is not needed for order: figures then read no row.
            models.Index(
                fields=[
                    "agency",
                    "open_to_public",
                    "-published_at",
                    "-id",
                    "status",
                    "days_taken",
                    "column",
                    "public",
                ],
                name="document_of_agency",
            ),
            models.Index(
                fields=["column", "open_to_public", "-published_at", "-id", "agency", "public", "status"],
                name="document_of_column",
            ),
            models.Index(
                fields=["-withdrawn_at", "-id"],
                condition=Q(withdrawn_from_public=True),
                name="document_withdrawn",
            ),
            models.Index(
                fields=["agency", "revised_at", "status"],
                condition=Q(revised_at__gt=F("published_at")),
                name="document_revised",
            ),
            models.Index(
                fields=["agency", "withdrawn_at"],
                condition=Q(withdrawn_from_public=True),
                name="document_taken_back",
            ),
        ]

    def __str__(self) -> str:
        version = self.public or self.working
        return version.title if version else str(self.pk)


class Version(models.Model):
    """版本 — the content of a document at one time, with the people who made, reviewed and signed it."""

    document = models.ForeignKey(
        Document, verbose_name=_("政府信息"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("版次"))
    state = models.CharField(
        _("稿件状态"),
        max_length=12,
        choices=[(s.value, pgettext_lazy("rules", label)) for s, label in law.VERSION_STATE_LABELS.items()],
        default=law.VersionState.DRAFT,
    )
    revision = models.PositiveIntegerField(_("保存次数"), default=0)

    title = models.CharField(_("标题"), max_length=500, blank=True)
    document_number = models.CharField(_("文号"), max_length=100, blank=True)
    number_key = models.CharField(_("文号比对"), max_length=100, blank=True, db_index=True)
    joint_agencies = models.ManyToManyField(
        Agency, verbose_name=_("联合发文机关"), blank=True, related_name="+"
    )
    addressee = models.CharField(_("主送机关"), max_length=300, blank=True)
    formed_on = models.DateField(_("成文日期"), null=True, blank=True)
    report_year = models.PositiveSmallIntegerField(_("报告年度"), null=True, blank=True)
    in_force_from = models.DateField(_("施行日期"), null=True, blank=True)
    in_force_until = models.DateField(_("有效期至"), null=True, blank=True)
    validity = models.CharField(
        _("有效性"),
        max_length=12,
        choices=[(v.value, pgettext_lazy("rules", label)) for v, label in law.VALIDITY_LABELS.items()],
        default=law.Validity.IN_FORCE,
    )
    replaced_by = models.ForeignKey(
        Document,
        verbose_name=_("由何文件取代"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    subject = models.ForeignKey(
        Term, verbose_name=_("主题分类"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    genre = models.ForeignKey(
        Term, verbose_name=_("体裁分类"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    audience = models.ForeignKey(
        Term, verbose_name=_("服务对象"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    theme = models.ForeignKey(
        Term, verbose_name=_("专题"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    summary = models.CharField(_("内容概述"), max_length=500, blank=True)
    source = models.CharField(_("来源"), max_length=100, blank=True)
    editor = models.CharField(_("责任编辑"), max_length=40, blank=True)
    attribute = models.CharField(
        _("公开属性"),
        max_length=16,
        choices=[(a.value, pgettext_lazy("rules", label)) for a, label in law.ATTRIBUTE_LABELS.items()],
        blank=True,
    )
    ground = models.CharField(
        _("不主动公开的理由"),
        max_length=20,
        blank=True,
        choices=[(g.code, pgettext_lazy("rules", g.label)) for g in law.GROUNDS.values()],
    )
    body_html = models.TextField(_("正文"), blank=True)
    body_text = models.TextField(_("正文文字"), blank=True)
    script = models.CharField(
        _("字形"), max_length=4, choices=[("Hans", _("简体")), ("Hant", _("繁体"))], default="Hans"
    )
    change_note = models.CharField(_("改动说明"), max_length=500, blank=True)
    evidence = models.JSONField(_("导入依据"), default=dict, blank=True)

    author = models.ForeignKey(
        User, verbose_name=_("起草人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        User, verbose_name=_("保密审查人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_by = models.ForeignKey(
        User, verbose_name=_("签发人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("建立时间"))
    saved_at = models.DateTimeField(_("保存时间"))
    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    scheduled_for = models.DateTimeField(_("定时公开"), null=True, blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("版本")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["document", "number"]),
            models.CheckConstraint(
                name="version_four_eyes",
                condition=(
                    (Q(reviewed_by__isnull=True) | Q(author__isnull=True) | ~Q(reviewed_by=F("author")))
                    & (Q(signed_by__isnull=True) | Q(author__isnull=True) | ~Q(signed_by=F("author")))
                    & (
                        Q(signed_by__isnull=True)
                        | Q(reviewed_by__isnull=True)
                        | ~Q(signed_by=F("reviewed_by"))
                    )
                ),
            ),
            models.CheckConstraint(
                name="version_published_is_signed",
                condition=~Q(state__in=[law.VersionState.PUBLISHED, law.VersionState.SUPERSEDED])
                | Q(reviewed_by__isnull=False, signed_by__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="version_in_force_order",
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_until__isnull=True)
                | Q(in_force_until__gte=F("in_force_from")),
                violation_error_message=_("有效期至不能早于施行日期"),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "scheduled_for"], name="version_due"),
            models.Index(fields=["document", "state", "validity"], name="version_validity"),
            models.Index(
                fields=["in_force_until"],
                condition=Q(in_force_until__isnull=False),
                name="version_in_force_until",
            ),
            models.Index(
                fields=["in_force_from"],
                condition=Q(in_force_from__isnull=False),
                name="version_in_force_from",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.number} 版）"


class Attachment(models.Model):
    """附件 — a file that belongs to a version, with its caption and its text for the search."""

    version = models.ForeignKey(
        Version, verbose_name=_("版本"), on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.ForeignKey(StoredFile, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    caption = models.CharField(_("说明"), max_length=200, blank=True)
    text = models.TextField(_("文字"), blank=True)
    position = models.PositiveIntegerField(_("排序"), default=0)
    embedded = models.BooleanField(_("正文插图"), default=False)

    class Meta:
        verbose_name = _("附件")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.caption or self.name


class Review(models.Model):
    """审查记录 — one decision on a version: passed or returned, with reason and marked passages (Article 17)."""

    class Kind(models.TextChoices):
        CONFIDENTIALITY = "confidentiality", _("保密审查")
        SIGNATURE = "signature", _("签发")

    class Outcome(models.TextChoices):
        PASSED = "passed", _("通过")
        RETURNED = "returned", _("退回")

    version = models.ForeignKey(
        Version, verbose_name=_("版本"), on_delete=models.PROTECT, related_name="reviews"
    )
    kind = models.CharField(_("类别"), max_length=16, choices=Kind.choices)
    outcome = models.CharField(_("结论"), max_length=10, choices=Outcome.choices)
    by = models.ForeignKey(User, verbose_name=_("办理人"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    reason = models.TextField(_("理由"), blank=True)
    marks = models.JSONField(_("标出的段落"), default=list, blank=True)
    content_digest = models.CharField(_("所审内容摘要"), max_length=64)

    class Meta:
        verbose_name = _("审查记录")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="review_returned_says_why", condition=~Q(outcome="returned") | ~Q(reason="")
            )
        ]
        # The triggers ask for a version's passed review at every publication: without this index they read all
        # that the reviewer ever reviewed.
        indexes = [models.Index(fields=["version", "kind", "outcome"], name="review_of_version")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.get_outcome_display()}"


class Relation(models.Model):
    """文件关系 — how one document stands to another; `to` is empty while the other is not in the catalogue."""

    document = models.ForeignKey(
        Document, verbose_name=_("本文件"), on_delete=models.PROTECT, related_name="relations"
    )
    kind = models.CharField(
        _("关系"),
        max_length=12,
        choices=[(k.value, pgettext_lazy("relation", law.RELATION_LABELS[k][0])) for k in law.RelationKind],
    )
    to = models.ForeignKey(
        Document,
        verbose_name=_("对方文件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="related_from",
    )
    to_text = models.CharField(_("对方文件名称、文号"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("文件关系")
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                name="relation_once", fields=["document", "kind", "to"], condition=Q(to__isnull=False)
            ),
            models.CheckConstraint(
                name="relation_not_to_itself", condition=Q(to__isnull=True) | ~Q(to=F("document"))
            ),
            models.CheckConstraint(
                name="relation_names_other", condition=Q(to__isnull=False) | ~Q(to_text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{law.RELATION_LABELS[law.RelationKind(self.kind)][0]} {self.to or self.to_text}"


class CorrectionReport(models.Model):
    """纠错 — what a reader found wrong on a page, and what was done about it."""

    document = models.ForeignKey(
        Document,
        verbose_name=_("政府信息"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
    )
    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="+")
    page = models.CharField(_("页面"), max_length=300)
    words = models.TextField(_("哪里不对"), max_length=2000)
    contact = models.CharField(_("联系方式"), max_length=100, blank=True)
    reported_at = models.DateTimeField(_("收到时间"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, verbose_name=_("答复人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("处理结果"), blank=True)

    class Meta:
        verbose_name = _("纠错")
        ordering = ["-reported_at", "-id"]

    def __str__(self) -> str:
        return self.words[:40]


class Presence(models.Model):
    """在线编辑 — who has a draft open, so that two people on it see each other."""

    version = models.ForeignKey(
        Version, verbose_name=_("版本"), on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("最近在线"))

    class Meta:
        verbose_name = _("在线编辑")
        constraints = [models.UniqueConstraint(name="presence_once", fields=["version", "user"])]

    def __str__(self) -> str:
        return f"{self.user} {self.seen_at}"
