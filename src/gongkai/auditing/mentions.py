"""数字的上下文 — each number of the prose within its clause: the words around it, its brackets and its part in what is said."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from gongkai.auditing.numerals import Numeral, read_numerals
from gongkai.auditing.prose import Prose, Sentence


class Role(StrEnum):
    """所指 — a count or amount; by how much it changed; a share of a whole, another rate, a number of times."""

    COUNT = "count"
    CHANGE = "change"
    GROWTH = "growth"
    SHARE = "share"
    RATE = "rate"
    POINTS = "points"
    TIMES = "times"


@dataclass(slots=True)
class Clause:
    """分句 — the words between two separators, whatever stands in brackets inside left out.

    `before` is the separator in front; `group` is the place of the bracket that it stands in, -1 outside of any.
    """

    before: str
    group: int
    runs: list[tuple[int, int]] = field(default_factory=list)
    mentions: list["Mention"] = field(default_factory=list)
    words: str = ""

    @property
    def start(self) -> int:
        """Where its first character stands in `Prose.text`."""
        return self.runs[0][0]

    @property
    def end(self) -> int:
        """Where it ends in `Prose.text`."""
        return self.runs[-1][1]


@dataclass(slots=True, eq=False)
class Mention:
    """数字的出现 — a number, the words to its left and right within its clause, and its role.

    `earlier`: of another year; `counts`: something now, neither a change nor a rate. `value`, `unit` and `start` are
    those of the numeral, the last a place in `Prose.text`.
    """

    numeral: Numeral
    clause: Clause
    left: str
    right: str
    index: int
    role: Role = Role.COUNT
    earlier: bool = False
    counts: bool = True
    value: Decimal = field(init=False)
    unit: str = field(init=False)
    start: int = field(init=False)

    def __post_init__(self) -> None:
        # Asked so often that looking them up through the numeral takes a thirtieth of all.
        self.value, self.unit, self.start = self.numeral.value, self.numeral.unit, self.numeral.start


@dataclass(frozen=True, slots=True)
class Said:
    """一句所说 — a sentence with its clauses and numbers in order."""

    sentence: Sentence
    text: str
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...]


_SEPARATOR = re.compile(r"[，;:、()]")
_UP = "增长|增加|上升|提高|提升|上涨|增多|增"
_DOWN = "下降|减少|降低|下滑|减|回落|降|缩减|压减|精简|压缩"
_DONE = "公开|发布|受理|收到|答复|办理|办结|接待|编发|举办|召开"
_ADVERB = "(?:了|约|近|为|达|幅度?为|幅|率为|率|比例为|[:(])?"
_CHANGE = re.compile(
    rf"(?<!新)(?<!净)(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<more>多|少)(?:{_DONE})?){_ADVERB}$"
)
_COMPARED = re.compile(r"比|较|同期|环比|持平|与.*相|上年|去年")
_SHARE = re.compile(r"占|比例|比重")
_ONLY_SHARE = re.compile(r"(?:即|占比?)?[\d.]+%")
_EARLIER = re.compile(r"(?:上一?年度?|去年度?|上一年度?|往年|前年)(?:同期)?|同期")
_FROM = re.compile(r"[由从][^，]{0,14}$")
_BECAME = re.compile(
    r"\S{0,14}?(?:整合|增加?长?|减少?|下?降|上?升|提高|提升|压减|精简|扩大|调整|到|至|缩减|下降)[为到至]?"
)
_COMPARED_WITH = re.compile(r"(?:比|较|与|和|同)\d{4}年[^，]*$")
_EARLIER_END = re.compile(r"(?:上一?年|去年|同期|(?:比|较|与|同|由)\d{4}年)(?:度|同期)?$")
_RESPECTIVELY = re.compile(
    r"(?P<names>[^，;:]*?)分别(?P<verb>为|是|占(?:比|[^，;:]{0,12}的)?|达到?|有|\S{2,4})?$"
)
_LISTED = re.compile(r"[、和及与]")
_JOINS = frozenset({"", "和", "及", "与"})
_CARRIED = re.compile(r"结转|转结|转(?:入|来)|遗留|未办?结|[旧结留]存|跨年|受理延续|^不?含|^不?包括")
_RATED = re.compile(r"每[人户件个次月年天日]\S{0,2}$|[人日月年]均|平均|最[多高少低]")
_PRICE = re.compile(r"限额|标准|单价")
_COMPARING = re.compile(r"(?:比|较|与|同)[^，]*$")

_YEAR = re.compile(r"\d{4}(?=年)")
_ONLY_A_YEAR = re.compile(r"\d{4}年度?(?:同期)?(?:则?为|是|有)?")
_COMPARED_BEHIND = re.compile(rf"(?:{_UP}|{_DOWN})\D{{0,3}}[\d.]+(?:%|件|条|倍|人|次)|持平")

# Nobody writes a sentence with more numbers than this: it is a table whose cells have lost their places.
_MOST = 300


def say(prose: Prose) -> tuple[Said, ...]:
    """Return the sentences that hold numbers, each taken apart into clauses."""
    numerals = list(read_numerals(prose.text))
    found: list[Said] = []
    at = 0
    for sentence in prose.sentences:
        inside: list[Numeral] = []
        while at < len(numerals) and numerals[at].start < sentence.end:
            if numerals[at].start >= sentence.start:
                inside.append(numerals[at])
            at += 1
        if 0 < len(inside) <= _MOST:
            found.append(_said(prose.text, sentence, inside))
    return tuple(found)


def _said(text: str, sentence: Sentence, numerals: list[Numeral]) -> Said:
    starts = [numeral.start for numeral in numerals]
    clauses = _clauses(text, sentence, starts)
    mentions: list[Mention] = []
    for clause in clauses:
        inside = [numerals[place] for a, b in clause.runs for place in _within(starts, a, b)]
        edge = clause.start
        for number, numeral in enumerate(inside):
            following = inside[number + 1].start if number + 1 < len(inside) else clause.end
            mention = Mention(
                numeral,
                clause,
                _words(text, clause, edge, numeral.start),
                _words(text, clause, numeral.end, following),
                0,
            )
            clause.mentions.append(mention)
            edge = numeral.end
        mentions += clause.mentions
    mentions.sort(key=lambda mention: mention.start)
    for number, mention in enumerate(mentions):
        mention.index = number
    said = Said(sentence, text[sentence.start : sentence.end], tuple(clauses), tuple(mentions))
    _cast(said)
    return said


def _within(starts: list[int], begin: int, end: int) -> range:
    """Return which of some places in order lie in a stretch."""
    return range(bisect_left(starts, begin), bisect_left(starts, end))


def _words(text: str, clause: Clause, start: int, end: int) -> str:
    if len(clause.runs) == 1:
        return text[start:end]
    return "".join(text[max(a, start) : min(b, end)] for a, b in clause.runs if a < end and b > start)


class _Cutter:
    """Cuts a sentence into clauses; one open clause for each bracket that is open."""

    def __init__(self, text: str, starts: list[int]) -> None:
        self.text, self.starts = text, starts
        self.open: list[Clause] = [Clause("", -1)]
        self.done: list[Clause] = []

    def run(self, start: int, end: int) -> None:
        if start < end:
            self.open[-1].runs.append((start, end))

    def close(self) -> None:
        clause = self.open.pop()
        if clause.runs:
            clause.words = "".join(self.text[a:b] for a, b in clause.runs)
            self.done.append(clause)

    def meet(self, place: int) -> None:
        """Take a separator: brackets open and close a level, 、 divides only what holds a number."""
        letter = self.text[place]
        if letter == "(":
            self.open.append(Clause("(", place))
        elif letter == ")":
            if len(self.open) > 1:
                self.close()
        elif letter == "、" and not self._counts():
            self.open[-1].runs.append((place, place + 1))
        else:
            group = self.open[-1].group
            self.close()
            self.open.append(Clause(letter, group))

    def _counts(self) -> bool:
        return any(_within(self.starts, a, b) for a, b in self.open[-1].runs)


def _clauses(text: str, sentence: Sentence, starts: list[int]) -> list[Clause]:
    cutter = _Cutter(text, starts)
    edge = sentence.start
    for match in _SEPARATOR.finditer(text, sentence.start, sentence.end):
        cutter.run(edge, match.start())
        cutter.meet(match.start())
        edge = match.end()
    cutter.run(edge, sentence.end)
    while cutter.open:
        cutter.close()
    return sorted(cutter.done, key=lambda clause: clause.start)


def _cast(said: Said) -> None:
    for mention in said.mentions:
        if (match := _RESPECTIVELY.search(mention.left)) is not None:
            _name_each(said, mention, match.group("names") or "", match.group("verb") or "")
    compared, beside = False, _told_beside(said)
    for clause in said.clauses:
        for mention in clause.mentions:
            mention.role = _role(mention, compared or _COMPARED.search(clause.words) is not None)
            mention.earlier = _is_earlier(mention, _in_front(said, clause)) or mention in beside
        if _is_bracketed_share(said, clause):
            clause.mentions[0].role = Role.SHARE
        compared = compared or _COMPARED.search(clause.words) is not None
    for mention in said.mentions:
        mention.counts = mention.role is Role.COUNT and not mention.earlier and not _is_rate(mention)


def _told_beside(said: Said) -> list[Mention]:
    """…18件，2019年为12件，上升50%: numbers of another year that stand each alone beside this year's."""
    if not _COMPARED_BEHIND.search(said.text):
        return []
    only = [m.index for m in said.mentions if _ONLY_A_YEAR.fullmatch(m.left) and not m.right]
    alone = [place for place in only if place and place - 1 not in only and place + 1 not in only]
    return [
        base
        for now, base in ((said.mentions[place - 1], said.mentions[place]) for place in alone)
        if now.unit == base.unit and base.clause.group < 0 and not _YEAR.search(now.left)
    ]


def _is_bracketed_share(said: Said, clause: Clause) -> bool:
    """网上申请150件（62.5%）: a percentage alone in the bracket behind a count."""
    if clause.before != "(" or not _ONLY_SHARE.fullmatch(clause.words):
        return False
    host = next((m for m in said.mentions if m.numeral.end == clause.group), None)
    return host is not None and host.role is Role.COUNT and bool(host.unit)


def _role(mention: Mention, compared: bool) -> Role:
    changed = _CHANGE.search(mention.left) is not None
    if mention.unit in ("个百分点", "百分点"):
        return Role.POINTS
    if mention.unit == "倍":
        return Role.TIMES
    if mention.unit in ("%", "‰"):
        if changed:
            return Role.GROWTH
        return Role.SHARE if _SHARE.search(mention.left) else Role.RATE
    return Role.CHANGE if changed and (compared or _CHANGE.match(mention.left)) else Role.COUNT


def _name_each(said: Said, first: Mention, names: str, verb: str) -> None:
    """A、B分别为1件、2件: give each number the name that it belongs to."""
    run = [first]
    for mention in said.mentions[first.index + 1 :]:
        if (
            mention.left not in _JOINS
            or mention.clause.group != first.clause.group
            or mention.unit != first.unit
        ):
            break
        run.append(mention)
    each = [name for name in _LISTED.split(names) if name]
    for place, mention in enumerate(run):
        if len(each) == len(run):
            mention.left = each[place] + verb
        elif mention is not first:
            mention.left = verb


def _in_front(said: Said, clause: Clause) -> str:
    """The words in front of the bracket that a clause begins: 上年（310件） is last year's."""
    if clause.before != "(":
        return ""
    place = clause.group - said.sentence.start
    return said.text[max(0, place - 10) : place]


def _is_earlier(mention: Mention, in_front: str) -> bool:
    if mention.role is not Role.COUNT and mention.role is not Role.RATE:
        return False
    if _EARLIER_END.search(in_front):
        return True
    if _COMPARED_WITH.search(mention.left) or (_FROM.search(mention.left) and _BECAME.match(mention.right)):
        return True
    match = _EARLIER.search(mention.left)
    return match is not None and not _CARRIED.search(mention.left)


def moves(mention: Mention) -> int:
    """Return +1 where the words say that something grew, -1 where it fell, 0 where they say neither."""
    match = _CHANGE.search(mention.left)
    if match is None:
        return 0
    if match.group("more"):
        return 1 if match.group("more") == "多" else -1
    return 1 if match.group("up") else -1


def counts(mentions: tuple[Mention, ...]) -> Iterator[Mention]:
    """Yield the numbers that count something now, neither a change nor an earlier year."""
    return (mention for mention in mentions if mention.counts)


def _is_rate(mention: Mention) -> bool:
    """Whether a number says how much there is of each: 人均3件, 标准每平方米300元; a standard may be counted, too."""
    priced = mention.unit == "元" and _PRICE.search(mention.left) is not None
    return priced or _RATED.search(mention.left) is not None
