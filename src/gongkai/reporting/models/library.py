"""年报资料库 — published reports of any organ and year, kept with their figures and what the auditor says of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, User
from gongkai.auditing.model import Severity
from gongkai.core.models import StoredFile
from gongkai.disclosure.models import Document


class LibraryReport(models.Model):
    """资料库年报 — one report as it was published, read and checked.

    `organ` is whose it is by name, `agency` the same where this site knows it; `keeper` the organ whose officer keeps it.
    `figures`, `tables` and `findings` are as `auditing.telling.as_data` writes them, `said` the findings' explanations
    taken apart (`library_reading`), all at places of `text`. `auditor` is the version that wrote them, "" for a report
    that is to be read again. `public` shows it to everyone, unless its document was withdrawn.
    """

    keeper = models.ForeignKey(
        Agency, verbose_name=_("收存机关"), on_delete=models.PROTECT, related_name="kept_reports"
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("本站机关"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="library_reports",
    )
    organ = models.CharField(_("机关"), max_length=100)
    year = models.PositiveSmallIntegerField(_("年度"))
    form_key = models.CharField(_("格式"), max_length=10, blank=True)
    title = models.CharField(_("题目"), max_length=300)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="library_reports"
    )
    file_name = models.CharField(_("文件名"), max_length=200)
    document = models.ForeignKey(
        Document,
        verbose_name=_("公开的文件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="library_reports",
    )
    source_url = models.URLField(_("公布网址"), max_length=500, blank=True)
    text = models.TextField(_("文字"))
    figures = models.JSONField(_("数字"), default=list)
    tables = models.JSONField(_("表格"), default=list)
    findings = models.JSONField(_("问题"), default=list)
    said = models.JSONField(_("说明"), default=list)
    checks = models.PositiveIntegerField(_("核对项数"), default=0)
    auditor = models.CharField(_("核对程序版本"), max_length=12, blank=True)
    audited_at = models.DateTimeField(_("核对时间"))
    public = models.BooleanField(_("公众可见"), default=False)
    kept_by = models.ForeignKey(
        User, verbose_name=_("收存人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    kept_at = models.DateTimeField(_("收存时间"))

    class Meta:
        verbose_name = _("资料库年报")
        ordering = ["organ", "-year", "-id"]
        constraints = [
            models.UniqueConstraint(name="library_file_once", fields=["keeper", "file"]),
            models.UniqueConstraint(
                name="library_document_once",
                fields=["keeper", "document"],
                condition=models.Q(document__isnull=False),
            ),
            models.CheckConstraint(
                name="library_public_has_source",
                condition=models.Q(public=False)
                | models.Q(document__isnull=False)
                | ~models.Q(source_url=""),
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "year"], name="library_of_organ"),
            models.Index(fields=["year", "organ"], name="library_of_year"),
            models.Index(fields=["auditor"], name="library_by_auditor"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(one["severity"] == Severity.ERROR for one in self.findings)
