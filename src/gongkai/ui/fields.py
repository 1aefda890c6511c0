"""表单项 — the fields of the desk's forms, and how each is marked for readers and for screen readers alike."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _l

from gongkai.ui.wording import told


def _fill(words: Any, values: dict[str, Any]) -> str:
    return str(words) % values


filled: Any = lazy(_fill, str)
"""A lazy text with `%` is filled at once, in the language of whoever first asks for a page: these wait."""


class OneOf(forms.Select):
    """一览选一 — a list to open; all its entries are one template, where Django renders one for each."""

    template_name = "ui/select.html"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input"})


def words(label: Any, hint: Any = "", *, most: int = 200, lines: int = 1, size: str = "") -> forms.CharField:
    """Return a field for words, of one line or several."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
    widget.attrs["class"] = f"input {size}".strip()
    too_long = filled(_l("“%(name)s”最多 %(most)d 字，请改短"), {"name": label, "most": most})
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=most,
        widget=widget,
        error_messages={
            "max_length": too_long,
            "null_characters_not_allowed": _l("文字里有看不见的控制字符，请重新输入"),
        },
    )


def number(label: Any, hint: Any = "", *, least: int = 0, most: int = 99999) -> forms.IntegerField:
    """Return a field for a whole number."""
    wrong = filled(_l("“%(name)s”请填整数"), {"name": label})
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "input w-year", "inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def day(label: Any, hint: Any = "") -> forms.DateField:
    """Return a field for a day, also as people write it."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input w-date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
        error_messages={"invalid": filled(_l("“%(name)s”请写成 2026-10-12 这样的日期"), {"name": label})},
    )


def choice(
    label: Any, choices: Any = (), hint: Any = "", *, radio: bool = False, empty: Any = None
) -> forms.ChoiceField:
    """Return a field for one of several: a list to open, or all of them to see."""
    widget = forms.RadioSelect() if radio else OneOf()
    listed = list(choices) if not callable(choices) else choices
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=[("", empty), *listed] if empty is not None else listed,
        widget=widget,
        error_messages={"invalid_choice": filled(_l("“%(name)s”里没有这一项，请重新选择"), {"name": label})},
    )


def several(label: Any, choices: Any = (), hint: Any = "") -> forms.MultipleChoiceField:
    """Return a field for any number of several."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=choices,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": filled(_l("“%(name)s”里没有这一项，请重新选择"), {"name": label})},
    )


def yes(label: Any, hint: Any = "") -> forms.BooleanField:
    """Return a box to tick."""
    return forms.BooleanField(label=label, help_text=hint, required=False)


class Uploads(forms.ClearableFileInput):
    """附件 — any number of files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """附件 — a list of what was sent; their content is judged by the actions."""

    widget = Uploads

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        """Return name and bytes of every file that was sent."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [(file.name, file.read()) for file in sent if file]


def files(label: Any, hint: Any = "") -> FilesField:
    """Return a field for files."""
    return FilesField(label=label, help_text=hint, required=False, widget=Uploads(attrs={"class": "input"}))


def labelled(labels: Mapping[Any, str], kinds: Iterable[Any] | None = None) -> list[tuple[str, str]]:
    """Return the choices for words of the rules, in the reader's language."""
    return [(str(kind), told(labels[kind])) for kind in (labels if kinds is None else kinds)]


class DeskForm(forms.Form):
    """工作台表单 — its fields know their hint and their error, whichever way they are read."""

    def __init__(self, data: Any = None, files: Any = None, **settings: Any) -> None:
        """Take what was sent, None for a page to fill in."""
        super().__init__(data, files, **settings)
        self.use_required_attribute = False

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields in the rows in which a page shows them: each in one of its own."""
        return [[field] for field in self]

    def mark(self) -> None:
        """Tie each field to its hint and its errors, once they are known."""
        for name, field in self.fields.items():
            described = [f"hint_{name}"] if field.help_text else []
            if self.is_bound and self.has_error(name):
                described.append(f"error_{name}")
                field.widget.attrs["aria-invalid"] = "true"
            if described and not isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
                field.widget.attrs["aria-describedby"] = " ".join(described)
