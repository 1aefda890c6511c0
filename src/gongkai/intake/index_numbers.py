"""索引号 — the index number that a page or a catalogue table gives a document (2019 Regulations Art. 12 para. 3).

Organs write them in forms of their own. What stands behind the words 索引号 in a usual form is certain; for the
other forms there are candidates, and who has learnt how an organ writes them picks the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .clutter import LABELS
from .dates import NUMBER, is_number_line
from .reading import Filled, Line, Source

LONGEST = 60
_MOST_CANDIDATES = 20
# A table of facts stands above the text or, on some sites, below it.
_HEAD, _FOOT = 60, 15
_LABEL = re.compile(
    r"(?:^|(?<=[\s|(\[【>•·]))(?:政\s*府|公\s*开)?\s*(?:信\s*息)?\s*索\s*[引取]\s*(?:编\s*)?[号码][】\])]?[\s:|]*(?P<value>.*)$"
)
_OTHER_LABEL = re.compile(
    r"(?:编\s*号|编\s*码|流水号|序列号|目录号|信息号|条目号|标识码?)[】\])]?\s*[:\s]\s*(?P<value>\S.*)$"
)
# The next label of the same row ends a value.
_NEXT = re.compile(
    rf"(?:{LABELS})\s*:|"
    r"[\t|]|\s+[\u3400-\u9fff【\[](?:[\u3400-\u9fff\s]{1,10})[】\]]?\s*:|\s{2,}|[,;。，；]"
)
_AROUND = re.compile(r"\s*([/_.—–-])\s*")
_DASHES = str.maketrans("—–－―", "----")
_USUAL = re.compile(r"(?=(?:\D*\d){4})[0-9A-Za-z]+(?:[/_.-]+[0-9A-Za-z]+)*")
# Without its label a number is told by the usual form alone: organ's code, year, serial.
_BARE = re.compile(r"(?:[0-9A-Z]{8}-?[0-9X]|[0-9A-Z]{18})/(?:19|20)\d\d-\d{3,6}")
_CODED = re.compile(r"(?=(?:.*\d){4})[0-9A-Za-z\u3400-\u9fff][0-9A-Za-z\u3400-\u9fff()〔〕\[\]/_.-]{4,59}")
_NO_CODE = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|https?:|www\.|.*\.(?:docx?|pdf|xlsx?|html?|zip|jpg|png)$|0\d{2,3}-\d{7,8}"
    r"|\d{1,2}-\d{1,2}$|1[3-9]\d{9}|.*(?:[\u3400-\u9fff]{7}|年度|号文|工作日|版权|备\d)",
    re.IGNORECASE,
)


def find_index_number(source: Source) -> tuple[Filled | None, tuple[Filled, ...]]:
    """Return the index number of a document, and what else in the file may be one."""
    found: list[Filled] = []
    candidates: list[Filled] = []
    for line, after in _places(source.lines):
        found += _labelled(line, after)
        candidates += _candidates(line)
    found += [Filled(one.value, "likely", one.evidence) for one in candidates if _BARE.fullmatch(one.value)]
    found.sort(key=lambda one: one.certainty)
    best = found[0] if found else None
    rest = {one.value: one for one in [*candidates, *found] if best is None or one.value != best.value}
    return best, tuple(rest.values())[:_MOST_CANDIDATES]


def _places(lines: Sequence[Line]) -> Iterator[tuple[Line, Line | None]]:
    """Yield the lines where facts about a document stand, each row of a table or box for itself, with the line below."""
    chosen = [*lines[:_HEAD], *lines[max(_HEAD, len(lines) - _FOOT) :]]
    for here, after in zip(chosen, [*chosen[1:], None], strict=True):
        if len(here.simple) > 2_000:
            continue
        if "\n" not in here.simple:
            yield here, after
            continue
        rows = list(zip(here.text.split("\n"), here.simple.split("\n"), strict=False))
        yield from ((Line(text=text, simple=simple), None) for text, simple in rows)


def _labelled(line: Line, after: Line | None) -> Iterator[Filled]:
    label = _LABEL.search(line.simple)
    if label is None:
        return
    value, words = label["value"].strip(), line.text
    if not value and after is not None and len(after.simple) <= LONGEST:
        value, words = after.simple.strip(), f"{words} {after.text}"
    value = _NEXT.split(_AROUND.sub(r"\1", value.translate(_DASHES)), maxsplit=1)[0].strip(" :【】[")
    if _CODED.fullmatch(value) and not _other_kind(value):
        yield Filled(value, "certain" if _USUAL.fullmatch(value) else "likely", words.strip()[:120])


def _candidates(line: Line) -> Iterator[Filled]:
    """Yield what looks like a code in a line of facts: each piece by itself, what stands behind a label first."""
    if len(line.simple) > 200 or re.search(r"[。;]", line.simple):
        return
    simple = _AROUND.sub(r"\1", line.simple.translate(_DASHES))
    label = _OTHER_LABEL.search(simple)
    pieces = [label["value"].split()[0]] if label else []
    pieces += [piece.rpartition(":")[2] for piece in re.split(r"[\s|]+", simple)]
    for piece in dict.fromkeys(pieces):
        if _CODED.fullmatch(piece) and not _other_kind(piece):
            yield Filled(piece, "guess", line.text.strip()[:120])


def _other_kind(value: str) -> bool:
    """Whether a value is a date, a document number, an address or a telephone number."""
    return bool(_NO_CODE.match(value) or NUMBER.search(value) or is_number_line(value))


def form_of(number: str) -> str:
    """Return the form of an index number as an expression: runs of digits open, everything else as it stands.

    A run of fewer than four digits may grow, as serials do; a longer one keeps its length.
    """

    def run(found: re.Match[str]) -> str:
        size = len(found.group())
        return rf"\d{{{size}}}" if size >= 4 else r"\d+"

    return re.sub(r"\d+", run, re.sub(r"[^\w\s]", lambda sign: re.escape(sign.group()), number))


def has_form(number: str, form: str) -> bool:
    """Whether an index number has a form; digits alone have none, since dates and serials look the same."""
    return not re.fullmatch(r"(?:\\d(?:\{\d+\}|\+))*", form) and bool(re.fullmatch(form, number, re.ASCII))
