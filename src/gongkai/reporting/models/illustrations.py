"""插图 — a picture or a chart between the paragraphs of an annual report's section."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core.models import StoredFile
from gongkai.reporting.models.reports import ReportSection


class Illustration(models.Model):
    """插图 — a picture with what it shows in words, or a chart of the report's figures (`rules.report_charts`).

    It stands behind the first `after` paragraphs and tables of its section; of several at one place `position` counts.
    `file` and `alt` are those of a picture, `chart` says which chart it is. A chart's numbers are the report's.
    """

    section = models.ForeignKey(
        ReportSection, verbose_name=_("年报一部分"), on_delete=models.CASCADE, related_name="illustrations"
    )
    after = models.PositiveSmallIntegerField(_("位置"))
    position = models.PositiveSmallIntegerField(_("次序"))
    caption = models.CharField(_("图题"), max_length=200)
    alt = models.CharField(_("替代文字"), max_length=300, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("文件"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    chart = models.CharField(_("图表"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("插图")
        ordering = ["after", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="illustration_is_one_thing",
                condition=Q(file__isnull=False, chart="") & ~Q(alt="") | Q(file=None, alt="") & ~Q(chart=""),
            )
        ]

    def __str__(self) -> str:
        return self.caption
