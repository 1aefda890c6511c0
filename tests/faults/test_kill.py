"""kill -9 — of any process at any moment: what was acknowledged is there, and everything agrees."""

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cast import draft, make_cast
from gongkai.core import checks, files
from gongkai.core.models import OutboxItem
from gongkai.disclosure.models import Attachment, Document, Version
from place import Place, until

pytestmark = pytest.mark.slow
OFFICER = str(Path(__file__).with_name("officer.py"))
ROUNDS = 2


@pytest.fixture
def place(real_database: str, tmp_path: Path) -> Iterator[Place]:
    here = Place(tmp_path, real_database, make_cast())
    yield here
    here.leave()


def every_acknowledged_change_is_there(place: Place, kills: int) -> None:
    stand: dict[int, str] = {}
    for note in place.notes:
        pk = note["document"]
        match note["done"]:
            case "draft":
                assert Version.objects.get(document_id=pk, number=1).title == note["title"]
            case "attach":
                kept = Attachment.objects.get(version__document_id=pk, version__number=1)
                assert kept.file_id == note["digest"]
                assert len(files.read(kept.file_id)) == note["size"]
            case "review":
                assert Version.objects.get(document_id=pk, number=1).reviewed_by_id is not None
            case done:
                stand[pk] = done
    found = dict(Document.objects.values_list("pk", "status"))
    unlike = {pk: (stand[pk], found[pk]) for pk in stand if found[pk] != stand[pk]}
    # Each kill may have come between a commit and its note.
    assert len(unlike) <= kills
    assert set(unlike.values()) <= {("published", "withdrawn")}
    assert stand


def test_officers_and_worker_killed_at_any_moment_lose_nothing_and_come_level_again(place: Place) -> None:
    dice = random.Random(20261012)
    for kills in range(1, ROUNDS + 1):
        before = len(place.notes)
        officer = place.start(OFFICER, str(place.folder / "notes"), str(kills))
        worker = place.start("-m", "gongkai.cli", "worker")
        wanted = before + 6 + dice.randrange(8)
        assert until(lambda wanted=wanted: len(place.notes) >= wanted), place.words
        for victim in dice.sample([officer, worker], 2):
            time.sleep(dice.random() * 0.3)
            place.kill(victim)
        every_acknowledged_change_is_there(place, kills)
    place.gongkai("worker", "--once")
    assert not OutboxItem.objects.exists()
    verdict = json.loads(place.gongkai("verify", "--json"))
    assert verdict["ok"]
    assert set(verdict["findings"]) >= {"ledger", "files", "index", "counts"}


def test_a_worker_killed_in_the_middle_of_indexing_leaves_its_work_to_the_next(place: Place) -> None:
    for number in range(12):
        draft(place.cast, title=f"示例文件之{number}")
    worker = place.start("-m", "gongkai.cli", "worker")
    # Files of a new segment lie there before the commit that makes them count.
    assert until(lambda: any((place.folder / "index").glob("*.store"))), place.words
    place.kill(worker)
    place.gongkai("worker", "--once")
    assert not OutboxItem.objects.exists()
    assert [sentence for check in checks.all_checks() for sentence in check.findings()] == []
