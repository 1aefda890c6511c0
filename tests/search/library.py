"""Entries for the tests, with only what matters to each of them said."""

from dataclasses import replace

from gongkai.search.index import Entry

BLANK_ENTRY = Entry(
    id=0,
    title="示例",
    numbers=(),
    body="",
    audiences=("public",),
    agency_ids=(1,),
    agency=1,
    column="A1",
    columns=("A", "A1"),
    subject="综合政务",
    genre="通知",
    audience_term="公民",
    validity="有效",
    attribute="主动公开",
    year=2020,
    published=202001010900,
)


def entry(id: int, **values: object) -> Entry:
    """An entry with an identifier and whatever else matters to the test."""
    return replace(BLANK_ENTRY, id=id, **values)  # type: ignore[arg-type]
