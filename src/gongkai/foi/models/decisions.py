"""决定与文书 — what was decided on each part, the letters that say so, and how they reached their addressees."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency, User
from gongkai.core.sealed import SealedField, SealedJSONField
from gongkai.foi.models.cases import Case, CaseFile
from gongkai.foi.models.handling import Consultation


class RemedyPlaces(models.Model):
    """救济途径 — the reconsideration body and the court that letters of an organ, and of those below it, name."""

    agency = models.OneToOneField(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="remedy_places"
    )
    review_body = models.CharField(_("行政复议机关"), max_length=100)
    court = models.CharField(_("人民法院"), max_length=100)

    class Meta:
        verbose_name = _("救济途径")

    def __str__(self) -> str:
        return f"{self.review_body} {self.court}"


class Decision(models.Model):
    """决定 — the answer to a case in one round, in parts; frozen when it is signed (2019 Arts. 36–39)."""

    class State(models.TextChoices):
        """决定状态."""

        DRAFT = "draft", pgettext_lazy("decision", "起草")
        IN_SIGNING = "in_signing", _("待签发")
        SIGNED = "signed", _("已签发")

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.DRAFT)
    ticked = models.JSONField(_("勾选的情形"), default=list)
    drafted_by = models.ForeignKey(
        User, verbose_name=_("拟稿人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    drafted_at = models.DateTimeField(_("拟稿时间"))
    signed_by = models.ForeignKey(
        User, verbose_name=_("签发人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    returned_reason = models.TextField(_("退回理由"), blank=True)
    review_body = models.CharField(_("行政复议机关"), max_length=100, blank=True)
    court = models.CharField(_("人民法院"), max_length=100, blank=True)
    revision = models.PositiveIntegerField(_("保存次数"), default=0)

    class Meta:
        verbose_name = _("决定")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="decision_one_a_round", fields=["case", "round"]),
            models.CheckConstraint(
                name="decision_signed_by_another",
                condition=Q(signed_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(signed_by=models.F("drafted_by")),
            ),
            models.CheckConstraint(
                name="decision_signed_has_signer",
                condition=~Q(state="signed") | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.round}"


class DecisionPart(models.Model):
    """决定的一部分 — what of the application, which kind of reply, and what that reply must say besides."""

    decision = models.ForeignKey(
        Decision, verbose_name=_("决定"), on_delete=models.CASCADE, related_name="parts"
    )
    position = models.PositiveSmallIntegerField(_("次序"))
    what = models.CharField(_("对应的申请内容"), max_length=500)
    reply = models.CharField(_("答复种类"), max_length=40)
    elements = models.JSONField(_("答复要素"), default=dict)
    files = models.ManyToManyField(CaseFile, verbose_name=_("提供的信息"), blank=True, related_name="+")

    class Meta:
        verbose_name = _("决定的一部分")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.reply}"


class Letter(models.Model):
    """文书 — one letter of a case: drafted from its facts, edited, frozen with its signature.

    `paragraphs` and `attachments` (names) are lists of strings. Who it is addressed to and what it says are sealed.
    `digest` is of all that, taken when it was frozen; DOCX and PDF are made from it whenever they are asked for.
    """

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="letters")
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    kind = models.CharField(_("文书种类"), max_length=40)
    template_version = models.PositiveSmallIntegerField(_("范本版次"))
    number = models.CharField(_("文号"), max_length=60, blank=True)
    organ = models.CharField(_("发文机关"), max_length=100)
    addressee = SealedField(_("主送"))
    title = models.CharField(_("标题"), max_length=200)
    paragraphs = SealedJSONField(_("正文"), default=list)
    attachments = SealedJSONField(_("附件"), default=list)
    dated_on = models.DateField(_("落款日期"))
    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("征求意见"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    decision = models.ForeignKey(
        Decision,
        verbose_name=_("决定"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    made_at = models.DateTimeField(_("拟稿时间"))
    made_by = models.ForeignKey(
        User, verbose_name=_("拟稿人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    frozen_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)
    signed_by = models.ForeignKey(
        User, verbose_name=_("签发人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    revision = models.PositiveIntegerField(_("保存次数"), default=0)

    class Meta:
        verbose_name = _("文书")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="letter_number_unique", fields=["number"], condition=~Q(number="")),
            models.CheckConstraint(
                name="letter_frozen_is_numbered",
                condition=Q(frozen_at__isnull=True) | (~Q(number="") & ~Q(digest="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.pk} {self.title}"


class Service(models.Model):
    """送达 — one way in which a letter went out, its proof, and the day that counts (国办公开办函〔2016〕235号)."""

    letter = models.ForeignKey(
        Letter, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="services"
    )
    way = models.CharField(_("送达方式"), max_length=20)
    sent_on = models.DateField(_("发出日期"))
    tracking_number = models.CharField(_("邮件号"), max_length=60, blank=True)
    signed_for_on = models.DateField(_("签收日期"), null=True, blank=True)
    proof = models.ForeignKey(
        CaseFile,
        verbose_name=_("送达凭证"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"))
    by = models.ForeignKey(
        User, verbose_name=_("经办人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("送达")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.way} {self.served_on}"
