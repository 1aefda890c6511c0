"""年度报告 — what an organ reports of a year: its state, its sections, its figures once they are frozen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency, User
from gongkai.disclosure.models import Document
from gongkai.reporting.addresses import report_path
from gongkai.rules.disclosure import DocumentStatus
from gongkai.rules.report_forms import Form, forms
from gongkai.rules.report_process import (
    REPORT_SCOPE_LABELS,
    REPORT_STATE_LABELS,
    ReportState,
)


class AnnualReport(models.Model):
    """年度报告 — one version of an organ's report on a year (Regulations of 2019, Articles 49, 50).

    `figures` are its numbers as text, frozen when it is submitted, {} before: of cells by their key, of what the prose
    refers to by its reference, of the year before with "previous:" in front, of charts with "course:"; None for what is not known.
    A correction is a version of its own with its `reason`.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="annual_reports"
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.PositiveSmallIntegerField(_("版本"), default=1)
    form_key = models.CharField(_("格式"), max_length=10)
    scope = models.CharField(
        _("口径"),
        max_length=12,
        choices=[(s.value, pgettext_lazy("rules", label)) for s, label in REPORT_SCOPE_LABELS.items()],
    )
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(s.value, pgettext_lazy("rules", label)) for s, label in REPORT_STATE_LABELS.items()],
        default=ReportState.DRAFT,
    )
    reason = models.CharField(_("更正理由"), max_length=500, blank=True)
    return_reason = models.CharField(_("退回意见"), max_length=500, blank=True)
    figures = models.JSONField(_("定稿的数字"), default=dict)
    drafted_by = models.ForeignKey(
        User, verbose_name=_("起草人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    saved_at = models.DateTimeField(_("保存时间"))
    submitted_by = models.ForeignKey(
        User, verbose_name=_("提交人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    signed_by = models.ForeignKey(
        User, verbose_name=_("签发人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    document = models.ForeignKey(
        Document,
        verbose_name=_("公开的文件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="annual_reports",
    )

    class Meta:
        verbose_name = _("年度报告")
        ordering = ["-year", "agency", "-number"]
        constraints = [
            models.UniqueConstraint(name="report_version_once", fields=["agency", "year", "number"]),
            models.UniqueConstraint(
                name="report_one_in_work",
                fields=["agency", "year"],
                condition=Q(state__in=[ReportState.DRAFT, ReportState.SUBMITTED]),
            ),
            models.CheckConstraint(
                name="report_two_people",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="report_signed_is_whole",
                condition=~Q(state__in=[ReportState.SIGNED, ReportState.RELEASED])
                | Q(submitted_at__isnull=False, signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(name="report_correction_says_why", condition=Q(number=1) | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["year", "state"], name="report_of_year")]

    def __str__(self) -> str:
        return self.form.title.format(organ=self.agency.name, year=self.year)

    @property
    def form(self) -> Form:
        """The form in which it is written."""
        return next(form for form in forms() if form.key == self.form_key)

    @property
    def frozen(self) -> bool:
        """Whether its figures stand still."""
        return self.state != ReportState.DRAFT

    @property
    def signed(self) -> bool:
        return self.state in (ReportState.SIGNED, ReportState.RELEASED)

    @property
    def published(self) -> bool:
        """Whether the public reads it; its document must have been fetched with it."""
        return self.document is not None and self.document.status == DocumentStatus.PUBLISHED

    @property
    def in_public(self) -> bool:
        """Whether the public reads this version, and not yet an earlier one that it corrects."""
        overtaken = self.number > 1 and self.document is not None and self.document.working_id is not None
        return self.published and self.state == ReportState.RELEASED and not overtaken

    @property
    def address(self) -> str:
        """Where it is at the desk."""
        return report_path(self.agency, self.year)


class ReportSection(models.Model):
    """年报一部分 — a section's text, its figures as references (`rules.report_references`).

    `key` is that of a section of the form, "" for one that the organ adds; `heading` is the organ's own, else the form's.
    """

    report = models.ForeignKey(
        AnnualReport, verbose_name=_("年度报告"), on_delete=models.CASCADE, related_name="sections"
    )
    key = models.CharField(_("部分"), max_length=20, blank=True)
    heading = models.CharField(_("标题"), max_length=100)
    position = models.PositiveSmallIntegerField(_("次序"))
    text = models.TextField(_("正文"), blank=True)

    class Meta:
        verbose_name = _("年报一部分")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="report_section_once", fields=["report", "key"], condition=~Q(key="")
            )
        ]

    def __str__(self) -> str:
        return self.heading
