"""占比与所占 — which number each percentage is the share of: the count in front of it, or, where shares lead, behind it."""

import re
from collections.abc import Iterator

from gongkai.auditing.labels import cleaned, core
from gongkai.auditing.mentions import Mention, Role, Said, counts
from gongkai.auditing.numerals import TIME_UNITS

_OF = re.compile(
    r"(?:所?占(?:了|到)?|占比|比例|比重)(?P<whole>.*?)(?:的)?(?:比例|比重|占比|百分比)?(?:的|为|是|达|约|:)*$"
)
_GENERIC = re.compile(
    r"^(?:到|了|总|全部|全市|全区|全县|全年|本年|比|的|数|量|件|条|公开|所公开|主动公开|申请|信息|政府|依申请|比例|比重|占比|受理|收件|收到|办理|办结?|其中"
    r"|总数|总量|总计|总体|合计|人数|人员|为|公开信息|所占)*$"
)
_SPECIFIC = re.compile(r"办结|答复|办件")
# 税收占比77.8%, 专职人员占20.9%: what the share is of stands in front of it.
_SUBJECT = re.compile(
    r"^(?!(?:其中)?(?:分别|所|其|均|各|约|仅|合计|共计|两者|数量|总量|件数|信息量?|申请量|比例|比重|大约|人数|金额)*占)"
    r"(?:其中)?(?P<of>[\u4e00-\u9fff]{2,12}?)(?:数量?|量|人数|金额)?所?占"
)
# 工作信息20条，财务信息2条，共占24.72%: the share of several numbers, of none alone.
_TOGETHER = re.compile(r"(?:[两二三]者|[两二三]项)?(?:合计|共计|总共|共|合)占")
_IN_ALL = re.compile(r"(?:以上|上述|各类|各项|两项|两者)?(?:共计|合计|总计|共)(?:为|是|有)?$")
_KINDS = frozenset({"类", "项", "者", "种", "方面"})
_NEAR = 2
# 占35%的是征地类，共42件; 占62.5%，共50件
_LEADS = re.compile(r"^的(?:是|为)?\S")
_BARE = re.compile(r"^(?:共计?|合计|总计|计|为|有|即|达|数量|件数)*$")


def whole_words(share: Mention) -> str:
    """Return the words between 占 and the percentage that name the whole; "" for 总数, 全部 or none."""
    match = _OF.search(share.left)
    words = match.group("whole") if match else ""
    return "" if is_generic(words) else words


def is_generic(words: str) -> bool:
    """Whether words behind 占 name no whole of their own: 总数, 全部."""
    return _SPECIFIC.search(words) is None and _GENERIC.match(words) is not None


def by_whole(said: Said) -> Iterator[list[tuple[Mention, Mention]]]:
    """Yield the pairs of part and share of a sentence, those together that name the same whole."""
    parts = parts_of(said)
    groups: dict[str, list[tuple[Mention, Mention]]] = {}
    for share in said.mentions:
        if share.role is Role.SHARE and not share.numeral.approximate and share.unit == "%":
            part = parts.get(share)
            if part is not None and not part.numeral.approximate:
                groups.setdefault(whole_words(share) + part.unit, []).append((part, share))
    yield from groups.values()


def part_of(said: Said, share: Mention) -> Mention | None:
    """Return the count that a percentage is said of; None where that is not certain."""
    return parts_of(said).get(share)


def parts_of(said: Said) -> dict[Mention, Mention]:
    """Return for the shares of a sentence the counts that they are said of."""
    found: dict[Mention, Mention] = {}
    led: set[Mention] = set()
    for share in said.mentions:
        if share.role is not Role.SHARE or _TOGETHER.match(share.left):
            continue
        part = _in_front(said, share)
        if part is None or part in led or _LEADS.match(share.right):
            behind = _behind(said, share)
            if behind is not None:
                led.add(behind)
            part = behind or (part if part not in led else None)
        if part is not None:
            found[share] = part
    return found


def _behind(said: Said, share: Mention) -> Mention | None:
    following = said.mentions[share.index + 1 : share.index + 2]
    if not following or following[0].role is not Role.COUNT or following[0].earlier:
        return None
    part = following[0]
    if not part.unit or part.unit in TIME_UNITS:
        return None
    if part.clause.group == share.numeral.end:
        return part
    between = [c for c in said.clauses if share.clause.start < c.start <= part.clause.start]
    near = len(between) <= 1 and all(c.before in ("，", "、") for c in between)
    return part if near and part.clause.group == share.clause.group and _BARE.match(part.left) else None


def _in_front(said: Said, share: Mention) -> Mention | None:
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
    parts = list(counts(said.mentions[: first.index]))
    if parts and _IN_ALL.match(parts[-1].left):
        # …56件、140件，三类共计1400件，分别占…: the total stands between.
        parts = [part for part in parts if part.clause is not parts[-1].clause]
    elif parts and parts[-1].clause is first.clause and parts[-1].unit in _KINDS:
        # 三类分别占…
        parts.pop()
    parts = parts[-len(shares) :]
    return parts[shares.index(share)] if share in shares and len(parts) == len(shares) else None
