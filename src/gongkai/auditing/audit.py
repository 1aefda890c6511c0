"""审核 — reads a report and tries everything that can be tried on it with certainty."""

from decimal import Decimal

from gongkai.auditing.figures import figures_of
from gongkai.auditing.identities import check_tables
from gongkai.auditing.mentions import say
from gongkai.auditing.model import Audit, Source
from gongkai.auditing.outline import outline_of
from gongkai.auditing.prose import prose_of
from gongkai.auditing.prose_checks import check_said
from gongkai.auditing.prose_tables import check_prose_against_tables
from gongkai.auditing.structure import check_structure
from gongkai.auditing.tables import read_tables


def audit(source: Source, previous: Audit | None = None) -> Audit:
    """Return what is read of a report and what its checks say; `previous` is the organ's report of the year before."""
    outline = outline_of(source)
    tables = read_tables(source, outline)
    prose = prose_of(source, outline, [table.span for table in tables])
    said = say(prose)
    figures = figures_of(prose, said)
    tried = check_said(prose, said, outline.year) + check_structure(source, outline)
    tried += check_tables(tables, source, _cells_of(previous))
    tried += check_prose_against_tables(figures, tables, source, outline)
    return Audit(source, outline, figures, tables, tried)


def _cells_of(previous: Audit | None) -> dict[str, Decimal]:
    """The cells that the report of the year before fills in, by their keys."""
    tables = previous.tables if previous else ()
    return {
        key: cell.value for table in tables for key, cell in table.cells.items() if cell.value is not None
    }
