"""节假日安排的表单 — a year as a file or filled in, and the confirmation of what was looked at."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.forms import DateInput, DeskForm
from gongkai.agencies.holiday_files import LARGEST, read_year, spans_of
from gongkai.agencies.models import CalendarScope
from gongkai.rules.calendar import CalendarError, Holiday, WorkCalendar, YearTable
from gongkai.rules.process import RuleViolation

ROWS = 12  # periods of days off in one year
LONGEST = 31  # days in one of them
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")


def scope_field() -> forms.ChoiceField:
    """Return the field that says whether a year is the country's or adds days of the place."""
    return forms.ChoiceField(
        label=_("安排范围"),
        choices=CalendarScope.choices,
        initial=CalendarScope.NATIONAL,
        widget=forms.RadioSelect,
        help_text=_("少数民族习惯的节日等本地规定的假日，选“本地增加的假日”，只写增加的日子"),
    )


class YearFileForm(DeskForm):
    """载入文件."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("往年的文件可以下载下来照着改"),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml", "class": "input"}),
    )
    scope = scope_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="file_%s", **kwargs)

    def table(self) -> YearTable:
        """Return the table in the file; raises RuleViolation."""
        return read_year(self.cleaned_data["file"].read(LARGEST + 1))


class ConfirmForm(DeskForm):
    """确认载入 — carries the year that was looked at."""

    text = forms.CharField(label=_("安排"), strip=False, widget=forms.HiddenInput)
    scope = forms.ChoiceField(label=_("安排范围"), choices=CalendarScope.choices, widget=forms.HiddenInput)

    def table(self) -> YearTable:
        """Return the table; raises RuleViolation."""
        return read_year(self.cleaned_data["text"].encode())


class YearForm(DeskForm):
    """填写一年 — holidays as periods, make-up days as a list."""

    year = forms.IntegerField(label=_("年份"), min_value=1, max_value=9999)
    notice = forms.CharField(
        label=_("通知文号"),
        required=False,
        max_length=200,
        help_text=_("如“国办发明电〔2025〕7号”，有几个的用顿号分开；本地的假日写本级通知的文号"),
    )
    scope = scope_field()
    make_up = forms.CharField(
        label=_("调休上班的周末"),
        required=False,
        max_length=1000,
        help_text=_("每行一天，如“2月14日”或者“2026-02-14”"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].widget.attrs["class"] = "input w-year"
        for number in range(ROWS):
            self.fields[f"name_{number}"] = forms.CharField(
                label=gettext("第 %(n)d 段，节日") % {"n": number + 1},
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"class": "input"}),
            )
            for end, label in (("first", gettext("第 %(n)d 段，从")), ("last", gettext("第 %(n)d 段，到"))):
                self.fields[f"{end}_{number}"] = forms.DateField(
                    label=label % {"n": number + 1}, required=False, widget=DateInput()
                )
                self.fields[f"{end}_{number}"].widget.attrs["class"] = "input w-date"

    @property
    def periods(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The fields of each period."""
        return ((self[f"name_{n}"], self[f"first_{n}"], self[f"last_{n}"]) for n in range(ROWS))

    def clean(self) -> dict[str, Any]:
        """Turn periods and make-up days into `holidays` and `make_up_workdays`."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        days: dict[str, list[date]] = {}
        for number in range(ROWS):
            if period := self._period(given, number):
                days.setdefault(given[f"name_{number}"], []).extend(period)
        given["holidays"] = tuple(Holiday(name, tuple(sorted(off))) for name, off in days.items())
        given["make_up_workdays"] = self._make_up(given)
        return given

    def _period(self, given: dict[str, Any], number: int) -> list[date]:
        name, first, last = (given.get(f"{part}_{number}") for part in ("name", "first", "last"))
        if not first:
            if last:
                self.add_error(f"first_{number}", gettext("请填写从哪一天起"))
            return []
        last = last or first
        if not name:
            self.add_error(f"name_{number}", gettext("请填写节日名称"))
            return []
        if not first <= last < first + timedelta(days=LONGEST):
            self.add_error(f"last_{number}", gettext("起止日期不对，请核对"))
            return []
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def _make_up(self, given: dict[str, Any]) -> tuple[date, ...]:
        days = set()
        for part in filter(None, re.split(r"[\s,，、;；]+", given.get("make_up") or "")):
            found = _DAY.fullmatch(part)
            try:
                if found is None:
                    raise ValueError(part)
                days.add(date(int(found[1] or given.get("year") or 0), int(found[2]), int(found[3])))
            except ValueError:
                self.add_error("make_up", gettext("看不懂“%(part)s”，请写成“2月14日”这样") % {"part": part})
        return tuple(sorted(days))

    def table(self) -> YearTable:
        """Return the table that was filled in; raises RuleViolation."""
        given = self.cleaned_data
        notice, *also = [part.strip() for part in given["notice"].split("、")]
        try:
            return YearTable(given["year"], notice, tuple(also), given["holidays"], given["make_up_workdays"])
        except CalendarError as error:
            raise RuleViolation(str(error)) from error


def facts_of(table: YearTable) -> dict[str, Any]:
    """Return a table as the values with which `YearForm` begins; a name is typed once for each of its periods."""
    periods = [(holiday.name, *span) for holiday in table.holidays for span in spans_of(holiday)]
    facts: dict[str, Any] = {
        "year": table.year,
        "notice": "、".join(filter(None, (table.notice, *table.also))),
    }
    for number, (name, first, last) in enumerate(periods[:ROWS]):
        facts |= {f"name_{number}": name, f"first_{number}": first, f"last_{number}": last}
    facts["make_up"] = "\n".join(day.isoformat() for day in table.make_up_workdays)
    return facts


def facts_to_fill(year: int, known: WorkCalendar) -> dict[str, Any]:
    """Return the beginning of a year that is not known: the names of the holidays of the year before."""
    before = known.years.get(year - 1) or known.years[max(known.years)]
    names = [holiday.name for holiday in before.holidays]
    return {"year": year, **{f"name_{number}": name for number, name in enumerate(names[:ROWS])}}
