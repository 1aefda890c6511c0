"""月度统计 — what an organ reports of a month: its state, and its figures once somebody has confirmed them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency, User
from gongkai.core.measures import Period
from gongkai.reporting.addresses import monthly_path
from gongkai.rules.monthly import MONTHLY_STATE_LABELS, MonthlyState


class MonthlyStatistics(models.Model):
    """月度统计 — one version of an organ's figures of a month, with those of the organs right below it (2019 Art. 47).

    `own` and `figures` are numbers as text by slice, {} in a draft, where they are counted anew each time: the organ's
    own, and with those of `units`, the versions that it adds up. A correction is a version of its own with its `reason`.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="monthly_statistics"
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    month = models.PositiveSmallIntegerField(_("月份"))
    number = models.PositiveSmallIntegerField(_("版本"), default=1)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(s.value, pgettext_lazy("rules", label)) for s, label in MONTHLY_STATE_LABELS.items()],
        default=MonthlyState.DRAFT,
    )
    own = models.JSONField(_("本机关的数"), default=dict)
    figures = models.JSONField(_("含下级的数"), default=dict)
    units = models.ManyToManyField(
        "self", verbose_name=_("汇总的下级报送"), symmetrical=False, related_name="added_up_in"
    )
    note = models.CharField(_("说明"), max_length=500, blank=True)
    reason = models.CharField(_("更正理由"), max_length=500, blank=True)
    return_reason = models.CharField(_("退回意见"), max_length=500, blank=True)
    drafted_by = models.ForeignKey(
        User, verbose_name=_("起草人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    confirmed_by = models.ForeignKey(
        User, verbose_name=_("确认人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, verbose_name=_("报送人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    locked_by = models.ForeignKey(
        User, verbose_name=_("锁定人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    locked_at = models.DateTimeField(_("锁定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("月度统计")
        ordering = ["-year", "-month", "agency", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="monthly_version_once", fields=["agency", "year", "month", "number"]
            ),
            models.UniqueConstraint(
                name="monthly_one_in_work",
                fields=["agency", "year", "month"],
                condition=Q(state__in=[MonthlyState.DRAFT, MonthlyState.CONFIRMED]),
            ),
            models.CheckConstraint(
                name="monthly_two_people",
                condition=Q(confirmed_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(confirmed_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="monthly_submitted_is_confirmed",
                condition=Q(state=MonthlyState.DRAFT) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(name="monthly_correction_says_why", condition=Q(number=1) | ~Q(reason="")),
            models.CheckConstraint(name="monthly_month", condition=Q(month__gte=1, month__lte=12)),
        ]
        indexes = [models.Index(fields=["year", "month", "state"], name="monthly_of_month")]

    def __str__(self) -> str:
        return f"{self.agency.short_name} {self.year}-{self.month:02}"

    @property
    def period(self) -> Period:
        return Period.of_month(self.year, self.month)

    @property
    def frozen(self) -> bool:
        """Whether its figures stand still."""
        return self.state != MonthlyState.DRAFT

    @property
    def handed_in(self) -> bool:
        """Whether the level above has it."""
        return self.state in (MonthlyState.SUBMITTED, MonthlyState.LOCKED)

    @property
    def address(self) -> str:
        """Where it is at the desk."""
        return monthly_path(self.agency, self.year, self.month)
