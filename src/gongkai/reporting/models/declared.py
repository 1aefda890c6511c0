"""填报数 — what organs state of themselves where events cannot tell, with who stated it and who confirmed it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, User
from gongkai.core.models import StoredFile


class DeclaredFigure(models.Model):
    """填报数 — the value of one slice of an indicator that an organ declares for a year, or a month of it.

    `slice` is as `rules.slices` writes it; `month` 0 is the whole year. `value` is in the unit of the indicator. What
    is corrected is superseded and stays, with the reason of what came after it in that one's `reason`.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="declared_figures"
    )
    slice = models.CharField(_("指标"), max_length=200)
    year = models.PositiveSmallIntegerField(_("年份"))
    month = models.PositiveSmallIntegerField(_("月份"), default=0)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    evidence = models.ForeignKey(
        StoredFile, verbose_name=_("凭据"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence_name = models.CharField(_("凭据名称"), max_length=200, blank=True)
    evidence_link = models.URLField(_("凭据网址"), max_length=500, blank=True)
    reason = models.CharField(_("更正理由"), max_length=500, blank=True)
    declared_by = models.ForeignKey(
        User, verbose_name=_("填报人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    declared_at = models.DateTimeField(_("填报时间"))
    confirmed_by = models.ForeignKey(
        User, verbose_name=_("确认人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("被取代的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("填报数")
        ordering = ["year", "month", "agency", "slice", "id"]
        constraints = [
            models.UniqueConstraint(
                name="declared_one_current",
                fields=["agency", "year", "month", "slice"],
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="declared_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True)
                | Q(declared_by__isnull=True)
                | ~Q(confirmed_by=F("declared_by")),
            ),
            models.CheckConstraint(name="declared_month", condition=Q(month__lte=12)),
        ]
        indexes = [models.Index(fields=["year", "slice", "agency"], name="declared_of_year")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.slice} {self.year}"
