"""清查 — what older rules let through is found in what is public, withdrawn, put right, and counted."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import Http404

from cast import NOW, Cast, draft, person, published
from gongkai.core.models import LedgerEntry
from gongkai.core.permissions import Denied
from gongkai.disclosure import gates
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.models import Document, Version
from gongkai.intake.isolated import Isolated
from gongkai.intake.reading import FileRefused
from gongkai.privacy.finding import NOTHING_KNOWN
from gongkai.privacy.ruleset import RULESET
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation
from gongkai.screening import sweep_pieces, sweeping
from gongkai.screening.actions import sweep as actions
from gongkai.screening.actions.put_down import begin, put_down
from gongkai.screening.actions.settle import facts_of_row, justify
from gongkai.screening.models import (
    Finding,
    FindingState,
    ScannedFile,
    Sweep,
    SweepFinding,
    SweepState,
    SweepUnit,
)
from gongkai.screening.parsing import texts_scanned_by
from gongkai.screening.scanning import found_in
from screening.invented import resident_id, workbook

pytestmark = pytest.mark.django_db

ID = resident_id(3)
PRIVATE = f"<p>申请人示例甲，身份证号：{ID}。</p>"
PATIENCE = 60


@pytest.fixture(autouse=True)
def nothing_goes_on() -> Iterator[None]:
    yield
    sweeping.leave()


def let_through(patch: pytest.MonkeyPatch, make: Callable[[], Any]) -> Any:
    """Do something while nobody looks, as under older rules."""
    with patch.context() as context:
        context.setattr(gates, "_gates", [])
        return make()


def spoilt(cast: Cast, patch: pytest.MonkeyPatch, **values: Any) -> Document:
    """A document that was published with an ID number."""
    made: Document = let_through(patch, lambda: published(cast, **{"body_html": PRIVATE, **values}))
    return made


def swept(sweep: Sweep) -> Sweep:
    """Let the worker come to the end of a sweep."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        sweeping.go_on(NOW, 0.5)
        sweep.refresh_from_db()
        if sweep.state in (SweepState.DONE, SweepState.STOPPED):
            return sweep
        time.sleep(0.02)
    raise AssertionError("the sweep never came to its end")


def start(cast: Cast, agency_id: int | None = None) -> Sweep:
    return actions.start_sweep(agency_id, actor=cast.zheng, now=NOW, why="规则更新")


def test_what_older_rules_missed_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    document = spoilt(cast, monkeypatch)
    published(cast, title="干净的一件", document_number="")
    sweep = swept(start(cast))
    assert (sweep.state, sweep.total, sweep.done) == (SweepState.DONE, 2, 2)
    [found] = SweepFinding.objects.select_related("finding")
    assert found.document_id == document.pk
    assert (found.finding.kind, found.finding.certainty, found.finding.state) == (
        "resident_id",
        "certain",
        "open",
    )
    assert ID not in str(Finding.objects.values())
    unit = SweepUnit.objects.get()
    assert (unit.agency, unit.documents, unit.files) == (cast.housing, 2, 0)


def test_the_words_beside_the_text_and_files_are_looked_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make() -> None:
        version = draft(cast, title=f"关于{ID}的公示", summary=f"身份证号{resident_id(4)}")
        data = workbook(["姓名", "身份证号"], ["示例甲", resident_id(5)], hidden_column="B")
        attach(version.pk, actor=cast.lin, now=NOW, name="名单.xlsx", data=data)
        publish(cast, version)

    let_through(monkeypatch, make)
    ScannedFile.objects.all().delete()
    swept(start(cast))
    found = {(row.part, row.kind) for row in Finding.objects.all()}
    assert {
        ("title", "resident_id"),
        ("summary", "resident_id"),
        ("file", "resident_id"),
        ("file", "hidden_columns"),
    } <= found
    assert ScannedFile.objects.count() == 1
    assert SweepUnit.objects.get().files == 1


def publish(cast: Cast, version: Version) -> None:
    submit(version.pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)
    sign(version.pk, actor=cast.liang, now=NOW)


def test_a_file_that_cannot_be_read_is_counted_and_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def make() -> None:
        version = draft(cast)
        attach(
            version.pk, actor=cast.lin, now=NOW, name="坏文件.pdf", data=b"%PDF-1.7\nnothing of it is right"
        )
        publish(cast, version)

    let_through(monkeypatch, make)
    ScannedFile.objects.all().delete()
    swept(start(cast))
    assert SweepUnit.objects.get().unread == 1
    assert Finding.objects.get().kind == ""


def test_what_the_public_cannot_read_is_not_looked_at(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(cast, body_html=PRIVATE)
    spoilt(cast, monkeypatch, document_number="", attribute="withheld", ground="third_party")
    sweep = swept(start(cast))
    assert (sweep.total, sweep.done) == (0, 0)
    assert not Finding.objects.exists()


def test_an_older_version_that_is_still_read_is_looked_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision shows the version before it as well."""
    document = spoilt(cast, monkeypatch)
    version = revise(document.pk, actor=cast.lin, now=NOW)
    save_draft(
        version.pk,
        actor=cast.lin,
        now=NOW,
        values={"body_html": "<p>改好了。</p>", "change_note": "删去个人信息"},
    )
    publish(cast, version)
    swept(start(cast))
    assert Finding.objects.get().version.number == 1


def test_an_organs_subtree_is_swept_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt(cast, monkeypatch)
    assert swept(start(cast, cast.education.pk)).done == 0
    assert swept(start(cast, cast.city.pk)).done == 1


def test_what_was_settled_is_not_found_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    document = spoilt(cast, monkeypatch)
    assert document.public is not None
    [found] = found_in(document.public)
    justify(document.public.pk, {found.key}, actor=cast.shen, now=NOW, words="本人书面同意公开")
    swept(start(cast))
    assert not SweepFinding.objects.exists()
    assert Finding.objects.get().state == FindingState.JUSTIFIED


def test_what_no_longer_settles_it_is_open_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody looked at what older rules thought likely; the rules of today are certain."""
    document = spoilt(cast, monkeypatch)
    assert document.public is not None
    [found] = found_in(document.public)
    row = Finding.objects.create(
        version=document.public,
        key=found.key,
        found_at=NOW,
        **{
            **facts_of_row(found),
            "certainty": "likely",
            "ruleset": "2025-9",
            "state": FindingState.LOOKED_AT,
            "settled_at": NOW,
            "settled_by": cast.shen.user,
        },
    )
    swept(start(cast))
    row.refresh_from_db()
    assert (row.state, row.certainty, row.settled_by, row.ruleset) == ("open", "certain", None, RULESET)
    assert SweepFinding.objects.get().finding == row


def test_two_sweeps_come_upon_one_finding(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt(cast, monkeypatch)
    swept(start(cast))
    swept(start(cast))
    assert Finding.objects.count() == 1
    assert SweepFinding.objects.count() == 2


def test_one_at_a_time(cast: Cast) -> None:
    start(cast)
    with pytest.raises(RuleViolation, match="正在进行"):
        start(cast)


def test_a_sweep_is_stopped_and_keeps_what_it_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_pieces, "MOST_DOCUMENTS", 1)
    spoilt(cast, monkeypatch)
    for number in range(3):
        published(cast, title=f"干净的 {number}", document_number="")
    sweep = start(cast)
    after_pieces(sweep, 1)
    actions.stop_sweep(sweep.pk, actor=cast.zheng, now=NOW)
    sweep = swept(sweep)
    assert (sweep.state, sweep.finished_at) == (SweepState.STOPPED, NOW)
    assert 1 <= sweep.done < 4
    assert SweepFinding.objects.count() == 1
    with pytest.raises(RuleViolation, match="已经结束"):
        actions.stop_sweep(sweep.pk, actor=cast.zheng, now=NOW)


def after_pieces(sweep: Sweep, count: int) -> None:
    """Go on until so many documents have been put down, in the smallest turns."""
    until = time.monotonic() + PATIENCE
    while sweep.done < count and time.monotonic() < until:
        sweeping.go_on(NOW, 0)
        sweep.refresh_from_db()
        if sweep.state == SweepState.WAITING:
            continue
        assert sweeping._at is not None
        sweeping._at.step(NOW)
        sweep.refresh_from_db()
    assert sweep.done >= count


def test_a_killed_worker_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was put down is not looked at again, and nothing is left out or counted twice."""
    monkeypatch.setattr(sweep_pieces, "MOST_DOCUMENTS", 1)
    ids = [
        spoilt(
            cast,
            monkeypatch,
            title=f"第 {n} 件",
            document_number="",
            body_html=f"<p>身份证号{resident_id(n)}</p>",
        ).pk
        for n in range(10, 14)
    ]
    sweep = start(cast)
    after_pieces(sweep, 2)
    sweeping.leave()  # all that this process knew is gone
    before, read = sweep.cursor, []
    original = sweep_pieces.Stock.piece
    monkeypatch.setattr(
        sweep_pieces.Stock, "piece", lambda stock, after: read.append(after) or original(stock, after)
    )
    sweep = swept(sweep)
    assert min(read) == before
    assert (sweep.done, sweep.cursor) == (4, ids[-1])
    assert SweepUnit.objects.get().documents == 4
    assert set(SweepFinding.objects.values_list("document_id", flat=True)) == set(ids)
    assert SweepFinding.objects.count() == 4


def test_a_piece_is_put_down_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt(cast, monkeypatch)
    sweep = start(cast)
    begin(sweep.pk, 1, now=NOW)
    piece = sweep_pieces.Stock(sweep).piece(0)
    assert piece is not None
    assert put_down(sweep.pk, piece, [], now=NOW)
    assert not put_down(sweep.pk, piece, [], now=NOW)
    sweep.refresh_from_db()
    assert sweep.done == 1


def test_big_texts_end_a_piece(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first = published(cast)
    second = published(cast, title="另一件", document_number="")
    monkeypatch.setattr(sweep_pieces, "MOST_CHARACTERS", 5)
    everything = sweep_pieces.Stock(Sweep())
    one = everything.piece(0)
    assert one is not None
    assert (list(one.agencies), one.last) == ([first.pk], first.pk)
    two = everything.piece(one.last)
    assert two is not None
    assert list(two.agencies) == [second.pk]
    assert everything.piece(two.last) is None


def test_a_text_over_which_a_process_dies_keeps_no_other_from_being_looked_at() -> None:
    class Dying(Isolated):
        def call(self, function: str, *arguments: Any) -> Any:
            if "致命" in arguments[0]:
                raise FileRefused("crashed", "")
            return super().call(function, *arguments)

    with Dying() as child:
        looked = texts_scanned_by(child, ["干净", "致命", f"身份证号{ID}", "干净"], NOTHING_KNOWN)
    assert [(place, found is None) for place, found in looked] == [(1, True), (2, False)]


def test_new_rules_are_followed_by_a_sweep_once(cast: Cast) -> None:
    assert actions.start_under_new_rules(now=NOW) is None  # nothing is public
    published(cast)
    sweep = actions.start_under_new_rules(now=NOW)
    assert sweep is not None
    assert (sweep.by, sweep.agency, sweep.ruleset) == (None, None, RULESET)
    assert actions.start_under_new_rules(now=NOW) is None
    swept(sweep)
    assert actions.start_under_new_rules(now=NOW) is None
    Sweep.objects.update(ruleset="2025-9")
    assert actions.start_under_new_rules(now=NOW) is not None


def test_a_sweep_under_other_rules_is_not_gone_on_with(cast: Cast) -> None:
    published(cast)
    sweep = start(cast)
    Sweep.objects.update(ruleset="2025-9")
    sweeping.go_on(NOW, 0.1)
    sweep.refresh_from_db()
    assert sweep.state == SweepState.STOPPED


def test_beginning_and_end_are_on_the_ledger(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt(cast, monkeypatch)
    sweep = swept(start(cast))
    first, last = LedgerEntry.objects.filter(subject_type="sweep").order_by("id")
    assert (first.action, first.actor_id, first.subject_id) == (
        "screening.start_sweep",
        cast.zheng.user_id,
        sweep.pk,
    )
    assert (last.action, last.actor_id) == ("screening.finish_sweep", None)
    assert last.detail == {"done": 1, "found": 1}
    assert ID not in str([first.detail, last.detail])


def test_only_the_office_of_the_place_sweeps(cast: Cast) -> None:
    for actor in (cast.shen, cast.liang, cast.lin, cast.guan):
        with pytest.raises(Denied):
            actions.start_sweep(None, actor=actor, now=NOW)
    part = person("bu", "部示例", (Role.OFFICE, cast.education))
    with pytest.raises(Denied):
        actions.start_sweep(None, actor=part, now=NOW)
    assert actions.start_sweep(cast.education.pk, actor=part, now=NOW).agency == cast.education
    with pytest.raises(Http404):
        actions.start_sweep(0, actor=cast.zheng, now=NOW)
