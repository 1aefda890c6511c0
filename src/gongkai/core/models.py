"""留痕、待发、文件、编号 — what every room stands on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LedgerEntry(models.Model):
    """留痕 — one line of the append-only, hash-chained ledger.

    Holds references and digests only: what a person wrote stands in LedgerNote, so that it can be erased
    without breaking the chain. Rows can be neither changed nor deleted (triggers in the database).
    """

    at = models.DateTimeField(_("时间"), db_index=True)
    actor_id = models.BigIntegerField(_("经办人"), null=True, db_index=True)
    action = models.CharField(_("动作"), max_length=60, db_index=True)
    subject_type = models.CharField(_("对象类别"), max_length=40)
    subject_id = models.BigIntegerField(_("对象"), null=True)
    agency_id = models.BigIntegerField(_("机关"), null=True, db_index=True)
    citation = models.CharField(_("依据"), max_length=120, blank=True)
    detail = models.JSONField(_("内容"), default=dict)
    group = models.UUIDField(_("同一次办理"))
    previous = models.CharField(_("上一条摘要"), max_length=64)
    digest = models.CharField(_("本条摘要"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("留痕")
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="ledger_subject")]

    def __str__(self) -> str:
        return f"{self.id} {self.action} {self.subject_type}:{self.subject_id}"


class LedgerNote(models.Model):
    """留痕附言 — the words that go with a ledger entry (a reason); erasable, its digest is in the entry."""

    entry = models.OneToOneField(
        LedgerEntry, verbose_name=_("留痕"), on_delete=models.PROTECT, related_name="note", primary_key=True
    )
    text = models.TextField(_("附言"))

    class Meta:
        verbose_name = _("留痕附言")

    def __str__(self) -> str:
        return self.text


class LedgerHead(models.Model):
    """留痕链头 — the last digest; its one row is locked by whoever appends."""

    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    entries = models.BigIntegerField(_("条数"), default=0)

    class Meta:
        verbose_name = _("留痕链头")

    def __str__(self) -> str:
        return f"{self.entries} {self.digest}"


class OutboxItem(models.Model):
    """待发 — work that a committed change asks for: the index, notices. Deleted when done."""

    kind = models.CharField(_("类别"), max_length=40)
    key = models.BigIntegerField(_("对象"))
    created_at = models.DateTimeField(_("时间"))
    tries = models.PositiveIntegerField(_("次数"), default=0)
    not_before = models.DateTimeField(_("不早于"), null=True)
    last_error = models.CharField(_("上次的错误"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("待发")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class StoredFile(models.Model):
    """文件 — the facts of a stored file; its bytes lie under its SHA-256 digest."""

    digest = models.CharField(_("摘要"), max_length=64, primary_key=True)
    size = models.BigIntegerField(_("字节"))
    media_type = models.CharField(_("类型"), max_length=100)
    created_at = models.DateTimeField(_("存入时间"))

    class Meta:
        verbose_name = _("文件")

    def __str__(self) -> str:
        return self.digest


class NumberSequence(models.Model):
    """编号 — the last serial number given out for a key; a number once given is never given again."""

    key = models.CharField(_("编号前段"), max_length=120, unique=True)
    last = models.PositiveBigIntegerField(_("最后一号"), default=0)

    class Meta:
        verbose_name = _("编号")

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


class Redirect(models.Model):
    """旧地址 — an address that was once public and where it leads now."""

    old_path = models.CharField(_("旧地址"), max_length=300, unique=True)
    new_path = models.CharField(_("新地址"), max_length=300)

    class Meta:
        verbose_name = _("旧地址")

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"
