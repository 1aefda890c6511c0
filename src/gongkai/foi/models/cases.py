"""申请 — who applied for what, through which channel, and what has happened since."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency, User
from gongkai.core.models import StoredFile
from gongkai.core.sealed import SealedField, SealedJSONField
from gongkai.disclosure.models import Document
from gongkai.rules.application_process import CASE_STATE_LABELS, HAPPENING_LABELS, OPEN_STATES, CaseState


class Applicant(models.Model):
    """申请人 — a citizen, or a legal person or other organisation; everything that identifies them is sealed.

    `fingerprint` (keyed, of the identity number, else of the phone) finds the same applicant again;
    `email_fingerprint` and `phone_fingerprint` the cases of whoever shows that they read there (`contacts.py`).
    """

    name = SealedField(_("姓名或者名称"), blank=True)
    contact_name = SealedField(_("联系人"), blank=True)
    id_kind = models.CharField(_("证件名称"), max_length=20, blank=True)
    id_number = SealedField(_("证件号码"), blank=True)
    phone = SealedField(_("联系电话"), blank=True)
    email = SealedField(_("电子邮箱"), blank=True)
    address = SealedField(_("联系地址"), blank=True)
    postcode = SealedField(_("邮政编码"), blank=True)
    fingerprint = models.CharField(_("再次识别"), max_length=64, blank=True, db_index=True)
    email_fingerprint = models.CharField(_("电子邮箱摘要"), max_length=64, blank=True, db_index=True)
    phone_fingerprint = models.CharField(_("手机号摘要"), max_length=64, blank=True, db_index=True)
    language = models.CharField(_("通知所用文字"), max_length=10, default="zh-hans")
    anonymised_at = models.DateTimeField(_("匿名化时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("申请人")

    def __str__(self) -> str:
        return f"申请人{self.pk}"


class Case(models.Model):
    """申请 — one application for government information and its handling (2019 Arts. 27–44; 2007 Arts. 20–28).

    `received_on` is the day of receipt by the channel's rule, None until it is established. The clock runs from
    `clock_since` (the day of receipt, or the day on which the case was opened anew) over the events of `round`. The figures of a year go by the first answer,
    which a later round does not undo; `applicant_kind` is one of their columns and stays when the person's data is
    anonymised.
    """

    number = models.CharField(_("申请编号"), max_length=40, unique=True)
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("受理机关"),
        on_delete=models.PROTECT,
        related_name="cases",
        db_index=False,  # `case_at_agency` begins with it
    )
    applicant = models.ForeignKey(
        Applicant, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="cases"
    )
    applicant_kind = models.CharField(_("申请人类型"), max_length=20)
    state = models.CharField(
        _("办理状态"),
        max_length=20,
        choices=[(s.value, pgettext_lazy("rules", label)) for s, label in CASE_STATE_LABELS.items()],
        default=CaseState.UNCONFIRMED,
    )
    statute = models.CharField(_("适用的条例"), max_length=20, blank=True)

    title = models.CharField(_("所需信息"), max_length=200)
    description = models.TextField(_("内容描述"), blank=True)
    sought_number = models.CharField(_("文号"), max_length=100, blank=True)
    features = models.TextField(_("便于查询的其他特征"), blank=True)
    form_wanted = models.CharField(_("提供形式"), max_length=20, blank=True)
    way_wanted = models.CharField(_("获取方式"), max_length=20, blank=True)
    accept_other = models.BooleanField(_("接受其他形式"), default=True)
    asks_fee_reduction = models.BooleanField(_("申请减免费用"), default=False)
    may_be_shown = models.BooleanField(_("同意公开展示"), default=False)
    shown = models.BooleanField(_("列入公开登记"), default=False)

    channel = models.CharField(_("申请渠道"), max_length=20)
    entered_by = models.ForeignKey(
        User, verbose_name=_("代录人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_at = models.DateTimeField(_("提交时间"), db_index=True)
    submission = models.CharField(_("提交标识"), max_length=64, null=True, blank=True, unique=True)
    access_token = SealedField(_("查询地址"), blank=True)
    access_fingerprint = models.CharField(_("查询地址摘要"), max_length=64, unique=True)
    query_code = SealedField(_("查询码"), blank=True)

    arrived_on = models.DateField(_("到达日期"))
    signed_for_on = models.DateField(_("签收日期"), null=True, blank=True)
    confirmed_on = models.DateField(_("与申请人确认的日期"), null=True, blank=True)
    received_on = models.DateField(_("收到申请之日"), null=True, blank=True)
    receipt_rule = models.CharField(_("收到之日的依据"), max_length=300, blank=True)

    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    clock_since = models.DateField(_("期限起算"), null=True, blank=True)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    provisional = models.BooleanField(_("期限待定"), default=False)
    stopped_by = models.CharField(_("期限暂停的原因"), max_length=30, blank=True)
    deferred_until = models.DateField(_("延迟答复至"), null=True, blank=True)
    ordered_by = models.DateField(_("限期履行至"), null=True, blank=True)
    warned = models.PositiveSmallIntegerField(_("已提醒到第几级"), default=0)

    lead = models.ForeignKey(
        User,
        verbose_name=_("主办人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # `case_of_lead` begins with it
    )
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    first_answered_on = models.DateField(_("首次答复日期"), null=True, blank=True)
    first_due_on = models.DateField(_("首次答复的期限"), null=True, blank=True)
    first_replies = models.CharField(_("首次答复的种类"), max_length=200, blank=True)
    first_extended = models.BooleanField(_("首次答复前延长过期限"), default=False)
    concluded_on = models.DateField(_("首次办结日期"), null=True, blank=True)
    result = models.CharField(_("办理结果"), max_length=20, blank=True)
    correction_waits = models.BooleanField(_("更正要求待答复"), default=False)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    archived_at = models.DateTimeField(_("归档时间"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self",
        verbose_name=_("拆分自"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    made_public = models.ForeignKey(
        Document,
        verbose_name=_("转为主动公开"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )

    class Meta:
        verbose_name = _("申请")
        ordering = ["-filed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="case_registered_has_receipt",
                condition=Q(state__in=[CaseState.UNCONFIRMED, CaseState.CLOSED, CaseState.ARCHIVED])
                | Q(received_on__isnull=False, clock_since__isnull=False),
            ),
            models.CheckConstraint(
                name="case_answered_has_day",
                condition=~Q(state=CaseState.ANSWERED) | Q(answered_on__isnull=False),
            ),
        ]
        indexes = [
            # The desk counts and orders by these alone, without reading the rows. They have no condition: SQLite
            # does not know an index with one again in a statement whose values are bound.
            models.Index(
                fields=["agency", "state", "due_on", "stopped_by", "provisional", "lead"],
                name="case_at_agency",
            ),
            models.Index(fields=["lead", "state", "due_on", "agency"], name="case_of_lead"),
            models.Index(fields=["agency", "-filed_at", "-id"], name="case_of_agency"),
            # The figures of a period: what came, what was concluded, what was carried from one year to the next.
            # By organ first: a list of organs is always given, and its rows then come in groups.
            models.Index(
                fields=["agency", "received_on", "concluded_on", "channel", "applicant_kind"],
                name="case_received",
            ),
            models.Index(
                fields=["agency", "concluded_on", "received_on", "result", "applicant_kind"],
                name="case_concluded",
            ),
            models.Index(
                fields=[
                    "agency",
                    "first_answered_on",
                    "received_on",
                    "first_due_on",
                    "first_extended",
                    "first_replies",
                ],
                name="case_answered",
            ),
            models.Index(fields=["agency"], condition=Q(correction_waits=True), name="case_to_correct"),
            models.Index(fields=["-answered_on", "-id"], condition=Q(shown=True), name="case_shown"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def open(self) -> bool:
        """Whether the applicant still waits for a reply."""
        return self.state in OPEN_STATES


class CaseEvent(models.Model):
    """办理经过 — one thing that happened to a case on a day; append-only.

    `on` is the day that counts (of receipt, of posting…), `at` when it was entered. `detail` holds references,
    `note` what somebody said, sealed.
    """

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="events")
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    kind = models.CharField(
        _("事项"),
        max_length=30,
        choices=[(kind, pgettext_lazy("rules", label)) for kind, label in HAPPENING_LABELS.items()],
    )
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("记录时间"))
    by = models.ForeignKey(
        User, verbose_name=_("经办人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    working_days = models.PositiveSmallIntegerField(_("工作日"), default=0)
    note = SealedField(_("说明"), blank=True)
    detail = models.JSONField(_("内容"), default=dict)

    class Meta:
        verbose_name = _("办理经过")
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["case", "on", "id"], name="event_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.on}"


class CaseFile(models.Model):
    """案卷材料 — a file of a case: proof of identity, a scan, an answer, what is given out. Its bytes are sealed.

    `digest` is of the bytes themselves; `stored` holds them encrypted with the key `sealed_key`. `findings` is what
    the check for personal and hidden data found in a file that is to be given out, each with the reason for which
    it may stay ("" while open).
    """

    class Kind(models.TextChoices):
        """材料类别."""

        IDENTITY = "identity", _("身份证明")
        APPLICATION = "application", _("申请材料")
        SUPPLEMENT = "supplement", _("补正材料")
        CONSULTATION = "consultation", _("征求意见材料")
        RELEASE = "release", _("提供的信息")
        ORIGINAL = "original", _("遮盖前的原件")
        SERVICE = "service", _("送达凭证")
        REMEDY = "remedy", _("复议诉讼材料")

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    name = SealedField(_("名称"))
    stored = models.ForeignKey(
        StoredFile, verbose_name=_("文件"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed_key = models.CharField(_("密钥"), max_length=8, db_index=True)
    digest = models.CharField(_("摘要"), max_length=64)
    size = models.PositiveBigIntegerField(_("字节"))
    media_type = models.CharField(_("类型"), max_length=100)
    added_at = models.DateTimeField(_("加入时间"))
    added_by = models.ForeignKey(
        User, verbose_name=_("经办人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    redacted_from = models.ForeignKey(
        "self", verbose_name=_("遮盖自"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("隐私检查时间"), null=True, blank=True)
    findings = SealedJSONField(_("隐私检查所见"), default=list, blank=True)
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("案卷材料")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.digest[:12]}"
