"""跨句的总分 — parts that stand in paragraphs of their own behind 其中：, and two kinds of unit that make up all units."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongkai.auditing.mentions import Mention, Said, counts
from gongkai.auditing.prose import Prose
from gongkai.auditing.relations_tails import Listing

_OPENS = re.compile(r"其中:?$")
_ITEM = re.compile(r"\(?(?P<han>[一二三四五六七八九十]{1,2})[)、.]|\(?(?P<digits>\d{1,2})[)、.]")
_HAN = {han: number for number, han in enumerate("一二三四五六七八九十", 1)}
_UNITS_OF = re.compile(r"\S{0,4}(?:部门|单位)(?:和|及|与|以及)")
_KINDS = re.compile(r"^(?:个)?(?:乡|镇|街道|市直|部门|单位)")
_WHOLE = re.compile(r"全(?P<scope>[省市区县镇])$")


def far_listings(prose: Prose, said: Sequence[Said]) -> Iterator[Listing]:
    """Yield the lists that run over several paragraphs, and the pairs that the number of all units is the sum of."""
    yield from _itemised(prose, said)
    yield from _both_kinds(said)


def _itemised(prose: Prose, said: Sequence[Said]) -> Iterator[Listing]:
    for number, one in enumerate(said):
        totals = list(counts(one.mentions))
        after = prose.text[one.sentence.end : one.sentence.end + 4]
        opens = after.lstrip("。").startswith("其中:") or _OPENS.search(one.text) is not None
        if not totals or not opens:
            continue
        parts = _items(prose, said[number + 1 :], totals[0].unit)
        if len(parts) > 1:
            yield Listing(one, (totals[0],), (parts,))


def _items(prose: Prose, following: Sequence[Said], unit: str) -> list[Mention]:
    """The first number of each paragraph that goes on counting 1, 2, 3 from the first; none if one has no number."""
    parts: list[Mention] = []
    for one in following:
        place = _item(prose.text[one.sentence.start - 1 : one.sentence.start + 9])
        if place is None:
            continue
        first = next(counts(one.mentions), None)
        if place != len(parts) + 1 or first is None or first.unit != unit or first.numeral.approximate:
            break
        parts.append(first)
    return parts


def _item(words: str) -> int | None:
    match = _ITEM.match(words.lstrip("\n。:").removeprefix("其中:"))
    if match is None:
        return None
    return int(match.group("digits")) if match.group("digits") else _HAN.get(match.group("han"), 0)


def _both_kinds(said: Sequence[Said]) -> Iterator[Listing]:
    """全市48个部门和17个乡镇 beside 全市65家单位: only counted where it comes out."""
    every = [(m, one) for one in said for m in counts(one.mentions) if m.unit in ("个", "家")]
    wholes = [m for m, _ in every if _WHOLE.search(m.left) and m.right.startswith(("单位", "部门"))]
    for (first, one), (second, _) in pairwise(every):
        scope = _WHOLE.search(first.left)
        if scope is None or first.clause is not second.clause or not _UNITS_OF.fullmatch(second.left):
            continue
        totals = [m for m in wholes if m is not first and _WHOLE.search(m.left)[1] == scope[1]]  # type: ignore[index]
        if totals and _KINDS.match(second.right):
            yield Listing(one, tuple(totals), (), ([first, second],))
