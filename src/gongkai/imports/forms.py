"""导入的表单."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.models import Agency
from gongkai.disclosure.forms import select


class ImportForm(forms.Form):
    """导入 — for which organ, when the files do not tell."""

    agency = select(_l("机关"), Agency.objects.none(), empty=_l("按文件里写的发布机关"))

    attach = forms.BooleanField(
        label=_l("Word、PDF 文件同时作为附件，供读者下载"), required=False, initial=True
    )

    def __init__(self, data: Any = None, *, agencies: Any) -> None:
        super().__init__(data)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies
