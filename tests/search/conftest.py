"""A small invented library to search in."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from gongkai.search.index import Entry, Index


@pytest.fixture
def filled(tmp_path: Path) -> Callable[[Iterable[Entry]], Index]:
    """Makes an index of entries."""

    def fill(entries: Iterable[Entry]) -> Index:
        index = Index(tmp_path / "index")
        with index.writer() as writer:
            for one in entries:
                writer.put(one)
        return index

    return fill
