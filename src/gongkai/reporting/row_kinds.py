"""数字背后的行 — how the rows of a figure are listed, and who may see them: as in the rooms that they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.catalogue.models import Column
from gongkai.core.permissions import Permission
from gongkai.disclosure.models import CorrectionReport, Document, Version
from gongkai.disclosure.policies import SEE_UNPUBLISHED
from gongkai.disclosure.queries import visible_to as documents_visible_to
from gongkai.foi.models import Case, FeeNotice, Remedy
from gongkai.foi.policies import SEE_CASES
from gongkai.reporting.models import DeclaredFigure
from gongkai.reporting.policies import SEE_DECLARED
from gongkai.screening.models import Finding, SweepUnit


@dataclass(frozen=True, slots=True)
class RowKind:
    """行的种类 — its columns by heading, where a row is at the desk, whose it is, and who may see it.

    A column is a lookup of the row, read through its relations; `organ` leads to the organ and `permission` is needed
    for it. The address has the row's values in its places.
    """

    columns: tuple[tuple[str | Promise, str], ...]
    address: str
    organ: str
    permission: Permission
    related: tuple[str, ...] = ()

    def seen(self, rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
        """Return those of the rows that an actor may see."""
        organs = agencies_for(actor, self.permission).values("pk")
        return rows.filter(**{f"{self.organ}__in": organs})

    def cells(self, row: Model) -> list[str]:
        """Return a row as its columns show it."""
        return [_words(_read(row, lookup)) for _heading, lookup in self.columns]

    def address_of(self, row: Model) -> str:
        """Return where a row is at the desk, "" where it has no page."""
        place, _colon, lookup = self.address.partition(":")
        return place.replace("*", str(_read(row, lookup))) if place else ""


@dataclass(frozen=True, slots=True)
class DocumentRows(RowKind):
    """政府信息的行 — what is public everybody sees."""

    def seen(self, rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
        return rows.filter(pk__in=documents_visible_to(actor).order_by().values("pk"))


_ORGAN = _("机关")
_DOCUMENT = "/desk/documents/*/"
KINDS: Mapping[type[Model], RowKind] = MappingProxyType(
    {
        Document: DocumentRows(
            (
                (_("标题"), "public.title"),
                (_("文号"), "public.document_number"),
                (_ORGAN, "agency.short_name"),
                (_("成文日期"), "public.formed_on"),
                (_("公开时间"), "published_at"),
                (_("用了几个工作日"), "days_taken"),
            ),
            f"{_DOCUMENT}:pk",
            "agency",
            SEE_UNPUBLISHED,
            ("public", "agency"),
        ),
        Case: RowKind(
            (
                (_("编号"), "number"),
                (_("所需信息"), "title"),
                (_ORGAN, "agency.short_name"),
                (_("收到日期"), "received_on"),
                (_("首次答复"), "first_answered_on"),
                (_("办结日期"), "concluded_on"),
            ),
            "/desk/cases/*/:pk",
            "agency",
            SEE_CASES,
            ("agency",),
        ),
        Remedy: RowKind(
            (
                (_("申请编号"), "case.number"),
                (_("种类"), "get_kind_display"),
                (_("机关或者法院"), "body"),
                (_("提出日期"), "filed_on"),
                (_("审结日期"), "closed_on"),
            ),
            "/desk/cases/*/:case_id",
            "case__agency",
            SEE_CASES,
        ),
        FeeNotice: RowKind(
            (
                (_("申请编号"), "case.number"),
                (_("通知日期"), "notified_on"),
                (_("应收金额（元）"), "yuan"),
                (_("减免金额（元）"), "waived_yuan"),
            ),
            "/desk/cases/*/:case_id",
            "case__agency",
            SEE_CASES,
        ),
        Column: RowKind(
            ((_("栏目"), "name"), (_ORGAN, "agency.short_name"), (_("最近更新"), "last_published_on")),
            "/desk/catalogue/columns/*/:pk",
            "agency",
            SEE_UNPUBLISHED,
        ),
        CorrectionReport: RowKind(
            (
                (_("页面"), "page"),
                (_ORGAN, "agency.short_name"),
                (_("收到时间"), "reported_at"),
                (_("答复时间"), "answered_at"),
            ),
            "/desk/corrections/*/:pk",
            "agency",
            SEE_UNPUBLISHED,
            ("agency",),
        ),
        Version: RowKind(
            (
                (_("标题"), "title"),
                (_ORGAN, "document.agency.short_name"),
                (_("公开时间"), "published_at"),
                (_("撤回时间"), "withdrawn_at"),
            ),
            f"{_DOCUMENT}:document_id",
            "document__agency",
            SEE_UNPUBLISHED,
        ),
        Finding: RowKind(
            (
                (_("种类"), "get_kind_display"),
                (_ORGAN, "version.document.agency.short_name"),
                (_("发现时间"), "found_at"),
                (_("处理时间"), "settled_at"),
            ),
            f"{_DOCUMENT}:version.document_id",
            "version__document__agency",
            SEE_UNPUBLISHED,
            ("version__document__agency",),
        ),
        SweepUnit: RowKind(
            (
                (_ORGAN, "agency.short_name"),
                (_("开始时间"), "sweep.started_at"),
                (_("看过的信息"), "documents"),
            ),
            "/desk/privacy/sweeps/*/:sweep_id",
            "agency",
            SEE_UNPUBLISHED,
        ),
        DeclaredFigure: RowKind(
            (
                (_ORGAN, "agency.short_name"),
                (_("年份"), "year"),
                (_("数值"), "value"),
                (_("填报人"), "declared_by.name"),
                (_("填报时间"), "declared_at"),
                (_("确认人"), "confirmed_by.name"),
                (_("说明"), "note"),
            ),
            "/desk/figures/declared/of/*/:pk",
            "agency",
            SEE_DECLARED,
            ("agency", "declared_by", "confirmed_by"),
        ),
    }
)
"""By the model of the rows."""


def _read(row: Any, lookup: str) -> Any:
    for name in lookup.split("."):
        row = getattr(row, name, None)
        row = row() if name.startswith("get_") and callable(row) else row
    return row


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
