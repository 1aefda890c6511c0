"""办理环节 — who handles a case, what was asked of the applicant and of others, and what is to be paid."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, User
from gongkai.core.sealed import SealedField
from gongkai.foi.models.cases import Case


class Assignment(models.Model):
    """分办 — one unit or person that handles a case: one lead, any number of co-handlers with limits of their own."""

    case = models.ForeignKey(
        Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="assignments"
    )
    unit = models.CharField(_("承办单位"), max_length=100)
    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        User, verbose_name=_("承办人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    leads = models.BooleanField(_("主办"), default=False)
    assigned_at = models.DateTimeField(_("分办时间"))
    due_on = models.DateField(_("内部期限"), null=True, blank=True)
    answered_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)
    answer = models.TextField(_("反馈意见"), blank=True)
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_reason = models.TextField(_("退回理由"), blank=True)
    proposed_unit = models.CharField(_("建议的承办单位"), max_length=100, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("分办")
        ordering = ["-leads", "id"]
        constraints = [
            models.UniqueConstraint(
                name="assignment_one_lead", fields=["case"], condition=Q(leads=True, ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit}"


class Supplement(models.Model):
    """补正 — what the applicant was asked to make clear, until when, and the answer (2019 Art. 30)."""

    case = models.ForeignKey(
        Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="supplements"
    )
    ground = models.CharField(_("补正事由"), max_length=30)
    what = models.TextField(_("需要补正的内容"))
    requested_on = models.DateField(_("告知日期"))
    due_on = models.DateField(_("补正期限"))
    received_on = models.DateField(_("收到补正的日期"), null=True, blank=True)
    answer = models.TextField(_("补正内容"), blank=True)

    class Meta:
        verbose_name = _("补正")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.requested_on}"


class Consultation(models.Model):
    """征求意见 — one third party or organ that was asked whether information may be given (2019 Arts. 32, 34).

    Who the third party is and what they wrote is sealed.
    """

    class Kind(models.TextChoices):
        """征求意见的对象."""

        THIRD_PARTY = "third_party", _("第三方")
        ORGAN = "organ", _("其他机关")

    class Answer(models.TextChoices):
        """答复意见 — silence of a co-issuing organ counts as consent (2019 Art. 34)."""

        CONSENT = "consent", _("同意公开")
        PARTLY = "partly", _("同意部分公开")
        REFUSAL = "refusal", _("不同意公开")
        SILENCE = "silence", _("逾期未答复")

    case = models.ForeignKey(
        Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="consultations"
    )
    kind = models.CharField(_("对象"), max_length=12, choices=Kind.choices)
    name = SealedField(_("名称"))
    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = SealedField(_("联系方式"), blank=True)
    what = models.TextField(_("涉及的内容"))
    sent_on = models.DateField(_("发出日期"))
    delivered_on = models.DateField(_("对方收到的日期"), null=True, blank=True)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answer = models.CharField(_("意见"), max_length=10, choices=Answer.choices, blank=True)
    reason = SealedField(_("理由"), blank=True)
    reasonable = models.BooleanField(_("理由合理"), null=True, blank=True)
    override_reason = models.TextField(_("因公共利益决定公开的理由"), blank=True)

    class Meta:
        verbose_name = _("征求意见")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="consultation_answer_has_day",
                condition=Q(answer="") | Q(answered_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.sent_on}"


class Extension(models.Model):
    """延长答复期限 — proposed by the officer, approved by the head of the disclosure office (2019 Art. 33)."""

    case = models.ForeignKey(
        Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="extensions"
    )
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    working_days = models.PositiveSmallIntegerField(_("延长的工作日"))
    reason = models.TextField(_("延长的理由"))
    proposed_by = models.ForeignKey(
        User, verbose_name=_("提出人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    approved = models.BooleanField(_("批准"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("批准人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    decided_words = models.TextField(_("批准意见"), blank=True)

    class Meta:
        verbose_name = _("延长答复期限")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="extension_one_undecided", fields=["case"], condition=Q(approved__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.working_days}"


class FeeNotice(models.Model):
    """收费通知 — a fee for clearly too many or too large applications, proposed, then signed (2019 Art. 42).

    The rates are those of 国办函〔2020〕109号. `notified_on` and `due_on` are set when the leader signs the notice.
    """

    case = models.ForeignKey(
        Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="fee_notices"
    )
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    basis = models.CharField(_("计费标准"), max_length=10)
    count = models.PositiveIntegerField(_("数量"))
    yuan = models.PositiveIntegerField(_("应收金额"))
    waived_yuan = models.PositiveIntegerField(_("减免金额"), default=0)
    waiver_reason = models.TextField(_("减免理由"), blank=True)
    accounts = models.TextField(_("缴纳方式"))
    proposed_by = models.ForeignKey(
        User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    approved = models.BooleanField(_("批准"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("批准人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    decided_words = models.TextField(_("批准意见"), blank=True)
    notified_on = models.DateField(_("通知日期"), null=True, blank=True)
    due_on = models.DateField(_("缴费期限"), null=True, blank=True)
    paid_on = models.DateField(_("缴费日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("收费通知")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="fee_waived_within", condition=Q(waived_yuan__lte=models.F("yuan"))),
            models.UniqueConstraint(
                name="fee_one_undecided", fields=["case"], condition=Q(approved__isnull=True)
            ),
            models.CheckConstraint(
                name="fee_notified_when_signed",
                condition=Q(approved=True, notified_on__isnull=False, due_on__isnull=False)
                | Q(approved__isnull=True, notified_on=None)
                | Q(approved=False, notified_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.yuan}"
