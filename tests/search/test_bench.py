import json
from itertools import islice
from pathlib import Path

import pytest

from gongkai.search import bench
from gongkai.search.generate import documents, organs
from gongkai.search.index import Index


def test_the_same_seed_gives_the_same_documents_in_any_range() -> None:
    library = list(documents(1_100, seed=3))
    assert [one.id for one in library] == list(range(1, 1_101))
    assert list(documents(20, seed=3, start=990)) == library[990:1010]
    assert list(documents(5, seed=4)) != library[:5]


def test_documents_are_like_real_ones() -> None:
    library = list(documents(600))
    lengths = [len(one.body) for one in library]
    assert min(lengths) >= 300
    assert max(lengths) <= 2_100
    assert 600 < sum(lengths) / len(lengths) < 1_200
    share = sum("公开" in one.body for one in library) / len(library)
    assert 0.05 < share < 0.6
    assert {one.audiences == ("public",) for one in library} == {True, False}
    assert len({one.title for one in library}) > 590
    known = {organ.id: organ.line for organ in organs()}
    assert all(one.agency_ids == known[one.agency] for one in islice(library, 100))


def test_both_engines_give_the_same_counts_and_the_index_is_exact(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = bench.run(documents=1_200, queries=40, json=True, folder=tmp_path)
    assert json.loads(capsys.readouterr().out) == result
    assert result["differences"] == []
    assert result["exactness"]["wrong"] == {}
    assert result["exactness"]["hits"] > 100
    assert {"median", "p95"} <= result["index"].keys() & result["fts5"].keys() & result["ratio"].keys()
    again = bench.run(documents=1_200, queries=10, folder=tmp_path)
    assert again["build_seconds"] == result["build_seconds"]
    assert "p95" in capsys.readouterr().out


def test_without_a_baseline_only_the_index_is_measured() -> None:
    result = bench.run(documents=300, queries=10, baseline=None)
    assert "fts5" not in result
    with pytest.raises(ValueError, match="grep"):
        bench.run(documents=10, baseline="grep")


def test_a_missing_document_is_noticed(tmp_path: Path) -> None:
    index, store, _ = bench.build(tmp_path, 300, 1, fts=False)
    asked = bench.cases(store, 300, 50, 1)
    with Index(index.path).writer() as writer:
        for id in range(1, 100):
            writer.remove(id)
    assert bench.exactness(index, store, asked)["wrong"]
    store.close()
