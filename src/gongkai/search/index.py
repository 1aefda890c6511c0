"""检索库 — the search index: one folder, one writer at a time, any number of readers in any process.

The index is a copy of the database and can always be made again from it. It never decides what a reader may see:
each entry says which audiences may find it, each search says to which audiences the reader belongs.
"""

import hashlib
import os
import shutil
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import tantivy
from tantivy import Occur

from gongkai.search.analysis import bigrams, fingerprint, number_key, plain, segments, vocabulary, words
from gongkai.search.matching import PUBLIC, Choice, Clause, Filters, Matcher, combined
from gongkai.search.query import Query

__all__ = [
    "Choice",
    "Entry",
    "Filters",
    "Found",
    "Index",
    "IndexBroken",
    "IndexBusy",
    "IndexOutdated",
    "Prepared",
    "Writer",
    "prepare",
]

SCHEMA_VERSION = 3
"""Raised with every change of the fields, or of what `disclosure.indexing` writes in them: a place whose index was made
under another number makes it again when it starts."""
FACETS = ("agency", "column", "subject", "genre", "year", "validity")
FACET_SIZE = 300
"""Values listed for each facet, the most frequent first; their counts are exact."""

_MARK = "SCHEMA"
_TIES = 32
_TERMS_A_SEGMENT = 50_000

Order = Literal["relevance", "newest"]


class IndexBroken(Exception):
    """The folder does not hold a readable index: make it again with `Index.reset` and fill it."""


class IndexOutdated(IndexBroken):
    """The index was made by another version of the analysis: make it again with `Index.reset` and fill it."""


class IndexBusy(Exception):
    """Another process is writing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """检索条目 — what the index knows of one document.

    `body` includes the attachments' text. `audiences` may find it ("public", "agency:12"); none may find it when
    empty. `agency_ids` are the issuing organ and every organ above it, `columns` the shared column code and its
    ancestors'. `published` is yyyymmddhhmm, 0 when unpublished.
    """

    id: int
    title: str
    numbers: tuple[str, ...]
    body: str
    audiences: tuple[str, ...]
    agency_ids: tuple[int, ...]
    agency: int
    column: str
    columns: tuple[str, ...]
    subject: str
    genre: str
    audience_term: str
    validity: str
    attribute: str
    year: int
    published: int

    def fingerprint(self) -> int:
        """A number of 63 bits over everything above, by which index and database are compared."""
        digest = hashlib.blake2b(repr(self).encode(), digest_size=8).digest()
        return int.from_bytes(digest) >> 1


@dataclass(frozen=True, slots=True)
class Found:
    """检索结果 — exact counts, and the identifiers of one page.

    `title_hits` of the `total` have every word in the title (or are asked for by number) and come first.
    """

    total: int = 0
    ids: list[int] = field(default_factory=list)
    title_hits: int = 0
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("title", "text"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(f"{name}_words", tokenizer_name="whitespace", index_option="freq")
    for name in ("number", "audience", "closed", "columns", "audience_term", "attribute"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("column", "subject", "genre", "validity"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("agencies", indexed=True)
    for name in ("agency", "published", "fingerprint"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("id", "year"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


def texts(entry: Entry) -> tuple[list[str], list[str]]:
    """The segments of an entry's title, and of everything that is searched: squeezed folds and mainland versions."""
    title = [plain(entry.title), vocabulary(entry.title) or ""]
    body = [plain(entry.body), vocabulary(entry.body) or ""]
    return title, [*title, *map(plain, entry.numbers), *body]


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    for name, parts in zip(("title", "text"), texts(entry), strict=True):
        text = segments(parts)
        document.add_text(name, bigrams(text))
        document.add_text(f"{name}_words", words(text))
    for number in entry.numbers:
        document.add_text("number", number_key(number))
    for audience in entry.audiences:
        document.add_text("audience", audience)
    if PUBLIC not in entry.audiences:
        document.add_text("closed", "1")
    for code in entry.columns:
        document.add_text("columns", code)
    for name in ("column", "subject", "genre", "validity", "audience_term", "attribute"):
        if value := getattr(entry, name):
            document.add_text(name, value)
    for agency in entry.agency_ids:
        document.add_unsigned("agencies", agency)
    for name in ("id", "agency", "year", "published"):
        document.add_unsigned(name, getattr(entry, name))
    document.add_unsigned("fingerprint", entry.fingerprint())
    return document


@dataclass(frozen=True, slots=True)
class Prepared:
    """已备条目 — an entry analysed already; may be sent between processes, so that many can prepare for one writer."""

    id: int
    document: tantivy.Document


def prepare(entry: Entry) -> Prepared:
    """The slow part of `Writer.put`, which needs no index."""
    return Prepared(entry.id, _document(entry))


class Writer:
    """写入者 — the one writer of an index: changes are seen by readers after `commit`, or on leaving `with`.

    Leaving `with` by an exception drops what was not committed. `fresh` promises that no identifier given to `put`
    is in the index already, which makes filling an empty index faster.
    """

    def __init__(self, index: tantivy.Index, *, memory: int, threads: int, fresh: bool) -> None:
        try:
            self._writer = index.writer(memory, threads)
        except Exception as error:
            if "Lock" in str(error) and "NotFound" not in str(error):  # the lock's folder may be gone
                raise IndexBusy("检索库正由另一个进程写入。") from error
            raise IndexBroken(str(error)) from error
        # A writer killed before its commit left files behind, under names that this one may need.
        self._writer.garbage_collect_files()
        self._schema = index.schema
        self._fresh = fresh

    def put(self, entry: Entry | Prepared) -> None:
        """Add an entry, or replace the one with its identifier."""
        prepared = prepare(entry) if isinstance(entry, Entry) else entry
        if not self._fresh:
            self.remove(prepared.id)
        self._writer.add_document(prepared.document)

    def remove(self, id: int) -> None:
        """Take an entry away; nothing happens where there is none."""
        # By query: `delete_documents_by_term` takes the number for a signed one and silently deletes nothing.
        self._writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "id", id))

    def clear(self) -> None:
        """Take every entry away."""
        self._writer.delete_all_documents()

    def commit(self) -> None:
        """Make everything so far durable and visible."""
        self._writer.commit()

    def close(self) -> None:
        """Let the next writer in; what was not committed is dropped."""
        try:
            self._writer.rollback()
        finally:  # this is what unlocks, also where the folder is gone
            self._writer.wait_merging_threads()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.commit()
        finally:
            self.close()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Whatever a damaged folder makes tantivy raise (its panics are no Exception), as IndexBroken."""
    try:
        yield
    except (IndexBroken, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise IndexBroken(f"检索库无法读取，请重建：{path}（{error}）") from error


def _mark() -> str:
    return f"{SCHEMA_VERSION}-{fingerprint()}"


def _create(path: Path) -> None:
    """Make an empty index beside its place and move it there whole, so that nobody opens half of one."""
    made = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    made.mkdir(parents=True)
    tantivy.Index(_schema(), str(made))
    (made / _MARK).write_text(_mark(), "utf-8")
    try:
        made.rename(path)
    except OSError:  # another process was first
        shutil.rmtree(made)


class Index:
    """检索库 — opens the index in a folder, or makes an empty one.

    Raises IndexOutdated where another version made it, IndexBroken where it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        if not self.path.exists() or not any(self.path.iterdir()):
            _create(self.path)
        with _reading(self.path):
            if (self.path / _MARK).read_text("utf-8") != _mark():
                raise IndexOutdated(f"检索库由另一版本建立，请重建：{self.path}")
            self._index = tantivy.Index.open(str(self.path))
            self._index.config_reader("manual")
        self._stamp = ""
        self.reload()

    @classmethod
    def reset(cls, path: Path) -> Self:
        """Throw away whatever is in the folder and make an empty index there; open readers follow."""
        shutil.rmtree(path, ignore_errors=True)
        return cls(path)

    @property
    def stamp(self) -> str:
        """Changes with every commit of any process; costs one look at a file."""
        try:
            state = (self.path / "meta.json").stat()
        except OSError as error:
            raise IndexBroken(f"检索库无法读取，请重建：{self.path}（{error}）") from error
        return f"{state.st_mtime_ns:x}-{state.st_ino:x}-{state.st_size:x}"

    def reload(self) -> None:
        """See what was committed up to now. `search` does this by itself when the stamp has changed."""
        stamp = self.stamp
        with _reading(self.path):
            self._index.reload()
            self._matcher = Matcher(self._index.schema, self._index.searcher())
        self._stamp = stamp

    def writer(self, *, memory: int = 64_000_000, threads: int = 1, fresh: bool = False) -> Writer:
        """The writer: use it with `with`, or keep it, `commit` now and then, and `close` it. Raises IndexBusy."""
        return Writer(self._index, memory=memory, threads=threads, fresh=fresh)

    def clear(self) -> None:
        """Remove every entry."""
        with self.writer() as writer:
            writer.clear()

    def __len__(self) -> int:
        return int(self._current().searcher.num_docs)

    def ids(self) -> Iterator[int]:
        """Every identifier, ascending."""
        searcher = self._current().searcher
        if searcher.num_docs:
            everything = tantivy.Query.all_query()
            hits = searcher.search(everything, searcher.num_docs, False, "id", order=tantivy.Order.Asc).hits
            yield from (id for id, _ in hits)

    def fingerprints(self) -> dict[int, int]:
        """The fingerprint of every entry by its identifier."""
        searcher = self._current().searcher
        if not searcher.num_docs:
            return {}
        hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs, False, "id").hits
        prints = searcher.fast_field_values("fingerprint", [address for _, address in hits])
        return {int(id): int(mark or 0) for (id, _), mark in zip(hits, prints, strict=True)}

    def _current(self) -> Matcher:
        if self.stamp != self._stamp:
            self.reload()
        return self._matcher

    def search(
        self,
        query: Query,
        *,
        audiences: Collection[str],
        filters: Filters | None = None,
        offset: int = 0,
        limit: int = 10,
        order: Order = "relevance",
        facets: bool = True,
    ) -> Found:
        """Documents that one of `audiences` may find and that match `query` and `filters`.

        By relevance: those with every word in the title, newest first; then the others by BM25, newest first among
        equals. A query that is too short finds nothing; an empty one lists everything, newest first; a loose one
        is ranked by BM25 alone.
        """
        if query.too_short:
            return Found()
        matcher = self._current()
        conditions = matcher.visible(audiences) + matcher.narrowed(filters or Filters())
        with _reading(self.path):
            return _Search(matcher, query, conditions, offset, limit).run(order, facets)


@dataclass(slots=True)
class _Search:
    """One search against one state of the index."""

    matcher: Matcher
    query: Query
    conditions: list[Clause]
    offset: int
    limit: int

    def run(self, order: Order, facets: bool) -> Found:
        everywhere = combined(self.matcher.query("text", self.query) + self.conditions)
        total, counted = self._counts(everywhere, facets)
        titles = self.matcher.query("title", self.query) if self.query.terms else [Matcher._nothing()]
        in_title = combined(titles + self.conditions)
        if self.query.loose:
            return Found(total, self._best(everywhere, self.offset, self.limit), 0, counted)
        if order == "newest" or not self.query.terms:
            ids, _ = self._newest(everywhere, self.offset, self.limit)
            title_hits = self.matcher.count(in_title)
            return Found(total, ids, title_hits, counted)
        ids, title_hits = self._newest(in_title, self.offset, self.limit)
        if (wanted := min(self.limit, total - self.offset) - len(ids)) > 0:
            others = self.matcher.query("text", self.query) + self.conditions
            others.append((Occur.MustNot, combined(titles)))
            ids += self._best(combined(others), max(0, self.offset - title_hits), wanted)
        return Found(total, ids, title_hits, counted)

    def _counts(self, found: tantivy.Query, facets: bool) -> tuple[int, dict[str, list[tuple[str, int]]]]:
        if not facets:
            return self.matcher.count(found), {}
        terms = {"size": FACET_SIZE, "segment_size": _TERMS_A_SEGMENT}
        answer: dict[str, Any] = self.matcher.searcher.aggregate(
            found, {name: {"terms": {"field": name, **terms}} for name in FACETS}
        )
        counted = {
            name: [(_label(bucket["key"]), int(bucket["doc_count"])) for bucket in answer[name]["buckets"]]
            for name in FACETS
        }
        # Every entry has one year, so the years add up to the total: cheaper than counting once more.
        listed = sum(number for _, number in counted["year"])
        return listed + int(answer["year"]["sum_other_doc_count"]), counted

    def _newest(self, found: tantivy.Query, offset: int, limit: int) -> tuple[list[int], int]:
        if limit < 1:
            return [], self.matcher.count(found)
        result: Any = self.matcher.searcher.search(found, limit, True, "published", offset)
        return self._ids([address for _, address in result.hits]), int(result.count)

    def _best(self, found: tantivy.Query, offset: int, limit: int) -> list[int]:
        """Some more than asked for are read, so that equal scores at the edge are put in order of date too."""
        hits = self.matcher.searcher.search(found, offset + limit + _TIES, False).hits
        addresses = [address for _, address in hits]
        dates = self.matcher.searcher.fast_field_values("published", addresses)
        ranked = sorted(zip(hits, dates, strict=True), key=lambda hit: (-hit[0][0], -(hit[1] or 0)))
        return self._ids([address for (_, address), _ in ranked[offset : offset + limit]])

    def _ids(self, addresses: list[tantivy.DocAddress]) -> list[int]:
        return [int(id or 0) for id in self.matcher.searcher.fast_field_values("id", addresses)]


def _label(key: str | float) -> str:
    return key if isinstance(key, str) else str(int(key))
