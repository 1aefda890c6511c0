"""前后一致 — the same figure of the same year and scope that is stated twice and differently.

Two numbers are the same figure only if their words, unit, scope and organs are the same and both are said of the
whole year, or where the second takes the first up: 办结77件。在已办结的77件中，…. Anything else is left alone: reports
state many scopes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.auditing.arithmetic import bare, finding, printed
from gongkai.auditing.labels import cleaned
from gongkai.auditing.mentions import Mention, Said, counts
from gongkai.auditing.model import UNTRIED, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose
from gongkai.auditing.relations import Relation
from gongkai.rules.phrases import phrase

_WHOLE_YEAR = re.compile(r"全年|年度|今年|本年|共|总|累计|\d{4}年")
PART_OF_YEAR = re.compile(
    r"上半年|下半年|季度|\d月|期间|每[月年季]|首次|第[一二三四]|下一步|计划|拟|将|力争|目标"
)
"""What tells that the numbers of a sentence are not those of a whole year, or of one to come."""
_OTHER_YEAR = re.compile(r"去年|上年|同期")
_SCOPE = re.compile(r"全[省市区县镇系]|[省市区县镇州]本级|本级|累计|截[至止]|以来|历年|现有|目前|新增")
_ORGAN = re.compile(
    r"[\u4e00-\u9fff]{1,6}(?:局|委|办|厅|院|县|区|镇|乡|街道|政府|部门|单位|中心)(?!信息|公开|网|门户)"
)
_YEAR = re.compile(r"(\d{4})年")
_FILLER = re.compile(r"政府(?=信息)|各类|的|了|共计?|总共|总计|累计|合计|有效")
_ANNUAL = re.compile(
    r"申请|主动公开|公开信息|公开政府信息|发布信息|发布政府信息|行政复议|行政诉讼|政策解读|规范性文件|访问量|点击|建议提案|新闻发布会|举报|投诉"
)
_TAKES_UP = re.compile(r"^在?(?:上述|以上|全部|所有)?(?:已经?|所)?(?P<deed>办结|答复|办理|受理|收到)的$")
_TAKEN_UP = re.compile(r"^(?:政府信息)?(?:公开)?(?:申请|事项)?(?:当)?中$")
_FROM_LAST = re.compile(r"上年|往年|遗留")
_SHORTEST, _REACH = 6, 2


@dataclass(frozen=True, slots=True)
class _Key:
    label: str
    unit: str
    scope: tuple[str, ...]
    years: tuple[str, ...]


def check_repeats(
    prose: Prose, said: Sequence[Said], relations: Iterable[Relation], year: int | None
) -> Tried:
    """Compare the figures of the whole year that are beyond doubt the same one."""
    parts = {part for relation in relations for part in relation.parts}
    first: dict[_Key, Mention] = {}
    tried = UNTRIED
    for number, one in enumerate(said):
        tried += _check_taken_up(prose, one, said[max(0, number - _REACH) : number + 1])
        if PART_OF_YEAR.search(one.text) or _OTHER_YEAR.search(one.text) or "其中" in one.text[:3]:
            continue
        for mention in counts(one.mentions):
            key = _key(one, mention, year) if mention not in parts else None
            if key is None:
                continue
            if key in first:
                tried += _compare(prose, first[key], mention)
            else:
                first[key] = mention
    return tried


def _check_taken_up(prose: Prose, one: Said, near: Sequence[Said]) -> Tried:
    """办结77件，…。在已办结的77件中，…: what is taken up is the only number near by of which the same is said."""
    for again in one.mentions:
        match = _TAKES_UP.match(again.left)
        if match is None or not _TAKEN_UP.match(again.right) or again.numeral.approximate:
            continue
        if any(_FROM_LAST.search(said.text) for said in near):
            continue
        said_of = [
            m
            for said in near
            for m in counts(said.mentions)
            if m.start < again.start and match["deed"] in m.left and m.unit == again.unit
        ]
        if len(said_of) == 1 and said_of[0].left.endswith(match["deed"]):
            return UNTRIED if said_of[0].numeral.approximate else _compare(prose, said_of[0], again)
    return UNTRIED


def _key(said: Said, mention: Mention, year: int | None) -> _Key | None:
    before = said.text[: mention.start - said.sentence.start]
    if mention.clause.group >= 0 or mention.numeral.approximate or not mention.unit or "其中" in before:
        return None
    if not _WHOLE_YEAR.search(before) or len(list(counts(tuple(mention.clause.mentions)))) > 1:
        return None
    label = _FILLER.sub("", cleaned(mention.left))
    if len(label) < _SHORTEST or not _ANNUAL.search(label) or re.search(r"\d", label):
        return None
    years = tuple(sorted(set(_YEAR.findall(before))))
    if years and year is not None and years != (str(year),):
        return None
    return _Key(label + "·" + mention.right[:6], mention.unit, scope_of(before), () if year else years)


def scope_of(before: str) -> tuple[str, ...]:
    """Return the scopes and organs that the words before a number name."""
    return tuple(sorted({*_SCOPE.findall(before), *_ORGAN.findall(before)}))


def _compare(prose: Prose, first: Mention, again: Mention) -> Tried:
    if first.value == again.value:
        return Tried(1)
    why = phrase(
        "前文所述为 %(first)s，此处为 %(again)s，同一数字前后不一，相差 %(gap)s。"
        "请核对，以 %(one)s 或者 %(other)s 为准改为一致。",
        first=printed(prose, first),
        again=printed(prose, again),
        gap=abs(first.value - again.value),
        one=bare(prose, first),
        other=bare(prose, again),
    )
    found = finding(
        prose,
        FindingKind.REPEATED_FIGURE,
        Severity.ERROR,
        (again,),
        printed(prose, again),
        printed(prose, first),
        why,
    )
    return Tried(1, (found,))
