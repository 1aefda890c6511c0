"""隐私筛查的表单 — how many characters stay, for each kind that stands in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.rules.privacy import KIND_LABELS, MASKS, Kind, MaskRule, masked

_SAMPLES = {
    Kind.RESIDENT_ID: "999999190001010000",
    Kind.MOBILE_PHONE: "13000000000",
    Kind.LANDLINE: "000000000000",
    Kind.BANK_CARD: "6200000000000000000",
    Kind.PASSPORT: "E00000000",
    Kind.TRAVEL_PERMIT: "C00000000",
    Kind.VEHICLE_PLATE: "示A00000",
    Kind.EMAIL: "yangben@example.cn",
    Kind.HOME_ADDRESS: "示例市样本区示例路1号2单元301室",
    Kind.SENSITIVE_PERSON: "示例甲",
}
_MOST = 20


class MasksForm(forms.Form):
    """脱敏设置 — two numbers for each kind."""

    use_required_attribute = False

    def __init__(self, *args: Any, rules: Mapping[Kind, MaskRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rules = rules
        for kind, rule in rules.items():
            name = pgettext("rules", KIND_LABELS[kind])
            self.fields[f"{kind.value}_first"] = _number(_("%(kind)s保留前几位") % {"kind": name}, rule.first)
            self.fields[f"{kind.value}_last"] = _number(_("%(kind)s保留后几位") % {"kind": name}, rule.last)

    def rows(self) -> Iterator[tuple[str, BoundField, BoundField, str, MaskRule]]:
        """Yield for each kind its name, its two fields, what an invented value becomes, and its default."""
        for kind, rule in self._rules.items():
            name = pgettext("rules", KIND_LABELS[kind])
            first, last = self[f"{kind.value}_first"], self[f"{kind.value}_last"]
            yield name, first, last, masked(_SAMPLES[kind], rule), MASKS[kind]

    @property
    def rules(self) -> dict[Kind, MaskRule]:
        """What was asked for, once the form is valid."""
        data = self.cleaned_data
        return {
            kind: MaskRule(data[f"{kind.value}_first"], data[f"{kind.value}_last"]) for kind in self._rules
        }


def _number(label: str, initial: int) -> forms.IntegerField:
    words = _("“%(name)s”请填 0 到 %(most)d 的整数") % {"name": label, "most": _MOST}
    return forms.IntegerField(
        label=label,
        initial=initial,
        min_value=0,
        max_value=_MOST,
        widget=forms.NumberInput(attrs={"class": "input w-year", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )
