"""对照 — SQLite FTS5 giving the same answers as the index, to measure against.

The same character pairs as tokens and phrase queries, so the same documents; the same readers, order, total and facets.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

from gongkai.search.analysis import BLANK, bigrams, segments
from gongkai.search.generate import organs
from gongkai.search.index import FACET_SIZE, FACETS, Entry, Filters, Found, texts
from gongkai.search.query import Query, Term

_SCHEMA = """
CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE folded (id INTEGER PRIMARY KEY, public INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE fact (id INTEGER PRIMARY KEY, audience TEXT NOT NULL, agency INTEGER NOT NULL, "column" TEXT NOT NULL,
  subject TEXT NOT NULL, genre TEXT NOT NULL, year INTEGER NOT NULL, validity TEXT NOT NULL, published INTEGER NOT NULL);
CREATE VIRTUAL TABLE fts USING fts5(title, text, content='', tokenize='ascii');
"""
_PRAGMAS = "PRAGMA cache_size=-200000; PRAGMA mmap_size=4294967296; PRAGMA temp_store=MEMORY;"
_BULK = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"

# FTS5's ascii tokenizer drops ASCII punctuation, which counts here: it is moved out of ASCII.
_ESCAPES = {code: chr(0xE000 + code) for code in range(128) if not chr(code).isalnum() and chr(code) != " "}

Row: TypeAlias = tuple[object, ...]
Rows: TypeAlias = tuple[Row, Row, Row, Row]


def rows(entry: Entry, *, fts: bool) -> Rows:
    """What the four tables hold of a document; nothing for FTS5 where it is not asked for."""
    title, text = map(segments, texts(entry))
    fact = (entry.id, entry.audiences[0], entry.agency, entry.column, entry.subject, entry.genre, entry.year)
    tokens = (entry.id, *(bigrams(part).translate(_ESCAPES) for part in (title, text))) if fts else ()
    return (
        (entry.id, entry.title, entry.body),
        (entry.id, "public" in entry.audiences, text),
        (*fact, entry.validity, entry.published),
        tokens,
    )


def _phrase(column: str, squeezed: str) -> str:
    tokens = bigrams(squeezed.replace(" ", BLANK)).translate(_ESCAPES)
    return f'{column}:"{tokens}"'


def _match(column: str, terms: Iterable[Term]) -> str:
    groups = ("(" + " OR ".join(_phrase(column, phrase) for phrase in term.phrases) + ")" for term in terms)
    return " AND ".join(groups)


@cache
def _below(agency: int) -> tuple[int, ...]:
    return tuple(organ.id for organ in organs() if agency in organ.line)


class Store:
    """对照库 — one SQLite file: texts of the documents, their facts, and the FTS5 index."""

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_PRAGMAS)
        if new:
            self._db.executescript(_BULK + _SCHEMA)

    def close(self) -> None:
        self._db.close()

    def add(self, batch: Iterable[Rows]) -> None:
        """Insert documents in one transaction."""
        documents, folded, facts, tokens = zip(*batch, strict=True)
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO doc VALUES (?, ?, ?)", documents)
        self._db.executemany("INSERT INTO folded VALUES (?, ?, ?)", folded)
        self._db.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", facts)
        self._db.executemany("INSERT INTO fts (rowid, title, text) VALUES (?, ?, ?)", filter(None, tokens))
        self._db.execute("COMMIT")

    def finish(self) -> None:
        """Merge the FTS5 index into its fastest form."""
        self._db.execute("INSERT INTO fts (fts) VALUES ('optimize')")

    def texts(self, ids: Iterable[int]) -> list[tuple[str, str]]:
        """Title and body by identifier, in the order asked."""
        one = "SELECT title, body FROM doc WHERE id = ?"
        return [self._db.execute(one, (id,)).fetchone() for id in ids]

    def folded(self) -> Iterator[str]:
        """Every public text as it is compared, for brute force."""
        yield from (text for (text,) in self._db.execute("SELECT text FROM folded WHERE public"))

    def search(self, query: Query, *, audiences: Collection[str], filters: Filters, limit: int = 10) -> Found:
        """What `Index.search` answers, by relevance, from the first hit on."""
        where, values = self._conditions(audiences, filters)
        self._db.execute("DROP TABLE IF EXISTS temp.hit")
        columns = ", ".join(f'f."{name}"' for name in (*FACETS, "published"))
        found = f"FROM fts JOIN fact f ON f.id = fts.rowid WHERE fts MATCH ? AND {where}"
        hits = f"CREATE TEMP TABLE hit AS SELECT f.id AS id, {columns} {found}"
        self._db.execute(hits, (_match("text", query.terms), *values))
        (total,) = self._db.execute("SELECT count(*) FROM temp.hit").fetchone()
        in_title = (_match("title", query.terms), *values)
        (title_hits,) = self._db.execute(f"SELECT count(*) {found}", in_title).fetchone()
        newest = f"SELECT f.id {found} ORDER BY f.published DESC LIMIT {limit}"
        ids = [id for (id,) in self._db.execute(newest, in_title)]
        if len(ids) < limit:
            titles = "SELECT rowid FROM fts WHERE fts MATCH ?"
            best = (
                f"SELECT f.id {found} AND f.id NOT IN ({titles}) ORDER BY bm25(fts), f.published DESC LIMIT ?"
            )
            asked = (_match("text", query.terms), *values, in_title[0], limit - len(ids))
            ids += [id for (id,) in self._db.execute(best, asked)]
        return Found(total, ids, title_hits, {name: self._facet(name) for name in FACETS})

    def _facet(self, name: str) -> list[tuple[str, int]]:
        counts = f'SELECT "{name}", count(*) AS n FROM temp.hit GROUP BY 1 ORDER BY n DESC LIMIT {FACET_SIZE}'  # noqa: S608
        return [(str(value), number) for value, number in self._db.execute(counts)]

    @staticmethod
    def _conditions(audiences: Collection[str], filters: Filters) -> tuple[str, list[object]]:
        values: list[object] = list(audiences)
        where = f"f.audience IN ({', '.join('?' * len(values))})"
        if filters.agency is not None:
            below = _below(filters.agency)
            where += f" AND f.agency IN ({', '.join('?' * len(below))})"
            values += below
        if filters.published_from is not None:
            where += " AND f.published >= ?"
            values.append(filters.published_from)
        if filters.published_to is not None:
            where += " AND f.published <= ?"
            values.append(filters.published_to)
        return where, values
