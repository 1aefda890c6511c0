"""表单 — what the disclosure office fills in to change columns at many organs at once."""

from typing import Any, cast

from django import forms
from django.db.models import Count, Max, Min
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.forms import DeskForm
from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.catalogue.models import CatalogueChange, Column, ColumnStatus
from gongkai.disclosure.operations import Merge, MoveColumn, Part, Rename, Retire, Split
from gongkai.disclosure.reshaping import Operation, organs_with

Kind = CatalogueChange.Kind
PARTS = 4


def code_choices(office: Agency) -> list[tuple[str, str]]:
    """Return the columns at and below an office by code, in the order in which most organs show them."""
    rows = (
        Column.objects.filter(
            agency__path__startswith=office.path,
            agency__status=AgencyStatus.ACTIVE,
            status=ColumnStatus.ACTIVE,
        )
        .order_by()
        .values("code")
        .annotate(organs=Count("agency"), title=Min("name"), level=Min("depth"), latest=Max("section"))
    )
    ordered = sorted(rows, key=lambda row: (row["latest"], _natural(row["code"])))
    return [(row["code"], f"{row['title']}（{row['code']}，{row['organs']} 个机关）") for row in ordered]


def _natural(code: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in code.split("-")]


class OrgansField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """机关 — all or some of those that have the column."""

    def label_from_instance(self, obj: Agency) -> str:
        return obj.name


class ReshapeForm(DeskForm):
    """目录调整 — the column, the organs, and (once previewed) the reason."""

    organs = OrgansField(
        label=_("在哪些机关"), queryset=Agency.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=500,
        help_text=_("写明依据，如文件名称和文号；记入留痕"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    selects: tuple[str, ...] = ()

    def __init__(self, *args: Any, office: Agency, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        organs = organs_with(office, [code])
        self.fields["organs"].queryset = Agency.objects.filter(  # type: ignore[attr-defined]
            pk__in=[agency.pk for agency in organs]
        )
        self.fields["organs"].initial = [agency.pk for agency in organs]
        choices = [choice for choice in code_choices(office) if choice[0] != code]
        for name in self.selects:
            field = self.fields[name]
            several = isinstance(field, forms.MultipleChoiceField)
            empty = [] if several else [("", _("请选择") if field.required else _("不选"))]
            field.choices = [*empty, *choices]  # type: ignore[attr-defined]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields before the preview: all but the reason."""
        return [field for field in self if field.name != "reason"]

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was sent, pair by pair, to be sent again with the reason."""
        sent = cast(QueryDict, self.data)
        names = [field.name for field in self.asked]
        return [(name, value) for name in names for value in sent.getlist(name)]

    @property
    def operation(self) -> Operation:
        """Return the operation that the form asks for."""
        raise NotImplementedError


class RenameColumnForm(ReshapeForm):
    """改名."""

    name = forms.CharField(label=_("新名称"), max_length=60)
    new_code = forms.CharField(
        label=_("新代码"),
        required=False,
        max_length=60,
        help_text=_("一般不改；改了，旧网址转到新网址"),
    )
    field_order = ["name", "new_code", "organs", "reason"]

    @property
    def operation(self) -> Operation:
        return Rename(self.code, self.cleaned_data["name"], self.cleaned_data["new_code"])


class MoveColumnForm(ReshapeForm):
    """移动."""

    under = forms.ChoiceField(
        label=_("移到哪个栏目下面"), required=False, help_text=_("不选就是第一级；连同下级栏目一起移")
    )
    field_order = ["under", "organs", "reason"]
    selects = ("under",)

    @property
    def operation(self) -> Operation:
        return MoveColumn(self.code, self.cleaned_data["under"])


class MergeColumnsForm(ReshapeForm):
    """合并."""

    into = forms.ChoiceField(label=_("并入哪个栏目"))
    more = forms.MultipleChoiceField(
        label=_("一起并掉的栏目"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    field_order = ["into", "more", "organs", "reason"]
    selects = ("into", "more")

    @property
    def operation(self) -> Operation:
        return Merge((self.code, *self.cleaned_data["more"]), self.cleaned_data["into"])


class SplitColumnForm(ReshapeForm):
    """拆分 — up to four new columns; a document goes to the first whose words stand in its title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, PARTS + 1):
            named = {"n": number}
            needed = number == 1
            self._add(f"name_{number}", _("第 %(n)d 个新栏目的名称") % named, needed, "")
            self._add(f"code_{number}", _("第 %(n)d 个新栏目的代码") % named, needed, "")
            hint = _("标题里有其中一个词的文件移进来，用顿号隔开；不填就先空着")
            self._add(f"words_{number}", _("移入第 %(n)d 个的词") % named, False, hint)
        self.order_fields([*(name for name in self.fields if name[-1].isdigit()), "organs", "reason"])

    def _add(self, name: str, label: Any, required: bool, hint: Any) -> None:
        field = forms.CharField(label=label, required=required, max_length=200, help_text=hint)
        field.widget.attrs["class"] = "input"
        field.error_messages["required"] = _("请填写“%(label)s”") % {"label": label}
        self.fields[name] = field

    @property
    def operation(self) -> Operation:
        values = self.cleaned_data
        parts = [
            Part(
                values[f"code_{number}"],
                values[f"name_{number}"],
                tuple(filter(None, values[f"words_{number}"].replace("，", "、").split("、"))),
            )
            for number in range(1, PARTS + 1)
            if values[f"code_{number}"] or values[f"name_{number}"]
        ]
        return Split(self.code, tuple(parts))


class RetireColumnForm(ReshapeForm):
    """停用."""

    into = forms.ChoiceField(label=_("里面的文件移到哪个栏目"), required=False, help_text=_("空栏目不用选"))
    field_order = ["into", "organs", "reason"]
    selects = ("into",)

    @property
    def operation(self) -> Operation:
        return Retire(self.code, self.cleaned_data["into"])


FORMS: dict[str, type[ReshapeForm]] = {
    Kind.RENAME.value: RenameColumnForm,
    Kind.MOVE.value: MoveColumnForm,
    Kind.MERGE.value: MergeColumnsForm,
    Kind.SPLIT.value: SplitColumnForm,
    Kind.RETIRE.value: RetireColumnForm,
}
