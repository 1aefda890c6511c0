"""插图的表单 — a picture with its words, a chart among those of the form, and where it stands."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.forms import DeskForm
from gongkai.reporting.illustrations import elements_of, lines_of
from gongkai.reporting.models import ReportSection
from gongkai.rules.report_charts import Chart

_WORDS = 16


def places_in(section: ReportSection) -> list[tuple[str, Any]]:
    """Return every place of a section for an illustration, in words: behind which paragraph or table."""
    told: list[tuple[str, Any]] = [("0", _("放在最前面"))]
    for number, each in enumerate(elements_of(section), 1):
        words = each if isinstance(each, str) else each.name
        shown = words if len(words) <= _WORDS else f"{words[:_WORDS]}…"
        told.append((str(number), _("在“%(words)s”之后") % {"words": shown}))
    return told


class _PlacedForm(DeskForm):
    """一张图 — with its place, behind the paragraphs unless another one is chosen."""

    after = forms.TypedChoiceField(label=_l("位置"), coerce=int)

    def __init__(self, *args: Any, section: ReportSection, **kwargs: Any) -> None:
        kwargs["initial"] = {"after": len(lines_of(section.text)), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = places_in(section)  # type: ignore[attr-defined]
        self.order_fields([*(name for name in self.fields if name != "after"), "after"])


class WordsForm(DeskForm):
    """图题 — and what a picture shows."""

    caption = forms.CharField(label=_l("图题"), max_length=200)
    alt = forms.CharField(
        label=_l("图片内容"),
        max_length=300,
        help_text=_l("用一两句话写明图上有什么，看不见图片的人读这段文字"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PictureForm(WordsForm, _PlacedForm):
    """一张图片."""

    file = forms.FileField(
        label=_l("图片"),
        help_text=_l("PNG、JPG 或者 WEBP，最大 10 MB。拍摄地点、设备和作者等附带的信息会去掉"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["file", "caption", "alt", "after"])


class ChartForm(_PlacedForm):
    """一张图表."""

    chart = forms.ChoiceField(label=_l("图表"), help_text=_l("数字取自这份年报，起草时随时更新，提交时定稿"))
    caption = forms.CharField(
        label=_l("图题"), max_length=200, required=False, help_text=_l("不填就用图表的名称")
    )

    def __init__(self, *args: Any, offered: Iterable[tuple[str, Sequence[Chart]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(name, [(str(one), one.title) for one in charts]) for name, charts in offered]
        self.fields["chart"].choices = groups  # type: ignore[attr-defined]
        self.order_fields(["chart", "caption", "after"])
