"""指标一览 — the page of `docs/indicators.md`, made from the lists of indicators so that it cannot lag behind."""

from collections.abc import Iterator

from gongkai.rules.indicators import ALWAYS, INDICATORS, ORIGIN_LABELS, Indicator, Origin

_HEAD = """# Indicators (指标)

Every number of this program is a slice of one of these: `foi.concluded[row=3.1,applicant=citizen]` is 办结申请数, held at
one line of the annual report and one kind of applicant. They are data in `src/gongkai/rules/figures/`, in this order;
`rules/indicators.py` reads them. What is counted from rows is measured in the room that owns the rows (`measures.py`),
what is declared stands in `reporting/models/declared.py`, the rest is worked out from others (`reporting/figures.py`).
Each can also be held at `organ`, `organ_kind` and `organ_level`. This page is made: `python -m gongkai.rules.indicators_page`.
"""


def page() -> str:
    """Return the page in Markdown: one table for each origin."""
    return "\n".join([_HEAD, *_tables()]) + "\n"


def _tables() -> Iterator[str]:
    for origin in Origin:
        yield f"## {ORIGIN_LABELS[origin]} ({origin})\n"
        yield "| 中文 | Key | English | Unit | Basis | Broken down by | How |\n|---|---|---|---|---|---|---|"
        yield from (_row(one) for one in INDICATORS.values() if one.origin is origin)
        yield ""


def _row(one: Indicator) -> str:
    own = "、".join(f"`{name}`" for name in one.dimensions if name not in ALWAYS)
    return f"| {one.name} | `{one.key}` | {one.name_en} | {one.unit} | {one.citation} | {own} | {one.how} |"


if __name__ == "__main__":
    print(page(), end="")
