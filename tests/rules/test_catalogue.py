"""公开目录结构样表 — every template is whole, and says what the articles prescribe."""

import re

import pytest

from gongkai.rules.catalogue import (
    ADDRESSEES,
    LEVELS,
    MAX_DEPTH,
    UPDATE_PERIODS,
    ColumnSpec,
    Section,
    structure,
    structures,
)

KINDS = ("government", "department", "township", "organisation")
GRASSROOTS = [code for code in structures() if code.startswith("grassroots/")]


def depth(column: ColumnSpec) -> int:
    """How many levels the column and those below it make."""
    return 1 + max((depth(child) for child in column.children), default=0)


def codes(name: str) -> dict[str, ColumnSpec]:
    """The columns of a template by code."""
    return {column.code: column for column in structure(name).walk()}


def test_the_templates_are_listed_kinds_first() -> None:
    assert structures()[:6] == (*KINDS, "2007", "key_areas")
    assert [f"grassroots/{number:02d}" for number in range(1, 27)] == GRASSROOTS


@pytest.mark.parametrize("name", structures())
def test_a_template_is_whole(name: str) -> None:
    columns = list(structure(name).walk())
    assert len({column.code for column in columns}) == len(columns)
    for column in columns:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", column.code)
        assert column.name == column.name.strip() != ""
        assert column.basis.startswith("《")
        assert column.update in UPDATE_PERIODS
        assert len({child.name for child in column.children}) == len(column.children)


@pytest.mark.parametrize("name", [name for name in structures() if structure(name).under])
def test_a_part_fits_under_the_column_that_it_names(name: str) -> None:
    part = structure(name)
    place = codes("government")[part.under]
    assert place in codes("government")["statutory"].children
    assert max(2 + depth(column) for column in part.columns) <= MAX_DEPTH
    assert not set(codes("government")) & {column.code for column in part.walk()}


@pytest.mark.parametrize("name", [*KINDS, "2007"])
def test_an_organ_has_the_five_sections_in_order(name: str) -> None:
    assert [column.section for column in structure(name).columns] == list(Section)
    assert max(depth(column) for column in structure(name).columns) <= MAX_DEPTH
    for column in structure(name).columns:
        assert {below.section for below in column.walk()} == {column.section}


@pytest.mark.parametrize("name", ["government", "department"])
@pytest.mark.parametrize("item", range(1, 16), ids=lambda item: f"art20-{item}")
def test_the_fifteen_items_of_article_20_are_there(name: str, item: int) -> None:
    numerals = "一二三四五六七八九十"
    written = numerals[item - 1] if item <= 10 else f"十{numerals[item - 11]}"
    assert codes(name)[f"20-{item}"].basis == f"《政府信息公开条例》第二十条第（{written}）项"


@pytest.mark.parametrize(
    ("name", "code", "names"),
    [
        pytest.param(
            "government",
            "21-1",
            ["市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助"],
            id="art21-cities-and-counties",
        ),
        pytest.param(
            "township",
            "21-2",
            [
                "农业农村政策",
                "农田水利工程建设运营",
                "农村土地承包经营权流转",
                "宅基地使用情况审核",
                "土地征收",
                "房屋征收",
                "筹资筹劳",
                "社会救助",
            ],
            id="art21-townships",
        ),
    ],
)
def test_what_article_21_adds(name: str, code: str, names: list[str]) -> None:
    assert [child.name for child in codes(name)[code].children] == names
    assert codes(name)[code].basis == "《政府信息公开条例》第二十一条"


@pytest.mark.parametrize(
    ("article", "items"),
    [(9, 4), (10, 11), (11, 4), (12, 8)],
    ids=["2007-art9", "2007-art10", "2007-art11", "2007-art12"],
)
def test_the_items_of_the_2007_text(article: int, items: int) -> None:
    column = codes("2007")[str(article)]
    assert [child.code for child in column.children] == [f"{article}-{item}" for item in range(1, items + 1)]


def test_a_column_takes_over_what_it_does_not_say() -> None:
    columns = codes("department")
    assert columns["20-7-budget"].basis == columns["20-7"].basis == "《政府信息公开条例》第二十条第（七）项"
    assert columns["20-7-budget"].update == "yearly"
    assert columns["20-2-leaders"].update == "event"


def test_a_template_that_extends_another_can_leave_columns_out() -> None:
    assert {"20-1-rules", "20-14", "20-14-results"} <= set(codes("department"))
    assert not {"20-1-rules", "20-14", "20-14-results"} & set(codes("township"))


@pytest.mark.parametrize("name", GRASSROOTS)
def test_a_grassroots_field_says_what_to_publish(name: str) -> None:
    (field,) = structure(name).columns
    assert 4 <= len(field.children) <= 10
    for item in field.children:
        assert item.code.startswith(f"{field.code}-")
        assert item.standard is not None
        assert len(set(item.standard.elements)) == len(item.standard.elements) > 0
        assert item.standard.limit
        assert set(item.standard.levels) <= set(LEVELS)
        assert item.standard.levels
        assert item.standard.addressees in ADDRESSEES


def test_the_grassroots_fields_have_their_names() -> None:
    names = [structure(name).name for name in GRASSROOTS]
    assert (names[0], names[7], names[13], names[25]) == (
        "重大建设项目",
        "财政预决算",
        "农村集体土地征收",
        "市政服务",
    )
    assert len(set(names)) == 26


def test_update_periods_grow() -> None:
    assert UPDATE_PERIODS["event"].days is None
    assert [period.days for period in UPDATE_PERIODS.values()][1:] == [7, 31, 92, 183, 366]


def test_sections_have_labels() -> None:
    assert [section.label for section in Section] == [
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
        "依申请公开",
    ]


@pytest.mark.parametrize("name", ["ministry", "grassroots/27", "../holidays/2024"])
def test_an_unknown_template_is_a_key_error(name: str) -> None:
    with pytest.raises(KeyError):
        structure(name)
