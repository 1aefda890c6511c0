import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gongkai.search.index import Entry, Filters, Found, Index, IndexBroken, IndexBusy, IndexOutdated, prepare
from gongkai.search.query import parse
from search.library import entry

Fill = Callable[[Iterable[Entry]], Index]


def find(index: Index, text: str, **asked: object) -> Found:
    return index.search(parse(text), **({"audiences": ("public",)} | asked))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["政府信息公开", "政府信息公開", "“政府信息公開”", "政府　信息公开"])
def test_both_scripts_find_both_scripts(filled: Fill, text: str) -> None:
    index = filled([entry(1, body="推進政府信息公開工作"), entry(2, body="推进政府信息公开工作")])
    assert sorted(find(index, text).ids) == [1, 2]


@pytest.mark.parametrize(
    "text", ["文件", "檔案", "档案", "程序", "程式", "门户网站", "入口網站", "网络", "软件", "群众", "民眾"]
)
def test_a_traditional_text_is_found_by_the_mainland_word_and_by_its_own(filled: Fill, text: str) -> None:
    body = "將規範辦學的檔案、辦事程式在政府入口網站公布,通過網路軟體與民眾互動"
    index = filled([entry(1, body=body), entry(2, body="其他")])
    assert find(index, text).ids == [1]


@pytest.mark.parametrize(
    "text",
    [
        "合政办秘〔2017〕64号",
        "合政办秘[2017] 第64号",
        "合政辦秘（2017）64號",
        "合政办秘201764",
        "“合政办秘〔2017〕64号”",
    ],
)
def test_a_number_in_any_style_finds_its_document_first(filled: Fill, text: str) -> None:
    index = filled(
        [
            entry(1, body="根据合政办秘〔2017〕64号文件", published=202106010900),
            entry(2, numbers=("合政办秘〔2017〕64号", "003105123/2017-00023")),
            entry(3, numbers=("合政办秘〔2017〕641号",)),
        ]
    )
    found = find(index, text)
    assert 2 in found.ids
    assert 3 not in found.ids
    if "“" not in text:
        assert (found.ids[0], found.title_hits) == (2, 1)


@pytest.mark.parametrize(
    "text",
    ["003105123/2017-00023", "００３１０５１２３／２０１７－０００２３", "003105123 / 2017 - 00023", "00023"],
)
def test_an_index_number_is_found(filled: Fill, text: str) -> None:
    index = filled([entry(1), entry(2, numbers=("003105123/2017-00023",))])
    assert find(index, text).ids == [2]


def ranked(filled: Fill) -> Index:
    long = "其他内容" * 40
    return filled(
        [
            entry(1, title="保密审查办法", published=201501010000),
            entry(2, body="保密审查" + long, published=202301010000),
            entry(3, title="关于保密审查的通知", published=202001010000),
            entry(4, body="保密审查，保密审查，保密审查", published=201001010000),
            entry(5, body="保密审查" + long, published=202401010000),
            entry(6, body="其他"),
        ]
    )


def test_titles_come_first_by_date_then_the_best_texts_and_equals_by_date(filled: Fill) -> None:
    found = find(ranked(filled), "保密审查")
    assert (found.ids, found.total, found.title_hits) == ([3, 1, 4, 5, 2], 5, 2)


def test_by_date(filled: Fill) -> None:
    assert find(ranked(filled), "保密审查", order="newest").ids == [5, 2, 3, 1, 4]


@pytest.mark.parametrize("order", ["relevance", "newest"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_follow_each_other_without_gap(filled: Fill, order: str, size: int) -> None:
    index = ranked(filled)
    whole = find(index, "保密审查", order=order).ids
    pages = [find(index, "保密审查", order=order, offset=at, limit=size).ids for at in range(0, 6, size)]
    assert [id for page in pages for id in page] == whole


def test_an_excluded_word_may_stand_nowhere(filled: Fill) -> None:
    index = filled([entry(1, title="审查", body="保密"), entry(2, title="审查", body="公开")])
    assert find(index, "审查 -保密").ids == [2]
    assert find(index, "-保密").ids == [2]


def test_an_empty_query_lists_everything_newest_first(filled: Fill) -> None:
    assert find(ranked(filled), "").ids[:3] == [5, 2, 6]


def test_a_query_that_is_too_short_finds_nothing(filled: Fill) -> None:
    assert find(ranked(filled), "保") == Found()


LIBRARY = [
    entry(
        1, agency=3, agency_ids=(3, 2, 1), column="A1", columns=("A", "A1"), year=2018, published=201805010900
    ),
    entry(
        2, agency=2, agency_ids=(2, 1), column="A2", columns=("A", "A2"), genre="意见", published=201905010900
    ),
    entry(
        3, agency=4, agency_ids=(4, 1), column="B", columns=("B",), validity="废止", published=202005010900
    ),
    entry(
        4,
        agency=4,
        agency_ids=(4, 1),
        subject="教育",
        attribute="依申请公开",
        audience_term="企业",
        published=0,
    ),
]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(agency=1), {1, 2, 3, 4}),
        (Filters(agency=2), {1, 2}),
        (Filters(agency=3), {1}),
        (Filters(agency=99), set()),
        (Filters(column="A"), {1, 2, 4}),
        (Filters(column="A2"), {2}),
        (Filters(genre="意见"), {2}),
        (Filters(genre=("意见", "通知")), {1, 2, 3, 4}),
        (Filters(genre=()), set()),
        (Filters(validity="废止"), {3}),
        (Filters(subject="教育"), {4}),
        (Filters(attribute="依申请公开"), {4}),
        (Filters(audience_term="企业"), {4}),
        (Filters(year=2018), {1}),
        (Filters(year=(2018, 2020)), {1, 2, 3, 4}),
        (Filters(published_from=201905010900), {2, 3}),
        (Filters(published_to=201905010900), {1, 2, 4}),
        (Filters(published_from=201805010901, published_to=201912312359), {2}),
        (Filters(agency=4, validity="有效"), {4}),
    ],
)
@pytest.mark.parametrize("text", ["", "示例"])
def test_filters(filled: Fill, filters: Filters, ids: set[int], text: str) -> None:
    found = find(filled(LIBRARY), text, filters=filters)
    assert (set(found.ids), found.total) == (ids, len(ids))


def test_facets_count_what_is_found(filled: Fill) -> None:
    facets = find(filled(LIBRARY), "示例", filters=Filters(agency=1), limit=1).facets
    assert facets["agency"] == [("4", 2), ("2", 1), ("3", 1)]
    assert facets["column"] == [("A1", 2), ("A2", 1), ("B", 1)]
    assert facets["genre"] == [("通知", 3), ("意见", 1)]
    assert facets["year"] == [("2020", 3), ("2018", 1)]
    assert facets["validity"] == [("有效", 3), ("废止", 1)]
    assert facets["subject"] == [("综合政务", 3), ("教育", 1)]


@pytest.mark.parametrize("text", ["", "示例", "内部", "机密词"])
@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_what_a_reader_may_not_find_is_in_no_list_total_or_facet(filled: Fill, text: str, order: str) -> None:
    closed = {"title": "示例内部机密词", "year": 1999, "genre": "内部", "agency": 77}
    library = [
        entry(1, body="内部机密词"),
        entry(2, audiences=("agency:12",), **closed),
        entry(3, audiences=("agency:13",), **closed),
        entry(4, audiences=(), **closed),
        entry(5, audiences=("public", "agency:13"), body="内部机密词"),
    ]
    index = filled(library)
    expected = {
        ("public",): {1, 5},
        ("public", "agency:12"): {1, 2, 5},
        ("agency:12",): {2},
        ("agency:13",): {3, 5},
        (): set(),
    }
    for audiences, ids in expected.items():
        found = index.search(parse(text), audiences=audiences, order=order)  # type: ignore[arg-type]
        assert (set(found.ids), found.total) == (ids, len(ids))
        hidden = len(ids - {1, 5})
        assert found.title_hits == (hidden if text in ("内部", "机密词") else len(ids) if text else 0)
        assert dict(found.facets["year"]).get("1999", 0) == hidden
        assert dict(found.facets["genre"]).get("内部", 0) == hidden
        assert dict(found.facets["agency"]).get("77", 0) == hidden


def test_another_reader_sees_a_change_at_once(filled: Fill) -> None:
    index = filled([entry(1, title="第一版"), entry(2, title="第二件")])
    reader = Index(index.path)
    assert find(reader, "第一版").ids == [1]
    before = reader.stamp
    writer = index.writer()
    writer.put(entry(1, title="新文本"))
    writer.remove(2)
    assert find(reader, "第一版").ids == [1]
    assert reader.stamp == before
    writer.commit()
    assert find(reader, "第一版").ids == []
    assert find(reader, "新文本").ids == [1]
    assert find(reader, "第二件").ids == []
    assert (list(reader.ids()), len(reader)) == ([1], 1)
    assert reader.stamp != before
    writer.close()


def write_and_fail(index: Index) -> None:
    with index.writer() as writer:
        writer.put(entry(2))
        raise RuntimeError


def test_an_exception_while_writing_changes_nothing_and_frees_the_writer(filled: Fill) -> None:
    index = filled([entry(1)])
    with pytest.raises(RuntimeError):
        write_and_fail(index)
    with index.writer() as writer:
        writer.put(entry(3))
    assert list(index.ids()) == [1, 3]


def test_only_one_writes_at_a_time(filled: Fill) -> None:
    index = filled([])
    with index.writer(), pytest.raises(IndexBusy):
        Index(index.path).writer()


def test_prepared_entries_are_put_like_others(filled: Fill) -> None:
    index = filled([entry(1, title="旧文本")])
    with index.writer() as writer:
        writer.put(prepare(entry(1, title="新文本")))
    assert (find(index, "新文本").ids, find(index, "旧文本").ids) == ([1], [])


def test_clear(filled: Fill) -> None:
    index = filled([entry(1)])
    index.clear()
    assert (list(index.ids()), len(index), find(index, "示例").total) == ([], 0, 0)


def damage_meta(path: Path) -> None:
    (path / "meta.json").write_text("{")


def lose_meta(path: Path) -> None:
    (path / "meta.json").unlink()


def lose_mark(path: Path) -> None:
    (path / "SCHEMA").unlink()


def lose_segments(path: Path) -> None:
    for file in path.glob("*.term"):
        file.unlink()


def spoil_segments(path: Path) -> None:
    for file in path.glob("*.fast"):
        file.write_bytes(b"spoilt")


@pytest.mark.parametrize("harm", [damage_meta, lose_meta, lose_mark, lose_segments, spoil_segments])
def test_a_damaged_folder_is_named_and_can_be_reset(filled: Fill, harm: Callable[[Path], None]) -> None:
    path = filled([entry(1)]).path
    harm(path)
    with pytest.raises(IndexBroken, match="重建"):
        Index(path)
    assert list(Index.reset(path).ids()) == []


def test_an_index_of_another_version_is_outdated(filled: Fill) -> None:
    path = filled([entry(1)]).path
    (path / "SCHEMA").write_text("0-other")
    with pytest.raises(IndexOutdated):
        Index(path)


def test_a_folder_that_vanishes_while_reading_is_reported(filled: Fill) -> None:
    index = filled([entry(1)])
    shutil.rmtree(index.path)
    with pytest.raises(IndexBroken):
        find(index, "示例")


def test_anything_can_be_indexed(filled: Fill) -> None:
    odd = "标\x00题\ud800😀\u202e" + "长" * 10_000
    index = filled([entry(1, title=odd, body="", numbers=("",), genre="", column="", columns=())])
    assert find(index, "标题").ids == [1]
    assert find(index, "\ud800😀").ids == [1]
    assert find(index, "长长长长").ids == [1]


def test_readers_follow_when_the_index_is_made_again(filled: Fill) -> None:
    reader = filled([entry(1, title="旧文本")])
    assert find(reader, "旧文本").ids == [1]
    with Index.reset(reader.path).writer() as writer:
        writer.put(entry(2, title="新文本"))
    assert (find(reader, "新文本").ids, find(reader, "旧文本").ids) == ([2], [])


def test_two_that_open_an_empty_place_at_once_share_one_index(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        indexes = list(pool.map(lambda _: Index(tmp_path / "new" / "index"), range(4)))
    with indexes[0].writer() as writer:
        writer.put(entry(1))
    assert [list(index.ids()) for index in indexes] == [[1]] * 4
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["index"]


def test_a_writer_killed_before_its_commit_does_not_hinder_the_next(filled: Fill) -> None:
    index = filled([entry(1), entry(2), entry(3)])
    committed = (index.path / "meta.json").read_bytes()
    for attempt in ("killed", "next"):
        with index.writer() as writer:
            writer.remove(2)
        if attempt == "killed":  # all its files are there, but not the one that makes them count
            (index.path / "meta.json").write_bytes(committed)
    assert sorted(find(index, "示例").ids) == [1, 3]
