"""年报的表单 — why it is returned or corrected, what a section of the organ's own is called, the text of every section."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.forms import DeskForm
from gongkai.reporting.actions.save_report import Written
from gongkai.reporting.models import ReportSection


class ReasonForm(DeskForm):
    """理由."""

    reason = forms.CharField(label=_l("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SectionForm(DeskForm):
    """新的一部分."""

    heading = forms.CharField(label=_l("标题"), max_length=100)


class TextForm(DeskForm):
    """各部分的标题和正文 — two fields for each section, named by its id."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, sections: Iterable[ReportSection], seen: str) -> None:
        """Take what was sent, or the sections as they are stored."""
        self.sections = list(sections)
        initial = {"seen": seen}
        for section in self.sections:
            initial |= {f"heading_{section.pk}": section.heading, f"text_{section.pk}": section.text}
        super().__init__(data, initial=initial)
        for section in self.sections:
            self._add(section)

    def _add(self, section: ReportSection) -> None:
        heading = forms.CharField(
            label=_("标题"), max_length=100, widget=forms.TextInput(attrs={"class": "input"})
        )
        area = forms.Textarea(attrs={"rows": max(4, section.text.count("\n") * 2 + 4), "class": "input"})
        text = forms.CharField(label=_("正文"), required=False, strip=True, widget=area)
        self.fields |= {f"heading_{section.pk}": heading, f"text_{section.pk}": text}

    @property
    def rows(self) -> list[tuple[ReportSection, Any, Any]]:
        """Each section with its two fields."""
        return [(each, self[f"heading_{each.pk}"], self[f"text_{each.pk}"]) for each in self.sections]

    @property
    def written(self) -> dict[int, Written]:
        """What was written, by section."""
        said = self.cleaned_data
        return {
            each.pk: Written(said[f"heading_{each.pk}"], said[f"text_{each.pk}"]) for each in self.sections
        }
