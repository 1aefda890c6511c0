"""网址的表单项 — where something was published, or what bears out a figure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.ui.fields import filled

_LONGEST = 500


def link(label: Any) -> forms.URLField:
    """Return a field for an address of the web, which need not be filled in."""
    return forms.URLField(
        label=label,
        required=False,
        max_length=_LONGEST,
        assume_scheme="https",
        error_messages={
            "invalid": filled(_("“%(name)s”请写完整，如 https://www.example.gov.cn/"), {"name": label}),
            "max_length": filled(_("“%(name)s”最多 %(most)d 字，请改短"), {"name": label, "most": _LONGEST}),
        },
    )
