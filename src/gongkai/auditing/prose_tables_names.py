"""正文里的格 — which words of the prose plainly name a cell of the national tables, or the sum of some of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from gongkai.auditing.tables_words import names
from gongkai.rules.report_forms import Axis, Form, forms

_FILED = r"(?:政府)?信息(?:依申请)?公开的?申请(?:案件|事项|件)?|依申请公开(?:案件|事项|申请|件)?"
_RECEIVED = rf"(?:收到|受理|接收|接到|收)(?:到|的|各类)*(?:{_FILED})(?:总数|数量|数)?"
_NORMATIVE = r"(?:行政)?规范性文件"


@dataclass(frozen=True, slots=True)
class Naming:
    """名称 — words at the end of a figure's label, and the sums of cells that they may mean, the likeliest first."""

    words: re.Pattern[str]
    sums: tuple[tuple[str, ...], ...]
    context: re.Pattern[str]
    units: tuple[str, ...] = ("件", "宗", "份", "起", "例")


_ANY = re.compile("")
_ABOUT = re.compile("信息公开|依申请|公开申请")


@cache
def namings(key: str) -> tuple[Naming, ...]:
    """Return what names a cell of the tables of a form, by the form's key."""
    form = next(form for form in forms() if form.key == key)
    keys = {cell.key for cell in form.cells()}
    found = (
        replace(naming, sums=tuple(cells for cells in naming.sums if keys.issuperset(cells)))
        for naming in (*_FIXED, *_groups(form))
    )
    return tuple(naming for naming in found if naming.sums)


def _named(words: str, *sums: tuple[str, ...], context: re.Pattern[str] = _ANY) -> Naming:
    return Naming(re.compile(f"(?:{words})$"), sums, context)


def _total(*lines: str) -> tuple[str, ...]:
    return tuple(f"applications.{line}.total" for line in lines)


_RECONSIDERATION = ("remedies.all.reconsideration_total",)
_DIRECT, _AFTER = "remedies.all.litigation_total", "remedies.all.litigation_after_total"
_OBJECTION = r"(?:案件|申请|数量|案)?"
_FIXED = (
    _named(rf"(?:本年|本年新|新){_RECEIVED}|新增(?:{_FILED})", _total("received")),
    _named(
        rf"(?<!新){_RECEIVED}",
        _total("received"),
        _total("received", "carried_over"),
        ("statistics.received.count",),
    ),
    _named("上年度?结转(?:政府信息公开申请|申请)?", _total("carried_over"), context=_ABOUT),
    _named(
        "(?:结转|转)(?:至|到)?(?:下年度?|下一年度?)(?:继续)?(?:办理)?", _total("carried_on"), context=_ABOUT
    ),
    _named(f"办结(?:{_FILED})", _total("concluded"), ("statistics.concluded.count",)),
    _named(f"行政复议{_OBJECTION}", _RECONSIDERATION, ("statistics.reconsideration.count",), context=_ABOUT),
    _named(
        f"行政复议(?:案件)?[、和及与](?:提起)?行政诉讼{_OBJECTION}",
        (*_RECONSIDERATION, _DIRECT, _AFTER),
        ("statistics.reconsideration.count", "statistics.litigation.count"),
        context=_ABOUT,
    ),
    _named(
        f"(?<![、和及与])(?<!提起)行政诉讼{_OBJECTION}",
        (_DIRECT, _AFTER),
        (_DIRECT,),
        (_AFTER,),
        ("statistics.litigation.count",),
        context=_ABOUT,
    ),
    _named(rf"(?:制定|制发|印发|出台)(?:了|的)?{_NORMATIVE}", ("normative.normative.made",)),
    _named(rf"废止(?:了|的)?{_NORMATIVE}", ("normative.normative.repealed",)),
    _named(rf"现行有效的?{_NORMATIVE}", ("normative.normative.in_force",)),
    _named("行政许可(?:处理)?决定", ("permits.permits.decisions",)),
    _named("行政处罚(?:处理)?决定", ("penalties.penalties.decisions",)),
)


def _groups(form: Form) -> Iterator[Naming]:
    """Yield the groups of results of an application by their headings: 不予公开 is the sum of its lines."""
    table = next((table for table in form.tables if table.key == "applications"), None)
    groups: dict[str, list[str]] = {}
    for line in table.lines if table else ():
        if "row" in line.where:
            groups.setdefault(line.titles[1], []).append(f"applications.{line.key}.total")
    for heading, cells in groups.items():
        words = names(Axis("", (heading,)))[-1]
        yield _named(rf"(?:^|依法|决定|作出?|的|了){words}", tuple(cells), context=_ABOUT)
