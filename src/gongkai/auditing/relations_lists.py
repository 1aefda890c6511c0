"""分项列举 — where a sentence lists parts of a total, and which numbers the list can be read to hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, takewhile

from gongkai.auditing.labels import TOTAL_WORD, cleaned, core, partition
from gongkai.auditing.mentions import Clause, Mention, Role, Said, counts
from gongkai.auditing.numerals import TIME_UNITS

_AMONG = re.compile(r"其中|当中")
_HEDGE = re.compile(r"^(?:其中)?(?:主要)?(?:包括|包含|涵盖|涉及|含|如|例如|主要|有(?!效))")
_RESUMES = re.compile(
    r"^(?:同时|此外|另外|另(?!有)|全年|今年|截[至止]|累计|举办|召开|组织|共(?!同|性|青)|总计|合计|有效|切实|\d{4}年|通过以上|以上)"
)
_NOTE = re.compile(
    r"^(?:占|所占|同比|较|比|主要|均|全部|全|已|都|与|增|减|下降|包括|含|依法|按|无|环比|上升|提高|降低|收费)"
)
_AND_SO_ON = re.compile(r"^(?:余|多)?等")
_LEFT_OPEN = re.compile(r"其余|其他|其它|剩余|余下")
_DIVIDES_REST = re.compile(r"(?:其余|其他|剩余|另外?)\S{0,4}·(?:\S{0,4}(?:分别|包括|中|为)|中)")
_INCLUDING = re.compile(r"^(?:含|包括|包含)")
_OTHERWISE = re.compile(r"^(?:不含|其中|如|未含|不包括|占|约|同比|较|比|原|即|合|折)")
_COVERS = re.compile(r"(?:主要|内容|具体)*(?:涵盖|包括|包含|分为|分别(?:是|为))")
_VIEWED = re.compile(r"(?:从|按照?)\S{2,12}(?:看|来看|划分|分类|统计|分)$")
_ALL_OF = re.compile(r"方式|渠道|途径|主体|身份|对象|层级")
_LEADS_IN = re.compile(
    r"^(?:主要)?(?:包括|包含|分别(?:为|是)|具体(?:内容|情况|分布|构成)?(?:为|是|如下)|分为|即|(?:主要)?用于(?:以下|如下)\S{0,4})$"
)
_IN_WHICH = re.compile(
    r"(?:在)?(?P<name>[^，;:]*?(?:申请|件|条|信息|答复|支出|收入|预算|决算|经费|案件|诉求|来信|总数|信息数|单位|人员|[家名人篇份个场次]))(?:当)?中$"
)
_FILLERS = re.compile(r"政府(?=信息)|的")
_OF_YEAR = re.compile(r"\d{4}年|新增|本年|当年")
_WHICH_WERE = re.compile(r"^.*所\S{1,6}的")
_OTHER_MATTER = re.compile(
    r"(?:已|共|均|并|实际|发现|整改|完成|支付|涉及|责令|罚款|节约|参加|吸引|惠及|办结|答复|回复|按[时期]|满意|累计|新增|举办|召开|开展|组织|编发|印发|制发|发放|接待|约谈|通报)"
)
_RECEIVED = re.compile(r"(?:收到|受理|接到|接收|接待)\S{0,14}$")
_DISPUTES = re.compile(r"行政(?:复议|诉讼)(?:案件|案|申请)?$")
_PUBLISHING = re.compile(r"公开|发布|解读|推送|宣传|转载|更新|编发|刊[登发]")
_RECEIVING = re.compile(r"申请|受理|收到|接到|咨询|来信|投诉|诉求|留言|答复|办理|接待")
_ENDS_TOTAL = re.compile(
    r"^(?:具体|情况|如下|分别是|分别为|包括|分为|其中|的|\S{0,6}(?:如下|分别为|分别是|分为))?$"
)
SAME_COUNT = frozenset({"件", "件次", "个", "起", "宗", "项", "例"})
"""Units that reports use for the same things."""
PEOPLE = frozenset({"人", "名"})
"""Units of people."""
_CARRIED = re.compile(r"结转")
# What stands behind a list of the staff in post, or of what was done in the year, and may be no part of it.
_BEYOND = re.compile(
    r"^另有|退休|离休|遗属|临聘|结转(?:至|到|入)?(?:下|次)|转(?:至|到|入)?(?:下|次)年|顺延|延期"
)
_FAR, _LEAD_IN, _NEAREST = 12, 4, 3


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
class _Tail:
    """What stands in a list: its numbers by the parts between semicolons, and whether more is left unsaid."""

    segments: list[list[Mention]]
    hedged: bool


def listings(said: Sequence[Said]) -> Iterator[Listing]:
    """Yield every list of parts, in the order of the text."""
    for number, one in enumerate(said):
        before = said[number - 1] if number and _adjacent(said[number - 1], one) else None
        yield from _among(one, before)
        yield from _bracketed(one)
        yield from _after_colon(one, before)
        yield from _out_of(one, before)
        yield from _viewed(one, _viewed_from(said, number))
        yield from _implied(one)


def _adjacent(before: Said, one: Said) -> bool:
    return (
        one.sentence.start - before.sentence.end <= 2
        and one.sentence.paragraph - before.sentence.paragraph <= 1
    )


def _viewed_from(said: Sequence[Said], number: int) -> Said | None:
    """The sentence with the number that is viewed: in front of those that view it from another side."""
    while number and _adjacent(said[number - 1], said[number]):
        number -= 1
        if not any(_VIEWED.match(clause.words) for clause in said[number].clauses):
            return said[number]
    return None


def _among(said: Said, before: Said | None) -> Iterator[Listing]:
    for match in _AMONG.finditer(said.text):
        place = said.sentence.start + match.start()
        clause = next((c for c in said.clauses if any(a <= place < b for a, b in c.runs)), None)
        if clause is None:
            continue
        tail = _tail(said, match.end() + said.sentence.start, clause.group)
        hedged = tail.hedged or _HEDGE.match(_words_after(said, match.end())) is not None
        for unit in _units(tail):
            totals = _totals_before(said, before, place, clause, unit)[:_NEAREST]
            yield from _listed(said, totals, _of_unit(tail, unit), excerpt=hedged)


def _viewed(said: Said, before: Said | None) -> Iterator[Listing]:
    """从申请方式看，…: a division of what was counted just before; by channel or applicant it leaves nothing out."""
    first: Clause | None = None
    for number, clause in enumerate(said.clauses):
        match = _VIEWED.match(clause.words)
        if match is None or clause.group >= 0 or number + 1 == len(said.clauses):
            continue
        first = first or clause
        tail = _tail(said, said.clauses[number + 1].start, -1)
        for unit in _units(tail):
            every = _totals_before(said, before, first.start, first, unit)
            totals = [t for t in every if not (_CARRIED.search(t.left) or _LEFT_OPEN.search(t.left))]
            totals = totals[:_NEAREST]
            whole = _ALL_OF.search(clause.words) is not None and not tail.hedged
            yield from _listed(said, totals, _of_unit(tail, unit), excerpt=tail.hedged, complete=whole)


def _words_after(said: Said, place: int) -> str:
    return said.text[place : place + 6].lstrip("，:")


def _totals_before(said: Said, before: Said | None, place: int, clause: Clause, unit: str) -> list[Mention]:
    if clause.group >= 0 and not any(
        m.clause.group == clause.group and m.start < place for m in said.mentions
    ):
        return [
            m for m in said.mentions if m.numeral.end in (clause.group, clause.group - 1) and m.unit == unit
        ]
    earlier = [m for m in counts(said.mentions) if m.start < place and m.clause.group == clause.group]
    cut = max((c.start for c in said.clauses if c.before == ";" and c.start <= place), default=0)
    same = [m for m in earlier if m.unit == unit] or [m for m in earlier if alike(m.unit, unit)]
    nearest = [m for m in same if m.start >= cut] or same
    if not nearest and before is not None and place - said.sentence.start <= _LEAD_IN:
        run = [m for m in counts(before.mentions) if m.clause.group < 0]
        nearest = [m for m in run if m.unit == unit] or [m for m in run if alike(m.unit, unit)]
    return nearest[::-1]


def _tail(said: Said, place: int, group: int) -> _Tail:
    """Gather what is listed from `place` on within the same bracket, as far as the list goes."""
    tail = _Tail([[]], False)
    nested = closed = False
    clauses = [c for c in said.clauses if c.group == group and c.end > place]
    for number, clause in enumerate(clauses):
        words = clause.words
        if clause.before == ";" and number:
            tail.segments.append([])
            nested = closed = False
        if number and _RESUMES.match(words):
            break
        if number and _AMONG.search(words):
            nested = True
        inside = [
            m
            for m in counts(tuple(clause.mentions))
            if m.start >= place and m.unit not in TIME_UNITS and not _is_base(said, m)
        ]
        if not clause.mentions and number:
            closed = closed or not (_NOTE.match(words) or clause.before == ":" or len(words) <= 2)
            tail.hedged = tail.hedged or _LEFT_OPEN.match(words) is not None
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


def _units(tail: _Tail) -> list[str]:
    units = dict.fromkeys(mention.unit for segment in tail.segments for mention in segment)
    return [unit for unit in units if unit]


def _of_unit(tail: _Tail, unit: str) -> list[list[Mention]]:
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
    return unit == other or {unit, other} <= SAME_COUNT or {unit, other} <= PEOPLE


def _listed(
    said: Said,
    totals: list[Mention],
    segments: list[list[Mention]],
    *,
    excerpt: bool = False,
    complete: bool = False,
    firm: bool = False,
    implied: bool = False,
) -> Iterator[Listing]:
    if not totals or not segments:
        return
    every = [m for segment in segments for m in segment]
    if every[0].clause.group >= 0 and every[0].clause.group == totals[0].numeral.end:
        pass
    elif totals[0].clause.before == "、" or totals[0].left in ("和", "及", "与", "、"):
        # 建议19件、提案28件，其中…: the list may divide what is said before as well.
        yield Listing(said, tuple(totals), (), (every,))
        return
    largest = max(m.value for segment in segments for m in segment)
    totals = [total for total in totals if total.value >= largest] or totals[:1]
    firsts = [segment[0] for segment in segments]
    if len(segments) == 1 or all(len(segment) == 1 for segment in segments):
        main = every
    else:
        main = firsts if len(segments[0]) == 1 else segments[0]
    yield Listing(
        said, tuple(totals), _readings(_to_the_point(main)), tuple(_shorter(every, firsts)), firm, complete, excerpt,
        _may_overlap(said, totals[0]), implied,
    )  # fmt: skip


def _to_the_point(parts: list[Mention]) -> list[Mention]:
    """The list without what comes after it: …，县级自筹40万元，已支付120万元."""
    if _OTHER_MATTER.match(parts[0].left.removeprefix("其中")):
        return parts
    end = next((n for n, m in enumerate(parts) if n > 1 and _OTHER_MATTER.match(m.left)), len(parts))
    return parts[:end]


def _readings(parts: list[Mention]) -> tuple[list[Mention], ...]:
    """The list, and the list without what may be none of it; the whole of it where nothing may."""
    end = next((n for n, m in enumerate(parts) if n > 1 and _BEYOND.search(m.left)), len(parts))
    return (parts, parts[:end]) if end < len(parts) else (parts,)


def _shorter(every: list[Mention], firsts: list[Mention]) -> Iterator[list[Mention]]:
    yield every
    yield firsts
    if len(every) <= _FAR:
        for length in range(len(every) - 1, 1, -1):
            for start in range(len(every) - length + 1):
                yield every[start : start + length]


def _may_overlap(said: Said, total: Mention) -> bool:
    if total.unit == "元":
        return False
    words = total.clause.words + total.right
    return _PUBLISHING.search(words) is not None and _RECEIVING.search(words) is None


def _bracketed(said: Said) -> Iterator[Listing]:
    groups = {c.group: c for c in reversed(said.clauses) if c.group >= 0 and c.before == "("}
    for place, first in sorted(groups.items()):
        total = next((m for m in counts(said.mentions) if m.numeral.end == place), None)
        if total is None or _OTHERWISE.match(first.words):
            continue
        tail = _tail(said, place, place)
        tail.hedged = tail.hedged or _INCLUDING.match(first.words) is not None
        segments = _of_unit(tail, total.unit)
        if sum(map(len, segments)) < 2 or any(not m.left for segment in segments for m in segment):
            continue
        yield from _listed(
            said, [total], segments, complete=not tail.hedged, excerpt=tail.hedged, firm=not tail.hedged
        )


def _after_colon(said: Said, last: Said | None) -> Iterator[Listing]:
    for before, clause in zip(said.clauses, said.clauses[1:], strict=False):
        if clause.before != ":" or clause.group != before.group or _AMONG.search(before.words + clause.words):
            continue
        total = before.mentions[-1] if before.mentions else _just_before(said, before, last)
        if total is None or total.role is not Role.COUNT or not _ENDS_TOTAL.match(total.right):
            continue
        tail = _tail(said, clause.start, clause.group)
        hedged = tail.hedged or "包括" in total.right + before.words
        segments = _of_unit(tail, total.unit)
        if sum(map(len, segments)) > 1:
            yield from _listed(said, [total], segments, complete=not hedged, excerpt=hedged)


def _just_before(said: Said, clause: Clause, last: Said | None) -> Mention | None:
    """…86.5万元，包括：; …539条。具体为：: the clause in front of the colon only leads in."""
    if not _LEADS_IN.match(clause.words):
        return None
    earlier = [m for m in counts(said.mentions) if m.start < clause.start and m.clause.group == clause.group]
    if not earlier and last and clause is said.clauses[0]:
        told = list(counts(last.mentions))
        earlier = told if len(told) == 1 else []
    return earlier[-1] if earlier else None


def _out_of(said: Said, before: Said | None) -> Iterator[Listing]:
    """在32件申请中，…; 已答复的申请中，…: the words before 中 name the total."""
    for clause, following in zip(said.clauses, said.clauses[1:], strict=False):
        match = _IN_WHICH.search(clause.words)
        if match is None or clause.group >= 0 or following.group >= 0 or _AMONG.search(clause.words):
            continue
        tail = _tail(said, following.start, -1)
        for unit in _units(tail):
            inside = [m for m in counts(tuple(clause.mentions)) if m.unit == unit and m.right]
            totals = inside[-1:] or _named(said, before, clause, match.group("name"), unit)
            yield from _listed(said, totals, _of_unit(tail, unit), excerpt=tail.hedged)


def _named(said: Said, before: Said | None, clause: Clause, name: str, unit: str) -> list[Mention]:
    of, name = name, core(_FILLERS.sub("", cleaned(_WHICH_WERE.sub("", name))))
    earlier = [m for m in counts(said.mentions) if m.start < clause.start]
    run = [*(counts(before.mentions) if before else ()), *earlier]
    if (year := _OF_YEAR.search(of)) is not None:
        run = [m for m in run if year[0] in m.left]
    labels = [
        (m, core(_FILLERS.sub("", cleaned(m.left)))) for m in run if m.unit == unit and m.clause.group < 0
    ]
    return [
        m
        for m, label in reversed(labels)
        if len(label) > 1 and (label.endswith(name) or name.endswith(label))
    ][:1]


def _side_by_side(total: Mention, others: Sequence[Mention]) -> bool:
    """咨询类共33件；求助类共21件；…, 本级收到4件，县区收到18件: the first number is one of them, not their total."""
    if TOTAL_WORD.search(total.left):
        named_alike = [
            o for o in others if cleaned(o.left)[-1:] == cleaned(total.left)[-1:] and o.clause.before == ";"
        ]
        return bool(named_alike) or any(TOTAL_WORD.search(other.left) for other in others)
    return any(other.value > total.value for other in others)


def _is_divided(said: Said, total: Mention) -> bool:
    """发布会16场，上半年7场，下半年9场: what follows side by side leaves nothing out."""
    behind = said.mentions[total.index + 1 : total.index + 5]
    same = list(takewhile(lambda m: m.unit == total.unit and m.role is Role.COUNT, behind))
    return any(partition([cleaned(m.left) for m in same[:length]]) for length in range(2, len(same) + 1))


def _implied(said: Said) -> Iterator[Listing]:
    if _AMONG.search(said.text) or any(
        _IN_WHICH.search(c.words) or _VIEWED.match(c.words) for c in said.clauses
    ):
        return
    for total in counts(said.mentions):
        if (
            not any(way.search(total.left) for way in (TOTAL_WORD, _RECEIVED, _DISPUTES))
            and not _is_divided(said, total)
        ) or total.clause.group >= 0:
            continue
        following = [c for c in said.clauses if c.start > total.start and c.group < 0]
        if not following or following[0].before not in ("，", ";"):
            continue
        tail = _tail(said, following[0].start, -1)
        segments = _of_unit(tail, total.unit)
        if _side_by_side(total, [*chain(*segments)]):
            return
        if sum(map(len, segments)) > 1:
            covers = _COVERS.match(following[0].words) is not None
            yield from _listed(said, [total], segments, excerpt=tail.hedged or covers, implied=not covers)
        return
