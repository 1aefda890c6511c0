"""测速：导入 — a table through the real path, against bare inserts of the same rows and bare indexing."""

import csv
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
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

_BATCH = 500
_COLUMN = "20-1-other"
_ORGAN = "lj-zhujian"
_HEADER = ("信息ID", "标题", "文号", "索引号", "成文日期", "发布日期", "正文", "链接")

Tick = Callable[[int], object]


def run(folder: Path, rows: int, tick: Tick) -> dict[str, Any]:
    """Measure in a place that holds nothing but the demonstration; return seconds of each part and the ratio."""
    table = folder / "table.csv"
    _write(table, rows)
    column = Column.objects.select_related("agency", "parent").get(code=_COLUMN, agency__code=_ORGAN)
    with _copied_database(folder / "bare.sqlite3"):
        bare = _bare(folder, rows, column, tick)
    real = _real(table, rows, column, tick)
    base, whole = sum(bare.values()), sum(real.values())
    return {
        "rows": rows,
        "table_megabytes": round(table.stat().st_size / 1e6, 1),
        "bare_seconds": {name: round(took, 1) for name, took in bare.items()},
        "real_seconds": {name: round(took, 1) for name, took in real.items()},
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
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for entry in documents(rows):
            day = _day(entry).date().isoformat()
            number, index_number = entry.numbers
            address = f"http://old.example/show.aspx?id={entry.id}"
            writer.writerow((entry.id, entry.title, number, index_number, day, day, _markup(entry), address))


@contextmanager
def _copied_database(path: Path) -> Iterator[None]:
    """Work in a copy of this place's database for a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    kept = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


def _bare(folder: Path, rows: int, column: Column, tick: Tick) -> dict[str, float]:
    """Insert the same documents and versions in batches, and index the same entries: nothing else."""
    inserting = indexing = 0.0
    index = Index(folder / "bare-index")
    writer = index.writer(fresh=True)
    entries = documents(rows)
    while batch := list(islice(entries, _BATCH)):
        pairs = [_pair(entry, column) for entry in batch]
        begun = time.perf_counter()
        with transaction.atomic():
            Document.objects.bulk_create(document for document, _version in pairs)
            Version.objects.bulk_create(version for _document, version in pairs)
        inserting += time.perf_counter() - begun
        put = [entry_for(document, version) for document, version in pairs]
        begun = time.perf_counter()
        for entry in put:
            writer.put(entry)
        indexing += time.perf_counter() - begun
        tick(len(batch))
    begun = time.perf_counter()
    writer.commit()
    writer.close()
    indexing += time.perf_counter() - begun
    return {"inserts": inserting, "indexing": indexing}


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


def _real(table: Path, rows: int, column: Column, tick: Tick) -> dict[str, float]:
    """Load the table as an officer does and let the worker index it."""
    begun = time.perf_counter()
    batch = _begun(table, column)
    actor = _liaison()
    for done in running.run_to_end(batch, actor, path=table, beside=None):
        tick(done)
    loading = time.perf_counter() - begun
    begun = time.perf_counter()
    while outbox.drain():
        pass
    counts = Batch.objects.get(pk=batch.pk).counts
    if counts["created"] != rows:
        raise ValueError(f"{rows} rows became {counts}")
    return {"loading": loading, "indexing": time.perf_counter() - begun}


def _liaison() -> Actor:
    name = next(account.username for account in demo.ACCOUNTS if account.role == Role.LIAISON)
    return actor_for(User.objects.get(username=name), timezone.localdate())


def _begun(table: Path, column: Column) -> Batch:
    actor, now = _liaison(), timezone.now()
    with opened(table) as found:
        layout = Layout.guessed(found.header, origin="测速", agency=_ORGAN, column=column.code)
    batch = open_batch(table, table.name, actor=actor, now=now, agency=column.agency, layout=layout)
    return begin_job(batch.pk, Batch.Job.LOAD, actor=actor, now=now)
