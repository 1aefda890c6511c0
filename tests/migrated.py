"""迁移好的空库 — the empty SQLite database after all migrations, kept beside pytest's cache until one of them changes.

Migrating takes ten seconds, for every run and in every process of it. The copy is put where Django looks for its
database in memory; Django still migrates it, and finds nothing left to do.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[1]
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"
"""The name that Django's creation.py gives it."""


def _sources() -> Iterator[Path]:
    """What the tables and their triggers follow from."""
    for pattern in ("*/migrations/*.py", "*/triggers*.py", "core/*.py"):
        yield from sorted((ROOT / "src" / "gongkai").glob(pattern))
    yield ROOT / "requirements" / "base.txt"


def kept_at(config: pytest.Config) -> Path:
    """Return where the database of the present migrations is kept, or would be."""
    digest = sha256(b"\0".join(path.read_bytes() for path in _sources()))
    return config.cache.mkdir("migrated") / f"{digest.hexdigest()[:32]}.sqlite3"  # type: ignore[union-attr]


def taken_up(kept: Path) -> sqlite3.Connection | None:
    """Put the kept database into memory; the connection holds it there until Django's own does."""
    if connection.vendor != "sqlite" or not kept.exists():
        return None
    memory = sqlite3.connect(IN_MEMORY, uri=True)
    with closing(sqlite3.connect(f"{kept.as_uri()}?mode=ro", uri=True)) as source:
        source.backup(memory)
    return memory


def keep(kept: Path, worker: str) -> None:
    """Keep the migrated database."""
    if connection.vendor != "sqlite" or kept.exists():
        return
    written = kept.with_suffix(f".{worker}")
    written.unlink(missing_ok=True)
    with closing(sqlite3.connect(written)) as target:
        connection.ensure_connection()
        connection.connection.backup(target)
    written.replace(kept)
