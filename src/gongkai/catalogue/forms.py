"""表单 — what officials fill in about columns."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.forms import DeskForm
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, ColumnAudience
from gongkai.catalogue.queries import columns_of
from gongkai.rules.catalogue import MAX_DEPTH, UPDATE_PERIODS, Section, structure, structures


class ColumnChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """栏目 — indented by level."""

    def label_from_instance(self, obj: Column) -> str:
        return f"{'　' * (obj.depth - 1)}{obj.name}"


class ColumnForm(DeskForm):
    """栏目信息 — with `whole` also what only the disclosure office changes."""

    name = forms.CharField(label=_("栏目名称"), max_length=60)
    basis = forms.CharField(label=_("公开依据"), required=False, max_length=300)
    unit = forms.CharField(
        label=_("责任单位"), required=False, max_length=60, help_text=_("谁负责更新，如“办公室”")
    )
    update_period = forms.ChoiceField(
        label=_("更新周期"),
        choices=[(period.code, pgettext_lazy("rules", period.label)) for period in UPDATE_PERIODS.values()],
        help_text=_("过了周期没有新内容，算作超期"),
    )
    proactive = forms.BooleanField(label=_("新稿件默认主动公开"), required=False)
    audience = forms.ChoiceField(label=_("谁能看"), choices=ColumnAudience.choices, widget=forms.RadioSelect)
    position = forms.IntegerField(
        label=_("排序"), required=False, min_value=0, help_text=_("数字小的排在前面")
    )

    def __init__(self, *args: Any, whole: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not whole:
            for name in ("name", "update_period", "audience", "position"):
                del self.fields[name]

    def clean_position(self) -> int:
        """Take an empty place for the first one."""
        return int(self.cleaned_data["position"] or 0)


class NewColumnForm(ColumnForm):
    """新建栏目."""

    code = forms.CharField(
        label=_("栏目代码"),
        max_length=60,
        help_text=_("网址里的一段，如 20-1-normative；各机关的同一栏目用同一代码"),
    )
    parent = ColumnChoice(
        label=_("上级栏目"), queryset=Column.objects.none(), required=False, empty_label=_("第一级")
    )
    section = forms.ChoiceField(
        label=_("板块"),
        choices=[(section.value, pgettext_lazy("rules", section.label)) for section in Section],
        initial=Section.STATUTORY.value,
        help_text=_("有上级栏目的，随上级栏目"),
    )
    field_order = ["name", "code", "parent", "section"]

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["position"]
        below = columns_of(agency, staff=True).filter(depth__lt=MAX_DEPTH)
        self.fields["parent"].queryset = below  # type: ignore[attr-defined]


def structure_choices() -> Iterator[tuple[Any, Any]]:
    """Yield the templates of structure for a select, grouped."""
    groups: dict[Any, list[tuple[str, str]]] = {}
    for code in structures():
        if code.startswith("grassroots/"):
            group = _("基层政务公开标准目录")
        else:
            group = _("部分栏目") if structure(code).under or code == "2007" else _("整套栏目")
        groups.setdefault(group, []).append((code, structure(code).name))
    yield from groups.items()


class StructureForm(DeskForm):
    """载入结构样表."""

    structure = forms.ChoiceField(label=_("样表"), choices=structure_choices)
