"""表单 — what officials fill in about organs, people and posts; refusals of actions come back into the form."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.agencies.models import Agency, AgencyKind, AgencyLevel, Post, User
from gongkai.core.permissions import Denied
from gongkai.rules.posts import ROLE_LABELS, Role
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.ui.wording import refused


class DateInput(forms.DateInput):
    """日期 — the browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DeskForm(forms.Form):
    """表单 — with the kit's classes, and the refusal of an action as an error beside its field."""

    status = HTTPStatus.OK
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
                field.empty_label = _("请选择")
            if not isinstance(
                field.widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
            ):
                field.widget.attrs.setdefault("class", "input")
            field.error_messages["required"] = _("请填写“%(label)s”") % {"label": field.label}

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn what an action refuses into an error of this form, and the status of the page."""
        try:
            yield
        except RuleViolation as refusal:
            field = refusal.field if refusal.field in self.fields else None
            self._refuse(field, refused(refusal), HTTPStatus.UNPROCESSABLE_ENTITY)
        except StepNotAllowed as refusal:
            self._refuse(None, refused(refusal), HTTPStatus.CONFLICT)
        except Denied as refusal:
            self._refuse(None, refused(refusal), HTTPStatus.FORBIDDEN)

    def _refuse(self, field: str | None, words: str, status: HTTPStatus) -> None:
        self.add_error(field, words)
        self.status = status

    @property
    def http_status(self) -> int:
        """The status of a page that shows this form."""
        if self.is_bound and self.errors and self.status == HTTPStatus.OK:
            return HTTPStatus.UNPROCESSABLE_ENTITY
        return self.status


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """人员 — with the sign-in name, because names repeat."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}（{obj.username}）"


class OrganChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """机关 — by full name."""

    def label_from_instance(self, obj: Agency) -> str:
        return obj.name


def reason_field(hint: Any = "") -> forms.CharField:
    """Return the field for the reason of what is about to be done."""
    return forms.CharField(
        label=_("理由"),
        help_text=hint or _("写明依据，如文件名称和文号；记入留痕"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FactsForm(DeskForm):
    """机关信息 — what readers see of an organ, and what its numbers are made of."""

    kind = forms.ChoiceField(label=_("类别"), choices=AgencyKind.choices)
    level = forms.ChoiceField(label=_("层级"), choices=AgencyLevel.choices)
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        required=False,
        max_length=18,
        help_text=_("18 位，保存时核对校验位"),
    )
    document_code = forms.CharField(
        label=_("机关代字"), required=False, max_length=20, help_text=_("文号里的字，如“临建”")
    )
    disclosure_office = forms.CharField(
        label=_("公开工作机构"),
        required=False,
        max_length=100,
        help_text=_("负责政府信息公开工作的内设机构，如“办公室（政务公开科）”；不填则指南写机关名称"),
    )
    address = forms.CharField(label=_("办公地址"), required=False, max_length=200)
    hours = forms.CharField(label=_("办公时间"), required=False, max_length=100)
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=60)
    fax = forms.CharField(label=_("传真"), required=False, max_length=60)
    email = forms.EmailField(label=_("电子邮箱"), required=False, max_length=254)
    website = forms.URLField(label=_("网址"), required=False, assume_scheme="https")
    position = forms.IntegerField(
        label=_("排序"), required=False, min_value=0, help_text=_("数字小的排在前面")
    )

    def clean_uscc(self) -> str:
        """Let a code be typed in small letters and with spaces."""
        return "".join(str(self.cleaned_data["uscc"]).split()).upper()

    def clean_position(self) -> int:
        """Take an empty place for the first one."""
        return int(self.cleaned_data["position"] or 0)


class NewAgencyForm(FactsForm):
    """新设机关 — facts, with name, code and place."""

    name = forms.CharField(label=_("名称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), max_length=40)
    code = forms.CharField(
        label=_("地址代码"), max_length=40, help_text=_("网址里的一段，如 lj-housing，定了就不改")
    )
    parent = OrganChoice(label=_("上级机关"), queryset=Agency.objects.none())
    field_order = ["name", "short_name", "code", "parent"]


class RenameForm(DeskForm):
    """机关更名."""

    name = forms.CharField(label=_("新名称"), max_length=100)
    short_name = forms.CharField(label=_("新简称"), max_length=40)
    reason = reason_field()


class MoveForm(DeskForm):
    """调整隶属关系."""

    parent = OrganChoice(label=_("新的上级机关"), queryset=Agency.objects.none())
    reason = reason_field()


class MergeForm(DeskForm):
    """机关合并."""

    successor = OrganChoice(label=_("并入哪个机关"), queryset=Agency.objects.none())
    reason = reason_field()


class ReasonForm(DeskForm):
    """理由 — for what needs nothing else."""

    reason = reason_field()


class GuideForm(DeskForm):
    """公开指南补充内容."""

    guide_text = forms.CharField(
        label=_("补充内容"),
        required=False,
        help_text=_("地址、电话、办公时间由机关信息自动带出，不用再写。空一行分段"),
        widget=forms.Textarea(attrs={"rows": 14}),
    )


class AccountForm(DeskForm):
    """开户."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    username = forms.CharField(
        label=_("登录名"), max_length=40, help_text=_("字母开头，3 到 40 个字母、数字、点、下划线或者连字符")
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False, max_length=254)


class ResetForm(DeskForm):
    """重置密码."""

    drop_second_factor = forms.BooleanField(
        label=_("同时取消两步验证（手机丢失时）"),
        required=False,
    )


class AppointForm(DeskForm):
    """任命."""

    agency = OrganChoice(label=_("机关"), queryset=Agency.objects.none())
    role = forms.ChoiceField(
        label=_("岗位"),
        choices=[(role.value, pgettext_lazy("rules", ROLE_LABELS[role])) for role in Role],
        widget=forms.RadioSelect,
    )
    since = forms.DateField(label=_("从哪一天起"), widget=DateInput())
    until = forms.DateField(
        label=_("到哪一天止"), required=False, widget=DateInput(), help_text=_("没有期限的留空")
    )


class EndPostForm(DeskForm):
    """免去岗位."""

    last_day = forms.DateField(
        label=_("最后一天"), widget=DateInput(), help_text=_("填昨天或者更早的日期，马上失去权限")
    )


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """岗位 — organ and role."""

    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.agency.short_name} {obj.get_role_display()}"


class DelegateForm(DeskForm):
    """委托."""

    post = PostChoice(label=_("委托哪个岗位"), queryset=Post.objects.none())
    to = PersonChoice(label=_("委托给谁"), queryset=User.objects.none())
    since = forms.DateField(label=_("从哪一天起"), widget=DateInput())
    until = forms.DateField(
        label=_("到哪一天止"), widget=DateInput(), help_text=_("到期自动收回，也可以提前收回")
    )


class SiteForm(DeskForm):
    """网站设置."""

    site_name = forms.CharField(label=_("网站名称"), max_length=60)
    host_agency = forms.ModelChoiceField(Agency.objects.none(), label=_("主办单位"), empty_label=None)
    site_id_code = forms.CharField(label=_("网站标识码"), max_length=20, required=False)
    icp_number = forms.CharField(label=_("ICP 备案号"), max_length=40, required=False)
    index_pattern = forms.CharField(
        label=_("索引号样式"),
        max_length=100,
        help_text=_(
            "可用：{organ_code} 组织机构代码，{uscc} 信用代码，{region} 区划，{column} 栏目，{year}、{month}，"
            "{serial:05d} 五位流水号（必须有）"
        ),
    )
