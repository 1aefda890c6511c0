"""表内勾稽 — every identity of the form over the cells of a report's tables, and over those of the year before.

An identity counts as a check when its cells are all there; an empty part is 0 where nearly all others say so too. A
total left at 0 beside its parts is a habit, not an error. Where most rows of a table do not add up, the fault is the reading's, and
nothing is said of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gongkai.auditing.identities_said import carried, not_equal, place_of, unfilled
from gongkai.auditing.model import (
    UNTRIED,
    Finding,
    FindingKind,
    ReadCell,
    ReadTable,
    Severity,
    Source,
    Span,
    Tried,
)
from gongkai.auditing.tables_lines import Piece, pieces_in
from gongkai.rules.phrases import Phrase
from gongkai.rules.report_forms import Form, Identity, Table, Term, forms

_NOTHING = Decimal(0)
_PLAIN = 4


@dataclass(frozen=True, slots=True)
class Tested:
    """试过的关系 — an identity with what stands for each term of either side; None for a cell left empty."""

    identity: Identity
    left: tuple[Decimal | None, ...]
    right: tuple[Decimal | None, ...]

    @property
    def sums(self) -> tuple[Decimal, Decimal]:
        """What either side comes to, empty cells as 0."""
        return (_sum(self.identity.left, self.left), _sum(self.identity.right, self.right))

    @property
    def holds(self) -> bool:
        """Whether the identity is true of these values."""
        left, right = self.sums
        return left <= right if self.identity.relation == "<=" else left == right

    @property
    def is_total(self) -> bool:
        """Whether it says of one cell what its parts come to."""
        return self.identity.key.endswith(("=lines", "=columns"))

    @property
    def is_unfilled(self) -> bool:
        """Whether a total was left at 0, or empty, beside parts that are there."""
        return self.is_total and not self.left[0] and self.sums[1] > 0

    @property
    def is_certain(self) -> bool:
        """Whether no cell is empty but the value of some is there: only then can it be broken."""
        return None not in (*self.left, *self.right)

    @property
    def is_trivial(self) -> bool:
        """Whether there is nothing but zeros and empty cells."""
        return not any((*self.left, *self.right))


def check_tables(
    tables: Sequence[ReadTable], source: Source, previous: Mapping[str, Decimal] | None = None
) -> Tried:
    """Try every identity of the forms; `previous` holds the cells of the year before, by the same keys."""
    tried = UNTRIED
    for read in tables:
        form = next(form for form in forms() if form.key == read.form)
        tested = list(_tested(form, read, previous or {}))
        if not _misread(tested):
            tried += _said(_Place(form.table(read.table), read, source), tested)
    return tried


def _tested(form: Form, read: ReadTable, previous: Mapping[str, Decimal]) -> Iterable[Tested]:
    """Yield the identities whose cells are all there, be they empty."""
    for identity in form.identities:
        if not identity.left[0].cell.startswith(f"{read.table}."):
            continue
        sides = [[_value(term, read, previous) for term in side] for side in (identity.left, identity.right)]
        if not any(value is _ABSENT for side in sides for value in side):
            yield Tested(identity, *(tuple(v for v in side if not isinstance(v, _Absent)) for side in sides))


class _Absent:
    """What stands for a cell that a table has not."""


_ABSENT = _Absent()


def _value(term: Term, read: ReadTable, previous: Mapping[str, Decimal]) -> Decimal | _Absent | None:
    if term.previous:
        return previous.get(term.cell, _ABSENT)
    cell = read.cells.get(term.cell)
    return cell.value if cell else _ABSENT


def _misread(tested: Sequence[Tested]) -> bool:
    """Whether most rows do not add up: values that stand one column off, not errors of those who filled them in."""
    rows = [each for each in tested if each.identity.key.endswith("=columns") and not each.is_trivial]
    broken = [each for each in rows if not each.holds and not each.is_unfilled]
    return len(broken) > 1 and 2 * len(broken) > len(rows)


@dataclass(frozen=True)
class _Place:
    """Where findings about a table stand."""

    table: Table
    read: ReadTable
    source: Source

    def cell(self, key: str) -> ReadCell:
        return self.read.cells.get(key) or ReadCell(None, None)

    def span(self, key: str) -> Span:
        return self.cell(key).span or self.read.span

    @cached_property
    def values(self) -> Sequence[tuple[Piece, bool]]:
        """The values that stand in the table, and whether each belongs to a cell that was read."""
        known = {at for cell in self.read.cells.values() if cell.span for at in range(*cell.span)}
        pieces = pieces_in(self.source.text, self.read.span)
        return [(piece, piece.span.start in known) for piece in pieces if piece.value is not None]

    def called(self, key: str) -> Phrase:
        _, line, column = key.split(".")
        return place_of(self.table, self.table.cell(line, column))


def _said(place: _Place, tested: Sequence[Tested]) -> Tried:
    empty = [each for each in tested if each.is_unfilled]
    left_out = {each.identity.left[0].cell for each in empty}
    checks, findings = 0, list[Finding]()
    zero = _empty_is_zero(tested)
    for each in tested:
        if each.is_trivial and not each.is_certain:
            continue
        terms = (*each.identity.left, *each.identity.right)
        if any(term.cell in left_out for term in terms if not term.previous):
            continue
        if not each.holds and (not (each.is_certain or zero) or _has_more_parts(place, each)):
            continue
        checks += 1
        if not each.holds:
            findings.append(_finding(place, each))
    if empty:
        checks += 1
        findings.append(_unfilled(place, empty))
    return Tried(checks, tuple(_without_echoes(findings, place)))


def _empty_is_zero(tested: Sequence[Tested]) -> bool:
    """Whether empty cells of a table plainly stand for 0: nearly every identity that has some is true of them so."""
    open_ones = [each for each in tested if not each.is_certain and not each.is_trivial]
    holding = sum(each.holds for each in open_ones)
    return holding >= _PLAIN and holding >= _PLAIN * (len(open_ones) - holding)


def _has_more_parts(place: _Place, each: Tested) -> bool:
    """Whether between a total and its last part stand values that the form does not know: lines that a place added."""
    if not each.identity.key.endswith("=lines"):
        return False
    spans = [place.span(term.cell) for term in (*each.identity.left, *each.identity.right)]
    around = Span(min(span.start for span in spans), max(span.end for span in spans))
    near = [(piece, known) for piece, known in place.values if _is_within(piece.span, around)]
    rows = {piece.line for piece, known in near if known}
    # Where rows stand on lines of their own, what stands beside a known value is another column.
    beside = rows if len(rows) * len(place.table.columns) >= sum(known for _, known in near) else set[int]()
    return any(not known and piece.line not in beside for piece, known in near)


def _is_within(span: Span, around: Span) -> bool:
    return around.start <= span.start and span.end <= around.end


def _finding(place: _Place, each: Tested) -> Finding:
    identity = each.identity
    left, right = each.sums
    if identity.previous:
        key = identity.left[0].cell
        explanation = carried(identity, place.called(key), left, each.right)
        return Finding(
            FindingKind.PREVIOUS_YEAR, _severity(each), place.span(key), str(left), str(right), explanation
        )
    # A total is stated to the left of its parts; of a balance, what was done is stated and what came in is known.
    stated, computed, term = (left, right, identity.left[0])
    if not each.is_total and identity.relation == "=":
        stated, computed, term = right, left, identity.right[0]
    explanation = not_equal(identity, place.called(term.cell), each.left, each.right)
    return Finding(
        FindingKind.FORM, _severity(each), place.span(term.cell), str(stated), str(computed), explanation
    )


def _severity(each: Tested) -> Severity:
    return Severity.ERROR if each.identity.hard else Severity.NOTE


def _unfilled(place: _Place, empty: Sequence[Tested]) -> Finding:
    """One note for all totals of a table that were left out."""
    first = empty[0]
    key = first.identity.left[0].cell
    stated = first.left[0]
    computed = first.sums[1]
    return Finding(
        FindingKind.FORM,
        Severity.NOTE,
        place.span(key),
        "" if stated is None else str(stated),
        str(computed),
        unfilled(place.called(key), first.right, len(empty)),
    )


def _without_echoes(findings: Sequence[Finding], place: _Place) -> Iterable[Finding]:
    """Of what does not go on from the year before, the total alone when it is among them."""
    total = {place.span(key) for key in place.read.cells if key.endswith(".total")}
    told = any(found.kind is FindingKind.PREVIOUS_YEAR and found.span in total for found in findings)
    for found in findings:
        if not told or found.kind is not FindingKind.PREVIOUS_YEAR or found.span in total:
            yield found


def _sum(terms: Sequence[Term], values: Sequence[Decimal | None]) -> Decimal:
    return sum((term.sign * (value or _NOTHING) for term, value in zip(terms, values, strict=True)), _NOTHING)
