"""救济 — administrative reconsideration and litigation over a case, with their outcome."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.foi.models.cases import Case


class Remedy(models.Model):
    """复议或者诉讼 — one procedure against a case (2019 Art. 51; its outcome is a line of the annual report)."""

    class Kind(models.TextChoices):
        """救济种类 — as the annual report counts them."""

        RECONSIDERATION = "reconsideration", _("行政复议")
        LITIGATION = "litigation", _("未经复议直接起诉")
        LITIGATION_AFTER = "litigation_after", _("复议后起诉")

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="remedies")
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    body = models.CharField(_("复议机关或者法院"), max_length=100)
    reference = models.CharField(_("案号"), max_length=100, blank=True)
    instance = models.PositiveSmallIntegerField(_("审级"), default=1)
    after = models.ForeignKey(
        "self",
        verbose_name=_("此前的复议"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    filed_on = models.DateField(_("申请或者起诉日期"))
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    due_on = models.DateField(_("审理期限"), null=True, blank=True)
    closed_on = models.DateField(_("审结日期"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=40, blank=True)
    outcome_class = models.CharField(_("结果类别"), max_length=20, blank=True)
    corrected_because = models.CharField(_("纠正的原因"), max_length=200, blank=True)
    act_by = models.DateField(_("履行期限"), null=True, blank=True)

    class Meta:
        verbose_name = _("复议诉讼")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="remedy_closed_has_outcome",
                condition=Q(closed_on__isnull=True) | (~Q(outcome="") & ~Q(outcome_class="")),
            )
        ]
        indexes = [models.Index(fields=["filed_on", "kind"], name="remedy_filed")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.reference}"
