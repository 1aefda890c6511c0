"""正文与表格 — a figure of the prose that plainly names a cell of the tables, beside that cell.

The prose often speaks of the organ alone and the table of all below it, so a difference only asks to look at the
scope. It is an error where the same sentence gives other cells of the same table just as the table has them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.auditing.folding import fold
from gongkai.auditing.identities_said import place_of
from gongkai.auditing.model import (
    Figure,
    Finding,
    FindingKind,
    Outline,
    ReadTable,
    Severity,
    Source,
    Span,
    Tried,
)
from gongkai.auditing.prose_tables_names import Naming, namings
from gongkai.rules.phrases import Phrase, phrase
from gongkai.rules.report_forms import forms

# Figures of a part, of another time, or set against another year do not name a cell.
_PART = re.compile(
    r"网上|网络|在线|平台|信函|邮寄|当面|现场|传真|邮件|微信|自然人|公民|企业|法人|其他组织|社会组织|局|镇|乡|街道|"
    r"维持|纠正|纠错|撤销|审结|败诉|胜诉|驳回|季度|上半年|下半年|\d月"
)
_OTHER_TIME = re.compile(
    r"去年|(?:比|较|与)上年|上年(?!度?结转)|上一年|同期|以来|近[两三几]年|累计|同比|每年"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)年?")
_CLAUSE = re.compile(r"[，,；;。：:（(]")
_OWN = re.compile(r"[我本](?:局|镇|乡|街道)")
_ANCHORS = 2


@dataclass(frozen=True, slots=True)
class _Met:
    """对上的数字 — a figure with the cells that it names and what they come to; `among`: told behind 其中."""

    figure: Figure
    cells: tuple[str, ...]
    value: Decimal
    agrees: bool
    certain: bool
    among: bool


def check_prose_against_tables(
    figures: Sequence[Figure], tables: Sequence[ReadTable], source: Source, outline: Outline
) -> Tried:
    """Compare figures of the prose with the cells that they name; an approximate one is never compared."""
    cells = {
        key: cell.value for table in tables for key, cell in table.cells.items() if cell.value is not None
    }
    known = [naming for key in sorted({table.form for table in tables}) for naming in namings(key)]
    text = fold(source.text)
    found = [
        _met(figure, known, cells, text, outline) for figure in figures if not _in_a_table(figure, tables)
    ]
    met = [each for each in found if each]
    checks = sum(1 for each in met if each.agrees or (each.certain and not each.among))
    return Tried(checks, tuple(_findings(met, tables)))


def _in_a_table(figure: Figure, tables: Sequence[ReadTable]) -> bool:
    return any(table.span.start <= figure.span.start < table.span.end for table in tables)


def _met(
    figure: Figure, known: Sequence[Naming], cells: Mapping[str, Decimal], text: str, outline: Outline
) -> _Met | None:
    """What a figure names, the reading that agrees first; None for one that names nothing."""
    if figure.approximate or figure.step != 1:
        return None
    label = fold(figure.label)
    named = [naming for naming in known if figure.unit in naming.units and naming.words.search(label)]
    if not named:
        return None
    before = text[figure.sentence.start : figure.span.start]
    clause = _CLAUSE.split(before)[-1]
    sentence = figure.sentence.of(text)
    if _OTHER_TIME.search(clause) or _other_year(before, outline.year):
        return None
    readings = [
        (sum_of, sum((cells[key] for key in sum_of), Decimal(0)))
        for naming in named
        if naming.context.search(sentence)
        for sum_of in naming.sums
        if all(key in cells for key in sum_of)
    ]
    if not readings:
        return None
    agreeing = next((reading for reading in readings if reading[1] == figure.value), None)
    keys, value = agreeing or readings[0]
    certain = not _PART.search(_without_own_name(clause, outline))
    return _Met(figure, keys, value, agreeing is not None, certain, "其中" in clause)


def _without_own_name(clause: str, outline: Outline) -> str:
    """The clause without what the report's own organ is called: 我局 is no part of it."""
    return _OWN.sub("", clause.replace(fold(outline.agency), "") if outline.agency else clause)


def _other_year(before: str, year: int | None) -> bool:
    """Whether the last year named before a figure is another one than the report's."""
    named = _YEAR.findall(before)
    return bool(named) and year is not None and int(named[-1]) != year


def _findings(met: Sequence[_Met], tables: Sequence[ReadTable]) -> Iterator[Finding]:
    anchors: dict[tuple[Span, str], set[str]] = defaultdict(set)
    for each in met:
        if each.agrees and each.value:
            anchors[each.figure.sentence, _table_of(each)].update(each.cells[:1])
    for each in met:
        if not each.agrees and each.certain:
            sure = len(anchors[each.figure.sentence, _table_of(each)]) >= _ANCHORS
            if sure or not each.among:
                yield _finding(each, tables, sure=sure)


def _table_of(met: _Met) -> str:
    return met.cells[0].partition(".")[0]


def _finding(met: _Met, tables: Sequence[ReadTable], *, sure: bool) -> Finding:
    figure = met.figure
    where = _called(met.cells[0], tables)
    if len(met.cells) > 1:
        where = phrase("%(cell)s等%(count)d格之和", cell=where, count=len(met.cells))
    what = (
        phrase("同一句中的其他数字与表格一致，请核对这一个。")
        if sure
        else phrase("请核实两处口径是否一致；口径不同的，请在正文中写明。")
    )
    return Finding(
        FindingKind.PROSE_AND_TABLE,
        Severity.ERROR if sure else Severity.NOTE,
        figure.span,
        str(figure.value),
        str(met.value),
        phrase(
            "正文“%(label)s”为%(stated)s，表格%(where)s为%(told)s，相差%(gap)s。%(what)s",
            label=figure.label,
            stated=f"{figure.value}{figure.unit}",
            where=where,
            told=met.value,
            gap=abs(figure.value - met.value),
            what=what,
        ),
    )


def _called(key: str, tables: Sequence[ReadTable]) -> Phrase:
    name, line, column = key.split(".")
    read = next(table for table in tables if table.table == name)
    table = next(form for form in forms() if form.key == read.form).table(name)
    return place_of(table, table.cell(line, column))
