"""检索测速 — the whole search call on generated documents, beside SQLite FTS5 doing the same work, and its exactness.

A call is all that a results page needs: parsing, visibility, ten hits, total, facets, the texts of the hits by
primary key, and snippets.
"""

import json as encoding
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from gongkai.search.analysis import dictionary, fingerprint, plain
from gongkai.search.baseline import Rows, Store, rows
from gongkai.search.generate import VERSION, documents, organs
from gongkai.search.index import SCHEMA_VERSION, Filters, Found, Index, Prepared, prepare
from gongkai.search.query import Query, parse
from gongkai.search.snippets import highlight, snippet

KINDS = ("word", "phrase", "and", "organ", "dates")
ROUNDS = 2
BATCH = 500
SAMPLE = 1_000
CHECKED = 100

_run_of_han = re.compile("[\u4e00-\u9fff]{5,}")

Engine = Callable[..., Found]


@dataclass(frozen=True, slots=True)
class Case:
    """测例 — one search of the measurement."""

    kind: str
    text: str
    audiences: tuple[str, ...]
    filters: Filters


def _batch(seed: int, start: int, count: int, fts: bool) -> list[tuple[Prepared, Rows]]:
    return [(prepare(entry), rows(entry, fts=fts)) for entry in documents(count, seed=seed, start=start)]


def _batches(pool: Executor, count: int, seed: int, fts: bool) -> Iterator[list[tuple[Prepared, Rows]]]:
    """Batches in order, made by other processes, only a few ahead of the writer."""
    waiting: deque[Future[list[tuple[Prepared, Rows]]]] = deque()
    for start in range(0, count, BATCH):
        waiting.append(pool.submit(_batch, seed, start, min(BATCH, count - start), fts))
        if len(waiting) > 6:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def build(folder: Path, count: int, seed: int, *, fts: bool) -> tuple[Index, Store, float]:
    """The index and the SQLite store of `count` documents, made once in `folder`; seconds that making them took."""
    name = f"{count}-{seed}-{VERSION}-{SCHEMA_VERSION}-{fingerprint()}-{'fts5' if fts else 'texts'}"
    place, done = folder / name, folder / name / "seconds"
    if not done.exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        began = time.perf_counter()
        store, index = Store(place / "documents.sqlite3"), Index(place / "index")
        with (
            index.writer(memory=400_000_000, threads=2, fresh=True) as writer,
            ProcessPoolExecutor(os.cpu_count()) as pool,
        ):
            for number, batch in enumerate(_batches(pool, count, seed, fts), 1):
                for prepared, _ in batch:
                    writer.put(prepared)
                store.add(row for _, row in batch)
                _progress(number * BATCH, count)
        if fts:
            store.finish()
        store.close()
        done.write_text(f"{time.perf_counter() - began:.1f}", "utf-8")
    return Index(place / "index"), Store(place / "documents.sqlite3"), float(done.read_text("utf-8"))


def _progress(made: int, count: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{min(made, count):,} / {count:,}", end="\n" if made >= count else "", file=sys.stderr)


class _Sampler:
    """Draws searches from some of the documents themselves."""

    def __init__(self, store: Store, count: int, seed: int) -> None:
        self.random = Random(f"cases.{seed}")  # noqa: S311 - a measurement, not a secret
        chosen = self.random.sample(range(1, count + 1), min(SAMPLE, count))
        self._bodies = [body for _, body in store.texts(sorted(chosen))]
        self._words = [
            sorted({word for word in dictionary().cut(body) if _han(word)}) for body in self._bodies
        ]
        known = Counter(word for words in self._words for word in words)
        self._common = sorted(word for word, number in known.items() if number >= len(self._bodies) // 20)

    def word(self) -> str:
        """A word of at least one document in twenty."""
        return self.random.choice(self._common)

    def phrase(self) -> str:
        """Five to twelve characters that stand in one sampled document alone."""
        while True:
            run = self.random.choice(_run_of_han.findall(self.random.choice(self._bodies)))
            length = self.random.randint(5, min(12, len(run)))
            start = self.random.randint(0, len(run) - length)
            text = str(run[start : start + length])
            if sum(text in body for body in self._bodies) == 1:
                return text

    def several(self) -> str:
        """Two or three words of one document."""
        words = self.random.choice(self._words)
        return " ".join(self.random.sample(words, min(len(words), self.random.randint(2, 3))))

    def dates(self) -> Filters:
        """One to three whole years."""
        first = self.random.randint(2009, 2024)
        last = first + self.random.randint(0, 2)
        return Filters(published_from=first * 10**8, published_to=last * 10**8 + 12312359)


def cases(store: Store, count: int, queries: int, seed: int) -> list[Case]:
    """Equal shares of each kind, half of them by a reader who sees more than the public does."""
    sampler = _Sampler(store, count, seed)
    found = []
    for number in range(queries):
        kind = KINDS[number % len(KINDS)]
        draw = {"word": sampler.word, "phrase": sampler.phrase}.get(kind, sampler.several)
        organ = sampler.random.choice(organs()).id
        filters = {"organ": Filters(agency=organ), "dates": sampler.dates()}.get(kind, Filters())
        audiences = ("public", f"agency:{organ}") if number % 2 else ("public",)
        found.append(Case(kind, draw(), audiences, filters))
    return found


def _han(word: str) -> bool:
    return 2 <= len(word) <= 6 and all("\u4e00" <= char <= "\u9fff" for char in word)


def call(search: Engine, store: Store, case: Case) -> tuple[Found, list[Any]]:
    """One whole search call."""
    query = parse(case.text)
    found = search(query, audiences=case.audiences, filters=case.filters)
    texts = store.texts(found.ids)
    return found, [(highlight(title, query), snippet(body, query)) for title, body in texts]


def _measure(search: Engine, store: Store, asked: Iterable[Case]) -> tuple[list[float], list[Found]]:
    """Milliseconds of each case (the median of the rounds after a warm one), and the answers."""
    times, answers = [], []
    for case in asked:
        call(search, store, case)
        rounds = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            found, _ = call(search, store, case)
            rounds.append((time.perf_counter() - began) * 1000)
        times.append(median(rounds))
        answers.append(found)
    return times, answers


def _summary(times: list[float], asked: list[Case]) -> dict[str, Any]:
    cuts = quantiles(times, n=20)
    kinds = {
        kind: round(median(t for t, case in zip(times, asked, strict=True) if case.kind == kind), 2)
        for kind in KINDS
    }
    return {
        "median": round(median(times), 2),
        "p95": round(cuts[-1], 2),
        "max": round(max(times), 2),
        "kinds": kinds,
    }


def _same(left: Found, right: Found) -> bool:
    """Equal counts everywhere; a facet longer than its list may end differently among equals."""
    same = (left.total, left.title_hits) == (right.total, right.title_hits)
    return same and all(sorted(left.facets[name]) == sorted(right.facets[name]) for name in left.facets)


def exactness(index: Index, store: Store, asked: Iterable[Case], checked: int = CHECKED) -> dict[str, Any]:
    """Totals of sampled words and phrases against counting the texts in which they stand."""
    wanted = [
        plain(text) for text in dict.fromkeys(case.text for case in asked if case.kind in ("word", "phrase"))
    ]
    wanted = list(islice(wanted, checked))
    truth = Counter(dict.fromkeys(wanted, 0))
    for text in store.folded():
        truth.update(term for term in wanted if term in text)
    wrong = {}
    for term in wanted:
        total = index.search(_quoted(term), audiences=("public",), facets=False).total
        if total != truth[term]:
            wrong[term] = {"found": total, "true": truth[term]}
    return {"checked": len(wanted), "hits": truth.total(), "wrong": wrong}


def _quoted(term: str) -> Query:
    return parse(f"“{term}”")


def _machine() -> dict[str, Any]:
    names = ("tantivy", "rjieba")
    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in names},
    }


def run(
    documents: int = 200_000,
    queries: int = 200,
    json: bool = False,
    baseline: str | None = "fts5",
    folder: Path | None = None,
    seed: int = 1,
) -> dict[str, Any]:
    """Measure, print and return milliseconds (median, p95), the ratio to the baseline, and exactness.

    `folder` keeps what was built for the next run; without it a temporary one is used and removed. `baseline` is
    "fts5", or None to measure the index alone. Raises ValueError for any other.
    """
    if baseline not in ("fts5", None):
        raise ValueError(f"unknown baseline: {baseline}")
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as temporary:
            return run(documents, queries, json, baseline, Path(temporary), seed)
    index, store, seconds = build(folder, documents, seed, fts=baseline is not None)
    try:
        result = _results(index, store, documents, queries, seed, against=baseline is not None)
    finally:
        store.close()
    result["build_seconds"] = seconds
    print(encoding.dumps(result, ensure_ascii=False) if json else _report(result))
    return result


def _results(
    index: Index, store: Store, count: int, queries: int, seed: int, *, against: bool
) -> dict[str, Any]:
    asked = cases(store, count, queries, seed)
    checked = cases(store, count, CHECKED * len(KINDS) // 2, seed + 1)
    times, answers = _measure(index.search, store, asked)
    result: dict[str, Any] = {"documents": count, "queries": queries, "index": _summary(times, asked)}
    if against:
        slow, same = _measure(store.search, store, asked)
        result["fts5"] = _summary(slow, asked)
        result["ratio"] = {
            name: round(result["fts5"][name] / result["index"][name], 1) for name in ("median", "p95", "max")
        }
        result["differences"] = [
            case.text for case, a, b in zip(asked, answers, same, strict=True) if not _same(a, b)
        ]
    result["exactness"] = exactness(index, store, checked)
    return result | {"machine": _machine()}


def _report(result: dict[str, Any]) -> str:
    lines = [f"{result['documents']:,} documents, {result['queries']} queries, milliseconds a call"]
    lines.append(f"{'':8}{'median':>10}{'p95':>10}{'max':>10}   " + "".join(f"{kind:>10}" for kind in KINDS))
    for name in ("index", "fts5", "ratio"):
        if row := result.get(name):
            kinds = "".join(f"{row['kinds'][kind]:>10}" for kind in KINDS) if "kinds" in row else ""
            lines.append(f"{name:8}{row['median']:>10}{row['p95']:>10}{row['max']:>10}   {kinds}")
    exact = result["exactness"]
    lines.append(
        f"exact: {exact['checked'] - len(exact['wrong'])} of {exact['checked']} ({exact['hits']:,} hits)"
    )
    if "differences" in result:
        lines.append(f"counts that differ from fts5: {len(result['differences'])}")
    return "\n".join(lines)
