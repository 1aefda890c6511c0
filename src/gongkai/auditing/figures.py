"""读出数字 — every figure of the prose with what it counts, its value, unit, exactness, place and sentence."""

import re
from collections.abc import Iterator

from gongkai.auditing.labels import cleaned, label_of
from gongkai.auditing.mentions import Mention, Role, Said, counts, say
from gongkai.auditing.model import Figure, Outline, Source
from gongkai.auditing.prose import Prose, prose_of
from gongkai.auditing.shares_pairs import part_of

_NAMED = re.compile(r"(?:数|总数|数量|总量|为|是|共|计|达|:)$")
_NOT_COUNTED = re.compile(
    r"电话|邮编|邮政编码|传真|编号|热线|号码|代码|备案|QQ|房间|室|年份|版本|索引", re.IGNORECASE
)
_VERB = re.compile(
    r"(?:同比|环比|(?:与|比|较|同)[^，]*?(?:相比|年度?|同期))?(?P<verb>增长|增加|上升|提高|提升|下降|减少|降低|降|增|减|多|少)\D{0,3}$"
)
_LONGEST = 30


def read_figures(source: Source, outline: Outline) -> tuple[Figure, ...]:
    """Return the figures of the report's prose in the order of the text; tables that have a grid are left out."""
    prose = prose_of(source, outline)
    return figures_of(prose, say(prose))


def figures_of(prose: Prose, said: tuple[Said, ...]) -> tuple[Figure, ...]:
    """Return the figures of prose that has been taken apart."""
    return tuple(figure for one in said for figure in _figures(prose, one))


def _figures(prose: Prose, said: Said) -> Iterator[Figure]:
    for mention in said.mentions:
        if not _counts(mention):
            continue
        numeral = mention.numeral
        yield Figure(
            _shortened(_label(mention, said)),
            numeral.value,
            numeral.unit,
            numeral.approximate,
            prose.span(numeral.start, numeral.end),
            prose.span(said.sentence.start, said.sentence.end),
            numeral.step,
        )


def _shortened(label: str) -> str:
    """The end of a label that enumerates at length, from one of its 、 on."""
    if len(label) <= _LONGEST:
        return label
    return label[-_LONGEST:].partition("、")[2] or label[-_LONGEST:]


def _counts(mention: Mention) -> bool:
    if mention.unit:
        return True
    alone = not mention.right and _NAMED.search(mention.left) is not None
    return alone and _NOT_COUNTED.search(mention.clause.words) is None


def _label(mention: Mention, said: Said) -> str:
    if mention.role is Role.SHARE:
        part = part_of(said, mention)
        words = cleaned(mention.left[mention.left.find("占") :]) if "占" in mention.left else "占比"
        return (label_of(part, said) if part else cleaned(mention.left.partition("占")[0])) + words
    if mention.role in (Role.GROWTH, Role.CHANGE, Role.POINTS) and (verb := _VERB.search(mention.left)):
        subject = cleaned(mention.left[: verb.start()]) or _subject_before(mention, said)
        return subject + verb.group("verb")
    return label_of(mention, said)


def _subject_before(mention: Mention, said: Said) -> str:
    before = list(counts(said.mentions[: mention.index]))
    return label_of(before[-1], said) if before else ""
