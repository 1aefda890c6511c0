"""表单 — the questions of the pages that combine rooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.home.ledger import ACTIONS, Asked
from gongkai.ui import fields


class LedgerForm(forms.Form):
    """查阅留痕 — by organ, step, person and days."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("机关"),
        required=False,
        empty_label=_("全部"),
        widget=fields.OneOf(),
        error_messages={"invalid_choice": _("“机关”里没有这一项，请重新选择")},
    )
    action = forms.ChoiceField(
        label=_("办理"),
        required=False,
        choices=[("", _("全部")), *ACTIONS.items()],
        widget=fields.OneOf(),
        error_messages={"invalid_choice": _("“办理”里没有这一项，请重新选择")},
    )
    who = forms.CharField(
        label=_("经办人"), required=False, max_length=40, widget=forms.TextInput(attrs={"class": "input"})
    )
    since = forms.DateField(
        label=_("自"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("“自”请写成 2026-10-12 这样的日期")},
    )
    until = forms.DateField(
        label=_("至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("“至”请写成 2026-10-12 这样的日期")},
    )

    def __init__(self, data: Any = None, *, agencies: Any) -> None:
        super().__init__(data)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies

    @property
    def asked(self) -> Asked:
        """What is asked for; a wrong form asks for nothing in particular."""
        return Asked(**self.cleaned_data) if self.is_valid() else Asked()
