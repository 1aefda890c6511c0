"""通知 — what people were told, where and when, and what still has to reach them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from gongkai.agencies.models import Agency
from gongkai.core.sealed import SealedField
from gongkai.notices.words import labels


class Channel(models.TextChoices):
    """通知渠道 — by which way a notice goes."""

    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")
    SITE = "site", _("站内消息")


class NoticeState(models.TextChoices):
    """通知状态 — where a notice stands."""

    WAITING = "waiting", _("等待发送")
    HELD = "held", _("夜间暂缓")
    SENDING = "sending", _("正在发送")
    SENT = "sent", _("已发出")
    FAILED = "failed", _("没有发出")


class Trouble(models.TextChoices):
    """发送不成的原因 — why a notice did not go; kept instead of the server's words, which may name the person."""

    UNREACHABLE = "unreachable", _("连不上服务器")
    SILENT = "silent", _("服务器没有回应")
    SIGN_IN = "sign_in", _("服务器不认登录名或口令")
    BUSY = "busy", _("服务器暂时不收")
    REFUSED = "refused", _("服务器拒收")
    ADDRESS = "address", _("地址不对")
    SEALED = "sealed", _("密封的地址打不开")
    LATE = "late", _("过了有效的时间")


class Notice(models.Model):
    """通知 — one message to one person by one way, with the words that were sent.

    Address and words are sealed. `key` is what makes it one: it stands in the Message-ID and goes to the gateway,
    so that a repetition after a crash can be told from a second notice.
    """

    key = models.CharField(_("标识"), max_length=64, unique=True)
    template = models.CharField(_("模板"), max_length=40)
    version = models.PositiveIntegerField(_("模板版本"))
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    language = models.CharField(_("语言"), max_length=10)
    to = SealedField(_("地址"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人员"),
        on_delete=models.PROTECT,
        null=True,
        related_name="notices",
    )
    subject = SealedField(_("标题"))
    text = SealedField(_("内容"))
    about_type = models.CharField(_("对象类别"), max_length=40)
    about_id = models.BigIntegerField(_("对象"))
    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="notices"
    )
    state = models.CharField(_("状态"), max_length=10, choices=NoticeState.choices)
    trouble = models.CharField(_("原因"), max_length=20, choices=Trouble.choices, blank=True)
    tries = models.PositiveIntegerField(_("次数"), default=0)
    created_at = models.DateTimeField(_("写成时间"))
    not_before = models.DateTimeField(_("不早于"), null=True)
    claimed_at = models.DateTimeField(_("取走时间"), null=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True)
    receipt = models.CharField(_("回执"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("通知")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["channel", "state", "not_before"], name="notice_due"),
            models.Index(fields=["about_type", "about_id"], name="notice_about"),
            models.Index(fields=["agency", "state"], name="notice_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_sent_has_time",
                condition=~models.Q(state=NoticeState.SENT) | models.Q(sent_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.template}.{self.version} {self.about_type}:{self.about_id}"

    @property
    def label(self) -> str:
        """What kind of notice it is, in the reader's words."""
        return pgettext("rules", labels().get(self.template, self.template))
