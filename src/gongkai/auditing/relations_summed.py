"""先分后总 — totals that come behind their parts: …36件，…49件，共85件."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai.auditing.labels import TOTAL_WORD, cleaned
from gongkai.auditing.mentions import Mention, Role, Said, counts
from gongkai.auditing.relations_mixed import PIECES
from gongkai.auditing.relations_tails import PEOPLE, SAME_COUNT, Listing, may_overlap

_NEW_LIST = re.compile(r"其中|当中|;(?=.*、)")
_WITHOUT_A_BREAK = re.compile(r"[\u4e00-\u9fff)](?:共计?|合计|总计)$")
_JOINS = frozenset("和及与、")
_BOTH = 2
_SUBTOTAL = re.compile(r"(?:合计|小计|共计)(?:为|是|达|有)?$")
_HALVES = ("上半年", "下半年")
_QUARTERS = ("[一1]季", "[二2]季", "[三3]季", "[四4]季")
_TOTAL_OF = re.compile(r"^(?P<name>[\u4e00-\u9fff]{2,6})总[数量](?:为|是|达|有)?$")
_IN_ALL = re.compile(
    r"(?:^(?:本年|全年)?(?:收入|支出|经费)?|[，、;]|两项|两者|三项|四项|以上|上述|各类)"
    r"(?P<word>总计|共计|合计|总共|一共|共|累计)(?:为|是|达|有)?$"
)
_DOES_IN_ALL = re.compile(
    r"^(?:全年|本年|以上)?(?:总计|合计|共计|总共|一共|共|累计)(?P<deed>公开|发布|更新|推送|收到|受理|办理|办结|答复|培训|接待|举办|召开|开展|印发|编发|解读)$"
)


def summed_listings(said: Sequence[Said]) -> Iterator[Listing]:
    """Yield every list whose total stands behind it, in the order of the text."""
    for one in said:
        yield from _summed_up(one)


def _summed_up(said: Said) -> Iterator[Listing]:
    """A 36件、B 49件，共85件: the total comes last, with no words but 共 or the like."""
    for total in counts(said.mentions):
        if (both := _both_of(said, total)) is not None:
            yield Listing(said, (total,), (both,), firm=True, complete=True)
            continue
        match = _IN_ALL.search(total.left)
        if not TOTAL_WORD.search(total.left) or total.clause.before not in ("，", "、", ";"):
            continue
        explicit = match is not None and match.group("word") in ("总计", "共计", "合计", "总共")
        parts = _parts_before(said, total, explicit)
        if len(parts) < 2:
            continue
        if _whole_year(total, parts):
            yield Listing(said, (total,), (parts,), firm=True, complete=True)
            continue
        if (deed := _DOES_IN_ALL.match(total.left)) and all(m.left.endswith(deed["deed"]) for m in parts):
            yield Listing(said, (total,), (parts,), complete=True, overlapping=may_overlap(said, total))
            continue
        if _totals_them(total, parts):
            yield Listing(said, (total,), (parts,), firm=True, complete=True)
            continue
        if match is None or match.start() > 0 or not _same_size(total, parts, explicit):
            yield Listing(said, (total,), (), (parts,))
            continue
        between = said.mentions[parts[0].index : total.index]
        others = [m for m in counts(between) if m not in parts and m.clause is not total.clause]
        sure = match.group("word") != "累计" and not others and len({m.left for m in parts}) == len(parts)
        suffixes = tuple(parts[start:] for start in range(1, len(parts) - 1))
        yield Listing(
            said,
            (total,),
            (parts,),
            suffixes,
            firm=sure,
            complete=sure,
            excerpt=not sure,
            implied=not sure,
            explicit=explicit,
        )


def _both_of(said: Said, total: Mention) -> list[Mention] | None:
    """14个县和46个部门共60个单位: two numbers of one clause, joined, and what they come to in the same breath."""
    before = said.mentions[max(0, total.index - _BOTH) : total.index]
    if len(before) != _BOTH or not _WITHOUT_A_BREAK.search(total.left):
        return None
    beside = all(m.clause is total.clause and m.role is Role.COUNT and m.unit == total.unit for m in before)
    joined = beside and before[1].left[-1:] in _JOINS and not any(m.numeral.approximate for m in before)
    return list(before) if joined and min(m.value for m in before) > 0 else None


def _whole_year(total: Mention, parts: list[Mention]) -> bool:
    """上半年960条，下半年1040条，全年共2000条."""
    labels = [m.left for m in parts]
    halves = len(labels) == len(_HALVES) and all(map(re.search, _HALVES, labels))
    quarters = len(labels) == len(_QUARTERS) and all(map(re.search, _QUARTERS, labels))
    return (halves or quarters) and "全年" in total.left


def _totals_them(total: Mention, parts: list[Mention]) -> bool:
    """按时办结27934件，延期办结361件，办结总数为28295件: what the total is of ends the words of every part."""
    match = _TOTAL_OF.search(total.left)
    labels = [cleaned(m.left) for m in parts]
    return match is not None and all(
        label.endswith(match["name"]) and label != match["name"] for label in labels
    )


def _same_size(total: Mention, parts: list[Mention], explicit: bool) -> bool:
    """Whether the numbers in front can be meant to come to the total at all."""
    summed = sum(part.value for part in parts)
    most = 2 if explicit and len(parts) > 2 else Decimal("1.5")
    return total.value <= summed * most and summed <= total.value * most


def _with_subtotals(parts: list[Mention]) -> list[Mention]:
    """甲县12条，乙县9条，县区合计21条，市直23条，总计44条: what a subtotal adds up is told in it; none where it does not."""
    found: list[Mention] = []
    for part in parts:
        if len(found) > 1 and _SUBTOTAL.search(part.left):
            if sum(m.value for m in found) != part.value:
                return []
            found = []
        found.append(part)
    return found


def _parts_before(said: Said, total: Mention, explicit: bool) -> list[Mention]:
    start = said.sentence.start
    cut = max((m.end() for m in _NEW_LIST.finditer(said.text, 0, total.start - start)), default=0)
    inside = [
        m
        for m in counts(said.mentions[: total.index])
        if m.start >= start + cut and m.clause.group == total.clause.group
    ]
    same = _with_subtotals([m for m in inside if m.unit == total.unit or {m.unit, total.unit} <= PEOPLE])
    if len(same) >= 2 or not explicit or total.unit not in SAME_COUNT | PIECES:
        return same
    return inside if {m.unit for m in inside} <= PIECES else [m for m in inside if m.unit in SAME_COUNT]
