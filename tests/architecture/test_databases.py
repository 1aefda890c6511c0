"""两种数据库 — what commits, locks or kills is asked of PostgreSQL too."""

from pathlib import Path

from databases import ASKED

TESTS = Path(__file__).parents[1]
NEEDS = ("real_database", "connection.vendor", "transaction=True")


def test_what_the_databases_could_answer_otherwise_is_asked_of_both() -> None:
    needed = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("test_*.py")
        if any(word in path.read_text(encoding="utf-8") for word in NEEDS)
    }
    assert needed
    assert needed <= ASKED


def test_every_file_that_is_asked_of_postgresql_is_there() -> None:
    assert [path for path in sorted(ASKED) if not (TESTS / path).is_file()] == []
