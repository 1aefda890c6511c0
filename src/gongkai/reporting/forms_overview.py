"""总览的表单 — of which organ, with those below it or not, and in which period figures are wanted."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.forms import DeskForm
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import jurisdiction
from gongkai.core.measures import Period
from gongkai.ui.fields import choice, day, yes

FIRST_YEAR = 2008
"""The first year on which figures were reported."""


class PeriodForm(DeskForm):
    """统计口径 — a year or a part of it; two days go before both. What is wrong leaves the year that is offered."""

    organ = choice(_l("机关"))
    below = yes(_l("含下级"))
    year = choice(_l("年份"))
    part = choice(_l("时段"))
    since = day(_l("自"))
    until = day(_l("至"))

    def __init__(self, data: Mapping[str, Any], *, agencies: Iterable[Agency], today: date) -> None:
        """Take a query; without an organ the first one with all below it, without a period this year so far."""
        self.agencies, self.today = list(agencies), today
        given = {name: data[name] for name in self.base_fields if name in data}
        given = given if "organ" in given else {"organ": self.agencies[0].code, "below": "on", **given}
        super().__init__({"year": str(today.year), **given})
        for name in ("since", "until"):  # as wide as what stands beside them
            self.fields[name].widget.attrs["class"] = "input"
        self._choose("organ", [(each.code, each.short_name) for each in self.agencies])
        self._choose("part", _parts())
        self._choose("year", [(year, str(year)) for year in range(today.year, FIRST_YEAR - 1, -1)])

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a period without a beginning or an end, or that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and (since > until or since.year < FIRST_YEAR or since > self.today):
            self.add_error("until", _("时段要从 2008 年以后开始，结束不早于开始"))
        elif bool(since) != bool(until) and not {"since", "until"} & set(self.errors):
            self.add_error("until" if since else "since", _("自定时段要填写起止两个日期"))
        return cleaned

    def agency(self) -> Agency:
        """Return the organ that is asked for, the first one where none is."""
        wanted = self.cleaned_data.get("organ")
        return next((each for each in self.agencies if each.code == wanted), self.agencies[0])

    def period(self) -> Period:
        """Return the period, which ends today at the latest so that last year's part is as long."""
        whole = self._asked() if self.is_valid() else Period.of_year(self.today.year)
        return Period(whole.first, max(min(whole.last, self.today), whole.first))

    def _asked(self) -> Period:
        found = self.cleaned_data
        if found["since"]:
            return Period(found["since"], found["until"])
        year, part = int(found["year"] or self.today.year), found["part"]
        if part.startswith("q"):
            last = int(part[1:]) * 3
            return Period(Period.of_month(year, last - 2).first, Period.of_month(year, last).last)
        return Period.of_month(year, int(part)) if part else Period.of_year(year)


def _parts() -> list[tuple[str, str]]:
    quarters = (_("一季度"), _("二季度"), _("三季度"), _("四季度"))
    months = [(str(month), _("%(n)s 月") % {"n": month}) for month in range(1, 13)]
    return [("", _("全年")), *((f"q{n}", words) for n, words in enumerate(quarters, 1)), *months]


def listed(agencies: Iterable[Agency]) -> list[Agency]:
    """Return organs as they are listed: that of the site first, then those above before those below."""
    site = jurisdiction()
    first = site.root_id if site else None
    return sorted(agencies, key=lambda each: (each.pk != first, each.path.count("/"), each.position, each.pk))
