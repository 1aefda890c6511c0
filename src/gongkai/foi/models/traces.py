"""留迹 — drafts that wait to be filed, how applicants sign in, who looked at an applicant's data and why, and who urged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import User
from gongkai.core.sealed import SealedField
from gongkai.foi.models.cases import Applicant, Case


class ApplicationDraft(models.Model):
    """未提交的申请 — what an applicant has typed so far, sealed, until it is filed or runs out."""

    fingerprint = models.CharField(_("取回码摘要"), max_length=64, unique=True)
    content = SealedField(_("内容"))
    saved_at = models.DateTimeField(_("保存时间"), db_index=True)

    class Meta:
        verbose_name = _("未提交的申请")

    def __str__(self) -> str:
        return str(self.pk)


class SignIn(models.Model):
    """申请人登录 — a link and a code that were asked for, to show that one reads at an address; for one use.

    Link, code and address are keyed digests only. A row stands for unknown addresses too, so that asking takes as
    long for them; it is gone soon after `until`.
    """

    contact = models.CharField(_("联系方式摘要"), max_length=80)
    link = models.CharField(_("链接摘要"), max_length=64, unique=True)
    code = models.CharField(_("验证码摘要"), max_length=64)
    tries = models.PositiveSmallIntegerField(_("试过几次"), default=0)
    until = models.DateTimeField(_("有效至"), db_index=True)
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("申请人登录")

    def __str__(self) -> str:
        return str(self.pk)


class Reveal(models.Model):
    """查看记录 — somebody saw an applicant's identity data in clear, and said why; the applicant may see this."""

    applicant = models.ForeignKey(
        Applicant, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="reveals"
    )
    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="reveals")
    by = models.ForeignKey(User, verbose_name=_("查看人"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("理由"), max_length=300)

    class Meta:
        verbose_name = _("查看记录")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


class Urging(models.Model):
    """催办 — the disclosure office or the applicant asked for a case to be moved on."""

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="urgings")
    by = models.ForeignKey(
        User, verbose_name=_("催办人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("时间"))
    words = models.TextField(_("催办意见"), blank=True)

    class Meta:
        verbose_name = _("催办")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"
