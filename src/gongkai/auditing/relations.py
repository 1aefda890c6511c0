"""总分关系 — which numbers are said to be the parts of which total, and whether they come to it.

A list is checked where the text says that it is one: 其中…, a bracket or a colon behind a total, 分别为…, 共 or 总计
after its parts. Parts that fall short are an error only if the list is certainly complete, a note where a slip of the
pen would explain what is missing; parts that exceed the total are one only if nothing can count twice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from gongkai.auditing.arithmetic import HUNDRED, bare, finding, shown, sum_severity, unscaled
from gongkai.auditing.labels import (
    REST,
    STATUS,
    by_channel,
    cleaned,
    disjoint,
    label_of,
    partition,
    same_criterion,
    same_kind,
    settled,
)
from gongkai.auditing.mentions import Mention, Role, Said
from gongkai.auditing.model import UNTRIED, Finding, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose
from gongkai.auditing.relations_exceeded import exceeded
from gongkai.auditing.relations_far import far_listings
from gongkai.auditing.relations_handled import handled_listings
from gongkai.auditing.relations_lists import listings
from gongkai.auditing.relations_rest import rest_listings
from gongkai.auditing.relations_summed import summed_listings
from gongkai.auditing.relations_tails import ATTENDED, NO_CHANCE, PEOPLE, Listing, each_time, in_letters
from gongkai.rules.phrases import phrase

_CASES = frozenset({"件", "件次", "宗", "起"})
_TWICE = re.compile(r"同时|既|又|兼(?!职)|重复|交叉|重叠")
# What goes on to the next year may have come from the last, and is no part of what this one received.
_CARRIED = re.compile(r"(?:结转|转结|顺延)(?:至|到|入)?(?:下|次|明|20\d\d年)|转(?:至|到|入)?(?:下|次)一?年")
_WAYS = re.compile(r"不同(?:的)?(?:渠道|方式|途径)|各[种类](?:渠道|方式|途径)")
_TOGETHER = re.compile(r"[、和及与].*(?:共计|合计|总计|共|一共)")
_ON_DESK = re.compile(r"(?:收办|应办理?|办理|处理)(?!结|完)[^，]*$")
_FROM_LAST = re.compile(r"(?:上一?年度?|去年|往年)(?:结转|转结|转入|遗留|未办结)")
_DONE = re.compile(r"办结|答复|办理|处理")
_NEARLY_ALL, _NEARLY_ALL_OF_MANY, _MANY = Decimal("0.95"), Decimal("0.92"), 5
# The digits of what no slip leaves (0), one wrong digit (7, 30, 0.6), and two that changed places (18, 270).
_SLIPS = frozenset(["", *(str(number) for number in (*range(1, 10), *range(18, 90, 9)))])


@dataclass(frozen=True, slots=True)
class Relation:
    """总分关系 — a total and the parts that the text gives for it, certain to belong together."""

    total: Mention
    parts: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """已识别的关系 — the relations found to hold or not, and what checking them said."""

    relations: tuple[Relation, ...]
    tried: Tried


def check_sums(prose: Prose, said: Sequence[Said]) -> Related:
    """Check every list of parts against its total."""
    relations: list[Relation] = []
    tried = UNTRIED
    seen: set[tuple[int, ...]] = set()
    open_lists: list[Listing] = []
    for listing in chain(
        listings(said),
        summed_listings(said),
        rest_listings(said),
        far_listings(prose, said),
        handled_listings(said),
    ):
        judged = _judge(listing)
        if judged is None:
            open_lists.append(listing)
        if judged is None or (judged[1] and not prose.is_whole(listing.said.sentence)):
            continue
        relation, severity = judged
        key = (relation.total.start, *(part.start for part in relation.parts))
        if key in seen:
            continue
        seen.add(key)
        relations.append(relation)
        found = () if severity is None else (_finding(prose, relation, severity),)
        tried += Tried(1, found)
    for relation in list(_alongside(relations, open_lists)):
        relations.append(relation)
        tried += check_sum(prose, relation.total, relation.parts)
    return Related(tuple(relations), tried)


def _alongside(relations: Sequence[Relation], lists: Sequence[Listing]) -> Iterator[Relation]:
    """…3件，收取2230元。其中，甲局1件，收取880元；乙局2件，…: what holds of the cases holds of the money told with each."""
    for listing in lists:
        parts = listing.readings[0] if listing.readings else []
        total = listing.totals[0]
        for known in relations:
            pair = (known.parts, parts) if known.total.start < total.start else (parts, known.parts)
            places = [m.start for both in zip(*pair, strict=False) for m in both]
            each = len(parts) == len(known.parts) > 1 and places == sorted(places)
            beside = abs(total.index - known.total.index) == 1 and total.unit != known.total.unit
            if each and beside and not _vague([total, *parts]):
                yield Relation(total, tuple(parts))
                break


def check_sum(prose: Prose, total: Mention, parts: Sequence[Mention]) -> Tried:
    """Check parts that are known to be all of a total."""
    severity = sum_severity(total, parts)
    found = () if severity is None else (_finding(prose, Relation(total, tuple(parts)), severity),)
    return Tried(1, found)


def _judge(listing: Listing) -> tuple[Relation, Severity | None] | None:
    main = listing.readings[0] if listing.readings else []
    if len(main) == 1 and (total := exceeded(listing, main[0])) is not None:
        return Relation(total, tuple(main)), Severity.ERROR
    # A shorter list that happens to come out says nothing where the whole list is plainly one.
    plain = len(main) > 1 and not _vague(main) and disjoint(_labels(listing, main))
    for reading in listing.readings if plain else (*listing.readings, *listing.passing):
        if len(reading) < 2 or _vague(reading):
            continue
        for total in listing.totals:
            if not total.numeral.approximate and sum_severity(total, reading) is None:
                return Relation(total, tuple(reading)), None
    if _with_carried(listing):
        return None
    likeliest = min(listing.readings, key=lambda reading: _off(listing, reading), default=main)
    return None if _vague(likeliest) else _wrong(listing, likeliest)


def _with_carried(listing: Listing) -> bool:
    """收到9件，上年结转1件，其中网络申请5件、信函申请5件: whether the list divides what was on the desk."""
    carried = [m for m in listing.said.mentions if _FROM_LAST.search(m.left) and m.role is Role.COUNT]
    wholes = {total.value + one.value for one in carried for total in listing.totals if total is not one}
    # 办结130件，结转下年8件 come to what was on the desk as well, and are no parts of the list.
    first = {reading[0] for reading in listing.readings}
    passing = [reading for reading in listing.passing if reading[0] in first]
    return any(_sum(reading) in wholes for reading in (*listing.readings, *passing))


def _off(listing: Listing, reading: Sequence[Mention]) -> Decimal:
    return min(abs(total.value - _sum(reading)) for total in listing.totals)


def _wrong(listing: Listing, reading: list[Mention]) -> tuple[Relation, Severity | None] | None:
    """Return the total that this reading certainly belongs to and does not come to; None where nothing is certain."""
    totals = [total for total in listing.totals if not total.numeral.approximate]
    if any(_CARRIED.search(part.left) for one in listing.readings for part in one):
        totals = [t for t in totals if _DONE.search(t.left) or _ON_DESK.search(t.left)][:1]
    totals = next(([total] for total in totals if _same_state(total, reading)), totals)
    if len(totals) > 1 and same_kind([cleaned(m.left) for m in (*totals, *reading)]):
        # 市级公开76条，县级公开118条，其中…市级11条、县级26条: each of them may have a part of its own in the list.
        return None
    if not totals or listing.totals[0].numeral.approximate or len(reading) < 2:
        return None
    for near in (False, True):
        for parts in _divisions(listing, reading):
            if all(_certain(listing, total, parts, near=near) for total in totals):
                total = min(totals, key=lambda one: abs(one.value - _sum(parts)))
                return Relation(total, tuple(parts)), Severity.NOTE if near else sum_severity(total, parts)
    return None


def _same_state(total: Mention, parts: Sequence[Mention]) -> bool:
    """办结…件，其中当场办结…件、承诺期内办结…件: the same verb binds them to the nearest total."""
    state = set(STATUS.findall(total.left))
    return bool(state) and all(state & set(STATUS.findall(part.left)) for part in parts)


def _divisions(listing: Listing, reading: list[Mention]) -> Iterator[list[Mention]]:
    labels = _labels(listing, reading)
    if listing.firm or disjoint(labels):
        yield reading
        return
    if _share_all(listing, reading):
        yield reading
        return
    for group in same_criterion(labels):
        yield [reading[place] for place in group]


def _certain(listing: Listing, total: Mention, parts: list[Mention], *, near: bool) -> bool:
    """Whether the parts must come to the total; `near`: where nothing says so but how near they come."""
    labels = _labels(listing, parts)
    remarks = [c.words for c in listing.said.clauses if c.group in {part.numeral.end for part in parts}]
    twice = any(_TWICE.search(words) for words in (*remarks, *(part.left for part in parts)))
    if (twice and not partition(labels)) or _share_in(total, parts):
        return False
    if any(_CARRIED.search(part.left) for part in parts) and not _all_cases(total, labels):
        return False
    if _brought_over(listing) and any(_CARRIED.search(part.right) for part in parts):
        return False
    if _DONE.search(total.left) and any(_FROM_LAST.search(part.left) for part in parts):
        # 办结140件…，其中，区政府办新收20件，上年结转2件: what came in is no part of what was done.
        return False
    units = {part.unit for part in parts}
    units |= set() if all(in_letters(total, unit) for unit in units) else {total.unit}
    shared = _share_all(listing, parts)
    same = units <= _CASES or units <= PEOPLE or each_time(units)
    if len(units - {""}) > 1 and not listing.explicit and not same:
        return False
    if "" in units and not shared:
        return False
    severity = sum_severity(total, parts)
    if severity is Severity.ROUNDING:
        return listing.firm or disjoint(labels)
    apart = listing.firm or shared or disjoint(labels)
    rest = any(REST.search(label) for label in labels)
    added = _adds_these(total, labels)
    whole = listing.complete or rest or shared or added or partition(labels) or settled(labels)
    if _sum(parts) > total.value:
        once = listing.firm or added or not listing.overlapping or not by_channel(labels)
        return apart and (once or _by_ways(total, parts)) and (whole or not listing.implied)
    if listing.excerpt and not (shared or (rest and not _open_ended(parts))):
        return False
    return apart and (whole or (near and _nearly(total, parts) and not listing.implied))


def _share_in(total: Mention, parts: Sequence[Mention]) -> bool:
    """发布会38场，其中甲局参加38场，乙局参加9场: one event counts for each that came, or for one and others beside."""
    came = any(ATTENDED.search(part.left) and part.unit not in (*PEOPLE, "人次") for part in parts)
    return came or (total.value >= NO_CHANCE and any(part.value == total.value for part in parts))


def _all_cases(total: Mention, labels: Sequence[str]) -> bool:
    """收办申请…件，其中予以公开…件、…、转下年度办理…件: what was on the desk, by all that became of it."""
    rest = [label for label in labels if not _CARRIED.search(label)]
    return _ON_DESK.search(total.left) is not None and len(rest) + 1 == len(labels) and partition(rest)


def _brought_over(listing: Listing) -> bool:
    """Whether the sentence tells of cases from the year before, which are handled with those of this year."""
    return any(_FROM_LAST.search(m.left) for m in listing.said.mentions)


def _by_ways(total: Mention, parts: Sequence[Mention]) -> bool:
    """通过不同渠道和方式公开…条，其中…，其他方式…条: counted by the ways it was published, so that nothing is in two."""
    return _WAYS.search(total.left) is not None and any(REST.search(part.left) for part in parts)


def _adds_these(total: Mention, labels: Sequence[str]) -> bool:
    """网站、微信、微博共发布2483条，其中网站…: the total names each of its parts, and adds them."""
    return _TOGETHER.search(total.left) is not None and all(
        len(label) > 1 and label in total.left for label in labels
    )


def _open_ended(parts: Sequence[Mention]) -> bool:
    return any(part.right.startswith(("等", "余", "多")) for part in parts)


def _nearly(total: Mention, parts: list[Mention]) -> bool:
    """Whether parts come so near to their total that a slip of the pen is likelier than a part that is not told."""
    needed = _NEARLY_ALL_OF_MANY if len(parts) >= _MANY else _NEARLY_ALL
    missing = total.value - _sum(parts)
    slip = f"{missing:f}".replace(".", "").strip("0") in _SLIPS
    return len(parts) > 2 and missing <= total.value * (1 - needed) and slip


def _share_all(listing: Listing, parts: Sequence[Mention]) -> bool:
    """Whether a percentage stands behind every part and they come to 100 %."""
    following = [listing.said.mentions[part.index + 1 :][:1] for part in parts]
    shares = [mention for one in following for mention in one if mention.role is Role.SHARE]
    slack = sum((share.numeral.step for share in shares), Decimal(0)) / 2
    stated = sum((share.value for share in shares), Decimal(0))
    return len(shares) == len(parts) and abs(stated - HUNDRED) <= slack


def _labels(listing: Listing, parts: Sequence[Mention]) -> list[str]:
    labels = [cleaned(part.left) or label_of(part, listing.said) for part in parts]
    if len(parts) > 1 and len(set(labels)) == 1:
        # 民政局1件，收取880元；…: what tells them apart stands in the clause before.
        return [_clause_before(listing.said, part) for part in parts]
    return labels


def _clause_before(said: Said, part: Mention) -> str:
    earlier = [c for c in said.clauses if c.group == part.clause.group and c.start < part.clause.start]
    if not earlier or part.clause.before == ";":
        return ""
    return cleaned(earlier[-1].mentions[0].left if earlier[-1].mentions else earlier[-1].words)


def _vague(reading: Sequence[Mention]) -> bool:
    return any(part.numeral.approximate for part in reading)


def _sum(parts: Sequence[Mention]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _finding(prose: Prose, relation: Relation, severity: Severity) -> Finding:
    total, parts = relation.total, relation.parts
    summed = _sum(parts)
    addition = " ＋ ".join(bare(prose, part) for part in parts)
    more = phrase("相差只在末位，可能由各项四舍五入所致。")
    if severity is Severity.NOTE:
        more = phrase("如果另有未列出的项目，请写明“其他”；没有的，请核对各数。")
    elif severity is not Severity.ROUNDING:
        right = shown(prose, total, summed)
        more = phrase("各项无误的，合计应为 %(right)s；合计无误的，请核对各项。", right=right)
    if len(parts) == 1:
        return _exceeding(prose, total, parts[0])
    why = phrase(
        "%(arithmetic)s，与所述 %(stated)s 相差 %(gap)s。%(more)s",
        arithmetic=f"{addition} ＝ {unscaled(prose, total, summed)}",
        stated=bare(prose, total),
        gap=unscaled(prose, total, abs(summed - total.value)),
        more=more,
    )
    stated, computed = shown(prose, total, total.value), shown(prose, total, summed)
    return finding(prose, FindingKind.SUM, severity, (total, *parts), stated, computed, why)


def _exceeding(prose: Prose, total: Mention, part: Mention) -> Finding:
    stated, computed = shown(prose, total, total.value), shown(prose, total, part.value)
    why = phrase(
        "其中的 %(part)s 大于总数 %(stated)s，多出 %(gap)s，请核对两数。",
        part=bare(prose, part),
        stated=bare(prose, total),
        gap=unscaled(prose, total, part.value - total.value),
    )
    return finding(prose, FindingKind.SUM, Severity.ERROR, (total, part), stated, computed, why)
