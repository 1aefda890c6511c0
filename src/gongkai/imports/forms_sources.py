"""采集来源和接口令牌的表单."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.forms import DeskForm, OrganChoice
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.catalogue.queries import columns_of
from gongkai.disclosure.forms import Choice
from gongkai.imports.models import Source
from gongkai.rules.pushing import SCOPE_LABELS

FIELDS_OF_SOURCE = ("name", "url", "kind", "column", "interval_minutes", "pages", "select")


class SourceForm(DeskForm):
    """采集来源 — which page of a sister site is read, how, how often, and where its items belong."""

    name = forms.CharField(label=_("名称"), max_length=80)
    url = forms.CharField(label=_("网址"), max_length=500, help_text=_("列表页、Atom 或者站点地图的完整网址"))
    kind = forms.ChoiceField(label=_("类别"), choices=Source.Kind.choices)
    column = Choice(Column.objects.none(), label=_("栏目"), required=False, empty_label=_("按每件的内容"))
    interval_minutes = forms.IntegerField(label=_("间隔（分钟）"), initial=360)
    pages = forms.IntegerField(label=_("每次最多读几页列表"), initial=1)
    select = forms.CharField(
        label=_("选取规则"),
        required=False,
        max_length=200,
        help_text=_("列表在页面上的位置，写成 XPath；不写则自动认"),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column: Any = self.fields["column"]
        column.queryset = columns_of(agency, staff=True)


class NewSourceForm(DeskForm):
    """新建采集来源 — for which organ."""

    agency = OrganChoice(Agency.objects.none(), label=_("机关"))

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies


class TokenForm(NewSourceForm):
    """发放接口令牌 — for which organ and what, and for how long."""

    name = forms.CharField(label=_("用途"), max_length=80, help_text=_("写明是哪个系统，如“公文系统”"))
    scopes = forms.MultipleChoiceField(
        label=_("可办事项"),
        choices=[(scope.value, pgettext_lazy("rules", label)) for scope, label in SCOPE_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label=_("有效天数"), initial=365, min_value=1, max_value=1095)
