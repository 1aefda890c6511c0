"""变动印记 — what changed is seen by every process, also when one is killed in the middle."""

import os
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gongkai.core.stamps import BEGUN, SLOTS, Stamp, Stamps, StampsLost

SOURCES = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "stamps"


def process(path: Path, body: str) -> "subprocess.Popen[str]":
    """Another process of the machine, with `stamps` open and `body` to run; it says 'ready' by itself."""
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom gongkai.core.stamps import Stamps\n"
        f"stamps = Stamps(Path(sys.argv[1]))\n{body}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
    )


def kill_in_the_middle_of_a_change(path: Path, tag: str) -> None:
    with process(
        path, f"with stamps.changing([{tag!r}]):\n  print('in', flush=True)\n  time.sleep(60)"
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        other.send_signal(signal.SIGKILL)


def test_a_stamp_stands_until_one_of_its_tags_changes(path: Path) -> None:
    stamps = Stamps(path)
    stamp = stamps.read(["site", "document:1"])
    assert stamp is not None
    with stamps.changing(["document:2"]):
        pass
    assert stamps.still(stamp)
    with stamps.changing(["document:1"]):
        assert not stamps.still(stamp)
    assert not stamps.still(stamp)


def test_nothing_is_stamped_while_it_changes(path: Path) -> None:
    stamps = Stamps(path)
    with stamps.changing(["document:1"]):
        assert stamps.read(["site", "document:1"]) is None
        assert stamps.read(["site"]) is not None
    assert stamps.read(["site", "document:1"]) is not None


def test_a_change_that_fails_also_ends(path: Path) -> None:
    stamps = Stamps(path)
    with pytest.raises(ZeroDivisionError), stamps.changing(["site"]):
        raise ZeroDivisionError
    assert stamps.read(["site"]) is not None


def test_changes_may_overlap(path: Path) -> None:
    here, there = Stamps(path), Stamps(path)
    with here.changing(["lists", "document:1"]):
        with there.changing(["lists", "document:2"]):
            pass
        assert here.read(["lists"]) is None
        assert here.read(["document:2"]) is not None
    assert there.read(["lists", "document:1", "document:2"]) is not None


def test_what_was_read_before_a_change_ended_gets_no_stamp(path: Path) -> None:
    stamps = Stamps(path)
    begun_before = stamps.changing(["document:1"])
    begun_before.__enter__()
    moment = stamps.moment()
    begun_before.__exit__(None, None, None)
    assert stamps.read(["document:1"], since=moment) is None
    assert stamps.read(["document:1"], since=stamps.moment()) is not None


def test_another_process_sees_a_change(path: Path) -> None:
    stamps = Stamps(path)
    stamp = stamps.read(["site"])
    assert stamp is not None
    with process(path, "with stamps.changing(['site']): pass") as other:
        assert other.wait(20) == 0
    assert not stamps.still(stamp)
    assert stamps.read(["site"]) is not None


def test_a_process_killed_in_a_change_leaves_its_pages_unstamped_until_healed(path: Path) -> None:
    stamps = Stamps(path)
    before, other = stamps.read(["document:1"]), stamps.read(["document:2"])
    assert before is not None
    assert other is not None
    kill_in_the_middle_of_a_change(path, "document:1")

    assert not stamps.still(before)
    assert stamps.read(["document:1"]) is None
    with stamps.changing(["document:1"]):
        pass
    assert stamps.read(["document:1"]) is None, "a later change does not hide the broken one"
    assert stamps.still(other)

    moment = stamps.moment()
    assert stamps.heal() == 1
    assert not stamps.still(before)
    assert stamps.read(["document:1"], since=moment) is None, (
        "what was read before the healing is not trusted"
    )
    assert stamps.read(["document:1"]) is not None
    assert stamps.still(other)
    assert stamps.heal() == 0


def test_nothing_is_healed_while_anyone_changes_anything(path: Path) -> None:
    stamps = Stamps(path)
    kill_in_the_middle_of_a_change(path, "document:1")
    with Stamps(path).changing(["document:2"]):
        assert stamps.heal() is None
        assert stamps.read(["document:2"]) is None
    assert stamps.heal() == 1


def test_tags_in_one_slot_change_together(path: Path) -> None:
    seen: dict[int, str] = {}
    for number in count():
        tag = f"document:{number}"
        twin = seen.setdefault(zlib.crc32(tag.encode()) % SLOTS, tag)
        if twin != tag:
            break
    stamps = Stamps(path)
    stamp = stamps.read([tag])
    assert stamp is not None
    with stamps.changing([twin, tag]):
        pass
    assert not stamps.still(stamp)
    assert stamps.read([tag]) == stamps.read([twin]) == stamps.read([tag, twin])


def test_many_threads_lose_no_count(path: Path) -> None:
    stamps = Stamps(path)
    begun = stamps.words[BEGUN]

    def change() -> None:
        for _ in range(50):
            with stamps.changing(["site"]):
                pass

    threads = [threading.Thread(target=change) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (stamps.words[BEGUN] - begun) % 2**32 == 400
    assert stamps.read(["site"]) is not None


def test_a_counter_may_run_over(path: Path) -> None:
    stamps = Stamps(path)
    words = stamps._words
    for place in range(3, len(words)):
        words[place] = 2**32 - 1
    stamp = stamps.read(["site"])
    assert stamp is not None
    with stamps.changing(["site"]):
        assert stamps.read(["site"]) is None
    assert not stamps.still(stamp)
    assert stamps.read(["site"]) is not None


def test_the_counters_outlive_the_processes(path: Path) -> None:
    stamp = Stamps(path).read(["site"])
    assert stamp is not None
    assert Stamps(path).still(stamp)


@pytest.mark.parametrize("content", [b"", b"not ours", b"\xff" * 1000, b"\xff" * 600_000, b"\0" * 600_000])
def test_a_broken_file_is_written_anew_and_ends_every_stamp(path: Path, content: bytes) -> None:
    running = Stamps(path)
    stamp, begun = running.read(["site"]), running.words[BEGUN]
    assert stamp is not None
    with path.open("r+b") as file:
        file.write(content.ljust(16, b"\0"))

    restarted = Stamps(path)
    assert not running.still(stamp)
    assert running.words[BEGUN] != begun
    fresh = restarted.read(["site"])
    assert fresh is not None
    with running.changing(["site"]):
        assert not restarted.still(fresh), "the old process and the new one still share the counters"


@pytest.mark.parametrize("replace", [False, True])
def test_no_change_happens_when_the_file_was_taken_away(path: Path, replace: bool) -> None:
    stamps = Stamps(path)
    path.unlink()
    if replace:
        Stamps(path)
    reached = False
    with pytest.raises(StampsLost), stamps.changing(["site"]):
        reached = True
    assert not reached


class Watched:
    """The counters, with someone who looks after every single write."""

    def __init__(self, words: memoryview, look: Callable[[], None]) -> None:
        self.words, self.look = words, look

    def __getitem__(self, place: int) -> int:
        return self.words[place]

    def __setitem__(self, place: int, value: int) -> None:
        self.words[place] = value
        self.look()


@dataclass
class Reader:
    """A process that serves pages: at every instant it has begun, made and looked at all that it could."""

    stamps: Stamps
    tags: tuple[str, ...]
    fact: str = "old"
    moments: list[tuple[int, str]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    pages: list[tuple[int, Stamp, str]] = field(default_factory=list)
    looks: int = 0

    def look(self) -> None:
        self.looks += 1
        self.moments.append((self.stamps.moment(), self.fact))
        self.counts.append(self.stamps.words[BEGUN])
        for begun_to_make, (moment, fact) in enumerate(self.moments):
            stamp = self.stamps.read(self.tags, since=moment)
            if stamp is not None:
                self.pages += [(seen, stamp, fact) for seen in self.counts[begun_to_make:]]
        standing = [page for page in self.pages if self.stamps.still(page[1])]
        # As the page cache does: the count seen first, then the slots; after that the count alone.
        self.pages += [(seen, stamp, fact) for _, stamp, fact in set(standing) for seen in self.counts]
        self.pages = list(set(self.pages))
        hurried = [page for page in self.pages if page[0] == self.stamps.words[BEGUN]]
        assert {fact for _, _, fact in standing + hurried} <= {self.fact}


@pytest.mark.parametrize("dies", [False, True])
def test_between_any_two_writes_no_reader_is_misled(
    path: Path, dies: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamps = Stamps(path)
    reader = Reader(Stamps(path), ("site", "document:1"))
    monkeypatch.setattr(stamps, "_words", Watched(stamps._words, reader.look))
    reader.look()
    with monkeypatch.context() as patch:
        if dies:
            patch.setattr(stamps, "_end", lambda places: None)
        with stamps.changing(["document:1", "site", "lists"]):
            reader.look()
            reader.fact = "new"
            reader.look()
    stamps.heal()
    reader.look()
    assert reader.looks > 10
    assert {fact for _, _, fact in reader.pages} == {"old", "new"}


class StampsAgreeWithTheDatabase(RuleBasedStateMachine):
    """Two processes, three tags, any order of steps: a stamp that stands belongs to the present facts."""

    tags = st.sampled_from(["site", "lists", "document:1"])

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "stamps"
        self.processes = [Stamps(path), Stamps(path)]
        self.facts = dict.fromkeys(["site", "lists", "document:1"], 0)
        self.kept: list[tuple[Stamp, str, int]] = []
        self.open: list[tuple[AbstractContextManager[None], str]] = []
        self.rendering: list[tuple[int, str, int]] = []

    @rule(who=st.integers(0, 1), tag=tags)
    def begin(self, who: int, tag: str) -> None:
        change = self.processes[who].changing([tag])
        change.__enter__()
        self.open.append((change, tag))

    @rule(committed=st.booleans())
    def end(self, committed: bool) -> None:
        if self.open:
            change, tag = self.open.pop()
            self.facts[tag] += committed
            change.__exit__(None, None, None)

    @rule(committed=st.booleans(), tag=tags)
    def die(self, committed: bool, tag: str) -> None:
        """What remains of a process killed in a change: counts begun, no lock, perhaps a commit."""
        change = self.processes[0].changing([tag])
        change.__enter__()
        self.facts[tag] += committed
        self.processes[0]._end = lambda places: None  # type: ignore[method-assign]
        change.__exit__(None, None, None)
        del self.processes[0]._end

    @rule(who=st.integers(0, 1))
    def heal(self, who: int) -> None:
        healed = self.processes[who].heal()
        assert (healed is None) == bool(self.open)

    @rule(who=st.integers(0, 1), tag=tags)
    def read_facts(self, who: int, tag: str) -> None:
        self.rendering.append((self.processes[who].moment(), tag, self.facts[tag]))

    @rule(who=st.integers(0, 1))
    def keep(self, who: int) -> None:
        if self.rendering:
            moment, tag, fact = self.rendering.pop()
            stamp = self.processes[who].read([tag], since=moment)
            if stamp is not None:
                self.kept.append((stamp, tag, fact))

    @invariant()
    def what_stands_is_true(self) -> None:
        for stamp, tag, fact in self.kept:
            for process in self.processes:
                assert not process.still(stamp) or fact == self.facts[tag]

    def teardown(self) -> None:
        while self.open:
            self.open.pop()[0].__exit__(None, None, None)
        self.folder.cleanup()


TestStampsAgreeWithTheDatabase = StampsAgreeWithTheDatabase.TestCase
TestStampsAgreeWithTheDatabase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, derandomize=True
)
