"""填报的表单 — the figures of an organ's year in one form, a table from elsewhere, and which figures are confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.forms import DeskForm
from gongkai.reporting import forms_links
from gongkai.reporting.actions.declare import LONGEST, Evidence, Statement, asks_for_a_reason, lacks_reason
from gongkai.reporting.declared_sheet import Line, plain_digits
from gongkai.ui.wording import told


@dataclass(frozen=True, slots=True)
class Row:
    """表单的一行 — a line of the sheet with its fields; `reason` is there where a confirmed value would be corrected."""

    line: Line
    value: forms.BoundField
    note: forms.BoundField
    reason: forms.BoundField | None


class DeclareForm(DeskForm):
    """填报数字 — a value and a note for each line, evidence for all that is new."""

    file = forms.FileField(label=_("凭据文件"), required=False, help_text=_("附到这次新填或者改动的数字上"))
    link = forms_links.link(_("凭据网址"))

    def __init__(self, lines: Sequence[Line], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            # A value bears the name of its slice, by which an action refuses it.
            self.fields[str(line.slice)] = _value_field(line)
            note = line.now.note if line.now else ""
            self.fields[f"note {line.slice}"] = _words_field(_("%(name)s：说明"), line, note)
            if line.now and line.now.confirmed_at:
                self.fields[f"reason {line.slice}"] = _words_field(_("%(name)s：更正理由"), line, "")

    def clean(self) -> dict[str, Any]:
        """Ask for every reason that is missing at once; the action would stop at the first."""
        held = {line.slice: line.now for line in self.lines}
        for statement in self.statements():
            if lacks_reason(statement, held[statement.slice]):
                self.add_error(str(statement.slice), told(asks_for_a_reason(statement.slice)))
        return self.cleaned_data

    def rows(self) -> Iterator[Row]:
        """Yield the lines with their fields."""
        for line in self.lines:
            reason = f"reason {line.slice}"
            corrected = self[reason] if reason in self.fields else None
            yield Row(line, self[str(line.slice)], self[f"note {line.slice}"], corrected)

    def asked(self) -> list[Row]:
        """Return the rows that every organ is asked for."""
        return [row for row in self.rows() if row.line.asked]

    def others(self) -> list[Row]:
        """Return the rows that may be declared beside."""
        return [row for row in self.rows() if not row.line.asked]

    def statements(self) -> list[Statement]:
        """Return what was filled in."""
        given = self.cleaned_data
        return [
            Statement(
                line.slice, value, given.get(f"note {line.slice}", ""), given.get(f"reason {line.slice}", "")
            )
            for line in self.lines
            if (value := given.get(str(line.slice))) is not None
        ]

    def evidence(self) -> Evidence:
        """Return the evidence that was given."""
        file = self.cleaned_data.get("file")
        link = self.cleaned_data.get("link") or ""
        return Evidence(file.name, file.read(), link) if file else Evidence(link=link)

    @property
    def opens_others(self) -> bool:
        """Whether one of the figures beside is declared or has an error."""
        return any(row.line.now or row.value.errors for row in self.others())


class ValueField(forms.DecimalField):
    """一个数 — as people write it, with its thousands set apart or in full-width digits."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_digits(value) if isinstance(value, str) else value)


def _value_field(line: Line) -> ValueField:
    indicator = line.indicator
    return ValueField(
        label=line.name,
        required=False,
        max_digits=20,
        decimal_places=indicator.decimals,
        min_value=None if indicator.signed else Decimal(0),
        initial=round(line.now.value, indicator.decimals) if line.now else None,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input w-year"}),
        error_messages=_errors(line),
    )


def _errors(line: Line) -> dict[str, Any]:
    """Return what is wrong in words that name the figure: the page lists the errors of many."""
    named = {"name": line.name}
    return {
        "invalid": _("“%(name)s”要填数字") % named,
        "min_value": _("“%(name)s”不能小于零") % named,
        "max_decimal_places": _("“%(name)s”的小数位数太多") % named,
        "max_digits": _("“%(name)s”的数太大") % named,
        "max_whole_digits": _("“%(name)s”的数太大") % named,
    }


def _words_field(label: Any, line: Line, initial: str) -> forms.CharField:
    return forms.CharField(
        label=label % {"name": line.name},
        required=False,
        max_length=LONGEST,
        initial=initial,
        widget=forms.TextInput(attrs={"class": "input", "size": "40"}),
    )


class TableForm(DeskForm):
    """载入表格."""

    table = forms.FileField(
        label=_("填好的表格"),
        help_text=_("XLSX、XLS 或者 CSV；空着的格不改动"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv", "class": "input"}),
    )
