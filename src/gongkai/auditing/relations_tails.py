"""列举的各项 — the numbers of a list: how far it goes, which count in one unit, and the ways to read them as parts."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from gongkai.auditing.arithmetic import HUNDRED
from gongkai.auditing.mentions import Mention, Role, Said, counts
from gongkai.auditing.numerals import TIME_UNITS

AMONG = re.compile(r"其中|当中")
"""What opens a list."""
_RESUMES = re.compile(
    r"^(?:同时|此外|另外|另(?!有)|全年|今年|截[至止]|累计|举办|召开|组织(?!人事|部门|机构)|共(?!同|性|青)|总计|合计|有效|切实|\d{4}年|通过以上|以上)"
)
_NOTE = re.compile(
    r"^(?:占|所占|同比|较|比|主要|均|全部|全|已|都|与|增|减|下降|包括|含|依法|按|无|环比|上升|提高|降低|收费)"
)
_AND_SO_ON = re.compile(r"^(?:余|多)?等")
ATTENDED = re.compile(r"(?:参加|参与|出席|列席|主持)了?$")
"""Who came: no part of what was held (市政府召开9场，部门召开12场，主要领导参加4场)."""
LEFT_OPEN = re.compile(r"其余|其他|其它|剩余|余下")
"""What is left of a whole."""
_DIVIDES_REST = re.compile(r"(?:其余|其他|剩余|另外?)\S{0,4}·(?:\S{0,4}(?:分别|包括|中|为)|中)")
_OTHER_MATTER = re.compile(
    r"(?:已|共|均|并|实际|发现|整改|完成|支付|涉及|责令|罚款|节约|参加|吸引|惠及|办结|答复|回复|按[时期]|满意|累计|新增|举办|召开|开展|组织(?!人事)|编发|印发|制发|发放|接待|约谈|通报)"
)
_PUBLISHING = re.compile(r"公开|发布|解读|推送|宣传|转载|更新|编发|刊[登发]")
_RECEIVING = re.compile(r"申请|受理|收到|接到|咨询|来信|投诉|诉求|留言|答复|办理|接待")
SAME_COUNT = frozenset({"件", "件次", "个", "起", "宗", "项", "例"})
"""Units that reports use for the same things."""
PEOPLE = frozenset({"人", "名"})
"""Units of people."""
_BY_TIMES = frozenset({"条", "份", "篇", "场", "期"})
# What stands behind a list of the staff in post, or of what was done in the year, and may be no part of it.
_BEYOND = re.compile(
    r"^另有|退休|离休|遗属|临聘|结转(?:至|到|入)?(?:下|次)|转(?:至|到|入)?(?:下|次)年|顺延|延期"
    r"|上一?年度?(?:结转|转结|转入|遗留)"
)
# 咨询类60件、投诉类40件，各单位处理答复98件: what became of them is no part of them.
_ANSWERED = re.compile(r"(?:答复|回复|办结|处理完毕)了?$")
_EXCEPTED = re.compile(r"暂?未|不|除外|尚未")
_FAR = 12
NO_CHANCE = 20
"""Numbers come to one of this size by chance too rarely to count with it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """分项列举 — a list of parts, the totals it may belong to (nearest first) and the ways to read it.

    `passing` are further readings that only count if they come out; `firm` says that the form alone makes the parts
    disjoint, `complete` that nothing is left out, `excerpt` that something is; `overlapping` that what is counted may
    be in several parts; `implied` that no word ties list and total; `explicit` that units need not be the same.
    """

    said: Said
    totals: tuple[Mention, ...]
    readings: tuple[list[Mention], ...]
    passing: tuple[list[Mention], ...] = ()
    firm: bool = False
    complete: bool = False
    excerpt: bool = False
    overlapping: bool = False
    implied: bool = False
    explicit: bool = False


@dataclass(slots=True)
class Tail:
    """What stands in a list: its numbers by the parts between semicolons, and whether more is left unsaid."""

    segments: list[list[Mention]]
    hedged: bool


def tail_from(said: Said, place: int, group: int) -> Tail:
    """Gather what is listed from `place` on within the same bracket, as far as the list goes."""
    tail = Tail([[]], False)
    nested = closed = False
    clauses = [c for c in said.clauses if c.group == group and c.end > place]
    for number, clause in enumerate(clauses):
        words = clause.words
        if clause.before == ";" and number:
            tail.segments.append([])
            nested = closed = False
        if number and _RESUMES.match(words):
            break
        if number and AMONG.search(words):
            nested = True
        inside = [
            m
            for m in counts(tuple(clause.mentions))
            if m.start >= place and m.unit not in TIME_UNITS and not _is_base(said, m)
        ]
        if not clause.mentions and number and clause.before != ";":
            closed = closed or not (_NOTE.match(words) or clause.before == ":" or len(words) <= 2)
            tail.hedged = tail.hedged or LEFT_OPEN.match(words) is not None
        if inside and not nested and not closed:
            rest = next((n for n, m in enumerate(inside) if divides_rest(m)), None)
            nested = rest is not None
            inside = inside if rest is None else inside[: rest + 1]
            tail.segments[-1] += inside
            tail.hedged = tail.hedged or any(_AND_SO_ON.match(m.right) for m in inside)
    return tail


def _is_base(said: Said, mention: Mention) -> bool:
    """为年度任务5万亩的112%: what a percentage or a multiple is of."""
    behind = said.mentions[mention.index + 1 :][:1]
    return mention.right == "的" and any(m.unit in ("%", "倍") and m.clause is mention.clause for m in behind)


def divides_rest(mention: Mention) -> bool:
    """其余183件分别为…: whether what follows are the parts of a remainder."""
    return _DIVIDES_REST.match(f"{mention.left}·{mention.right}") is not None


def units_of(tail: Tail) -> list[str]:
    """Return the units of the numbers of a list, in their order."""
    units = dict.fromkeys(mention.unit for segment in tail.segments for mention in segment)
    return [unit for unit in units if unit]


def of_unit(tail: Tail, unit: str) -> list[list[Mention]]:
    """The numbers of a list that count in this unit, as far as the list is plainly one of them."""
    segments = [[m for m in segment if m.unit == unit or _lacks_unit(m)] for segment in tail.segments]
    every = [m for segment in tail.segments for m in segment]
    kept = [m for segment in segments for m in segment]
    heads = [segment[0] for segment in tail.segments if segment]
    if len(heads) < 2 or any(head not in kept for head in heads):
        kept = kept[: _unbroken([every.index(m) for m in kept], len(every))]
    segments = [[m for m in segment if m in kept] for segment in segments]
    return [segment for segment in segments if segment]


def _unbroken(places: list[int], length: int) -> int:
    """How many of these places belong together: side by side, or, as in 1件，收取880元；…, at even distances to the end."""
    gaps = [second - first for first, second in pairwise(places)]
    if not gaps or (len(set(gaps)) == 1 and (gaps[0] == 1 or len(places) * gaps[0] == length)):
        return len(places)
    return next((number + 1 for number, gap in enumerate(gaps) if gap > 1), len(places))


def _lacks_unit(mention: Mention) -> bool:
    """部分公开67，: a number of the list whose unit was left out."""
    return not mention.unit and not mention.right and len(mention.left) > 1


def alike(unit: str, other: str) -> bool:
    """Whether reports use the two units for the same things: 件 and 宗."""
    both = {unit, other}
    return unit == other or both <= SAME_COUNT or both <= PEOPLE or each_time(both)


def each_time(units: Set[str]) -> bool:
    """Whether units differ only in that each time is counted: 份 and 份次, but not 人 and 人次."""
    by_times = {one.removesuffix("次") for one in units}
    return len(by_times) == 1 and by_times <= _BY_TIMES


def in_letters(total: Mention, unit: str) -> bool:
    """收到8份申请，其中予以公开2件: applications are counted as letters and as cases."""
    return total.unit == "份" and unit == "件" and "申请" in total.left + total.right


def listed(
    said: Said,
    totals: list[Mention],
    segments: list[list[Mention]],
    *,
    excerpt: bool = False,
    complete: bool = False,
    firm: bool = False,
    implied: bool = False,
) -> Iterator[Listing]:
    """Yield the listing of these totals and parts, with the readings that it may have."""
    if not totals or not segments:
        return
    every = [m for segment in segments for m in segment]
    bracketed = totals[0].numeral.end == every[0].clause.group
    if not bracketed and (totals[0].clause.before == "、" or totals[0].left in ("和", "及", "与", "、")):
        # 建议19件、提案28件，其中…: the list may divide what is said before as well.
        yield Listing(said, tuple(totals), (), (every,))
        return
    largest = max(m.value for segment in segments for m in segment)
    totals = [total for total in totals if total.value >= largest] or totals[:1]
    firsts = [segment[0] for segment in segments]
    if len(segments) == 1 or all(len(segment) == 1 for segment in segments) or each_shares(said, every):
        main = every
    else:
        main = firsts if len(segments[0]) == 1 else segments[0]
    main = _to_hundred(said, main)
    yield Listing(
        said, tuple(totals), _readings(_to_the_point(main), totals), tuple(_shorter(every, firsts)), firm, complete, excerpt,
        may_overlap(said, totals[0]), implied,
    )  # fmt: skip


def _to_hundred(said: Said, parts: list[Mention]) -> list[Mention]:
    """有效90件，占90%；无效10件，占10%；来电85件: the list without what has no share, where the others make up the whole."""
    shares: list[Mention] = []
    for part in parts:
        behind = said.mentions[part.index + 1 :][:1]
        if not behind or behind[0].role is not Role.SHARE:
            if LEFT_OPEN.match(part.left):
                # Of the rest, 其他1件, hardly anybody tells a share.
                return parts
            break
        shares += behind
    slack = sum((share.numeral.step for share in shares), Decimal(0)) / 2
    stated = sum((share.value for share in shares), Decimal(0))
    return parts[: len(shares)] if len(shares) > 1 and abs(stated - HUNDRED) <= slack else parts


def each_shares(said: Said, parts: list[Mention]) -> bool:
    """指南1条，占8%；公文5条，占42%，预算2条，占17%: whatever stands between them, all are parts alike."""
    behind = [said.mentions[part.index + 1 :][:1] for part in parts]
    return all(share and share[0].role is Role.SHARE for share in behind)


def divides_itself(said: Said, parts: list[Mention], totals: Sequence[Mention]) -> bool:
    """从级别看，县处级8件，占1%；…: whether the parts have shares of their own sum, which no total told is."""
    summed = sum(part.value for part in parts)
    if not summed or any(total.value == summed for total in totals) or not each_shares(said, parts):
        return False
    shares = [said.mentions[part.index + 1] for part in parts]
    off = [
        abs(part.value / summed * HUNDRED - share.value) for part, share in zip(parts, shares, strict=True)
    ]
    return all(gap <= share.numeral.step for gap, share in zip(off, shares, strict=True))


def _to_the_point(parts: list[Mention]) -> list[Mention]:
    """The list without what comes after it: …，县级自筹40万元，已支付120万元."""
    if _OTHER_MATTER.match(parts[0].left.removeprefix("其中")):
        return parts
    end = next((n for n, m in enumerate(parts) if n > 1 and _OTHER_MATTER.match(m.left)), len(parts))
    return parts[:end]


def _readings(parts: list[Mention], totals: Sequence[Mention]) -> tuple[list[Mention], ...]:
    """The list, and the list without what may be none of it; the whole of it where nothing may."""
    end = next((n for n, m in enumerate(parts) if n > 1 and _is_beyond(m, parts[0])), len(parts))
    ends = {end, _used_up(parts, totals)} - {len(parts)}
    return (parts, *(parts[:end] for end in sorted(ends)))


def _used_up(parts: list[Mention], totals: Sequence[Mention]) -> int:
    """账号112个，其中微信60个、微博35个、抖音12个、其他5个，注销18个: where a total that is no small number is used up.

    The list has an end of its own there: 其他, or another separator than that between its parts.
    """
    wanted = {total.value for total in totals if total.value >= NO_CHANCE}
    summed = list(accumulate(part.value for part in parts))
    for number in range(2, len(parts)):
        ends = LEFT_OPEN.match(parts[number - 1].left) or (
            parts[number].clause.before != "、" == parts[number - 1].clause.before
        )
        if ends and summed[number - 1] in wanted:
            return number
    return len(parts)


def _is_beyond(mention: Mention, first: Mention) -> bool:
    if _BEYOND.search(mention.left) or _EXCEPTED.match(mention.right):
        return True
    return any(deed.search(mention.left) and not deed.search(first.left) for deed in (_ANSWERED, ATTENDED))


def _shorter(every: list[Mention], firsts: list[Mention]) -> Iterator[list[Mention]]:
    yield every
    yield firsts
    if len(every) <= _FAR:
        for length in range(len(every) - 1, 1, -1):
            for start in range(len(every) - length + 1):
                yield every[start : start + length]


def may_overlap(said: Said, total: Mention) -> bool:
    """Whether what a total counts may be in several of its parts: one text on several channels."""
    if total.unit == "元":
        return False
    words = total.clause.words + total.right
    return _PUBLISHING.search(words) is not None and _RECEIVING.search(words) is None
