"""分项列举 — where a sentence lists parts of a total, and which numbers the list can be read to hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain, takewhile

from gongkai.auditing.labels import STATUS, TOTAL_WORD, cleaned, core, partition
from gongkai.auditing.mentions import Clause, Mention, Role, Said, counts
from gongkai.auditing.relations_mixed import mixed_listings, mixed_unit
from gongkai.auditing.relations_tails import (
    AMONG,
    LEFT_OPEN,
    Listing,
    alike,
    divides_itself,
    each_shares,
    in_letters,
    listed,
    of_unit,
    tail_from,
    units_of,
)

_HEDGE = re.compile(r"^(?:其中)?(?:主要)?(?:包括|包含|涵盖|涉及|含|如|例如|主要|有(?!效))")
_INCLUDING = re.compile(r"^(?:含|包括|包含)")
_OTHERWISE = re.compile(r"^(?:不含|其中|如|未含|不包括|占|约|同比|较|比|原|即|合|折)")
_COVERS = re.compile(r"(?:主要|内容|具体)*(?:涵盖|包括|包含|分为|分别(?:是|为))")
_SPELLED_OUT = re.compile(r"(?:内容)?具体(?:包括|包含|为|是|有|分为|构成为)|分别(?:为|是)")
_VIEWED = re.compile(r"(?:其中)?(?:从|按照?)\S{2,12}(?:看|来看|划分|分类|统计|分)$")
_ALL_OF = re.compile(r"方式|形式|渠道|途径|主体|身份|对象|层级|结果")
_LEADS_IN = re.compile(
    r"^(?:主要)?(?:包括|包含|分别(?:为|是)|具体(?:内容|情况|分布|构成)?(?:为|是|如下)|分为|即|(?:主要)?用于(?:以下|如下)\S{0,4})$"
)
_OUTCOMES = re.compile(r"^(?:申请|其中)?(?P<deed>答复|办理|处理)(?:结果|情况)(?:分别)?(?:为|是|有|如下)?$")
_IN_WHICH = re.compile(
    r"(?:在)?(?P<name>[^，;:]*?(?:申请|件|条|信息|资讯|答复|支出|收入|预算|决算|经费|案件|诉求|来信|信件|来电|留言|投诉|线索|举报|工单|问题|提案|建议|议案|总数|信息数|单位|人员|结果|[家名人篇份个场次]))(?:当)?中$"
)
_FILLERS = re.compile(
    r"政府(?=信息|资讯)|^(?:所有|全部|上述|这些)|的|(?:在|通过)[^，]{2,14}?(?:网站|平台|公众号)上?(?=公开|发布)"
)
_OF_YEAR = re.compile(r"\d{4}年|新增|本年|当年")
_WHICH_WERE = re.compile(r"^.*所\S{1,6}的")
_RECEIVED = re.compile(r"(?:收到|受理|接到|接收|接待)\S{0,14}$")
_DISPUTES = re.compile(r"行政(?:复议|诉讼)(?:案件|案|申请)?$")
_ENDS_TOTAL = re.compile(
    r"^(?:具体|情况|如下|分别是|分别为|包括|分为|其中|的|\S{0,6}(?:如下|分别为|分别是|分为))?$"
)
_CARRIED = re.compile(r"结转")
_LEAD_IN, _NEAREST, _A_SENTENCE = 4, 3, 40


def listings(said: Sequence[Said]) -> Iterator[Listing]:
    """Yield every list of parts, in the order of the text."""
    for number, one in enumerate(said):
        before = said[number - 1] if number and _adjacent(said[number - 1], one) else None
        yield from _among(one, before)
        yield from _bracketed(one)
        yield from _after_colon(one, before)
        yield from _out_of(one, before or _not_far(said, number))
        yield from _viewed(one, _viewed_from(said, number))
        yield from _implied(one)


def _adjacent(before: Said, one: Said) -> bool:
    return (
        one.sentence.start - before.sentence.end <= 2
        and one.sentence.paragraph - before.sentence.paragraph <= 1
    )


def _not_far(said: Sequence[Said], number: int) -> Said | None:
    """The sentence with numbers that stands in front of one without: for what is named again."""
    if not number:
        return None
    last, one = said[number - 1].sentence, said[number].sentence
    near = one.start - last.end <= _A_SENTENCE and one.paragraph - last.paragraph <= 1
    return said[number - 1] if near else None


def _viewed_from(said: Sequence[Said], number: int) -> Said | None:
    """The sentence with the number that is viewed: in front of those that view it from another side."""
    while number and (_adjacent(said[number - 1], said[number]) or _not_far(said, number)):
        number -= 1
        if not any(_VIEWED.match(clause.words) for clause in said[number].clauses):
            return said[number]
    return None


def _among(said: Said, before: Said | None) -> Iterator[Listing]:
    for match in AMONG.finditer(said.text):
        place = said.sentence.start + match.start()
        clause = next((c for c in said.clauses if any(a <= place < b for a, b in c.runs)), None)
        if clause is None:
            continue
        tail = tail_from(said, match.end() + said.sentence.start, clause.group)
        hedged = tail.hedged or _HEDGE.match(_words_after(said, match.end())) is not None
        for unit in units_of(tail):
            totals = _totals_before(said, before, place, clause, unit)[:_NEAREST]
            yield from listed(said, totals, of_unit(tail, unit), excerpt=hedged)
        if unit := mixed_unit(tail):
            totals = _totals_before(said, before, place, clause, unit)[:1]
            yield from mixed_listings(said, totals, tail)


def _viewed(said: Said, before: Said | None) -> Iterator[Listing]:
    """从申请方式看，…: a division of what was counted just before; by channel or applicant it leaves nothing out."""
    first: Clause | None = None
    for number, clause in enumerate(said.clauses):
        match = _VIEWED.match(clause.words)
        if match is None or clause.group >= 0 or number + 1 == len(said.clauses):
            continue
        first = first or clause
        tail = tail_from(said, said.clauses[number + 1].start, -1)
        for unit in units_of(tail):
            every = _totals_before(said, before, first.start, first, unit)
            totals = [t for t in every if not (_CARRIED.search(t.left) or LEFT_OPEN.search(t.left))]
            totals = totals[:_NEAREST]
            if _with_carried(totals, every, of_unit(tail, unit)):
                continue
            whole = _ALL_OF.search(clause.words) is not None and not tail.hedged
            for one in listed(said, totals, of_unit(tail, unit), excerpt=tail.hedged):
                if all(divides_itself(said, reading, one.totals) for reading in one.readings):
                    continue
                yield replace(one, complete=whole and _to_the_end(said, one))


def _to_the_end(said: Said, listing: Listing) -> bool:
    """Whether a list goes on to the last number of its sentence: nothing has cut it off."""
    last = next((m for m in reversed(said.mentions) if m.role is Role.COUNT), None)
    return any(reading[-1] is last for reading in listing.readings)


def _with_carried(totals: list[Mention], every: list[Mention], segments: list[list[Mention]]) -> bool:
    """收到60件，上年结转4件。从内容看，…: whether the division is of all that was on the desk."""
    summed = sum(m.value for segment in segments for m in segment)
    carried = [m for m in every if _CARRIED.search(m.left)]
    return any(total.value + one.value == summed for total in totals for one in carried)


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
    same = _of_the_same(earlier, unit)
    nearest = [m for m in same if m.start >= cut] or same
    if not nearest and before is not None and place - said.sentence.start <= _LEAD_IN:
        told = [m for m in counts(before.mentions) if m.clause.group < 0]
        nearest = _without_parts(before, _of_the_same(told, unit))
    return nearest[::-1]


def _without_parts(said: Said, run: list[Mention]) -> list[Mention]:
    """收到118件，其中集体7件，占6%，个人111件，占94%; 立案提案中，委员8件，集体2件: parts told side by side are no totals."""
    place = min((c.end for c in said.clauses if _in_which(c)), default=said.sentence.end)
    parts = [m for m in run if m.start >= place or each_shares(said, [m])]
    return [m for m in run if m not in parts] if len(parts) > 1 else run


def _of_the_same(run: list[Mention], unit: str) -> list[Mention]:
    """The numbers in a unit, else in one for the same things."""
    return (
        [m for m in run if m.unit == unit]
        or [m for m in run if alike(m.unit, unit)]
        or [m for m in run if in_letters(m, unit)]
    )


def _bracketed(said: Said) -> Iterator[Listing]:
    groups = {c.group: c for c in reversed(said.clauses) if c.group >= 0 and c.before == "("}
    for place, first in sorted(groups.items()):
        total = next((m for m in counts(said.mentions) if m.numeral.end == place), None)
        if total is None or _OTHERWISE.match(first.words):
            continue
        tail = tail_from(said, place, place)
        tail.hedged = tail.hedged or _INCLUDING.match(first.words) is not None
        segments = of_unit(tail, total.unit)
        if sum(map(len, segments)) < 2 or any(not m.left for segment in segments for m in segment):
            continue
        yield from listed(
            said, [total], segments, complete=not tail.hedged, excerpt=tail.hedged, firm=not tail.hedged
        )


def _after_colon(said: Said, last: Said | None) -> Iterator[Listing]:
    for before, clause in zip(said.clauses, said.clauses[1:], strict=False):
        if clause.before != ":" or clause.group != before.group or AMONG.search(before.words + clause.words):
            continue
        total = before.mentions[-1] if before.mentions else _just_before(said, before, last)
        if total is None or total.role is not Role.COUNT or not _ENDS_TOTAL.match(total.right):
            continue
        tail = tail_from(said, clause.start, clause.group)
        hedged = tail.hedged or "包括" in total.right + before.words
        segments = of_unit(tail, total.unit)
        if sum(map(len, segments)) > 1:
            yield from listed(said, [total], segments, complete=not hedged, excerpt=hedged)


def _just_before(said: Said, clause: Clause, last: Said | None) -> Mention | None:
    """…86.5万元，包括：; …539条。具体为：: the clause in front of the colon only leads in."""
    if last and clause is said.clauses[0] and (outcome := _OUTCOMES.match(clause.words)) is not None:
        # 已答复131件，尚有3件…。答复结果为：…
        done = [m for m in counts(last.mentions) if m.left.endswith(outcome["deed"])]
        return done[0] if len(done) == 1 else None
    if not _LEADS_IN.match(clause.words):
        return None
    earlier = [m for m in counts(said.mentions) if m.start < clause.start and m.clause.group == clause.group]
    if not earlier and last and clause is said.clauses[0]:
        told = list(counts(last.mentions))
        earlier = told if len(told) == 1 else []
    return earlier[-1] if earlier else None


def _in_which(clause: Clause) -> re.Match[str] | None:
    return _IN_WHICH.search(clause.words) if clause.words.endswith("中") else None


def _out_of(said: Said, before: Said | None) -> Iterator[Listing]:
    """在32件申请中，…; 已答复的申请中，…: the words before 中 name the total."""
    for clause, following in zip(said.clauses, said.clauses[1:], strict=False):
        match = _in_which(clause)
        if match is None or clause.group >= 0 or following.group >= 0 or AMONG.search(clause.words):
            continue
        tail = tail_from(said, following.start, -1)
        for unit in units_of(tail):
            inside = [m for m in counts(tuple(clause.mentions)) if m.unit == unit and m.right]
            totals = inside[-1:] or _named(said, before, clause, match.group("name"), unit)
            yield from listed(said, totals, of_unit(tail, unit), excerpt=tail.hedged)


def _named(said: Said, before: Said | None, clause: Clause, name: str, unit: str) -> list[Mention]:
    of, name = name, core(_FILLERS.sub("", cleaned(_WHICH_WERE.sub("", name)))).removesuffix("件")
    earlier = [m for m in counts(said.mentions) if m.start < clause.start]
    run = [*(counts(before.mentions) if before else ()), *earlier]
    if (year := _OF_YEAR.search(of)) is not None:
        run = [m for m in run if year[0] in m.left]
    labels = [
        (m, core(_FILLERS.sub("", cleaned(m.left)))) for m in run if m.unit == unit and m.clause.group < 0
    ]
    state = set(STATUS.findall(name))
    return [
        m
        for m, label in reversed(labels)
        if (len(label) > 1 and (label.endswith(name) or name.startswith(label) or name.endswith(label)))
        or (state and state <= set(STATUS.findall(label)))
    ][:1]


def _side_by_side(said: Said, total: Mention, others: list[Mention]) -> bool:
    """咨询类共33件；求助类共21件；…, 本级收到4件，县区收到18件: the first number is one of them, not their total."""
    if each_shares(said, [total, *others]):
        # 电话共21件，占47%，微信17件，占37%: a share stands behind each of them.
        return True
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


def _adds_up(said: Said, total: Mention) -> bool:
    """维持12件、纠正3件，总计15件；直接起诉：…: a total that what is told before it comes to opens no list."""
    run = [m for m in counts(said.mentions[: total.index]) if m.unit == total.unit][::-1]
    summed = list(accumulate(m.value for m in run))
    return total.value in summed[1:]


def _implied(said: Said) -> Iterator[Listing]:
    among = AMONG.search(said.text)
    if any(_in_which(c) or _VIEWED.match(c.words) for c in said.clauses) or (
        among and _CARRIED.search(said.text)
    ):
        return
    edge = 0
    opens = said.sentence.start + among.start() if among else said.sentence.end
    for total in counts(said.mentions):
        if total.start < edge or (edge and not _DISPUTES.search(total.left)):
            continue
        following = [c for c in said.clauses if c.start > total.start and c.group < 0]
        if not following or following[0].before not in ("，", ";") or total.clause.group >= 0:
            continue
        if following[0].end > opens:
            return
        spelled = _SPELLED_OUT.match(following[0].words) is not None
        named = any(way.search(total.left) for way in (TOTAL_WORD, _RECEIVED, _DISPUTES))
        if not (named or spelled or _is_divided(said, total)) or _adds_up(said, total):
            continue
        tail = tail_from(said, following[0].start, -1)
        segments = of_unit(tail, total.unit)
        if _side_by_side(said, total, [*chain(*segments)]):
            return
        if sum(map(len, segments)) > 1:
            covers = _COVERS.match(following[0].words) is not None
            excerpt = tail.hedged or (covers and not spelled)
            yield from listed(
                said, [total], segments, complete=spelled and not excerpt, excerpt=excerpt, implied=not covers
            )
        # Of disputes several kinds are told one after another: 行政复议9件，…；行政诉讼5件，….
        edge = next((c.start for c in following if c.before == ";"), said.sentence.end)
