"""首页的数 — the figures of the home page, each with the address of the rows that it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Max, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.catalogue.models import Column, ColumnAudience, ColumnStatus
from gongkai.core.measures import Period
from gongkai.disclosure.measures import NORMATIVE_COLUMN
from gongkai.disclosure.models import Document
from gongkai.disclosure.queries import published
from gongkai.reporting.figures import values
from gongkai.rules.catalogue import Section
from gongkai.rules.slices import Slice


@dataclass(frozen=True, slots=True)
class Figure:
    """一个数 — what it is, how many, of what, where its rows are ("" where it has none), and a word beside it."""

    label: str
    value: int
    unit: str
    address: str
    note: str = ""


def column_search(code: str, **more: str) -> str:
    """Return the address of the search in a column of all organs, the newest first."""
    return f"{reverse('search')}?{urlencode({'column': code, 'order': 'newest', **more})}"


_PROACTIVE = Slice("disclosure.published.proactive")
_NORMATIVE = Slice("disclosure.normative.in_force")
_DAYS = Slice("disclosure.days_to_publish")
_WITHDRAWN = Slice("disclosure.withdrawn")


def figures_of_year(today: date) -> list[Figure]:
    """Return the figures of this year up to today."""
    period = Period(date(today.year, 1, 1), today)
    found = values([_PROACTIVE, _NORMATIVE, _DAYS, _WITHDRAWN], period, None)
    archive, withdrawn = (
        reverse("archive-year", args=[today.year]),
        f"{reverse('withdrawn')}?year={today.year}",
    )
    normative = column_search(NORMATIVE_COLUMN, validity="in_force")
    figures = [
        _figure(_("本年主动公开"), found[_PROACTIVE], _("条"), archive),
        _figure(_("现行有效的规范性文件"), found[_NORMATIVE], _("件"), normative),
    ]
    if (days := found[_DAYS]) is not None:
        words, limit = _("从形成到公开，一半不超过"), _("期限是 20 个工作日")
        figures.append(Figure(words, int(days), _("个工作日"), f"{archive}?order=slowest", limit))
    return [*figures, _figure(_("本年撤回"), found[_WITHDRAWN], _("件"), withdrawn, _("每一件都写明理由"))]


def _figure(label: str, number: Decimal | None, unit: str, address: str, note: str = "") -> Figure:
    return Figure(label, int(number or 0), unit, address if number else "", note)


@dataclass(frozen=True, slots=True)
class Doors:
    """五个入口旁的数 — how much stands in the sections, and since which year reports are there."""

    system: int
    statutory: int
    first_report: int | None
    last_report: int | None


def doors() -> Doors:
    """Return what the five doors say of what is behind them."""
    columns = Column.objects.filter(audience=ColumnAudience.PUBLIC, status=ColumnStatus.ACTIVE)
    counts = columns.order_by().aggregate(
        system=Sum("published_count", filter=Q(section=Section.SYSTEM)),
        statutory=Sum("published_count", filter=Q(section=Section.STATUTORY)),
    )
    years = report_documents().order_by().aggregate(Min("public__report_year"), Max("public__report_year"))
    return Doors(
        counts["system"] or 0,
        counts["statutory"] or 0,
        years["public__report_year__min"],
        years["public__report_year__max"],
    )


def report_documents() -> QuerySet[Document]:
    """Return the annual reports that the public sees, those of the newest year first."""
    return (
        published()
        .filter(
            column__in=Column.objects.filter(section=Section.REPORT).order_by(),
            public__report_year__isnull=False,
        )
        .order_by("-public__report_year", "agency__position", "agency_id", "-published_at")
    )


@dataclass(frozen=True, slots=True)
class Errand:
    """常办的事 — what people come for, and the search that answers it."""

    label: str
    address: str


def errands() -> list[Errand]:
    """Return the common errands for which something is there to be read."""
    wanted = _errands()
    filled = set(
        Column.objects.filter(
            code__in=wanted,
            published_count__gt=0,
            audience=ColumnAudience.PUBLIC,
            status=ColumnStatus.ACTIVE,
        )
        .order_by()
        .values_list("code", flat=True)
        .distinct()
    )
    return [Errand(label, column_search(code)) for code, label in wanted.items() if code in filled][:8]


def _errands() -> dict[str, str]:
    """By column; a column missing here or empty is simply not offered."""
    return {
        NORMATIVE_COLUMN: _("查一份文件现在还有没有效"),
        "20-10-approval": _("查建设项目的批准和征地"),
        "21-1-land": _("查土地征收和补偿"),
        "20-11-education": _("查招生入学的安排"),
        "20-11-security": _("查社保、低保、救助的标准"),
        "20-11-medical": _("查看病就医的政策"),
        "20-7-budget": _("查部门的预算花在哪里"),
        "20-7-final": _("查去年的钱怎么花的"),
        "20-8": _("查一项收费合不合规定"),
        "20-14-notices": _("查招考公告"),
        "20-13-food": _("查食品抽检结果"),
        "20-13-environment": _("查空气和饮用水的质量"),
        "20-5-permit-results": _("查许可办理结果"),
        "20-6-penalty-decisions": _("查处罚决定"),
    }


def words_of(documents: Sequence[Document]) -> list[str]:
    """Return up to three keywords of documents, as suggestions of what can be searched for."""
    words: list[str] = []
    for document in documents:
        keywords = document.public.keywords if document.public else ""
        for mark in "；;，,、　":
            keywords = keywords.replace(mark, " ")
        words += [word for word in keywords.split()[:1] if len(word) <= 8 and word not in words]
    return words[:3]
