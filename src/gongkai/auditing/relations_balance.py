"""收支平衡 — received and carried over against handled and carried forward, where a paragraph states all four."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from gongkai.auditing.arithmetic import bare, finding, plain, shown
from gongkai.auditing.mentions import Mention, Said, counts
from gongkai.auditing.model import UNTRIED, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose
from gongkai.auditing.relations import check_sum
from gongkai.auditing.relations_tails import alike
from gongkai.rules.phrases import phrase

_CARRIED_IN = re.compile(
    r"(?:上一?年度?末?|去年|往年|20\d\d年度?)(?:结转|转结|转入|遗留|未办结)|结转(?:自)?上年|^(?:其中|另有|加)?结转$"
)
_CARRIED_ON = re.compile(r"(?:结转|转结|转|顺延|延续|延至)(?:至|到|入)?(?:下|次|明|20\d\d年)")
_DONE = re.compile(r"^(?:\S{0,12})(?:已?办结|答复|办理完毕|办理)(?:\S{0,8})$")
_RECEIVED = re.compile(r"新收|收到|受理|接收|接到")
_BESIDES = re.compile(r"另|加上|不含")
_DUE = re.compile(
    r"^(?:共计?|合计|总计|全年|本年度?|年度|年内|共需|需|实际)*(?:应办理?|应处理|应答复|待办理?|需办理|需处理)$"
)
_PARTIAL = re.compile(r"其中|网上|部分|电话|来信|当面|信函|邮")
_IN_TIME = re.compile(r"按[时期]")
_ANSWER = re.compile(r"予以公开|部分公开|不予公开|无法提供|不予处理|其他处理")
_ALL_ANSWERS = 5


@dataclass(slots=True)
class _Balance:
    """The numbers of a paragraph by the side of the balance on which they stand; answers are what was handled, by kind."""

    new: list[Mention] = field(default_factory=list)
    carried: list[Mention] = field(default_factory=list)
    done: list[Mention] = field(default_factory=list)
    on: list[Mention] = field(default_factory=list)
    answers: list[Mention] = field(default_factory=list)

    def take(self, mention: Mention) -> None:
        words = mention.left
        if _CARRIED_ON.search(words + mention.right):
            self.on.append(mention)
        elif _CARRIED_IN.search(words):
            self.carried.append(mention)
        elif _ANSWER.search(words):
            self.answers.append(mention)
        elif _PARTIAL.search(words):
            return
        elif _RECEIVED.search(words):
            self.new.append(mention)
        elif _DONE.search(words):
            self.done.append(mention)

    def is_certain(self) -> bool:
        """Whether each number is told once, in one unit, exactly, and in the order in which cases go."""
        if len(self.done) > 1:
            self.done = [m for m in self.done if not _IN_TIME.search(m.left)]
        if not self.done and len(self.answers) >= _ALL_ANSWERS:
            self.done = self.answers
        once = all(len(kind) == 1 for kind in (self.new, self.carried, self.on))
        if not once or not self.done or (len(self.done) > 1 and self.done is not self.answers):
            return False
        every = self.every()
        exact = not any(m.numeral.approximate for m in every)
        ordered = self.new[0].start < self.done[0].start and self.carried[0].start < self.on[0].start
        return exact and ordered and all(alike(m.unit, self.new[0].unit) for m in every)

    def every(self) -> list[Mention]:
        return [*self.new, *self.carried, *self.done, *self.on]


def check_balances(prose: Prose, said: Sequence[Said]) -> Tried:
    """Check new + carried over = handled + carried forward, or, where the total includes it, total = the latter."""
    tried = UNTRIED
    for _, paragraph in groupby(said, key=lambda one: one.sentence.paragraph):
        sentences = list(paragraph)
        tried += sum((_check(prose, balance) for balance in _balances(sentences)), UNTRIED)
        tried += sum((_check_due(prose, one) for one in sentences), UNTRIED)
    return tried


def _check_due(prose: Prose, said: Said) -> Tried:
    """新收58件，加上上年结转4件，全年应办62件."""
    due = [m for m in counts(said.mentions) if _DUE.search(m.left)]
    if not due:
        return UNTRIED
    balance = _gathered([said])
    if any(len(kind) != 1 for kind in (due, balance.new, balance.carried)):
        return UNTRIED
    every = (due[0], balance.new[0], balance.carried[0])
    if due[0].start < max(m.start for m in every) or any(m.numeral.approximate for m in every):
        return UNTRIED
    return check_sum(prose, due[0], every[1:]) if len({m.unit for m in every}) == 1 else UNTRIED


def _balances(paragraph: list[Said]) -> Iterator[_Balance]:
    """The balance of the paragraph, or that of a sentence with the one after it where there are several."""
    whole = _gathered(paragraph)
    if whole.is_certain():
        yield whole
        return
    if not (whole.carried and whole.on):
        return
    for number, one in enumerate(paragraph):
        near = _gathered(paragraph[number : number + 2])
        if near.new and near.new[0] in one.mentions and near.is_certain():
            yield near
            return


def _gathered(sentences: Sequence[Said]) -> _Balance:
    balance = _Balance()
    for one in sentences:
        for mention in counts(one.mentions):
            balance.take(mention)
    return balance


def _check(prose: Prose, balance: _Balance) -> Tried:
    new, carried, on = balance.new[0], balance.carried[0], balance.on[0]
    done = sum((m.value for m in balance.done), Decimal(0))
    left, right = new.value + carried.value, done + on.value
    if right == left or (right == new.value and not _BESIDES.search(carried.left)):
        return Tried(1)
    if carried.value == 0 and on.value == 0:
        return UNTRIED
    why = phrase(
        "新收 %(new)s ＋ 上年结转 %(carried)s ＝ %(due)s，办结 %(done)s ＋ 结转下年 %(on)s ＝ %(settled)s，"
        "相差 %(off)s。两边应当相等；其余各数无误的，办结应为 %(right)s。",
        new=bare(prose, new),
        carried=bare(prose, carried),
        due=plain(left),
        done=" ＋ ".join(bare(prose, m) for m in balance.done),
        on=bare(prose, on),
        settled=plain(right),
        off=plain(abs(left - right)),
        right=plain(left - on.value),
    )
    stated, computed = shown(prose, new, left), shown(prose, new, right)
    found = finding(prose, FindingKind.SUM, Severity.ERROR, balance.every(), stated, computed, why)
    return Tried(1, (found,))
