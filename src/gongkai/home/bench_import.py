"""测速：导入 — a table through the real path, against bare inserts of the same rows and bare indexing."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import actor_for
from gongkai.catalogue.models import Column
from gongkai.core import outbox
from gongkai.disclosure import content
from gongkai.disclosure.indexing import entry_for
from gongkai.disclosure.models import Document, Version
from gongkai.home import demo
from gongkai.imports import running
from gongkai.imports.actions.jobs import begin_job
from gongkai.imports.actions.open_batch import open_batch
from gongkai.imports.layout import Layout
from gongkai.imports.models import Batch
from gongkai.imports.tables import opened
from gongkai.rules.posts import Role
from gongkai.search.generate import documents
from gongkai.search.index import Entry, Index
from gongkai.typesetting.delimited import csv_lines

_BATCH = 500
_TURN = 2000
_COLUMN = "20-1-other"
_ORGAN = "lj-zhujian"
_HEADER = ("信息ID", "标题", "文号", "索引号", "成文日期", "发布日期", "正文", "链接")

Tick = Callable[[int], object]


def run(folder: Path, rows: int, tick: Tick) -> dict[str, Any]:
    """Measure in a place that holds nothing but the demonstration; return seconds of each part and the ratio.

    Both take turns, some thousand rows each, so that what else the machine does meets both alike.
    """
    table = folder / "table.csv"
    _write(table, rows)
    column = Column.objects.select_related("agency", "parent").get(code=_COLUMN, agency__code=_ORGAN)
    copy = _copy_database(folder / "bare.sqlite3")
    bare, real = _Bare(folder, rows, column), _Real(table, column)
    for _turn in range(0, rows, _TURN):
        with _in_database(copy):
            bare.take(_TURN)
        real.take(_TURN)
        tick(min(_TURN, rows))
    bare.finish()
    if (loaded := real.finish()) != rows:
        raise ValueError(f"{rows} rows became {loaded}")
    base, whole = bare.inserting + bare.indexing, real.loading + real.indexing
    return {
        "rows": rows,
        "table_megabytes": round(table.stat().st_size / 1e6, 1),
        "bare_seconds": {"inserts": round(bare.inserting, 1), "indexing": round(bare.indexing, 1)},
        "real_seconds": {"loading": round(real.loading, 1), "indexing": round(real.indexing, 1)},
        "rows_per_second": round(rows / whole),
        "ratio": round(whole / base, 2),
    }


def _markup(entry: Entry) -> str:
    return "".join(f"<p>{line}</p>" for line in entry.body.splitlines() if line)


def _day(entry: Entry) -> datetime:
    return datetime.strptime(str(entry.published)[:8], "%Y%m%d").replace(
        tzinfo=timezone.get_default_timezone()
    )


def _write(table: Path, rows: int) -> None:
    with table.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(chain([_HEADER], map(_row, documents(rows)))))


def _row(entry: Entry) -> tuple[object, ...]:
    day = _day(entry).date().isoformat()
    address = f"http://old.example/show.aspx?id={entry.id}"
    return (entry.id, entry.title, *entry.numbers, day, day, _markup(entry), address)


def _copy_database(path: Path) -> Path:
    """Copy this place's database; return where the copy lies."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return path


@contextmanager
def _in_database(path: Path) -> Iterator[None]:
    """Work in another database for a while."""
    kept = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


class _Bare:
    """Inserts the same documents and versions in batches, and indexes the same entries: nothing else."""

    def __init__(self, folder: Path, rows: int, column: Column) -> None:
        self.inserting = self.indexing = 0.0
        self._entries, self._column = documents(rows), column
        self._writer = Index(folder / "bare-index").writer(fresh=True)

    def take(self, rows: int) -> None:
        """Do the next rows; what is only made ready for it is not counted."""
        entries = islice(self._entries, rows)
        while batch := list(islice(entries, _BATCH)):
            pairs = [_pair(entry, self._column) for entry in batch]
            begun = time.perf_counter()
            with transaction.atomic():
                Document.objects.bulk_create(document for document, _version in pairs)
                Version.objects.bulk_create(version for _document, version in pairs)
            self.inserting += time.perf_counter() - begun
            put = [entry_for(document, version) for document, version in pairs]
            begun = time.perf_counter()
            for entry in put:
                self._writer.put(entry)
            self.indexing += time.perf_counter() - begun

    def finish(self) -> None:
        """Make the index durable."""
        begun = time.perf_counter()
        self._writer.commit()
        self._writer.close()
        self.indexing += time.perf_counter() - begun


class _Real:
    """Loads the table as an officer does, and indexes as the worker does."""

    def __init__(self, table: Path, column: Column) -> None:
        begun = time.perf_counter()
        self._batch = _begun(table, column)
        self._pieces = running.run_to_end(self._batch, _liaison(), path=table, beside=None)
        self.loading, self.indexing = time.perf_counter() - begun, 0.0

    def take(self, rows: int) -> None:
        """Do the next rows, and all the work that they asked for."""
        begun, loaded = time.perf_counter(), 0
        while loaded < rows and (piece := next(self._pieces, 0)):
            loaded += piece
        self.loading += time.perf_counter() - begun
        begun = time.perf_counter()
        while outbox.drain():
            pass
        self.indexing += time.perf_counter() - begun

    def finish(self) -> int:
        """Come to the end of the table; return how many documents were made."""
        self.take(_TURN)
        return int(Batch.objects.get(pk=self._batch.pk).counts["created"])


def _pair(entry: Entry, column: Column) -> tuple[Document, Version]:
    now = timezone.now()
    document = Document(agency=column.agency, column=column, index_number=entry.numbers[1], created_at=now)
    version = Version(document=document, number=1, created_at=now, saved_at=now, attribute="proactive")
    values = {
        "title": entry.title,
        "document_number": entry.numbers[0],
        "formed_on": _day(entry).date(),
        "source": column.agency.name,
        "body_html": _markup(entry),
    }
    content.fill(version, values)
    return document, version


def _liaison() -> Actor:
    name = next(account.username for account in demo.ACCOUNTS if account.role == Role.LIAISON)
    return actor_for(User.objects.get(username=name), timezone.localdate())


def _begun(table: Path, column: Column) -> Batch:
    actor, now = _liaison(), timezone.now()
    with opened(table) as found:
        layout = Layout.guessed(found.header, origin="测速", agency=_ORGAN, column=column.code)
    batch = open_batch(table, table.name, actor=actor, now=now, agency=column.agency, layout=layout)
    return begin_job(batch.pk, Batch.Job.LOAD, actor=actor, now=now)
