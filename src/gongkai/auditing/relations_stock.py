"""存量变动 — what there was, what came in, what went out and what there is: 年初86件，新增12件，废止9件，现有89件.

Only a sentence that tells all of it, each number on a side that its own words name, is held against itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.auditing.arithmetic import bare, finding, plain, shown
from gongkai.auditing.mentions import Mention, Role, Said
from gongkai.auditing.model import UNTRIED, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose
from gongkai.rules.phrases import phrase

_BEFORE = re.compile(r"年初|期初|(?:上年|去年|\d{4}年)(?:年?[末底])|原有|原先|截[至止](?:上年|去年)")
_AFTER = re.compile(
    r"年末|年底|期末|现有|现行有效|现存|目前(?:共|有|保有)|继续有效|(?:增加|减少|精简|压减|整合)[到至为]"
)
_IN = re.compile(
    r"(?:新增加?|新制[定发]?|新出台|新印发|新设立?|新建|新开通|新聘|新注册|增设|补充|制定|出台|增加|开通)(?:了|的)?\S{0,10}$"
)
_OUT = re.compile(r"(?:废止|失效|减少|撤销|关停|注销|清退|离岗|退出|删除|取消|停用|撤并)(?:了|的)?\S{0,10}$")
_UNMOVED = re.compile(r"修改|修订|更新|升级|改版|调整(?!\S{0,3}(?:减少|增加))")
_VERB = re.compile(
    r"有效|有|为|共|新增加?|新制[定发]?|新出台|新印发|新设立?|新建|新开通|新聘|新注册|增设|补充|制[定发]|出台|增加|开通|废止|失效|减少|撤销"
    r"|关停|注销|清退|离岗|退出|删除|取消|停用|撤并|的|了|年末|年底|期末"
)
_COMPARED = re.compile(r"比|较|同比|相比")


@dataclass(slots=True)
class _Stock:
    """The numbers of a sentence by what they say of the stock."""

    before: list[Mention] = field(default_factory=list)
    into: list[Mention] = field(default_factory=list)
    out: list[Mention] = field(default_factory=list)
    after: list[Mention] = field(default_factory=list)

    def every(self) -> list[Mention]:
        return [*self.before, *self.into, *self.out, *self.after]

    def is_certain(self) -> bool:
        """Whether it was and is told once each, in this order, with all that came and went between."""
        if len(self.before) != 1 or len(self.after) != 1 or not (self.into or self.out):
            return False
        between = [*self.into, *self.out]
        if any(not _is_of(m, self.before[0]) for m in (*between, self.after[0])):
            return False
        ordered = all(self.before[0].start < m.start < self.after[0].start for m in between)
        exact = not any(m.numeral.approximate for m in self.every())
        return ordered and exact and max(map(len, (self.into, self.out))) <= _SIDES


_SIDES, _NEXT, _NOUN = 2, 2, 2


def _is_of(mention: Mention, stock: Mention) -> bool:
    """Whether a number is of the same things as the stock, as far as both name them: 新增兼职3人 is not of 工作人员."""
    named, other = (_VERB.split(m.left)[-1] for m in (mention, stock))
    return not named or not other or named[-_NOUN:] == other[-_NOUN:]


def check_stocks(prose: Prose, said: Sequence[Said]) -> Tried:
    """Check what there was + what came in = what went out + what there is."""
    runs = zip(said, [*said[1:], None], strict=False)
    return sum((_check(prose, stock) for run in runs for stock in _stocks(*run)), UNTRIED)


def _stocks(said: Said, following: Said | None) -> Iterator[_Stock]:
    """The stock of each unit that a sentence begins to tell of, up to the number that says what there is."""
    near = following is not None and following.sentence.start - said.sentence.end <= _NEXT
    mentions = (*said.mentions, *(following.mentions if following and near else ()))
    units = dict.fromkeys(m.unit for m in said.mentions if m.unit)
    for unit in units:
        stock = _Stock()
        for mention in mentions:
            if not stock.before and mention not in said.mentions:
                break
            if mention.unit != unit or mention.clause.group >= 0:
                continue
            side = _side(said if mention in said.mentions else following or said, mention, stock)
            if side is None and _UNMOVED.search(mention.left):
                continue
            if side is None:
                break
            side.append(mention)
            if side is stock.after:
                break
        if stock.is_certain():
            yield stock


def _words(said: Said, mention: Mention) -> str:
    """The words before a number, with the clause in front that only says when: 2017年末，现行有效…."""
    if mention.clause.mentions[0] is not mention:
        return mention.left
    earlier = [c for c in said.clauses if c.group == mention.clause.group and c.start < mention.clause.start]
    when = earlier[-1] if earlier and not earlier[-1].mentions else None
    return f"{when.words}，{mention.left}" if when else mention.left


def _side(said: Said, mention: Mention, stock: _Stock) -> list[Mention] | None:
    words = _words(said, mention)
    if mention.role not in (Role.COUNT, Role.CHANGE) or _COMPARED.search(words):
        return None
    if not stock.before:
        return stock.before if _BEFORE.search(words) else None
    if _AFTER.search(words):
        return stock.after
    if _OUT.search(words):
        return stock.out
    return stock.into if _IN.search(words) else None


def _check(prose: Prose, stock: _Stock) -> Tried:
    before, after = stock.before[0], stock.after[0]
    came, went = (sum((m.value for m in side), Decimal(0)) for side in (stock.into, stock.out))
    right = before.value + came - went
    if right == after.value:
        return Tried(1)
    arithmetic = bare(prose, before)
    arithmetic += "".join(f" ＋ {bare(prose, m)}" for m in stock.into)
    arithmetic += "".join(f" － {bare(prose, m)}" for m in stock.out)
    why = phrase(
        "%(arithmetic)s，所述现有数为 %(stated)s，相差 %(gap)s。其余各数无误的，应为 %(right)s。",
        arithmetic=f"{arithmetic} ＝ {plain(right)}",
        stated=bare(prose, after),
        gap=plain(abs(right - after.value)),
        right=plain(right),
    )
    stated, computed = shown(prose, after, after.value), shown(prose, after, right)
    return Tried(1, (finding(prose, FindingKind.SUM, Severity.ERROR, stock.every(), stated, computed, why),))
