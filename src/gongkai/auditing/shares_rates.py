"""各种率 — percentages whose part and whole the words themselves name: rates, shares of a whole told behind 占, budgets."""

import re
from collections.abc import Sequence
from itertools import pairwise

from gongkai.auditing.arithmetic import exactness, percentage_severity, ratio
from gongkai.auditing.labels import TOTAL_WORD, cleaned, core
from gongkai.auditing.mentions import Mention, Role, Said, counts
from gongkai.auditing.model import UNTRIED, Tried
from gongkai.auditing.prose import Prose
from gongkai.auditing.relations_tails import alike
from gongkai.auditing.shares_said import checked

_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,10}?)率(?:为|达|达到|均为|是|:)*$")
_BUDGET = re.compile(r"完成(?:了)?(?P<whole>\S{2,12}?)的$")
_SPENT = re.compile(r"决算|支出|执行|实际|完成|收入")
_RECEIVED = re.compile(
    r"发放|发出|发现|排查|转办|交办|涉及|梳理|摸排|征集|征求|收集|抽查|检查|测评|抽检|制发|制作|发文|产生|形成|办理|收到|受理|接到|接收|新收|应|收件|收|共|承办|提交|提出"
)
_CAME_IN = re.compile(r"收到|接到|新收")
_CARRIED = re.compile(r"结转|转结|转入|遗留|上年|去年")
_ALL_OF_IT = re.compile(r"^(?:共|全年|全部|全市|全县|全区)*(?:应|总|收到|受理|接到|共有?$)")
_DONE_OF_IT = re.compile(r"^(?:实际|已|其中|按[时期])*(?:办结|答复|回复|公开|采纳|满意|合格|完成|受理)")
_SHARE_OF = re.compile(r"^(?:所)?占")
_PLANNED = re.compile(r"^(?:完成|为|达到?|相当于)(?:了)?(?:年度|全年|年初|上级)*(?:任务|计划|预算|目标)")
_JOINING = re.compile(r"(?:为|是|达到?|共|有|约)+$")
_ALREADY = re.compile(r"^(?:已|直接|全部|均|共|及时|依法|并|当年|其中|现|已经)+")
_IN_TIME = re.compile(r"^按[时期]")
_JOINED = re.compile(r"[和及与并、]")
_DECIDED = re.compile(r"^作出(?P<what>[\u4e00-\u9fff]{2,4})决定的?$")
_SAID_AS = {"回收": "收回", "纠错": "纠正"}
_NEAR = 2


def check_rates(prose: Prose, said: Said, last: Said | None, before: Sequence[Mention] = ()) -> Tried:
    """Check the rates of a sentence; `last` is the sentence with numbers in front of it, `before` its paragraph's."""
    named = _check_rates(prose, said, before) + _check_explained(prose, said)
    told = _check_named_behind(prose, said) + _check_planned(prose, said)
    return named + told + _check_budgets(prose, said, last)


def _check_rates(prose: Prose, said: Said, before: Sequence[Mention]) -> Tried:
    tried = UNTRIED
    for rate in said.mentions:
        match = _RATE.search(rate.left) if rate.role is Role.RATE and rate.unit == "%" else None
        if match is None or rate.numeral.approximate or rate.earlier:
            continue
        earlier = [m for m in counts(said.mentions[: rate.index]) if not m.numeral.approximate]
        stem = cleaned(match.group("stem")).removeprefix("平均")
        since = max((c.start for c in said.clauses if c.before == ";" and c.start <= rate.start), default=0)
        parts = [m for m in earlier if _is_done(m, stem) and m.start >= since]
        parts = parts[-1:] if parts and _due(earlier, parts[-1], stem) else parts
        if len(parts) != 1:
            continue
        wholes = _due(earlier, parts[0], stem) or _wholes(earlier, parts[0], since)
        wholes = wholes or _right_before(said, parts[0]) or _came_in(parts[0], before)
        if stem == "满意" and _with_nearly_content(said):
            continue
        if len(wholes) == 1 and wholes[0].value >= parts[0].value > 0:
            tried += checked(prose, parts[0], _handed_on(said, wholes[0], parts[0], rate), rate)
    return tried


def _with_nearly_content(said: Said) -> bool:
    """满意134件、基本满意10件，满意率98.6%: who is nearly content mostly counts as content."""
    return any("基本满意" in m.left for m in counts(said.mentions))


def _wholes(earlier: Sequence[Mention], part: Mention, since: int) -> list[Mention]:
    """What was received before a part was done, of what stands since the last semicolon where something does."""
    found = [m for m in earlier if m.unit == part.unit and m.index < part.index and _RECEIVED.search(m.left)]
    return [m for m in found if m.start >= since] or found


def _due(earlier: Sequence[Mention], part: Mention, stem: str) -> list[Mention]:
    """应结案972件，结案911件，结案率93.72%，按期结案737件，按期结案率75.82%: what was due, told once before it was done."""
    due = f"应{_IN_TIME.sub('', stem)}"
    if not any(due in m.left for m in earlier):
        return []
    found = [m for m in earlier if m.index < part.index and core(cleaned(m.left)).endswith(due)]
    return found[-1:] if found and found[-1].unit == part.unit else []


def _is_done(part: Mention, stem: str) -> bool:
    """Whether a number says how often was done what a rate is of: 已回复和办理2917件, 办理率; 作出纠错决定的7件, 纠错率."""
    label = core(_ALREADY.sub("", cleaned(part.left)))
    last = _JOINED.split(_DECIDED.sub(r"\g<what>", label))[-1]
    return bool({label, last} & {stem, _SAID_AS.get(stem)})


def _handed_on(said: Said, whole: Mention, part: Mention, rate: Mention) -> Mention:
    """受理2877件，派单601件，按时办结597件，按时办结率99.3%: of what stands between, the one that the rate is right for."""
    if whole not in said.mentions:
        return whole
    between = [m for m in counts(said.mentions[whole.index + 1 : part.index]) if m.unit == part.unit]
    for other in between:
        exact = not other.numeral.approximate and other.value >= part.value
        if exact and percentage_severity(rate.value, rate.numeral.step, ratio(part, other)) is None:
            return other
    return whole


def _right_before(said: Said, part: Mention) -> list[Mention]:
    """行政复议287件，纠正41件，纠错率14.3%: the only number of its unit since the last semicolon."""
    edge = max((c.start for c in said.clauses if c.before == ";" and c.start <= part.start), default=0)
    same = [m for m in said.mentions[: part.index] if m.unit == part.unit and m.start >= edge]
    beside = [m for m in same if m.role is Role.COUNT and not m.earlier]
    exact = len(same) == 1 and not any(m.numeral.approximate for m in beside)
    return beside if exact and part.clause.group == same[0].clause.group else []


def _came_in(part: Mention, before: Sequence[Mention]) -> list[Mention]:
    """全市收到208件。…已办结204件，办结率98.1%: what came in, by the sentences in front, where nothing was carried over."""
    same = [m for m in before if m.unit == part.unit and m.clause.group < 0]
    if any(_CARRIED.search(m.left) or m.numeral.approximate for m in same):
        return []
    return [m for m in same if _CAME_IN.search(m.left)]


def _check_explained(prose: Prose, said: Said) -> Tried:
    """办结率为97.5%（应办结120件，实际办结117件）: both numbers stand in the bracket behind the rate."""
    tried = UNTRIED
    for rate in said.mentions:
        if rate.unit != "%" or rate.numeral.approximate or not _RATE.search(rate.left):
            continue
        behind = [m for m in said.mentions if m.clause.group == rate.numeral.end]
        wholes = [m for m in behind if _ALL_OF_IT.search(m.left)]
        parts = [m for m in behind if m not in wholes]
        if len(wholes) != 1 or len(parts) != 1 or wholes[0].unit != parts[0].unit:
            continue
        told = _DONE_OF_IT.search(parts[0].left) is not None
        exact = not wholes[0].numeral.approximate and not parts[0].numeral.approximate
        if told and exact and wholes[0].value >= parts[0].value > 0:
            tried += checked(prose, parts[0], wholes[0], rate)
    return tried


def _check_named_behind(prose: Prose, said: Said) -> Tried:
    """公开8126条，占全区总量18623条的43.6%: the whole stands with its number between 占 and the percentage."""
    tried = UNTRIED
    for whole, rate in pairwise(said.mentions):
        part = next(
            (m for m in reversed(said.mentions[: whole.index]) if m.role is Role.COUNT and not m.earlier),
            None,
        )
        if part is None or _is_interrupted(said, part, whole):
            continue
        told = rate.unit == "%" and rate.left == "的" and _SHARE_OF.match(whole.left) is not None
        apart = whole.clause is not rate.clause or part.clause.group != whole.clause.group
        vague = any(m.numeral.approximate for m in (part, whole, rate))
        if (
            told
            and alike(part.unit, whole.unit)
            and not apart
            and not vague
            and whole.value >= part.value > 0
        ):
            tried += checked(prose, part, whole, rate)
    return tried


def _check_planned(prose: Prose, said: Said) -> Tried:
    """入库4860万元，完成年度计划4500万元的108%: the plan stands with its number, in front of it what was reached."""
    tried = UNTRIED
    for whole, rate in pairwise(said.mentions):
        if rate.unit != "%" or rate.left != "的" or not _PLANNED.match(whole.left):
            continue
        among = said.text.find("其中") + said.sentence.start
        listed = said.sentence.start <= among < whole.start
        front = [m for m in said.mentions[: whole.index] if not listed or m.start < among][-1:]
        told = [m for m in front if m.role is Role.COUNT and not m.earlier and m.unit == whole.unit]
        vague = any(m.numeral.approximate for m in (*told, whole, rate))
        if (
            told
            and told[0].clause.group == whole.clause.group
            and not vague
            and whole.value > exactness(whole)
        ):
            tried += checked(prose, told[0], whole, rate)
    return tried


def _is_interrupted(said: Said, part: Mention, whole: Mention) -> bool:
    """Whether more stands between than how the part grew and from what."""
    between = said.mentions[part.index + 1 : whole.index]
    grown = (m.earlier or (m.role is Role.GROWTH and m.clause.group == part.clause.group) for m in between)
    return not all(grown)


def _check_budgets(prose: Prose, said: Said, last: Said | None) -> Tried:
    """完成预算的…%: the amount spent is the last one before, the budget the one before that."""
    tried = UNTRIED
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
            is_named(whole, match.group("whole"))
            and _SPENT.search(part.left)
            and whole.value > exactness(whole)
        ):
            tried += checked(prose, part, whole, rate)
    return tried


def is_named(mention: Mention, words: str) -> bool:
    """Whether words that name a whole are those of this number."""
    if len(words) >= 4 and _JOINING.sub("", mention.left).endswith(words):
        return True
    label, wanted = core(cleaned(mention.left)), core(words)
    if label and label == cleaned(wanted) and TOTAL_WORD.search(mention.left):
        return True
    return len(wanted) >= 2 and len(label) >= 2 and label.endswith(wanted)
