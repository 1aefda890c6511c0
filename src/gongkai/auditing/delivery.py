"""成批年报 — the reports among files, folders and ZIPs, one after another, opened when their turn comes."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from gongkai.intake.archives import Budget, pieces_in
from gongkai.intake.pieces import Piece, is_junk
from gongkai.intake.reading import FileRefused

ENDINGS = frozenset(
    ("txt", "htm", "html", "docx", "pdf", "ofd", "doc", "wps", "rtf", "xlsx", "xls", "et")
)  # fmt: skip
"""What is taken for a report in a folder or a ZIP; a file that is named by itself is read whatever its ending."""

_PACKED = "zip"


def reports_in(paths: Iterable[Path]) -> Iterator[Piece]:
    """Yield the files at these paths by the paths themselves, with those in folders and ZIPs.

    What cannot be opened comes as well: its `data()` raises FileRefused.
    """
    budget = Budget()
    for path in paths:
        for piece in _on_disk(path):
            yield from _unpacked(piece, 0, budget)


def _on_disk(path: Path) -> Iterator[Piece]:
    if not path.is_dir():
        yield _piece(path)
        return
    for inner in sorted(path.rglob("*")):
        wanted = inner.is_file() and not inner.is_symlink() and not is_junk(inner.as_posix())
        if wanted and (piece := _piece(inner)).ending in (*ENDINGS, _PACKED):
            yield piece


def _piece(path: Path) -> Piece:
    size = path.stat().st_size if path.is_file() else 0
    return Piece(str(path), size, partial(Path.read_bytes, path))


def _unpacked(piece: Piece, level: int, budget: Budget) -> Iterator[Piece]:
    """Yield a file, or what a ZIP holds; one that cannot be opened is yielded itself, refusing its data."""
    if piece.ending != _PACKED:
        yield piece
        return
    try:
        yield from packed_in(piece, level, budget)
    except FileRefused as refusal:
        yield Piece(piece.path, piece.size, partial(_refuse, refusal))


def packed_in(piece: Piece, level: int, budget: Budget) -> Iterator[Piece]:
    """Yield the reports in a ZIP, in those inside it as well; raises FileRefused where it cannot be opened."""
    inside = sorted(pieces_in(piece, level, budget), key=lambda one: one.path)
    for inner in inside:
        if inner.ending in (*ENDINGS, _PACKED):
            yield from _unpacked(inner, level + 1, budget)


def _refuse(refusal: FileRefused) -> bytes:
    raise refusal
