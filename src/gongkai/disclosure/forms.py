"""表单 — what officials type, checked for form only; the rules are the actions' business."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext, pgettext_lazy

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import active_agencies
from gongkai.catalogue.models import Column, Term
from gongkai.catalogue.queries import Branch, tree_of
from gongkai.disclosure import content, desk, index_numbers
from gongkai.disclosure.models import Document, Version
from gongkai.rules.disclosure import ATTRIBUTE_LABELS, GROUNDS, VALIDITY_LABELS, Attribute, Validity
from gongkai.ui import fields

_OWN_PICTURE = re.compile(r'(src=["\'])/desk/versions/\d+/files/(\d+)/["\']', re.IGNORECASE)
SCHEMES = ("subject", "genre", "audience", "theme")


class Choice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """选一项 — columns and terms under the names that the reader's language has for them."""

    def label_from_instance(self, obj: Any) -> str:
        return pgettext("rules", str(obj))


def select(
    label: Any, queryset: Any, *, empty: Any = "", required: bool = False
) -> "forms.ModelChoiceField[Any]":
    return Choice(
        queryset,
        label=label,
        required=required,
        empty_label=empty,
        widget=fields.OneOf(),
        error_messages={
            "invalid_choice": fields.filled(_l("“%(name)s”里没有这一项，请重新选择"), {"name": label}),
            "required": fields.filled(_l("请选择%(name)s"), {"name": label}),
        },
    )


def column_choices(agency: Agency) -> Iterator[tuple[str, Any]]:
    """Yield an organ's columns for a select: grouped by section, indented by level."""

    def lines(branches: list[Branch]) -> Iterator[tuple[int, str]]:
        for branch in branches:
            yield branch.column.pk, "　" * (branch.column.depth - 1) + pgettext("rules", branch.column.name)
            yield from lines(branch.branches)

    yield "", _("还没有选")
    for section, branches in tree_of(agency, staff=True).items():
        if branches:
            yield pgettext("rules", section.label), list(lines(branches))


class DocumentField(forms.CharField):
    """文件 — named by its address, index number, document number or title; must be exactly one that one may see."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=500, **kwargs)
        self.widget.attrs["class"] = "input"
        self.actor = Actor()

    def clean(self, value: Any) -> Document | None:
        """Return the document, or None when nothing is named."""
        words = super().clean(value)
        if not words:
            return None
        found = desk.documents_named(words, self.actor)
        if len(found) != 1:
            raise forms.ValidationError(
                _("没有找到这份文件，请写它的文号、索引号或者网址")
                if not found
                else _("有 %(n)d 份文件都符合，请写索引号或者网址") % {"n": len(found)}
            )
        return found[0]


def name_of(document: Document | None) -> str:
    """Return the words under which DocumentField finds a document again."""
    return (document.index_number or f"/documents/{document.pk}/") if document else ""


class DraftForm(forms.Form):
    """稿件 — every field of a draft."""

    title = fields.words(_l("标题"), most=500, lines=2)
    column = select(_l("栏目"), Column.objects.none())
    document_number = fields.words(_l("文号"), most=100, hint=_l("例如：临建〔2026〕9号。没有文号的留空"))
    index_number = fields.words(
        _l("原索引号"), most=index_numbers.LONGEST, hint=_l("文件原有的索引号，没有的公开时编定")
    )
    published_on = fields.day(_l("原公开日期"), _l("以前公开过的，公开后仍显示这一天"))
    formed_on = fields.day(_l("成文日期"))
    attribute = forms.ChoiceField(
        label=_l("公开属性"),
        required=False,
        choices=[(item.value, pgettext_lazy("rules", ATTRIBUTE_LABELS[item])) for item in Attribute],
        widget=forms.RadioSelect,
    )
    ground = forms.ChoiceField(
        label=_l("不主动公开的理由"),
        required=False,
        choices=[
            (ground.code, format_lazy("{}（{}）", pgettext_lazy("rules", ground.label), ground.citation))
            for ground in GROUNDS.values()
        ],
        widget=forms.RadioSelect,
    )
    body_html = forms.CharField(
        label=_l("正文"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 18, "data-rich": ""}),
    )
    summary = fields.words(_l("内容概述"), most=500, lines=3, hint=_l("列表和搜索结果里显示，最多 500 字"))
    change_note = fields.words(_l("这次改了什么"), most=500, lines=2, hint=_l("公开后读者会看到"))
    report_year = forms.IntegerField(
        label=_l("报告年度"),
        required=False,
        min_value=1949,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "input w-year"}),
        error_messages={
            "invalid": _l("“报告年度”请写四位数字"),
            "min_value": _l("“报告年度”不能早于 1949"),
            "max_value": _l("“报告年度”不能晚于 2100"),
        },
    )
    in_force_from = fields.day(_l("施行日期"))
    in_force_until = fields.day(_l("有效期至"))
    validity = forms.ChoiceField(
        label=_l("有效性"),
        choices=[(item.value, pgettext_lazy("rules", label)) for item, label in VALIDITY_LABELS.items()],
        widget=fields.OneOf(),
        required=False,
    )
    replaced_by = DocumentField(label=_l("由哪份文件取代"), help_text=_l("写文号、索引号或者网址"))
    subject = select(_l("主题分类"), Term.objects.filter(scheme__code="subject"))
    genre = select(_l("体裁分类"), Term.objects.filter(scheme__code="genre"))
    audience = select(_l("服务对象"), Term.objects.filter(scheme__code="audience"))
    theme = select(_l("专题"), Term.objects.filter(scheme__code="theme"))
    keywords = fields.words(_l("关键词"), most=200, hint=_l("用空格分开"))
    source = fields.words(_l("来源"), most=100)
    editor = fields.words(_l("责任编辑"), most=40)
    joint_agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_l("联合发文机关"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _l("“联合发文机关”里有不在用的机关，请重新选择")},
    )

    def __init__(self, data: Any = None, *, version: Version, actor: Actor) -> None:
        self.version = version
        super().__init__(data, initial=_initial(version))
        agency = version.document.agency
        column: Any = self.fields["column"]
        column.queryset = Column.objects.filter(agency=agency)
        column.widget.choices = list(column_choices(agency))
        joint: Any = self.fields["joint_agencies"]
        joint.queryset = active_agencies().exclude(pk=agency.pk)
        replaced_by: Any = self.fields["replaced_by"]
        replaced_by.actor = actor
        if version.number == 1:
            del self.fields["change_note"]
        if not version.evidence or version.document.published_at is not None:
            del self.fields["index_number"], self.fields["published_on"]

    def clean_body_html(self) -> str:
        """Return the body with own pictures under their lasting names; plain text becomes paragraphs."""
        body: str = self.cleaned_data["body_html"]
        if "<" not in body:
            return "".join(f"<p>{escape(line.strip())}</p>" for line in body.splitlines() if line.strip())
        return _OWN_PICTURE.sub(r'\1attachment:\2"', body)

    def clean_validity(self) -> str:
        """Return the validity; a form without it means in force."""
        return self.cleaned_data["validity"] or Validity.IN_FORCE

    def clean(self) -> dict[str, Any]:
        """Hold fields together: no ground for what is published, dates in order."""
        cleaned = super().clean() or {}
        if cleaned.get("attribute") in ("", Attribute.PROACTIVE):
            cleaned["ground"] = ""
        start, end = cleaned.get("in_force_from"), cleaned.get("in_force_until")
        if start and end and end < start:
            self.add_error("in_force_until", _("有效期至不能早于施行日期"))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The fields that belong to the version itself, as `save_draft` takes them."""
        return {name: self.cleaned_data[name] for name in content.FIELDS if name in self.cleaned_data}

    @property
    def elsewhere(self) -> dict[str, Any] | None:
        """What the document bore elsewhere, as `save_draft` takes it; None where the form does not ask for that."""
        if "index_number" not in self.fields:
            return None
        return {
            "index_number": self.cleaned_data["index_number"],
            "old_published_on": self.cleaned_data["published_on"],
        }

    def typed(self, name: str) -> Any:
        """Return what stands in a field now: typed, else kept."""
        return self[name].value()


def _initial(version: Version) -> dict[str, Any]:
    kept = {name: getattr(version, name) for name in content.FIELDS if name not in SCHEMES}
    return {
        **kept,
        **{name: getattr(version, f"{name}_id") for name in SCHEMES},
        "replaced_by": name_of(version.replaced_by),
        "column": version.document.column_id,
        "index_number": version.document.index_number or "",
        "published_on": version.document.old_published_on,
        "joint_agencies": [agency.pk for agency in version.joint_agencies.all()],
    }


class NewForm(forms.Form):
    """新建 — where a draft begins."""

    agency = select(_l("机关"), Agency.objects.none(), required=True)
    title = fields.words(_l("标题"), most=500, lines=2, hint=_l("可以先留空"))

    def __init__(self, data: Any = None, *, agencies: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies
        if agencies.count() == 1:
            agency.empty_label = None


class ReturnForm(forms.Form):
    """退回 — the reason, and the passages that it is about, one a line."""

    reason = fields.words(_l("退回的理由"), most=2000, lines=3)
    passages = fields.words(
        _l("要改的段落"), most=5000, lines=3, hint=_l("一行一处，可以从正文里选中后加进来")
    )


class PassForm(forms.Form):
    """通过审查 — with a remark, if any."""

    remark = fields.words(_l("审查意见"), most=1000, lines=2, hint=_l("可以不写"))


class SignForm(forms.Form):
    """签发 — now, or at an hour."""

    when = forms.ChoiceField(
        label=_l("什么时候公开"),
        choices=[("now", _l("签发后马上公开")), ("at", _l("到时自动公开"))],
        widget=forms.RadioSelect,
        initial="now",
        error_messages={"required": _l("请选择什么时候公开")},
    )
    publish_at = forms.DateTimeField(
        label=_l("公开时间"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "input w-half"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _l("公开时间请写成 2026-10-12 09:00 这样的时间")},
    )

    def clean(self) -> dict[str, Any]:
        """An hour is needed where one was promised; where not, it may be a slip that would publish too early."""
        cleaned = super().clean() or {}
        if cleaned.get("when") == "now" and cleaned.get("publish_at"):
            self.add_error("when", _("您写了公开时间，请选“到时自动公开”；要马上公开，请清空公开时间"))
        elif cleaned.get("when") == "now":
            cleaned["publish_at"] = None
        elif not cleaned.get("publish_at") and "publish_at" not in self.errors:
            self.add_error("publish_at", _("请写明什么时候公开"))
        return cleaned


class ValidityForm(forms.Form):
    """有效性 — of a published document."""

    validity = forms.ChoiceField(
        label=_l("有效性"),
        choices=[(item.value, pgettext_lazy("rules", label)) for item, label in VALIDITY_LABELS.items()],
        widget=forms.RadioSelect,
    )
    replaced_by = DocumentField(label=_l("由哪份文件取代"), help_text=_l("写文号、索引号或者网址"))
    until = fields.day(_l("有效期至"))

    def __init__(self, data: Any = None, *, document: Document, actor: Actor) -> None:
        version = document.public
        super().__init__(
            data,
            initial={
                "validity": version.validity if version else "",
                "replaced_by": name_of(version.replaced_by if version else None),
                "until": version.in_force_until if version else None,
            },
        )
        replaced_by: Any = self.fields["replaced_by"]
        replaced_by.actor = actor


class AnswerForm(forms.Form):
    """答复纠错 — what was done."""

    answer = fields.words(_l("处理结果"), most=2000, lines=4)


class FilterForm(forms.Form):
    """筛选已公开信息 — by words, organ, column and the days of publication."""

    q = fields.words(_l("文字"), most=200, hint=_l("标题、文号、正文、附件里的字"))
    agency = select(_l("机关"), Agency.objects.none(), empty=_l("全部"))
    since = fields.day(_l("公开于"))
    until = fields.day(_l("至"))

    def __init__(self, data: Any = None, *, agencies: Any) -> None:
        super().__init__(data)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies

    @property
    def rule(self) -> Q:
        """What the days and the organ ask for; wrong fields ask for nothing."""
        if not self.is_valid():
            return Q()
        asked, rule = self.cleaned_data, Q()
        if asked["agency"]:
            rule &= Q(agency=asked["agency"])
        zone = timezone.get_current_timezone()
        if asked["since"]:
            rule &= Q(published_at__gte=datetime.combine(asked["since"], time.min, zone))
        if asked["until"]:
            rule &= Q(published_at__lte=datetime.combine(asked["until"], time.max, zone))
        return rule
