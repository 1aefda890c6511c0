"""逐句占比 — sentences one after the other that each tell a share of the same whole: 已解决的22件，占总数的23.91%。…"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.auditing.mentions import Mention, Said, counts
from gongkai.auditing.model import UNTRIED, Tried
from gongkai.auditing.prose import Prose
from gongkai.auditing.relations_tails import alike
from gongkai.auditing.shares_fit import RARE, Pair, agreeing, best_of, chance_of
from gongkai.auditing.shares_pairs import by_whole, whole_words
from gongkai.auditing.shares_rates import is_named
from gongkai.auditing.shares_said import checked
from gongkai.auditing.shares_untold import check_untold, check_whole

_NEAR, _FAR, _ENOUGH = 2, 12, 3


@dataclass(slots=True)
class Run:
    """Sentences one after the other that each tell a share of the same whole: 已解决的22件，占总数的23.91%。…"""

    totals: Mapping[Mention, Mention]
    pairs: list[Pair] = field(default_factory=list)
    known: list[Mention] = field(default_factory=list)
    last: Said | None = None

    def take(self, prose: Prose, said: Said, pairs: list[Pair], before: list[Mention]) -> Tried:
        """Add the shares of a sentence whose whole is not certain; check the run that they do not go on."""
        tried = UNTRIED
        if not self._goes_on(said, pairs):
            tried = self.closed(prose)
            first = min(part.index for part, _ in pairs) if pairs else 0
            self.known = [*before[-_FAR:], *counts(said.mentions[:first])][-_FAR:]
        self.pairs += pairs
        self.last = said
        return tried

    def _goes_on(self, said: Said, pairs: list[Pair]) -> bool:
        if self.last is None or not self.pairs:
            return False
        near = said is self.last or said.sentence.start - self.last.sentence.end <= _NEAR
        (part, share), (first, its) = pairs[0], self.pairs[0]
        return near and alike(part.unit, first.unit) and whole_words(share) == whole_words(its)

    def closed(self, prose: Prose) -> Tried:
        """Check what was gathered against the number before it that most of it agrees with."""
        pairs, self.pairs = self.pairs, []
        same = [m for m in self.known[::-1] if pairs and alike(m.unit, pairs[0][0].unit)]
        telling = [(part, share) for part, share in pairs if part.value]
        whole = best_of([m for m in same if not m.numeral.approximate], telling)
        if whole is not None:
            return check_pairs(prose, pairs, whole)
        # What does not come to its total has been said already.
        told = any(self.totals.get(part) in same for part, _ in pairs)
        return (None if told else check_whole(prose, pairs, same[::-1])) or check_untold(prose, pairs)


def check_pairs(prose: Prose, pairs: Sequence[Pair], whole: Mention) -> Tried:
    return sum((checked(prose, part, whole, share) for part, share in pairs if part is not whole), UNTRIED)


def named_by_all(
    said: Sequence[Said], number: int, pairs: Sequence[Pair], before: Sequence[Mention]
) -> Mention | None:
    """43件，占建议总数的75.4%。…13件，占建议总数的22.8%: the whole so named that all but one of a run of shares fit."""
    words = whole_words(pairs[0][1])
    if not words:
        return None
    run = [*_beside(said, number, words, -1)[::-1], *pairs, *_beside(said, number, words, 1)]
    if len(run) < _ENOUGH:
        return None
    named = [m for m in before[::-1] if alike(m.unit, pairs[0][0].unit) and is_named(m, words)]
    exact = [m for m in named if not m.numeral.approximate]
    if not exact or agreeing(exact[0], run) < len(run) - 1:
        return None
    return exact[0] if chance_of(exact[0], run, exact) < RARE else None


def _beside(said: Sequence[Said], number: int, words: str, step: int) -> list[Pair]:
    """The shares of a whole of this name in the sentences before or behind, as far as each has some."""
    found: list[Pair] = []
    while 0 <= number + step < len(said):
        one, other = said[number], said[number + step]
        apart = max(one.sentence.start, other.sentence.start) - min(one.sentence.end, other.sentence.end)
        if apart > _NEAR or words not in other.text:
            break
        more = [pair for pairs in by_whole(other) for pair in pairs if whole_words(pair[1]) == words]
        if not more:
            break
        found += more[::step]
        number += step
    return found
