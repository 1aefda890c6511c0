"""填报 — an organ states figures that events cannot tell; what was stated before stays, superseded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import Http404

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core import files
from gongkai.core.change import changing
from gongkai.disclosure.uploads import check_upload
from gongkai.reporting import policies
from gongkai.reporting.models import DeclaredFigure
from gongkai.rules.indicators import INDICATORS, Origin, name_of, unknown_in
from gongkai.rules.phrases import Phrase, phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.slices import Slice

LARGEST = Decimal(10) ** 16
"""Values are smaller than that."""
LONGEST = 500  # characters of a note or a reason


@dataclass(frozen=True, slots=True)
class Statement:
    """所填的数 — which slice, its value in the indicator's unit, a note, and why a confirmed value is corrected."""

    slice: Slice
    value: Decimal
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """凭据 — a file or an address that bears out what is stated, or neither."""

    name: str = ""
    data: bytes = b""
    link: str = ""

    def fields(self, now: datetime) -> Mapping[str, object]:
        """Keep the file and return what a figure holds of it; raises RuleViolation for a kind not accepted."""
        told: dict[str, object] = {"evidence_link": self.link}
        if self.data:
            upload = check_upload(self.name, self.data)
            stored = files.keep(self.data, media_type=upload.media_type, now=now)
            told |= {"evidence": stored, "evidence_name": upload.name}
        return told

    def __bool__(self) -> bool:
        return bool(self.data or self.link)


_NONE = Evidence()


def declare(
    agency_id: int,
    statements: Collection[Statement],
    *,
    year: int,
    month: int = 0,
    evidence: Evidence = _NONE,
    actor: Actor,
    now: datetime,
) -> list[DeclaredFigure]:
    """填报数字 — for a year of an organ, or a month; returns what is new. What says the same as before is left.

    A confirmed figure is corrected only with a reason. Evidence is put to every figure that is new. Raises
    RuleViolation for a slice that is not declared by organs, a value that cannot be or where nothing is new; Denied,
    Http404.
    """
    kept = evidence.fields(now) if evidence else {}
    with changing(actor, now) as change:
        agency = Agency.objects.filter(pk=agency_id).first()
        if agency is None:
            raise Http404
        actor.require(policies.DECLARE, agency)
        before = _current(agency, year, month)
        new = []
        for statement in statements:
            _check(statement)
            if (held := before.get(str(statement.slice))) is None or _says_more(statement, held, evidence):
                new.append(_put(agency, statement, held, (year, month), kept, actor, now))
        if not new:
            raise RuleViolation("没有改动")
        change.record_many(
            "reporting.declare",
            [(row, agency.pk, {"slice": row.slice, "year": year, "month": month}) for row in new],
        )
        change.touch("figures")
    return new


def _current(agency: Agency, year: int, month: int) -> Mapping[str, DeclaredFigure]:
    rows = DeclaredFigure.objects.select_for_update(of=("self",))
    found = rows.filter(agency=agency, year=year, month=month, superseded_at=None)
    return {row.slice: row for row in found}


def _check(statement: Statement) -> None:
    if unknown_in(statement.slice):
        raise RuleViolation("没有这个指标", field=str(statement.slice))
    indicator = INDICATORS[statement.slice.indicator]
    name = phrase(name_of(statement.slice))
    if indicator.origin is not Origin.DECLARED:
        raise RuleViolation(phrase("“%(name)s”由系统取数，不用填报", name=name), field=str(statement.slice))
    possible = abs(statement.value) < LARGEST and (statement.value >= 0 or indicator.signed)
    if not possible or statement.value != round(statement.value, indicator.decimals):
        words = phrase("“%(name)s”填写的数不对", name=name)
        raise RuleViolation(words, indicator.citation, field=str(statement.slice))


def _says_more(statement: Statement, held: DeclaredFigure, evidence: Evidence) -> bool:
    return _differs(statement, held) or (bool(evidence) and held.confirmed_at is None)


def _differs(statement: Statement, held: DeclaredFigure) -> bool:
    return statement.value != held.value or statement.note.strip() != held.note


def lacks_reason(statement: Statement, held: DeclaredFigure | None) -> bool:
    """Whether a confirmed figure would be corrected without saying why."""
    if held is None or held.confirmed_at is None:
        return False
    return not statement.reason.strip() and _differs(statement, held)


def asks_for_a_reason(one: Slice) -> Phrase:
    """Return what is said where a confirmed figure is corrected without saying why."""
    return phrase("“%(name)s”已经确认，更正须写明理由", name=phrase(name_of(one)))


def _put(
    agency: Agency,
    statement: Statement,
    held: DeclaredFigure | None,
    period: tuple[int, int],
    kept: Mapping[str, object],
    actor: Actor,
    now: datetime,
) -> DeclaredFigure:
    """Write a figure in the place of what was stated before, whose evidence stays where none is given anew."""
    if held is not None:
        if lacks_reason(statement, held):
            raise RuleViolation(asks_for_a_reason(statement.slice), field=str(statement.slice))
        held.superseded_at = now
        held.save(update_fields=["superseded_at"])
        names = ("evidence", "evidence_name", "evidence_link")
        kept = kept or {name: getattr(held, name) for name in names}
    year, month = period
    return DeclaredFigure.objects.create(
        agency=agency,
        slice=str(statement.slice),
        year=year,
        month=month,
        value=statement.value,
        note=statement.note.strip(),
        reason=statement.reason.strip(),
        declared_by=actor.user,
        declared_at=now,
        **kept,
    )
