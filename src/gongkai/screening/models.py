"""隐私筛查 — what was found, how it was settled, what was kept apart, and the sweeps of what is public.

No value that was found is stored here: excerpts are masked, and `fingerprint` is a keyed digest. What a clean
text or file costs is nothing, respectively one row for all the versions that bear the file.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency, Jurisdiction, User
from gongkai.core.models import StoredFile
from gongkai.disclosure.models import Attachment, Document, Version
from gongkai.rules import privacy as law

_KINDS = [(kind.value, pgettext_lazy("rules", label)) for kind, label in law.KIND_LABELS.items()]
# What could not be looked into (a locked or broken part of a file) is of no kind, and somebody must look at it.
_KINDS_OR_NONE = [("", _("没有看到的部分")), *_KINDS]
_CERTAINTIES = [(sure.value, pgettext_lazy("rules", label)) for sure, label in law.CERTAINTY_LABELS.items()]


class Part(models.TextChoices):
    """部位 — in which part of a version something was found."""

    TITLE = "title", _("标题")
    SUMMARY = "summary", _("内容概述")
    KEYWORDS = "keywords", _("关键词")
    BODY = "body", _("正文")
    NAME = "name", _("附件文件名")
    CAPTION = "caption", _("附件说明")
    FILE = "file", _("附件内容")


class FindingState(models.TextChoices):
    """处理情况 — open, or how it was settled. Masked and removed are past: what is there again is open again."""

    OPEN = "open", _("待处理")
    LOOKED_AT = "looked_at", _("已看过，可以公开")
    JUSTIFIED = "justified", _("审查员说明理由，可以公开")
    MASKED = "masked", _("已遮盖")
    REMOVED = "removed", _("已移除")


class ScannedFile(models.Model):
    """已排查的文件 — the result for a stored file under one ruleset: a file is scanned once, whoever bears it.

    `findings` is a list of objects with kind, certainty, start, end, excerpt, place, reason, fingerprint.
    """

    file = models.ForeignKey(
        StoredFile, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="scans"
    )
    ruleset = models.CharField(_("规则版本"), max_length=40)
    findings = models.JSONField(_("发现"), default=list)
    warnings = models.JSONField(_("没有看到的部分"), default=list)
    scanned_at = models.DateTimeField(_("排查时间"))

    class Meta:
        verbose_name = _("已排查的文件")
        constraints = [models.UniqueConstraint(name="scanned_file_once", fields=["file", "ruleset"])]

    def __str__(self) -> str:
        return f"{self.file_id} {self.ruleset}"


class Finding(models.Model):
    """发现 — one private or hidden thing in one version, and how it was settled.

    The same value in the same place of a version is one finding, found `times` times; `key` tells it from the
    others of its version. A row is written when somebody settles it or a sweep comes upon it: what is still open in a
    draft is read from the draft itself.
    """

    version = models.ForeignKey(
        Version, verbose_name=_("版本"), on_delete=models.PROTECT, related_name="findings"
    )
    part = models.CharField(_("部位"), max_length=10, choices=Part.choices)
    attachment = models.ForeignKey(
        Attachment,
        verbose_name=_("附件"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="findings",
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("文件"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("种类"), max_length=40, choices=_KINDS_OR_NONE, blank=True)
    certainty = models.CharField(_("把握"), max_length=10, choices=_CERTAINTIES)
    start = models.PositiveIntegerField(_("起"), default=0)
    end = models.PositiveIntegerField(_("止"), default=0)
    times = models.PositiveIntegerField(_("处数"), default=1)
    place = models.CharField(_("位置"), max_length=200, blank=True)
    excerpt = models.CharField(_("遮盖后的摘录"), max_length=200, blank=True)
    reason = models.CharField(_("为什么"), max_length=300, blank=True)
    fingerprint = models.CharField(_("指纹"), max_length=64)
    key = models.CharField(_("标记"), max_length=64)
    ruleset = models.CharField(_("规则版本"), max_length=40)
    state = models.CharField(
        _("处理情况"), max_length=10, choices=FindingState.choices, default=FindingState.OPEN
    )
    found_at = models.DateTimeField(_("发现时间"))
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, verbose_name=_("处理人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("发现")
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(name="finding_once", fields=["version", "key"]),
            models.CheckConstraint(
                name="finding_settled_by_someone",
                condition=Q(state=FindingState.OPEN) | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_justified_says_why",
                condition=~Q(state=FindingState.JUSTIFIED) | ~Q(words=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "certainty", "kind"], name="finding_standing"),
            models.Index(fields=["settled_at"], name="finding_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.excerpt}"


class Original(models.Model):
    """原件 — a text or file as it was before something was masked in it, kept apart, with why.

    Only those with the permission for originals open it, and each opening is on the ledger.
    """

    version = models.ForeignKey(
        Version, verbose_name=_("版本"), on_delete=models.PROTECT, related_name="originals"
    )
    part = models.CharField(_("部位"), max_length=10, choices=Part.choices)
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("文件"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("原文"), blank=True)
    after_file = models.ForeignKey(
        StoredFile,
        verbose_name=_("处理后的文件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    after_text = models.TextField(_("处理后的文字"), blank=True)
    why = models.JSONField(_("为什么留存"), default=list)
    kept_at = models.DateTimeField(_("留存时间"))
    kept_by = models.ForeignKey(User, verbose_name=_("经办人"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("原件")
        ordering = ["-kept_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="original_is_file_or_text", condition=Q(file__isnull=True) | Q(text="")
            )
        ]

    def __str__(self) -> str:
        return self.name or self.get_part_display()


class MaskSetting(models.Model):
    """脱敏设置 — how many characters of a kind stay at the beginning and at the end, where not the default."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, verbose_name=_("辖区"), on_delete=models.PROTECT, related_name="mask_settings"
    )
    kind = models.CharField(_("种类"), max_length=40, choices=_KINDS)
    first = models.PositiveSmallIntegerField(_("保留前几位"))
    last = models.PositiveSmallIntegerField(_("保留后几位"))

    class Meta:
        verbose_name = _("脱敏设置")
        constraints = [models.UniqueConstraint(name="mask_setting_once", fields=["jurisdiction", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first}+{self.last}"


class SweepState(models.TextChoices):
    """清查进度 — where a sweep stands."""

    WAITING = "waiting", _("等待开始")
    RUNNING = "running", _("正在清查")
    DONE = "done", _("已完成")
    STOPPED = "stopped", _("已停止")


class Sweep(models.Model):
    """清查 — a rescan of what is public: of one organ with those below it, or of all.

    `cursor` is the last document that was looked at, so that a sweep goes on where it was broken off. What was
    withdrawn and put right since is read from the findings' documents, never stored.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ruleset = models.CharField(_("规则版本"), max_length=40)
    why = models.CharField(_("缘由"), max_length=300, blank=True)
    state = models.CharField(_("进度"), max_length=10, choices=SweepState.choices, default=SweepState.WAITING)
    total = models.PositiveIntegerField(_("应查件数"), default=0)
    done = models.PositiveIntegerField(_("已查件数"), default=0)
    cursor = models.BigIntegerField(_("查到哪一件"), default=0)
    by = models.ForeignKey(
        User, verbose_name=_("发起人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("发起时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("清查")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="sweep_done_is_finished",
                condition=~Q(state=SweepState.DONE) | Q(finished_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.get_state_display()}"


class SweepUnit(models.Model):
    """清查单位 — how many documents and files of an organ a sweep has looked at; clean ones cost only this count."""

    sweep = models.ForeignKey(Sweep, verbose_name=_("清查"), on_delete=models.CASCADE, related_name="units")
    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="+")
    documents = models.PositiveIntegerField(_("已查件数"), default=0)
    files = models.PositiveIntegerField(_("已查文件数"), default=0)
    unread = models.PositiveIntegerField(_("没有看到全部的文件数"), default=0)

    class Meta:
        verbose_name = _("清查单位")
        constraints = [models.UniqueConstraint(name="sweep_unit_once", fields=["sweep", "agency"])]

    def __str__(self) -> str:
        return f"{self.agency} {self.documents}"


class SweepFinding(models.Model):
    """清查发现 — a finding that a sweep came upon; several sweeps may come upon the same one."""

    sweep = models.ForeignKey(
        Sweep, verbose_name=_("清查"), on_delete=models.CASCADE, related_name="findings"
    )
    finding = models.ForeignKey(
        Finding, verbose_name=_("发现"), on_delete=models.PROTECT, related_name="sweeps"
    )
    document = models.ForeignKey(
        Document, verbose_name=_("政府信息"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("清查发现")
        constraints = [models.UniqueConstraint(name="sweep_finding_once", fields=["sweep", "finding"])]

    def __str__(self) -> str:
        return f"{self.sweep_id} {self.finding_id}"
