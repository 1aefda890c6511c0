"""占比核算 — percentages against the part and the whole that they are said of, and shares of one whole against 100.

A whole is certain where the part is one of its checked parts, where the words name it, or where most of the shares of
one sentence are shares of it. A percentage is the share rounded half up; cut off or one step away is rounding.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate

from gongkai.auditing.arithmetic import (
    HUNDRED,
    bare,
    finding,
    plain,
)
from gongkai.auditing.labels import REST, TOTAL_WORD, by_channel, cleaned, disjoint, partition
from gongkai.auditing.mentions import Mention, Role, Said, counts
from gongkai.auditing.model import UNTRIED, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose
from gongkai.auditing.relations import Relation, check_sum
from gongkai.auditing.relations_tails import alike
from gongkai.auditing.shares_fit import Pair, agreeing, best_of
from gongkai.auditing.shares_pairs import by_whole, part_of, whole_words
from gongkai.auditing.shares_rates import check_rates, is_named
from gongkai.auditing.shares_runs import Run, check_pairs, named_by_all
from gongkai.rules.phrases import phrase

_NEAR, _CLOSE = 2, 4
_AMONG = re.compile(r"中(?:已|现|共)?(?:有|的)?$")
# How many numbers back a whole may stand.
_REACH = 150


def check_shares(prose: Prose, said: Sequence[Said], relations: Iterable[Relation]) -> Tried:
    """Check every percentage whose part and whole are certain."""
    totals = {part: relation.total for relation in relations for part in relation.parts}
    tried = UNTRIED
    before: list[Mention] = []
    paragraph: list[Mention] = []
    last: Said | None = None
    run = Run(totals)
    for number, one in enumerate(said):
        for pairs in by_whole(one):
            whole = _whole(one, last, pairs, totals, before) or _told_after(
                one, said[number + 1 :][:1], pairs
            )
            whole = whole or named_by_all(said, number, pairs, before)
            if whole is not None and not whole.numeral.approximate and whole.value:
                tried += check_pairs(prose, pairs, whole)
                if not _has_rest(one, pairs):
                    tried += _check_division(prose, pairs, whole, totals)
            else:
                tried += run.take(prose, one, pairs, before)
        tried += _check_all_of_it(one)
        if last is not None and last.sentence.paragraph != one.sentence.paragraph:
            paragraph = []
        tried += check_rates(prose, one, last, paragraph)
        paragraph += counts(one.mentions)
        tried += _check_hundred(prose, one)
        before = [*before, *counts(one.mentions)][-_REACH:]
        last = one
    return tried + run.closed(prose)


def _has_rest(said: Said, pairs: list[Pair]) -> bool:
    """来信55件，占55%，…；其他1件: whether a rest without a share follows, too little to count among 100 %."""
    behind = said.mentions[pairs[-1][1].index + 1 :]
    return any(m.role is Role.COUNT and REST.match(m.left) for m in behind)


def _check_division(
    prose: Prose,
    pairs: list[Pair],
    whole: Mention,
    totals: dict[Mention, Mention],
) -> Tried:
    """Parts of one sentence whose stated shares come to 100 % must come to their whole; to more, they are too many."""
    parts = [part for part, _ in pairs]
    slack = sum((share.numeral.step for _, share in pairs), Decimal(0)) / 2
    stated = sum((share.value for _, share in pairs), Decimal(0))
    labels = [cleaned(part.left) for part in parts]
    # More than all of it is too much, but where one thing may be in two parts.
    over = stated - HUNDRED > slack and disjoint(labels) and not by_channel(labels)
    whole_of_it = abs(stated - HUNDRED) <= slack or over
    if len(pairs) < 2 or not whole_of_it or whole in parts or any(part in totals for part in parts):
        return UNTRIED
    return check_sum(prose, whole, parts)


def _whole(
    said: Said,
    last: Said | None,
    pairs: list[Pair],
    totals: dict[Mention, Mention],
    before: list[Mention],
) -> Mention | None:
    if len(pairs) == 1 and (told := _told_within(said, *pairs[0])) is not None:
        return told
    unit = pairs[0][0].unit
    words = whole_words(pairs[0][1])
    telling = [(part, share) for part, share in pairs if part.value]
    parts = {part for part, _ in pairs}
    inside = [m for m in counts(said.mentions) if m.index < pairs[-1][0].index and m not in parts]
    checked = [totals[part] for part in parts if part in totals][:1]
    behind = [m for m in counts(said.mentions) if m.index > pairs[-1][1].index and TOTAL_WORD.search(m.left)]
    between = [m for m in counts(said.mentions) if pairs[-1][0].index < m.index < pairs[0][1].index]
    known = [*between, *inside[::-1], *before[::-1], *checked, *behind]
    candidates = [m for m in known if alike(m.unit, unit) and not m.numeral.approximate]
    if words:
        named = [m for m in candidates if is_named(m, words)]
        if named:
            return named[0] if _is_the_one(said, last, named, pairs) else None
    shared = totals.get(pairs[0][0]) if len({totals.get(part) for part in parts}) == 1 else None
    # Where hardly a share of several fits, the total is wrong, and its sum has said so.
    if not words and shared and (len(pairs) == 1 or agreeing(shared, telling) * 3 >= len(telling)):
        return shared
    largest = max(part.value for part in parts)
    if (best := best_of([m for m in candidates if m.value >= largest], telling)) is not None:
        return best
    if not words and (divided := _divided_in(said, pairs)) is not None:
        return divided
    if (made := _made_up(pairs, [*inside, *before[-_CLOSE:]])) is not None:
        return made
    if len(telling) == _NEAR:
        return _tied([*behind, *inside, *before[-_CLOSE:]], telling)
    inside = inside or _led_from(said, last)
    return _single(said, pairs, inside, next((m for m in candidates if agreeing(m, pairs)), None))


def _divided_in(said: Said, pairs: list[Pair]) -> Mention | None:
    """2368条；其中，A条，占64.3%，B条，占35.7%: the only number in front of 其中, where one of the shares fits."""
    among = said.text.find("其中")
    place = said.sentence.start + among
    if among < 0 or any(part.start < place for part, _ in pairs):
        return None
    wholes = [m for m in counts(said.mentions) if m.start < place and alike(m.unit, pairs[0][0].unit)]
    exact = len(wholes) == 1 and not wholes[0].numeral.approximate
    return wholes[0] if exact and agreeing(wholes[0], pairs) else None


def _told_after(said: Said, following: Sequence[Said], pairs: list[Pair]) -> Mention | None:
    """…占公开总数的32.7%；…。全年公开总数为875条: the total of the next sentence that most of the shares are of."""
    telling = [(part, share) for part, share in pairs if part.value]
    near = [one for one in following if one.sentence.start - said.sentence.end <= _NEAR]
    totals = [m for one in near for m in counts(one.mentions) if TOTAL_WORD.search(m.left)]
    return best_of(
        [m for m in totals if alike(m.unit, pairs[0][0].unit) and not m.numeral.approximate], telling
    )


def _made_up(pairs: list[Pair], near: Sequence[Mention]) -> Mention | None:
    """收到申请11件。…同意公开8件，占72.7%；不予公开3件，占27.3%: the number nearby that all of the parts come to."""
    summed = sum(part.value for part, _ in pairs)
    wholes = [m for m in near if m.value == summed and alike(m.unit, pairs[0][0].unit)]
    exact = wholes and len(pairs) > 1 and not any(m.numeral.approximate for m in wholes)
    return wholes[-1] if exact and agreeing(wholes[-1], pairs) else None


def _tied(near: Sequence[Mention], pairs: list[Pair]) -> Mention | None:
    """The only total nearby that one of two shares is certainly a share of."""
    unit, largest = pairs[0][0].unit, max(part.value for part, _ in pairs)
    fit = [
        m
        for m in near
        if TOTAL_WORD.search(m.left) and alike(m.unit, unit) and not m.numeral.approximate
        if m.value >= largest and agreeing(m, pairs)
    ]
    return fit[0] if len(fit) == 1 else None


def _told_within(said: Said, part: Mention, share: Mention) -> Mention | None:
    """占全年公开总量（4400条）的65%: the number of the whole in a bracket between its name and the percentage."""
    inside = [m for m in said.mentions[part.index + 1 : share.index] if m.clause.group > share.clause.start]
    if len(inside) != 1 or len(inside[0].clause.words) > inside[0].numeral.end - inside[0].start:
        return None
    whole = inside[0]
    return (
        whole if alike(whole.unit, part.unit) and whole.value >= part.value and "占" in share.left else None
    )


def _led_from(said: Said, last: Said | None) -> list[Mention]:
    """接受咨询2070人次。其中，电话咨询1822人次，占总数的88%: the sentence in front, where 其中 leads from it."""
    led = said.text.startswith("其中") and last is not None
    return list(counts(last.mentions)) if last is not None and led else []


def _single(said: Said, pairs: list[Pair], inside: list[Mention], fitting: Mention | None) -> Mention | None:
    """One share alone: the only total of its sentence, or a total before that it is a share of."""
    part, share = pairs[0]
    if len(pairs) != 1 or whole_words(share):
        return None
    near = [m for m in inside if m.unit == part.unit and m.value >= part.value]
    if len(near) == 1:
        between = said.text[max(0, near[0].start - said.sentence.start) : share.start - said.sentence.start]
        among = "其中" in between or near[0].clause.words.endswith("中") or _AMONG.search(part.left)
        tied = among or TOTAL_WORD.search(near[0].left) or TOTAL_WORD.search(share.left)
        if tied and (fitting is None or agreeing(near[0], pairs)):
            return near[0]
    return fitting if fitting is not None and TOTAL_WORD.search(fitting.left) else None


def _is_the_one(said: Said, last: Said | None, named: list[Mention], pairs: list[Pair]) -> bool:
    """In its sentence the name is enough, in the one before the whole name; a total far away must also fit."""
    if named[0] in said.mentions:
        return True
    words = whole_words(pairs[0][1])
    summed = sum(part.value for part, _ in pairs)
    if len(pairs) > 1 and summed == named[0].value and agreeing(named[0], pairs):
        return True
    close = last is not None and last.sentence.paragraph == said.sentence.paragraph
    alone = [m for m in named if last is not None and m in last.mentions]
    if close and alone == named[:1] and named[0].clause.group < 0 and named[0].left.endswith(words):
        return True
    return agreeing(named[0], pairs) == len(pairs)


def _check_all_of_it(said: Said) -> Tried:
    """全部为…，占…100%: counted where it holds; nothing is said where it does not."""
    for share in said.mentions:
        if share.role is Role.SHARE and share.value == HUNDRED and re.search(r"全部|均为|都是", said.text):
            part = part_of(said, share)
            if part is not None and len(list(counts(said.mentions))) == 1:
                return Tried(1)
    return UNTRIED


def _check_hundred(prose: Prose, said: Said) -> Tried:
    """Shares without counts, side by side, that divide one whole must come to 100 %."""
    shares = [m for m in said.mentions if m.role is Role.SHARE and m.unit == "%"]
    if len(shares) < 2 or any(m.numeral.approximate or part_of(said, m) is not None for m in shares):
        return UNTRIED
    labels = [re.sub(r"(?:所?占|比例|比重).*$", "", cleaned(m.left)) for m in shares]
    if len({whole_words(m) for m in shares}) > 1 or not disjoint(labels):
        return UNTRIED
    summed = sum((m.value for m in shares), Decimal(0))
    slack = sum((m.numeral.step for m in shares), Decimal(0)) / 2
    # 律师占31%，农民占22%，其他占47%；本省占83.6%: what follows is divided another way.
    if any(abs(done - HUNDRED) <= slack for done in list(accumulate(m.value for m in shares))[1:]):
        return Tried(1)
    whole = any(REST.search(label) for label in labels) or partition(labels)
    if summed > HUNDRED or whole:
        addition = " ＋ ".join(bare(prose, m) for m in shares)
        why = phrase(
            "%(arithmetic)s，各项占比之和应为 100%%，相差 %(gap)s 个百分点。",
            arithmetic=f"{addition} ＝ {plain(summed)}",
            gap=plain(abs(summed - HUNDRED)),
        )
        return Tried(
            1, (finding(prose, FindingKind.SHARE, Severity.ERROR, shares, "100%", f"{plain(summed)}%", why),)
        )
    return UNTRIED
