"""填报表的电子表格 — what a table states is taken as people write it, all of it or nothing, and every wrong cell is named."""

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from cast import NOW, Cast
from gongkai.agencies.policies import Actor
from gongkai.reporting import declared_tables
from gongkai.reporting.actions.confirm_declared import confirm_declared
from gongkai.reporting.actions.declare import Statement
from gongkai.reporting.declared_sheet import sheet
from gongkai.reporting.declared_tables import BadCell
from gongkai.reporting.models import DeclaredFigure
from gongkai.rules.process import RuleViolation
from gongkai.rules.slices import Slice, slice_of
from gongkai.typesetting.workbook import Sheet, workbook
from reporting.stage import stated

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
PERMITS = Slice("permits.decisions")
MADE = slice_of("normative.made", {"kind": "normative"})
ADDRESS = "/desk/figures/declared/lj-housing/2025/"


def read(cast: Cast, data: bytes) -> tuple[list[Statement], list[BadCell]]:
    """What a workbook says for the housing bureau's year 2025."""
    return declared_tables.read("t.xlsx", data, sheet(cast.housing, 2025), cast.housing, 2025)


def test_what_is_sent_out_as_a_table_comes_back_as_it_was(cast: Cast) -> None:
    stated(cast, (PERMITS, "12"), (Slice("fees.administrative"), "1.2500"))
    lines = sheet(cast.housing, 2025)
    told, bad = read(cast, declared_tables.template(lines, cast.housing, 2025))
    assert bad == []
    assert {one.slice: one.value for one in told} == {
        PERMITS: 12,
        Slice("fees.administrative"): Decimal("1.25"),
    }


def test_every_cell_that_cannot_be_taken_is_named_and_nothing_is_lost(cast: Cast) -> None:
    table = [
        ("指标", "本年"),
        ("行政许可处理决定数量", "十二"),
        ("行政处罚处理决定数量", "1，200"),
        ("行政处罚处理决定数量", "3"),
        ("没有的指标", "3"),
        ("行政强制处理决定数量", "-3"),
        ("行政事业性收费金额", "1.23456"),
        ("规章和规范性文件制发件数·规章", ""),
    ]
    told, bad = read(cast, workbook([Sheet("表", table)]))
    assert [(one.slice.indicator, int(one.value)) for one in told] == [("penalties.decisions", 1200)]
    assert [cell.row for cell in bad] == [2, 4, 5, 6, 7]
    with pytest.raises(RuleViolation, match="表格里要有"):
        read(cast, workbook([Sheet("表", [("甲", "乙"), ("1", "2")])]))


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1,200", 1200), ("１，２００", 1200), ("1 234 567", 1234567), ("1,0000", 10000), ("12", 12)],
)
def test_a_number_is_read_as_people_write_it(
    cast: Cast, signed_in: Callable[[Actor], Client], written: str, meant: int
) -> None:
    told, bad = read(cast, workbook([Sheet("表", [("指标代码", "本年"), (str(PERMITS), written)])]))
    assert ([one.value for one in told], bad) == ([meant], [])
    client, page = signed_in(cast.lin), f"/desk/figures/declared/{cast.housing.code}/2025/"
    assert client.post(page, {str(PERMITS): written}).status_code == 302
    assert DeclaredFigure.objects.get().value == meant


@pytest.mark.parametrize("written", ["1,2", "12,34", ",5", "1,200,", "约3"])
def test_what_is_no_number_is_not_guessed_at(
    cast: Cast, signed_in: Callable[[Actor], Client], written: str
) -> None:
    _told, bad = read(cast, workbook([Sheet("表", [("指标代码", "本年"), (str(PERMITS), written)])]))
    assert [cell.reason for cell in bad] == ["不是数字"]
    page = f"/desk/figures/declared/{cast.housing.code}/2025/"
    assert signed_in(cast.lin).post(page, {str(PERMITS): written}).status_code == 422


def test_the_table_of_another_year_or_organ_is_refused(cast: Cast) -> None:
    for agency, year, said in (
        (cast.housing, 2024, "这是2024年的填报表，这里填的是2025年"),
        (cast.education, 2025, f"这是{cast.education.name}的填报表，这里填的是{cast.housing.name}"),
    ):
        with pytest.raises(RuleViolation, match=said):
            read(cast, declared_tables.template(sheet(agency, year), agency, year))
    table = [("指标", "本年"), ("行政处罚处理决定数量", "3")]
    for title in ("2025", "2025 明细", "2025年", "Sheet1"):
        told, _bad = read(cast, workbook([Sheet(title, table)]))
        assert len(told) == 1, title


@pytest.mark.parametrize(
    ("cells", "words", "reason"),
    [
        (("9" * 40, "", ""), "行政处罚处理决定数量·本年", "数太大"),
        (("NaN", "", ""), "行政处罚处理决定数量·本年 NaN", "不是数字"),
        (("3", "说" * 501, ""), "行政处罚处理决定数量·说明", "最多 500 个字"),
        (("3", "", "由" * 501), "行政处罚处理决定数量·更正理由", "最多 500 个字"),
    ],
)
def test_a_cell_that_cannot_be_kept_is_named(
    cast: Cast, cells: tuple[str, str, str], words: str, reason: str
) -> None:
    table = [("指标", "本年", "说明", "更正理由"), ("行政处罚处理决定数量", *cells)]
    told, bad = read(cast, workbook([Sheet("表", table)]))
    assert told == []
    assert bad == [BadCell(2, words, reason)]


def test_every_missing_reason_is_asked_for_at_once(cast: Cast) -> None:
    fees = Slice("fees.administrative")
    made = stated(cast, (PERMITS, "12"), (fees, "1.25"))
    confirm_declared([row.pk for row in made], actor=cast.shen, now=NOW)
    table = [("指标代码", "本年"), (str(PERMITS), "13"), (str(fees), "1.5")]
    _told, bad = read(cast, workbook([Sheet("表", table)]))
    assert [(cell.row, cell.reason) for cell in bad] == [
        (2, "已经确认，更正须写明理由"),
        (3, "已经确认，更正须写明理由"),
    ]


def test_a_workbook_keeps_text_and_numbers_apart() -> None:
    data = workbook(
        [Sheet("甲/乙", [("名称", "数"), ("<=A1&", Decimal("1234.50")), ("", 5)]), Sheet("丙", [("1",)])]
    )
    assert b"<v>5</v>" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["甲 乙", "丙"]
    assert book.get_sheet_by_index(0).to_python()[:2] == [["名称", "数"], ["<=A1&", 1234.5]]
    with pytest.raises(ValueError, match="names of their own"):
        workbook([])


def test_a_table_with_a_wrong_cell_is_not_taken_at_all(cast: Cast, signed_in: SignIn) -> None:
    drafts = signed_in(cast.lin)
    for number, status in (("x", 422), ("7", 302)):
        data = workbook([Sheet("表", [("指标代码", "本年"), (str(PERMITS), "5"), (str(MADE), number)])])
        answer = drafts.post(f"{ADDRESS}table/", {"table": SimpleUploadedFile("t.xlsx", data)})
        assert answer.status_code == status
        assert DeclaredFigure.objects.count() == (2 if status == 302 else 0)
    assert drafts.get(f"{ADDRESS}template/")["Content-Disposition"].startswith("attachment")
