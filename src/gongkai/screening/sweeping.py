"""清查的办理 — pieces are read in order, looked through beside, and put down in order, a little at a time.

Nothing that is under way here has to outlive the worker: a sweep goes on behind the last piece that was put down.
"""

import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from gongkai.core import files
from gongkai.core.files import FileDamaged
from gongkai.core.models import StoredFile
from gongkai.intake.isolated import Isolated
from gongkai.intake.reading import FileRefused
from gongkai.privacy.finding import FileScan, Known
from gongkai.privacy.finding import Finding as Detected
from gongkai.privacy.ruleset import RULESET
from gongkai.screening.actions.put_down import Come, begin, put_down
from gongkai.screening.actions.scan_file import keep_scan
from gongkai.screening.actions.sweep import end_outdated, finish_sweep
from gongkai.screening.known import known_to_all
from gongkai.screening.models import ScannedFile, Sweep, SweepState
from gongkai.screening.parsing import file_scanned_by, texts_scanned_by
from gongkai.screening.queries import under_way
from gongkai.screening.scanning import found_in_scan, found_of, scans_of, unread
from gongkai.screening.sweep_lanes import Lanes
from gongkai.screening.sweep_pieces import Borne, Piece, Stock

MOST_AHEAD = 16_000_000
"""Characters that may wait to be looked through: more than a second's work for two cores, some 40 MB."""
_UNREAD = "这段文字没有查成，请打开看"

Looked = list[tuple[int, list[Detected] | None]]


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A piece that is being looked through, and the scans of its files that are still to come."""

    piece: Piece
    looked: "Future[Looked]"
    files: set[str]


class Sweeping:
    """正在办理的清查 — one sweep in this process."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep_id = sweep.pk
        self._stock = Stock(sweep)
        self._known = known_to_all()
        self._lanes = Lanes()
        self.cursor = self._read_to = sweep.cursor
        self._all_read = False
        self._ahead: deque[_Ahead] = deque()
        self._scans: dict[str, tuple[StoredFile, Future[FileScan | None]]] = {}

    def close(self) -> None:
        """Let go of everything that has not been put down."""
        self._lanes.close()

    def step(self, now: datetime) -> bool:
        """Do one small thing; return whether there may be another one to do at once."""
        if self._keep_a_scan():
            return True
        first = self._ahead[0] if self._ahead else None
        if first and first.looked.done() and first.files.isdisjoint(self._scans):
            return self._put_down(self._ahead.popleft(), now)
        if not self._all_read and sum(each.piece.characters for each in self._ahead) < MOST_AHEAD:
            self._read()
            return True
        if self._all_read and not self._ahead:
            finish_sweep(self.sweep_id, now=now)
        return False

    def _read(self) -> None:
        piece = self._stock.piece(self._read_to)
        if piece is None:
            self._all_read = True
            return
        self._read_to = piece.last
        words, known = [text.words for text in piece.texts], self._known
        looked = self._lanes.give(lambda child: texts_scanned_by(child, words, known) if words else [])
        self._ahead.append(_Ahead(piece, looked, self._give_files(piece.files)))

    def _give_files(self, borne: list[Borne]) -> set[str]:
        """Have those files looked through that no version has borne before under these rules."""
        attachments = {one.attachment.file_id: one.attachment for one in borne}
        scanned = ScannedFile.objects.filter(file_id__in=list(attachments), ruleset=RULESET)
        to_come = attachments.keys() - set(scanned.values_list("file_id", flat=True))
        for digest in to_come - self._scans.keys():
            work = partial(_file_scanned, digest, attachments[digest].name, self._known)
            self._scans[digest] = attachments[digest].file, self._lanes.give(work)
        return to_come

    def _keep_a_scan(self) -> bool:
        """Keep one scan of a file that has come; however the sweep ends, this file is scanned."""
        digest = next((digest for digest, (_, future) in self._scans.items() if future.done()), None)
        if digest is None:
            return False
        file, future = self._scans.pop(digest)
        if (scan := future.result()) is not None:
            keep_scan(file, scan)
        return True

    def _put_down(self, ahead: _Ahead, now: datetime) -> bool:
        piece, come = ahead.piece, []
        for place, detected in ahead.looked.result():
            text = piece.texts[place]
            if detected is None:
                found = [unread(text.part, text.attachment, _UNREAD)]
            else:
                found = found_of(text.part, text.words, detected, text.attachment)
            come += [Come(text.document_id, text.version_id, one) for one in found]
        come += _come_in_files(piece.files, self._known)
        if put_down(self.sweep_id, piece, come, now=now):
            self.cursor = piece.last
            return True
        return False


def _file_scanned(digest: str, name: str, known: Known, child: Isolated) -> FileScan | None:
    """Look through a stored file beside; None for one that is damaged, which is told when it is put down."""
    try:
        return file_scanned_by(child, files.read(digest), name, known)
    except FileDamaged:
        return None
    except FileRefused as refusal:
        return FileScan("", (), (refusal.message,))


def _come_in_files(borne: list[Borne], known: Known) -> list[Come]:
    scans = scans_of((one.attachment for one in borne), known)
    return [
        Come(one.document_id, one.attachment.version_id, each)
        for one in borne
        for each in found_in_scan(scans[one.attachment.file_id], one.attachment, known)
    ]


# What this worker is at; its processes and what they have been given are kept from one turn to the next.
_at: Sweeping | None = None


def go_on(now: datetime, seconds: float) -> None:
    """Go on with the sweep that is under way, for that long at most."""
    until = time.monotonic() + seconds
    sweep = under_way().select_related("agency").first()
    if sweep is None:
        leave()
        return
    if sweep.ruleset != RULESET:
        end_outdated(sweep.pk, now=now)
        return
    if sweep.state == SweepState.WAITING:
        begin(sweep.pk, Stock(sweep).documents().count(), now=now)
    try:
        doing = _doing(sweep)
        while time.monotonic() < until and doing.step(now):
            pass
    except Exception:
        # Whatever has come over this piece, it is read anew with the next turn.
        leave()
        raise


def _doing(sweep: Sweep) -> Sweeping:
    global _at
    if _at is None or (_at.sweep_id, _at.cursor) != (sweep.pk, sweep.cursor):
        leave()
        _at = Sweeping(sweep)
    return _at


def leave() -> None:
    """Let go of the sweep in this process."""
    global _at
    if _at is not None:
        _at.close()
        _at = None
