"""模板标签 — dates as civil servants write them, assets with their digest, links that keep their query."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gongkai.rules.slices import Slice
from gongkai.ui import wording
from gongkai.ui.menu import Entry, entries_for, searched_by
from gongkai.ui.wording import told, written

register = template.Library()


@cache
def _digest(path: str) -> str:
    found = finders.find(path)
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:10] if found else ""


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a static file, with its digest so that browsers may keep it."""
    return f"{static(path)}?v={_digest(path)}"


def month_day(day: date) -> str:
    """Return a day without its year: 10月29日, or 29 Oct in English."""
    return f"{day.day} {day:%b}" if get_language() == "en" else f"{day.month}月{day.day}日"


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """Show a day in a time element; "" for none."""
    if value is None:
        return ""
    local = _local(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), written(local))


@register.filter
def short_day(value: date | datetime | None) -> SafeString | str:
    """Show a day without its year when it is of this year, as lists do; an older one may break after its year."""
    if value is None:
        return ""
    local = _local(value)
    if local.year == timezone.localdate().year:
        return format_html('<time datetime="{}">{}</time>', local.isoformat(), month_day(local))
    if get_language() == "en":
        return day(local)
    return format_html(
        '<time datetime="{}">{}年<wbr>{}</time>', local.isoformat(), local.year, month_day(local)
    )


@register.filter
def minute(value: datetime | None) -> SafeString | str:
    """Show a moment to the minute, in Shanghai time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{} {}</time>',
        local.isoformat(timespec="minutes"),
        written(local.date()),
        f"{local:%H:%M}",
    )


@register.filter
def say(word: str) -> str:
    """Show a word of the rules (a genre, a section, a column of a template) in the reader's language; others as is."""
    return told(word)


@register.filter
def counting(unit: str, number: Decimal | int | str | None) -> str:
    """Show the unit beside a number that is shown, in the reader's language."""
    return wording.counting(unit, number)


@register.filter
def grouped(number: Decimal | int | None) -> str:
    """Show an amount or a count with its thousands set apart; "" for what is not known."""
    return "" if number is None else wording.grouped(number)


@register.filter
def named(wanted: Slice) -> str:
    """Show what a slice of an indicator is called in the reader's language."""
    return wording.named(wanted)


@register.filter
def file_size(value: int) -> str:
    """Show a number of bytes in KB or MB."""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} KB"
    return f"{value / 1024 / 1024:.1f} MB"


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: object) -> str:
    """Return the page's query string with some parameters set, or dropped where empty; page 1 unless given."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.inclusion_tag("ui/_desk_menu.html", takes_context=True)
def desk_menu(context: dict[str, Any]) -> dict[str, Any]:
    """Show the desk's menu to this actor; what the page has counted already it names in `menu_counts`."""
    entries = entries_for(context["actor"], context.get("menu_counts", {}))
    return {"entries": entries, "path": context["request"].path}


@register.simple_tag(takes_context=True)
def desk_search(context: dict[str, Any]) -> Entry | None:
    """Return the list that the masthead's search box looks through for this actor."""
    return searched_by(context["actor"])
