"""占比核算 — percentages against the part and the whole that they are said of, and shares of one whole against 100.

A whole is certain where the part is one of its checked parts, where the words name it, or where most of the shares of
one sentence are shares of it. A percentage is the share rounded half up; cut off or one step away is rounding.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from gongkai.auditing.arithmetic import (
    HUNDRED,
    Interval,
    bare,
    exactness,
    finding,
    percent,
    percentage_severity,
    plain,
    printed,
    ratio,
    rounded,
)
from gongkai.auditing.labels import REST, TOTAL_WORD, cleaned, core, disjoint, partition
from gongkai.auditing.mentions import Mention, Role, Said, counts
from gongkai.auditing.model import Finding, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose
from gongkai.auditing.relations import Relation, check_sum
from gongkai.auditing.relations_lists import alike

_OF = re.compile(
    r"(?:所?占(?:了|到)?|占比|比例|比重)(?P<whole>.*?)(?:的)?(?:比例|比重|占比|百分比)?(?:的|为|是|达|约|:)*$"
)
_GENERIC = re.compile(
    r"^(?:到|了|总|全部|全市|全区|全县|全年|本年|比|的|数|量|件|条|公开|所公开|主动公开|申请|信息|政府|依申请|比例|比重|占比|受理|收件|收到|办理|办结?|其中"
    r"|总数|总量|总计|总体|合计|为|公开信息|所占)*$"
)
_SPECIFIC = re.compile(r"办结|答复|办件")
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,10}?)率(?:为|达|达到|均为|是|:)*$")
_BUDGET = re.compile(r"完成(?:了)?(?P<whole>\S{2,12}?)的$")
_SPENT = re.compile(r"决算|支出|执行|实际|完成|收入")
_RECEIVED = re.compile(
    r"抽查|检查|测评|抽检|制发|制作|发文|产生|形成|办理|收到|受理|接到|接收|新收|应|收件|收|共|承办"
)
# 税收占比77.8%, 专职人员占20.9%: what the share is of stands in front of it.
_SUBJECT = re.compile(
    r"^(?!(?:其中)?(?:分别|所|其|均|各|约|仅|合计|共计|两者|数量|总量|件数|信息量?|申请量|比例|比重|大约|人数|金额)*占)"
    r"(?:其中)?(?P<of>[\u4e00-\u9fff]{2,12}?)(?:数量?|量|人数|金额)?所?占"
)
_SHARE_OF = re.compile(r"^(?:所)?占")
_JOINING = re.compile(r"(?:为|是|达到?|共|有|约)+$")
_ALREADY = re.compile(r"^(?:已|全部|均|共|及时|依法|并|当年|其中|现|已经)+")
_NEAR = 2
_CERTAIN = Decimal("0.6")


def check_shares(prose: Prose, said: Sequence[Said], relations: Iterable[Relation]) -> Tried:
    """Check every percentage whose part and whole are certain."""
    totals = {part: relation.total for relation in relations for part in relation.parts}
    tried = Tried()
    before: list[Mention] = []
    last: Said | None = None
    for one in said:
        for pairs in _by_whole(one):
            tried += _check_pairs(prose, one, pairs, totals, before)
        tried += _check_all_of_it(one)
        tried += _check_rates(prose, one)
        tried += _check_named_behind(prose, one)
        tried += _check_budgets(prose, one, last)
        tried += _check_hundred(prose, one)
        before += counts(one.mentions)
        last = one
    return tried


def whole_words(share: Mention) -> str:
    """Return the words between 占 and the percentage that name the whole; "" for 总数, 全部 or none."""
    match = _OF.search(share.left)
    words = match.group("whole") if match else ""
    return words if _SPECIFIC.search(words) or not _GENERIC.match(words) else ""


def _by_whole(said: Said) -> Iterator[list[tuple[Mention, Mention]]]:
    """Yield the pairs of part and share of a sentence, those together that name the same whole."""
    groups: dict[str, list[tuple[Mention, Mention]]] = {}
    for share in said.mentions:
        if share.role is Role.SHARE and not share.numeral.approximate and share.unit == "%":
            part = part_of(said, share)
            if part is not None and not part.numeral.approximate:
                groups.setdefault(whole_words(share) + part.unit, []).append((part, share))
    yield from groups.values()


def part_of(said: Said, share: Mention) -> Mention | None:
    if share.clause.group >= 0:
        host = next((m for m in said.mentions if m.numeral.end == share.clause.group), None)
        if host is not None and host.role is Role.COUNT:
            return host
    if (several := _respectively(said, share)) is not None:
        return several
    earlier = [m for m in said.mentions[: share.index] if m.clause.group == share.clause.group]
    if not earlier or earlier[-1].role is not Role.COUNT or earlier[-1].earlier:
        return None
    if (subject := _SUBJECT.search(share.left)) is not None and not _is_of(earlier[-1], subject["of"]):
        named = [m for m in counts(tuple(earlier)) if _is_of(m, subject["of"])]
        return named[0] if len(named) == 1 else None
    between = [c for c in said.clauses if earlier[-1].clause.start < c.start <= share.clause.start]
    return earlier[-1] if len([c for c in between if c.group == share.clause.group]) <= _NEAR else None


def _is_of(mention: Mention, subject: str) -> bool:
    label, wanted = cleaned(mention.left), core(subject)
    return bool(label) and (label.startswith(wanted) or wanted.startswith(label))


def _respectively(said: Said, share: Mention) -> Mention | None:
    first = next(
        (m for m in said.mentions if m.role is Role.SHARE and "分别" in m.left and m.index <= share.index),
        None,
    )
    if first is None:
        return None
    shares = [m for m in said.mentions if m.role is Role.SHARE and m.index >= first.index]
    parts = list(counts(said.mentions[: first.index]))[-len(shares) :]
    return parts[shares.index(share)] if share in shares and len(parts) == len(shares) else None


def _check_pairs(
    prose: Prose,
    said: Said,
    pairs: list[tuple[Mention, Mention]],
    totals: dict[Mention, Mention],
    before: list[Mention],
) -> Tried:
    whole = _whole(said, pairs, totals, before)
    if whole is None or whole.numeral.approximate or whole.value == 0:
        return Tried()
    tried = Tried()
    for part, share in pairs:
        if part is whole:
            continue
        exact = ratio(part, whole)
        severity = percentage_severity(share.value, share.numeral.step, exact)
        found = () if severity is None else (_finding(prose, part, whole, share, severity, exact),)
        tried += Tried(1, found)
    return tried + _check_division(prose, said, pairs, whole, totals)


def _check_division(
    prose: Prose,
    said: Said,
    pairs: list[tuple[Mention, Mention]],
    whole: Mention,
    totals: dict[Mention, Mention],
) -> Tried:
    """Parts of one sentence whose stated shares come to 100 % must come to their whole."""
    parts = [part for part, _ in pairs]
    slack = sum((share.numeral.step for _, share in pairs), Decimal(0)) / 2
    stated = sum((share.value for _, share in pairs), Decimal(0))
    if (
        len(pairs) < 2
        or abs(stated - HUNDRED) > slack
        or whole in parts
        or any(part in totals for part in parts)
    ):
        return Tried()
    return check_sum(prose, whole, parts)


def _whole(
    said: Said, pairs: list[tuple[Mention, Mention]], totals: dict[Mention, Mention], before: list[Mention]
) -> Mention | None:
    unit = pairs[0][0].unit
    words = whole_words(pairs[0][1])
    parts = {part for part, _ in pairs}
    inside = [m for m in counts(said.mentions) if m.index < pairs[-1][0].index and m not in parts]
    checked = [totals[part] for part in parts if part in totals][:1]
    behind = [m for m in counts(said.mentions) if m.index > pairs[-1][1].index and TOTAL_WORD.search(m.left)]
    known = [*inside[::-1], *before[::-1], *checked, *behind]
    candidates = [m for m in known if alike(m.unit, unit) and not m.numeral.approximate]
    if words:
        named = [m for m in candidates if _is_named(m, words)]
        if named:
            return named[0] if _is_the_one(said, named, pairs) else None
    elif len({totals[part] for part in parts if part in totals}) == 1 and len(pairs) <= _NEAR:
        total = next(totals[part] for part in parts if part in totals)
        # Where no share of several fits, the total is wrong, and its sum has said so.
        return total if len(pairs) == 1 or _agreeing(total, pairs) else None
    best = max(candidates, key=lambda one: _agreeing(one, pairs), default=None)
    agreeing = _agreeing(best, pairs) if best is not None else 0
    if best is not None and agreeing >= 2 and agreeing >= len(pairs) * _CERTAIN:
        return best
    return _single(said, pairs, inside, best if agreeing else None)


def _single(
    said: Said, pairs: list[tuple[Mention, Mention]], inside: list[Mention], agreeing: Mention | None
) -> Mention | None:
    """One share alone: the only total of its sentence, or a total before that it is a share of."""
    part, share = pairs[0]
    if len(pairs) != 1 or whole_words(share):
        return None
    near = [m for m in inside if m.unit == part.unit and m.value >= part.value]
    if len(near) == 1:
        between = said.text[near[0].start - said.sentence.start : share.start - said.sentence.start]
        among = "其中" in between or near[0].clause.words.endswith("中")
        tied = among or TOTAL_WORD.search(near[0].left) or TOTAL_WORD.search(share.left)
        if tied and (agreeing is None or _agreeing(near[0], pairs)):
            return near[0]
    return agreeing if agreeing is not None and TOTAL_WORD.search(agreeing.left) else None


def _is_the_one(said: Said, named: list[Mention], pairs: list[tuple[Mention, Mention]]) -> bool:
    """Near by the name is enough; a total of the same name far away must also fit, or be the only one."""
    if any(m in said.mentions for m in named[:1]):
        return True
    return _agreeing(named[0], pairs) == len(pairs)


def _is_named(mention: Mention, words: str) -> bool:
    if len(words) >= 4 and _JOINING.sub("", mention.left).endswith(words):
        return True
    label, wanted = core(cleaned(mention.left)), core(words)
    if label and label == cleaned(wanted) and TOTAL_WORD.search(mention.left):
        return True
    return len(wanted) >= 2 and len(label) >= 2 and label.endswith(wanted)


def _agreeing(whole: Mention, pairs: list[tuple[Mention, Mention]]) -> int:
    if whole.value <= exactness(whole):
        return 0
    return sum(
        part.value <= whole.value
        and percentage_severity(share.value, share.numeral.step, ratio(part, whole)) is not Severity.ERROR
        for part, share in pairs
    )


def _check_all_of_it(said: Said) -> Tried:
    """全部为…，占…100%: counted where it holds; nothing is said where it does not."""
    for share in said.mentions:
        if share.role is Role.SHARE and share.value == HUNDRED and re.search(r"全部|均为|都是", said.text):
            part = part_of(said, share)
            if part is not None and len(list(counts(said.mentions))) == 1:
                return Tried(1)
    return Tried()


def _check_rates(prose: Prose, said: Said) -> Tried:
    tried = Tried()
    for rate in said.mentions:
        match = _RATE.search(rate.left) if rate.role is Role.RATE and rate.unit == "%" else None
        if match is None or rate.numeral.approximate or rate.earlier:
            continue
        earlier = [m for m in counts(said.mentions[: rate.index]) if not m.numeral.approximate]
        stem = cleaned(match.group("stem")).removeprefix("平均")
        parts = [m for m in earlier if _ALREADY.sub("", cleaned(m.left)) == stem]
        if len(parts) != 1:
            continue
        wholes = [
            m
            for m in earlier
            if m.unit == parts[0].unit and m.index < parts[0].index and _RECEIVED.search(m.left)
        ]
        if len(wholes) == 1 and wholes[0].value >= parts[0].value > 0:
            tried += _checked(prose, parts[0], wholes[0], rate)
    return tried


def _check_named_behind(prose: Prose, said: Said) -> Tried:
    """公开8126条，占全区总量18623条的43.6%: the whole stands with its number between 占 and the percentage."""
    tried = Tried()
    for part, whole, rate in zip(said.mentions, said.mentions[1:], said.mentions[2:], strict=False):
        told = rate.unit == "%" and rate.left == "的" and _SHARE_OF.match(whole.left) is not None
        apart = whole.clause is not rate.clause or part.clause.group != whole.clause.group
        vague = any(m.numeral.approximate for m in (part, whole, rate))
        counted = part.role is Role.COUNT and not part.earlier and alike(part.unit, whole.unit)
        if told and counted and not apart and not vague and whole.value >= part.value > 0:
            tried += _checked(prose, part, whole, rate)
    return tried


def _check_budgets(prose: Prose, said: Said, last: Said | None) -> Tried:
    """完成预算的…%: the amount spent is the last one before, the budget the one before that."""
    tried = Tried()
    earlier = (
        list(last.mentions) if last is not None and said.sentence.start - last.sentence.end <= _NEAR else []
    )
    run = earlier + list(said.mentions)
    for place in range(len(earlier), len(run)):
        rate = run[place]
        match = _BUDGET.search(rate.left)
        if match is None or rate.unit != "%" or rate.numeral.approximate or place < 2:
            continue
        whole, part = run[place - 2], run[place - 1]
        if (
            any(m.role is not Role.COUNT or m.numeral.approximate for m in (whole, part))
            or whole.unit != part.unit
        ):
            continue
        if (
            _is_named(whole, match.group("whole"))
            and _SPENT.search(part.left)
            and whole.value > exactness(whole)
        ):
            tried += _checked(prose, part, whole, rate)
    return tried


def _checked(prose: Prose, part: Mention, whole: Mention, rate: Mention) -> Tried:
    exact = ratio(part, whole)
    severity = percentage_severity(rate.value, rate.numeral.step, exact)
    return Tried(1, () if severity is None else (_finding(prose, part, whole, rate, severity, exact),))


def _check_hundred(prose: Prose, said: Said) -> Tried:
    """Shares without counts, side by side, that divide one whole must come to 100 %."""
    shares = [m for m in said.mentions if m.role is Role.SHARE and m.unit == "%"]
    if len(shares) < 2 or any(m.numeral.approximate or part_of(said, m) is not None for m in shares):
        return Tried()
    labels = [re.sub(r"(?:所?占|比例|比重).*$", "", cleaned(m.left)) for m in shares]
    if len({whole_words(m) for m in shares}) > 1 or not disjoint(labels):
        return Tried()
    summed = sum((m.value for m in shares), Decimal(0))
    slack = sum((m.numeral.step for m in shares), Decimal(0)) / 2
    if abs(summed - HUNDRED) <= slack:
        return Tried(1)
    whole = any(REST.search(label) for label in labels) or partition(labels)
    if summed > HUNDRED or whole:
        addition = " ＋ ".join(bare(prose, m) for m in shares)
        why = f"{addition} ＝ {plain(summed)}，各项占比之和应为 100%，相差 {plain(abs(summed - HUNDRED))} 个百分点。"
        return Tried(
            1, (finding(prose, FindingKind.SHARE, Severity.ERROR, shares, "100%", f"{plain(summed)}%", why),)
        )
    return Tried()


def _finding(
    prose: Prose, part: Mention, whole: Mention, share: Mention, severity: Severity, exact: Interval
) -> Finding:
    step = share.numeral.step
    value = part.value / whole.value * HUNDRED
    right = rounded(value, step)
    why = f"{bare(prose, part)} ÷ {bare(prose, whole)} ＝ {percent(value, step)}，四舍五入为 {right}，所述为 {printed(prose, share)}。"
    why += (
        "相差只在末位。"
        if severity is Severity.ROUNDING
        else f"两数无误的，应为 {right}；占比无误的，请核对两数。"
    )
    near = "\n" not in prose.text[whole.numeral.end : share.start]
    mentions = (part, whole, share) if near else (part, share)
    return finding(prose, FindingKind.SHARE, severity, mentions, printed(prose, share), right, why)
