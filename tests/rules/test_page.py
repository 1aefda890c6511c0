"""规则页 — the generated tables are whole: every row fits its heads, every article of the rules is named."""

import pytest

from gongkai.rules.application_process import PROCESS
from gongkai.rules.citations import listed
from gongkai.rules.letters import LETTERS
from gongkai.rules.page import Chapter, chapters
from gongkai.rules.receiving import Channel
from gongkai.rules.replies import REPLIES


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.code)
def test_a_table_is_whole(chapter: Chapter) -> None:
    assert chapter.rows
    assert all(len(row) == len(chapter.heads) for row in chapter.rows)
    assert all(cell.strip() for row in chapter.rows for cell in row)


def test_chapters_are_told_apart() -> None:
    codes = [chapter.code for chapter in chapters()]
    assert len(codes) == len(set(codes))


def test_nothing_is_left_out() -> None:
    tables = {chapter.code: chapter.rows for chapter in chapters()}
    assert [len(tables[f"replies-{edition}"]) for edition in (2019, 2007)] == [
        len(kinds) for kinds in REPLIES.values()
    ]
    assert len(tables["letters"]) == len(LETTERS)
    assert len(tables["steps"]) == len(PROCESS.steps)
    assert len(tables["channels"]) == 2 * len(Channel)


def test_every_reply_stands_with_its_articles() -> None:
    cells = {cell for chapter in chapters() for row in chapter.rows for cell in row}
    assert {listed(reply.citations) for kinds in REPLIES.values() for reply in kinds.values()} <= cells


def test_the_terms_of_objection_change_when_the_laws_did() -> None:
    (table,) = (chapter.rows for chapter in chapters() if chapter.code == "objections")
    assert [row[0] for row in table] == ["1999-10-01", "2015-05-01", "2024-01-01"]
    assert "3个月" in table[0][3]
    assert "6个月" in table[1][3]
