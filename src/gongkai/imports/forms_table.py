"""导入表格的表单 — the file itself, and which of its columns says what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency
from gongkai.disclosure.forms import select
from gongkai.imports.headers import FIELDS, field_label
from gongkai.imports.layout import Layout
from gongkai.ui import fields

ORIGIN = "旧系统"


class TableForm(forms.Form):
    """导入表格 — the table, the files that it names, and for which organ."""

    table = forms.FileField(
        label=_l("表格"),
        help_text=_l("CSV、XLSX、XLS，或者每行一个对象的 JSONL"),
        error_messages={
            "required": _l("请选择表格"),
            "empty": _l("这个文件是空的"),
            "missing": _l("请选择表格"),
        },
    )
    beside = forms.FileField(
        label=_l("随表的文件"),
        required=False,
        help_text=_l("表格里提到的正文文件和附件，装在一个 ZIP 里；没有可以不选"),
    )
    agency = select(_l("机关"), Agency.objects.none(), required=True)

    def __init__(self, data: Any = None, files: Any = None, *, agencies: Any) -> None:
        super().__init__(data, files)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies


class LayoutForm(forms.Form):
    """列的对应 — a choice for each column, and what holds for all rows."""

    origin = forms.CharField(
        label=_l("来源系统"),
        max_length=80,
        required=False,
        help_text=_l("同一来源里，标识相同的就是同一件，不会重复导入"),
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    column = forms.CharField(
        label=_l("没有写栏目的放在"),
        max_length=80,
        required=False,
        help_text=_l("栏目的名称、路径或者代码"),
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, data: Any = None, *, layout: Layout) -> None:
        super().__init__(data, initial={"origin": layout.origin or ORIGIN, "column": layout.column})
        self._layout = layout
        told = [("", _l("不导入")), *((name, pgettext_lazy("rules", field_label(name))) for name in FIELDS)]
        for place, (head, field) in enumerate(layout.columns):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=head,
                choices=told,
                required=False,
                initial=field,
                widget=fields.OneOf(),
            )

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields of the columns, in the order of the table."""
        return [self[f"c{place}"] for place in range(len(self._layout.columns))]

    @property
    def layout(self) -> Layout:
        """What was chosen."""
        values = self.cleaned_data
        chosen = tuple(
            (head, values[f"c{place}"]) for place, (head, _field) in enumerate(self._layout.columns)
        )
        return Layout(chosen, values["origin"].strip(), self._layout.agency, values["column"].strip())
