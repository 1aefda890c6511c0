"""变动印记 — change stamps: what changed, as seen by every process of the machine.

A page that was made once may be served again only while nothing that it shows has changed. The
processes agree on this through one small file of counters, mapped into the memory of each. A *tag*
names something that pages show (``"site"``, ``"lists"``, ``"document:123"``) and falls into one of
`SLOTS` slots; two tags in one slot only cost a page made anew without need.

A slot holds two counters: changes *begun*, raised before the database commits, and changes *ended*,
raised after it. While they differ a change is under way, or a process died in the middle of one, and
no page with that tag may be kept or served from memory. So a process killed at any instant can make
pages slower, never stale; `Stamps.heal` makes them keepable again.

The counters are aligned 32-bit words, written under a file lock and read without one. The order of the
writes, explained where they are made, is what the readers rely on. The file belongs on a local disk,
is shared by one machine only, and must not be removed while the site runs (`StampsLost`).
"""

import fcntl
import mmap
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

SLOTS = 65_536
_MAGIC = 0x474B_5354  # "GKST" read as a word, so that a file of the other byte order is not taken for ours
_VERSION = 1
_HEADER_WORDS = 16
_WORDS = _HEADER_WORDS + 2 * SLOTS
_SIZE = 4 * _WORDS
_MODULUS = 1 << 32

# Places in the header, in words.
_AT_MAGIC, _AT_VERSION, _AT_EPOCH = 0, 1, 2
BEGUN, ENDED = 3, 4
"""Places in `Stamps.words` of the two counters over all tags."""

Stamp: TypeAlias = tuple[int, tuple[tuple[int, int], ...]]
"""The epoch of the file, then (place, value) of the begun counter of each slot."""


class StampsLost(RuntimeError):
    """变动印记文件丢失 — the file was removed or replaced under a running process.

    Raised before the database commits: a change that the other processes could not see must not happen.
    """


class Stamps:
    """变动印记 — the counters of one machine, in the file at `path` (created with its folder).

    A file that is not ours, broken or of another version is written anew in place, under a new random
    epoch, which makes every page kept so far by any process invalid.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changers = path.with_name(path.name + ".changing")
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            if os.fstat(file).st_size < _SIZE:
                # Only ever grown: a file cut short would kill the processes that have it mapped.
                os.ftruncate(file, _SIZE)
            self._inode = os.fstat(file).st_ino
            self._words = memoryview(mmap.mmap(file, _SIZE)).cast("I")
        finally:
            os.close(file)
        self.words = self._words.toreadonly()
        """All counters, for readers in a hurry: `words[BEGUN]` moves with every change begun."""
        if not self._sound():
            with _lock(self._changers, fcntl.LOCK_EX):
                if not self._sound():
                    self._start_anew()

    @contextmanager
    def changing(self, tags: Iterable[str]) -> Iterator[None]:
        """Enter just before the commit and leave just after it, or after the rollback.

        Raises `StampsLost` on entry when the file is gone. Several changes may be under way at once.
        """
        places = _places(tags)
        with _lock(self._changers, fcntl.LOCK_SH):
            self._begin(places)
            try:
                yield
            finally:
                self._end(places)

    def moment(self) -> int:
        """Take it before reading from the database, and give it to `read` afterwards."""
        return self.words[ENDED]

    def read(self, tags: Iterable[str], *, since: int | None = None) -> Stamp | None:
        """The stamp of these tags; None while a change of any of them is under way.

        With `since`, a `moment`, also None when any change at all has ended after that moment, so that
        what was read from the database meanwhile may be older than the stamp.
        """
        words = self.words
        epoch = words[_AT_EPOCH]
        taken = []
        for place in _places(tags):
            begun = words[place]
            if begun != words[place + 1]:
                return None
            taken.append((place, begun))
        # Looked at last: `_end` raises this counter first (see there).
        if since is not None and words[ENDED] != since:
            return None
        return epoch, tuple(taken)

    def still(self, stamp: Stamp) -> bool:
        """Whether nothing under the stamp has begun to change since it was read."""
        words = self.words
        epoch, taken = stamp
        if words[_AT_EPOCH] != epoch:
            return False
        for place, begun in taken:  # noqa: SIM110 - a generator would cost more than the whole loop
            if words[place] != begun:
                return False
        return True

    def heal(self) -> int | None:
        """Make pages keepable again after a process died in a change; how many slots were mended.

        None when changes are under way just now (their processes hold a lock that dies with them): try
        again later. A database server may still finish the commit of a client that died: call it, or
        repeat the change with `changing`, only when the outcome of that commit can be seen.
        """
        words = self._words
        try:
            with _lock(self._changers, fcntl.LOCK_EX | fcntl.LOCK_NB), self._writing():
                broken = [p for p in range(_HEADER_WORDS, _WORDS, 2) if words[p] != words[p + 1]]
                if broken:
                    # First, as in `_end`. The begun counters have moved already, when the change began.
                    _raise(words, ENDED)
                for place in broken:
                    words[place + 1] = words[place]
                return len(broken)
        except BlockingIOError:
            return None

    def _begin(self, places: tuple[int, ...]) -> None:
        with self._writing():
            for place in places:
                _raise(self._words, place)
            # After the slots: a reader that has seen this value and then found its slots unmoved may
            # trust them until the value moves again.
            _raise(self._words, BEGUN)

    def _end(self, places: tuple[int, ...]) -> None:
        with self._writing():
            # Before the slots: a reader that finds a slot at rest again, but read the database before
            # the commit, must also find that a change has ended meanwhile.
            _raise(self._words, ENDED)
            for place in places:
                _raise(self._words, place + 1)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with _lock(self._path, fcntl.LOCK_EX, create=False) as file:
                if os.fstat(file).st_ino != self._inode:
                    raise StampsLost(self._path)
                yield
        except FileNotFoundError as error:
            raise StampsLost(self._path) from error

    def _sound(self) -> bool:
        return self._words[_AT_MAGIC] == _MAGIC and self._words[_AT_VERSION] == _VERSION

    def _start_anew(self) -> None:
        words = self._words
        words[_AT_MAGIC] = 0  # Not ours until complete, should this process die here.
        words[_HEADER_WORDS:] = memoryview(bytes(8 * SLOTS)).cast("I")
        # After the slots, so that no stamp can carry the new epoch and an old counter.
        for place in (_AT_EPOCH, BEGUN, ENDED):
            words[place] = (words[place] + 1 + secrets.randbelow(_MODULUS - 1)) % _MODULUS
        words[_AT_VERSION] = _VERSION
        words[_AT_MAGIC] = _MAGIC


def _places(tags: Iterable[str]) -> tuple[int, ...]:
    """Where the begun counters of these tags stand; the ended counter is the word after."""
    return tuple(sorted({_HEADER_WORDS + 2 * (zlib.crc32(tag.encode()) % SLOTS) for tag in tags}))


def _raise(words: memoryview, place: int) -> None:
    words[place] = (words[place] + 1) % _MODULUS


@contextmanager
def _lock(path: Path, kind: int, *, create: bool = True) -> Iterator[int]:
    """Hold a lock that dies with the process.

    The file is opened anew each time, so that the lock also holds between threads and forked processes.
    """
    file = os.open(path, os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if create else 0), 0o640)
    try:
        fcntl.flock(file, kind)
        yield file
    finally:
        os.close(file)
