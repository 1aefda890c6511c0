"""成组 — many files, folders and archives become documents, each with the files beside it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from .archives import Budget, pieces_in
from .pieces import Piece, is_junk
from .reading import FileRefused

# A name of one letter is the beginning of too many others.
_NAMED = 2
MAX_PICTURES = 64 * 1024 * 1024
"""Bytes of pictures that go with one saved page."""

_PAGES = ("html", "htm")
# Of one document in several formats the first of these is read, and the others are attached to it.
_TEXTS = ("docx", "doc", "wps", "rtf", "html", "htm", "pdf", "txt")
_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp"})
# Folders in which browsers put what belongs to a page that they saved.
_SAVED = re.compile(r"(.+?)(?:_files|\.files|_文件)", re.IGNORECASE)
_ATTACHED = re.compile(
    r"^[\[(（【]?附(?:件|表|图|录)|[-—_ (（]附(?:件|表|图|录)[\d一二三四五六七八九十]*[^/]*$"
)


@dataclass(slots=True)
class Bundle:
    """一组 — a document to be: its main file, what surely belongs to it, and what its text may name.

    `attached` are files that belong to it by their name or place; `saved` are those that a browser saved with
    a page.
    """

    main: Piece
    attached: tuple[Piece, ...] = ()
    saved: tuple[Piece, ...] = ()
    _folder: Sequence[Piece] = ()
    _taken: set[str] = field(default_factory=set)

    @property
    def beside(self) -> Iterator[Piece]:
        """Other files of the folder, which the text may name; take one, and it does not come by itself any more."""
        own = {self.main.path, *(piece.path for piece in self.attached)}
        return (piece for piece in self._folder if piece.path not in own)

    def for_reading(self) -> dict[str, bytes]:
        """What `read` asks for as `beside`, by names relative to the main file.

        The pictures of a saved page come with their bytes, up to 64 MB of them; other files with their names only.
        """
        room = MAX_PICTURES
        found = {self._relative(piece): b"" for piece in (*self.attached, *self.beside)}
        for piece in self.saved:
            if piece.ending in _PICTURES and piece.size <= room:
                room -= piece.size
                found[self._relative(piece)] = _bytes_of(piece)
        return found

    def take(self, name: str) -> Piece | None:
        """The file that `Named.file` names, which now belongs to this document; None when there is none."""
        for piece in (self.main, *self.attached, *self.beside):
            if name in (piece.name, self._relative(piece)):
                self._taken.add(piece.path)
                return piece
        return None

    def _relative(self, piece: Piece) -> str:
        return (
            piece.name
            if piece.folder == self.main.folder
            else posixpath.relpath(piece.path, self.main.folder or ".")
        )


def _bytes_of(piece: Piece) -> bytes:
    """A picture that cannot be read is missing, and the page's own warning says so."""
    try:
        return piece.data()
    except FileRefused:
        return b""


def bundles(files: Iterable[Piece]) -> Iterator[Bundle]:
    """Documents one after another; archives are opened when their turn comes.

    In each folder the texts come first, then what no text has taken, so that nothing is lost. A file that is
    refused comes as a bundle of its own, whose `main.data()` raises FileRefused.
    """
    budget = Budget()
    yield from _in_folders([file for file in files if not is_junk(file.path)], 0, budget)


def _in_folders(pieces: list[Piece], level: int, budget: Budget) -> Iterator[Bundle]:
    saved = _saved_with_pages(pieces)
    inside = {piece.path for owned in saved.values() for piece in owned}
    rest = [piece for piece in pieces if piece.path not in inside]
    with_texts = {piece.folder for piece in rest if piece.ending in _TEXTS}

    def home(piece: Piece) -> str:
        above, own = posixpath.split(piece.folder)
        return above if _ATTACHED.search(own) and above in with_texts else piece.folder

    for folder, group in groupby(sorted(rest, key=lambda piece: (home(piece), piece.path)), key=home):
        yield from _in_folder(folder, list(group), saved, level, budget)


def _saved_with_pages(pieces: list[Piece]) -> dict[str, list[Piece]]:
    """Files below a page's own folder, by the path of the page."""
    pages = {piece.path.rsplit(".", 1)[0]: piece.path for piece in pieces if piece.ending in _PAGES}
    saved: dict[str, list[Piece]] = {}
    for piece in pieces:
        parts = piece.path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            found = _SAVED.fullmatch("/".join(parts[:depth]))
            if found and found[1] in pages:
                saved.setdefault(pages[found[1]], []).append(piece)
                break
    return saved


def _in_folder(
    folder: str, group: list[Piece], saved: dict[str, list[Piece]], level: int, budget: Budget
) -> Iterator[Bundle]:
    sent_along = {p.path for p in group if p.folder != folder or _ATTACHED.search(_stem(p))}
    texts = _texts([piece for piece in group if piece.path not in sent_along])
    packed = [p for p in group if p.ending == "zip" and not (texts and p.path in sent_along)]
    owners = _owners([p for p in group if p not in texts and p not in packed], texts, sent_along)
    taken = {path for owned in owners.values() for path in (piece.path for piece in owned)}
    mains = [*texts, *(piece for piece in group if piece not in texts and piece not in packed)]
    for main in mains:
        if main.path not in taken:
            attached = tuple(owners.get(main.path, ()))
            yield Bundle(main, attached, tuple(saved.get(main.path, ())), group, taken)
    for archive in packed:
        yield from _unpacked(archive, level, budget)


def _texts(pieces: list[Piece]) -> list[Piece]:
    """The files to be read as documents, one for each name."""
    chosen: dict[str, Piece] = {}
    for piece in sorted((p for p in pieces if p.ending in _TEXTS), key=lambda p: _TEXTS.index(p.ending)):
        chosen.setdefault(_stem(piece), piece)
    return [piece for piece in pieces if chosen.get(_stem(piece)) is piece]


def _owners(others: list[Piece], texts: list[Piece], sent_along: set[str]) -> dict[str, list[Piece]]:
    """Files that belong to a text by their name, or as attachments beside the only text, by the text's path."""
    by_stem = {_stem(text): text for text in texts if len(_stem(text)) >= _NAMED}
    owners: dict[str, list[Piece]] = {}
    for piece in others:
        stem = _stem(piece)
        lengths = (
            (stem,) if piece.path not in sent_along else tuple(stem[:end] for end in range(len(stem), 1, -1))
        )
        text = next((by_stem[start] for start in lengths if start in by_stem), None)
        if text is None and len(texts) == 1 and piece.path in sent_along:
            text = texts[0]
        if text is not None:
            owners.setdefault(text.path, []).append(piece)
    return owners


def _stem(piece: Piece) -> str:
    return piece.name.rsplit(".", 1)[0]


def _unpacked(packed: Piece, level: int, budget: Budget) -> Iterator[Bundle]:
    try:
        inner = list(pieces_in(packed, level, budget))
    except FileRefused as refusal:
        yield Bundle(_refused(packed, refusal))
        return
    yield from _in_folders(inner, level + 1, budget)


def _refused(piece: Piece, refusal: FileRefused) -> Piece:
    def refuse() -> bytes:
        raise refusal

    return Piece(piece.path, piece.size, refuse)
