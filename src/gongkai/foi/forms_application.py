"""申请表 — the questions of an application, one form a page (2019 Art. 29)."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.models import Agency, AgencyKind, AgencyLevel
from gongkai.agencies.queries import active_agencies
from gongkai.foi.filing import LONGEST
from gongkai.rules.applications import (
    APPLICANT_KIND_LABELS,
    IDENTITY_KIND_LABELS,
    ApplicantKind,
    IdentityKind,
    identity_kinds,
    required_fields,
)
from gongkai.rules.citations import REGULATIONS_2019
from gongkai.rules.serving import (
    FORMS_BY_WAY,
    INFORMATION_FORM_LABELS,
    OBTAINING_WAY_LABELS,
    InformationForm,
    ObtainingWay,
)
from gongkai.ui.wording import told

Content = dict[str, Any]
"""What was typed so far, by the names of the fields; `files` lists what was uploaded."""

FILE_BYTES = 10 * 1024 * 1024
FILES_A_STEP = 5
YES_NO = (("yes", _l("是")), ("no", _l("否")))
# Without an account nobody can be asked for a fax number that rings: information goes by the other ways.
ONLINE_WAYS = tuple(way for way in ObtainingWay if way is not ObtainingWay.FAX)
_RESIDENT = re.compile(r"\d{17}[\dXx]")
_CREDIT = re.compile(r"[0-9A-Za-z]{18}")
_PHONE = re.compile(r"[0-9+＋()（）\- ]{5,30}")
_POSTCODE = re.compile(r"\d{6}")


class StepForm(forms.Form):
    """一步 — the fields of one page, marked for readers and for screen readers alike."""

    def __init__(self, data: Any = None, *, content: Content) -> None:
        """Take what was sent (None for a page to fill in) and what is known from the other pages."""
        super().__init__(data, initial=content)
        self.content = content
        self.use_required_attribute = False
        self.settle()
        for name, field in self.fields.items():
            self._mark(name, field)

    def settle(self) -> None:
        """Fit the fields to what was answered before."""

    def _mark(self, name: str, field: forms.Field) -> None:
        plain = not isinstance(field.widget, forms.RadioSelect | forms.CheckboxInput)
        attributes = field.widget.attrs
        if plain:
            attributes["class"] = f"input {attributes.pop('size_class', '')}".strip()
        described = [f"hint_{name}"] if field.help_text else []
        if self.is_bound and self.has_error(name):
            described.append(f"error_{name}")
            attributes["aria-invalid"] = "true"
        if plain and described:
            attributes["aria-describedby"] = " ".join(described)

    def ask_for(self, names: Iterable[str], *, codes: dict[str, str]) -> None:
        """Make those fields required that the Regulations ask of this kind of applicant; `codes` maps field to rule."""
        required = {field.code for field in required_fields(REGULATIONS_2019, kind_of(self.content))}
        for name in names:
            self.fields[name].required = codes.get(name, name) in required


def kind_of(content: Content) -> ApplicantKind:
    """Return what kind of applicant was chosen; a citizen while nothing was."""
    kind = content.get("kind", "")
    return ApplicantKind(kind) if kind in set(ApplicantKind) else ApplicantKind.CITIZEN


def _choices(labels: dict[Any, str], kinds: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(kind), told(labels[kind])) for kind in kinds]


def organs() -> list[Agency]:
    """Return the organs that take applications, top first."""
    order = {level: place for place, level in enumerate(AgencyLevel.values)}
    found = active_agencies().only("id", "code", "name", "short_name", "kind", "level", "position")
    return sorted(found, key=lambda organ: (order[organ.level], organ.position, organ.pk))


def _organ_choices() -> list[Any]:
    """The organs in groups: a list to choose from stays short to look through."""
    labels = {
        AgencyKind.GOVERNMENT: _("人民政府"),
        AgencyKind.DEPARTMENT: _("政府部门"),
        AgencyKind.TOWNSHIP: _("乡镇、街道"),
        AgencyKind.ORGANISATION: _("公共企事业单位"),
    }
    groups: dict[str, list[tuple[str, str]]] = {kind: [] for kind in labels}
    for organ in organs():
        groups[organ.kind].append((str(organ.pk), organ.name))
    return [("", _("请选择")), *((labels[AgencyKind(kind)], rows) for kind, rows in groups.items() if rows)]


class OrganForm(StepForm):
    """向谁申请."""

    agency = forms.ChoiceField(
        label=_l("机关"),
        help_text=_l("谁制作的，向谁申请；从公民、企业得到的，向保存它的机关申请"),
        error_messages={"required": _l("请选择向哪个机关申请"), "invalid_choice": _l("请从列表里选一个机关")},
    )

    def settle(self) -> None:
        """Offer the organs in use."""
        self.fields["agency"].choices = _organ_choices()  # type: ignore[attr-defined]


class WhoForm(StepForm):
    """谁来申请 — a citizen, or one of the five kinds of organisations that the annual report counts."""

    kind = forms.ChoiceField(
        label=_l("申请人"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("请选择您以什么身份申请"), "invalid_choice": _l("请从列表里选一项")},
    )

    def settle(self) -> None:
        """Offer the kinds."""
        self.fields["kind"].choices = _choices(APPLICANT_KIND_LABELS, ApplicantKind)  # type: ignore[attr-defined]


class IdentityForm(StepForm):
    """身份 — who applies and by what paper they show it; proof is uploaded beside."""

    name = forms.CharField(
        label=_l("姓名"), max_length=100, error_messages={"max_length": _l("最多 100 个字")}
    )
    id_kind = forms.ChoiceField(
        label=_l("证件种类"),
        error_messages={"required": _l("请选择证件种类"), "invalid_choice": _l("请从列表里选一种证件")},
    )
    id_number = forms.CharField(
        label=_l("证件号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"size_class": "w-half", "autocomplete": "off"}),
        error_messages={"required": _l("请填写证件号码"), "max_length": _l("最多 40 个字")},
    )
    contact_name = forms.CharField(
        label=_l("联系人姓名"), max_length=50, error_messages={"required": _l("请填写联系人姓名")}
    )

    def settle(self) -> None:
        """A citizen has a name and a paper, an organisation a credit code and somebody to talk to."""
        kind = kind_of(self.content)
        citizen = kind is ApplicantKind.CITIZEN
        papers = _choices(IDENTITY_KIND_LABELS, identity_kinds(kind))
        self.fields["id_kind"].choices = papers  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "name" if citizen else "organization"
        self.fields["name"].error_messages["required"] = _("请填写姓名") if citizen else _("请填写单位名称")
        if citizen:
            del self.fields["contact_name"]
            self.ask_for(("name", "id_kind", "id_number"), codes=_CITIZEN)
            return
        self.fields["name"].label = _("单位名称")
        self.fields["id_number"].label = _("统一社会信用代码或者证件号码")
        self.fields["id_number"].error_messages["required"] = _("请填写统一社会信用代码或者证件号码")
        self.ask_for(("name", "id_number", "contact_name"), codes=_ORGANISATION)

    def clean(self) -> Content:
        """The number has the form of its paper."""
        given = super().clean() or {}
        number, kind = given.get("id_number", ""), given.get("id_kind", "")
        if number and kind == IdentityKind.RESIDENT_CARD and not _RESIDENT.fullmatch(number):
            self.add_error("id_number", _("居民身份证号码是 18 位，请核对"))
        if number and kind == IdentityKind.CREDIT_CODE and not _CREDIT.fullmatch(number):
            self.add_error("id_number", _("统一社会信用代码是 18 位，请核对"))
        return given


_CITIZEN = {"id_kind": "identity_kind", "id_number": "identity_number"}
_ORGANISATION = {"name": "organisation_name", "id_number": "credit_code"}


class ContactForm(StepForm):
    """怎么联系您."""

    phone = forms.CharField(
        label=_l("联系电话"),
        help_text=_l("办理有变化，我们发短信告诉您"),
        max_length=30,
        widget=forms.TextInput(attrs={"size_class": "w-half", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _l("请填写联系电话"), "max_length": _l("电话号码太长，请核对")},
    )
    email = forms.EmailField(
        label=_l("电子邮箱"),
        required=False,
        widget=forms.EmailInput(attrs={"size_class": "w-half", "autocomplete": "email"}),
        error_messages={"invalid": _l("电子邮箱写法不对，应当像 name@example.cn")},
    )
    address = forms.CharField(
        label=_l("联系地址"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"max_length": _l("最多 200 个字")},
    )
    postcode = forms.CharField(
        label=_l("邮政编码"),
        required=False,
        max_length=10,
        widget=forms.TextInput(
            attrs={"size_class": "w-year", "autocomplete": "postal-code", "inputmode": "numeric"}
        ),
    )

    def settle(self) -> None:
        """The Regulations ask how an applicant is reached."""
        self.ask_for(("phone",), codes={"phone": "telephone"})

    def clean_phone(self) -> str:
        """A telephone number has figures."""
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not _PHONE.fullmatch(phone):
            raise forms.ValidationError(_("电话号码写法不对，请只写数字"))
        return phone

    def clean_postcode(self) -> str:
        """Six figures."""
        postcode: str = self.cleaned_data["postcode"].strip()
        if postcode and not _POSTCODE.fullmatch(postcode):
            raise forms.ValidationError(_("邮政编码是 6 位数字"))
        return postcode


class WhatForm(StepForm):
    """您要的是什么信息."""

    title = forms.CharField(
        label=_l("文件名称"),
        required=False,
        max_length=200,
        help_text=_l("不知道可以不填"),
        error_messages={"max_length": _l("名称最多 200 个字，其余的请写在下面")},
    )
    sought_number = forms.CharField(
        label=_l("文号"),
        required=False,
        max_length=100,
        help_text=_l("不知道可以不填"),
        widget=forms.TextInput(attrs={"size_class": "w-half"}),
        error_messages={"max_length": _l("最多 100 个字")},
    )
    description = forms.CharField(
        label=_l("请描述您要的信息"),
        help_text=_l("写哪个项目、哪种材料，比如“中标合同”“验收报告”。不要写身份证号。"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _l("请描述您要的信息"),
            "max_length": _l("写得太长了，请只写这一件事"),
        },
    )
    features = forms.CharField(
        label=_l("便于查找的其他特征"),
        required=False,
        max_length=LONGEST,
        help_text=_l("时间、地点、经办单位等，记不清可以不填"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def settle(self) -> None:
        """The Regulations ask for a description."""
        self.ask_for(("description",), codes={})


class MannerForm(StepForm):
    """怎么给您."""

    form_wanted = forms.ChoiceField(
        label=_l("提供形式"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("请选择要什么形式"), "invalid_choice": _l("请从列表里选一项")},
    )
    way_wanted = forms.ChoiceField(
        label=_l("获取方式"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("请选择怎么取"), "invalid_choice": _l("请从列表里选一项")},
    )
    accept_other = forms.ChoiceField(
        label=_l("这种形式提供不了，换一种可以吗"),
        widget=forms.RadioSelect,
        choices=YES_NO,
        initial="yes",
        error_messages={"required": _l("请选择换一种形式可不可以")},
    )
    asks_fee_reduction = forms.ChoiceField(
        label=_l("需要收费时，是否申请减免"),
        widget=forms.RadioSelect,
        choices=YES_NO,
        initial="no",
        help_text=_l("一般不收费。申请的数量、页数明显过多时才可能收，会先通知您。"),
        error_messages={"required": _l("请选择是否申请减免")},
    )

    def settle(self) -> None:
        """Offer the forms and ways that the Regulations know."""
        self.fields["form_wanted"].choices = _choices(INFORMATION_FORM_LABELS, InformationForm)  # type: ignore[attr-defined]
        self.fields["way_wanted"].choices = _choices(OBTAINING_WAY_LABELS, ONLINE_WAYS)  # type: ignore[attr-defined]

    def clean(self) -> Content:
        """The way can bring the form, and we know where to."""
        given = super().clean() or {}
        form, way = given.get("form_wanted", ""), given.get("way_wanted", "")
        if form and way and form not in FORMS_BY_WAY[ObtainingWay(way)]:
            possible = "、".join(
                told(OBTAINING_WAY_LABELS[each]) for each in ONLINE_WAYS if form in FORMS_BY_WAY[each]
            )
            self.add_error(
                "way_wanted",
                _("这种形式可以这样取：%(ways)s，请改选一种") % {"ways": possible},
            )
        elif way == ObtainingWay.EMAIL and not self.content.get("email"):
            self.add_error("way_wanted", _("您还没有填电子邮箱，请回到“怎么联系您”填写，或者改选一种"))
        elif way == ObtainingWay.POST and not self.content.get("address"):
            self.add_error("way_wanted", _("您还没有填联系地址，请回到“怎么联系您”填写，或者改选一种"))
        return given


class PapersForm(StepForm):
    """附件 — whatever helps to find the information, a power of attorney, a proof of hardship; nothing is asked for."""


class ShownForm(StepForm):
    """答复可以公开吗."""

    may_be_shown = forms.ChoiceField(
        label=_l("答复以后，这件申请可以公开展示吗"),
        widget=forms.RadioSelect,
        choices=YES_NO,
        help_text=_l("只展示所需信息、机关、日期和结果，不出现您的姓名和任何联系方式。选“否”不影响办理。"),
        error_messages={"required": _l("请选择可以还是不可以")},
    )
