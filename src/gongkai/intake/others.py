"""其他可能 — what else a field may be that is not certain: the runners-up, each with its own evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .clutter import is_clutter, labels_in
from .dates import NUMBER, find_date, is_number_line, normalise_document_number, signed_date, years_in
from .organs import organs_told
from .reading import MOST_OTHERS, Filled, Line, Source
from .titles import Found, other_titles
from .words import genre_of, genres_in

_HEAD, _FOOT = 12, 12
_LONGEST_EVIDENCE = 120
_CITED = re.compile(r"《[^《》]*》\s*$|[(〔]$")


def find_others(
    source: Source,
    title: Found | None,
    body: Sequence[Line],
    filled: Mapping[str, Filled],
    subjects: Sequence[str],
) -> dict[str, tuple[Filled, ...]]:
    """Return the runners-up of each field that is filled but not certain, the likeliest first."""
    head = source.lines[: (title.end if title else 0) + _HEAD]
    around = [*head, *body[-_FOOT:]]
    told: dict[str, Iterable[Filled]] = {
        "title": other_titles(source, title) if title else (),
        "agency": organs_told(source, title),
        "document_number": _numbers(around),
        "formed_on": _days(around, signed_first=True),
        "published_on": _days([*head, *source.lines[-_FOOT:]], signed_first=False),
        "genre": _genres(title),
        "report_year": _years(title, around),
        "subjects": (Filled(name, "guess", filled["subjects"].evidence) for name in subjects[1:]),
    }
    return {
        name: others
        for name, candidates in told.items()
        if name in filled
        and filled[name].certainty != "certain"
        and (others := _distinct(candidates, filled[name], subjects if name == "subjects" else ()))
    }


def _distinct(candidates: Iterable[Filled], chosen: Filled, first: Sequence[str]) -> tuple[Filled, ...]:
    seen = {chosen.value, *first[:1]}
    kept: list[Filled] = []
    for one in candidates:
        if one.value and one.value not in seen:
            seen.add(one.value)
            kept.append(Filled(one.value, one.certainty, one.evidence.strip()[:_LONGEST_EVIDENCE]))
        if len(kept) == MOST_OTHERS:
            break
    return tuple(kept)


def _numbers(lines: Sequence[Line]) -> Iterator[Filled]:
    """Yield numbers that have a line or a label for themselves, then those that stand behind no cited title."""
    later: list[Filled] = []
    for line in lines:
        text = re.sub(r"\s+", "", line.simple)
        if len(text) > 400:
            continue
        alone = is_number_line(text) or any(name.endswith(("文号", "字号")) for name in labels_in(line))
        for found in NUMBER.finditer(text):
            one = Filled(normalise_document_number(found.group()), "guess", line.text)
            if alone:
                yield one
            elif not _CITED.search(text[: found.start()]):
                later.append(one)
    yield from later


def _days(lines: Sequence[Line], *, signed_first: bool) -> Iterator[Filled]:
    """Yield the days that close a line or follow a label; for the day formed the signed ones come first."""
    signed: list[Filled] = []
    labelled: list[Filled] = []
    for line in lines:
        if len(line.simple) > 200:
            continue
        if closing := signed_date(line.simple):
            signed.append(Filled(closing[1].isoformat(), "guess", line.text))
        elif (dated := find_date(line.simple)) and (labels_in(line) or len(line.simple) <= 40):
            labelled.append(Filled(dated[0].isoformat(), "guess", line.text))
    yield from [*signed, *labelled] if signed_first else [*labelled, *signed]


def _genres(title: Found | None) -> Iterator[Filled]:
    if title is None:
        return
    for word in reversed(genres_in(title.simple)):
        if genre := genre_of(word):
            yield Filled(genre, "guess", title.title)


def _years(title: Found | None, lines: Sequence[Line]) -> Iterator[Filled]:
    if title is not None:
        yield from (Filled(str(year), "guess", title.title) for year in years_in(title.simple))
    for line in lines:
        if not is_clutter(line) and len(line.simple) <= 400:
            yield from (Filled(str(year), "guess", line.text) for year in years_in(line.simple))
