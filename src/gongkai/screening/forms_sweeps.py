"""清查的表单 — what is swept and why, and which findings are listed."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency
from gongkai.disclosure.forms import select
from gongkai.rules.privacy import CERTAINTY_LABELS
from gongkai.screening.shown import label_of
from gongkai.screening.sweep_figures import Figures, Standing

_UNREAD = "unread"


class StartForm(forms.Form):
    """发起清查 — an organ with those below it, or all, and the reason."""

    use_required_attribute = False

    agency = select(_l("范围"), Agency.objects.none())
    why = forms.CharField(
        label=_l("缘由"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"max_length": _l("“缘由”最多 300 字，请改短")},
    )

    def __init__(self, data: Any = None, *, agencies: Any, everything: bool) -> None:
        super().__init__(data)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies
        # An office of a part of the place has to say which part.
        agency.required, agency.empty_label = not everything, _("全部机关") if everything else None


class ListForm(forms.Form):
    """筛选清查发现 — by organ, kind, certainty and what became of it."""

    organ = forms.ChoiceField(label=_l("机关"), required=False)
    kind = forms.ChoiceField(label=_l("种类"), required=False)
    certainty = forms.ChoiceField(label=_l("把握"), required=False)
    standing = forms.ChoiceField(label=_l("去向"), required=False)

    def __init__(self, data: Any, *, figures: Figures) -> None:
        super().__init__(data)
        organs = [
            (str(row.agency.pk), row.agency.short_name) for row in figures.organs if row.agency and row.found
        ]
        kinds = [(row.kind or _UNREAD, label_of(row.kind)) for row in figures.kinds]
        sure = [(one.value, pgettext_lazy("rules", label)) for one, label in CERTAINTY_LABELS.items()]
        for name, choices in (
            ("organ", organs),
            ("kind", kinds),
            ("certainty", sure),
            ("standing", Standing.choices),
        ):
            field: Any = self.fields[name]
            field.choices = [("", _("全部")), *choices]
            field.widget.attrs["class"] = "input"

    @property
    def rule(self) -> Q:
        """What is asked for; a choice that is not there asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        rule = Q()
        if asked.get("organ"):
            rule &= Q(document__agency_id=int(asked["organ"]))
        if asked.get("kind"):
            rule &= Q(finding__kind="" if asked["kind"] == _UNREAD else asked["kind"])
        if asked.get("certainty"):
            rule &= Q(finding__certainty=asked["certainty"])
        if asked.get("standing"):
            rule &= Q(standing=asked["standing"])
        return rule
