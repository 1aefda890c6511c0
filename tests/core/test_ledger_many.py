"""成批留痕 — many entries written together are one unbroken chain with those written singly."""

import json
from itertools import pairwise

import pytest
from django.db import connection, transaction

from cast import NOW, Cast, draft
from gongkai.core import ledger
from gongkai.core.change import NothingRecorded, changing
from gongkai.core.models import LedgerEntry, LedgerHead, LedgerNote
from gongkai.core.triggers import put_on, take_off

pytestmark = pytest.mark.django_db


def record(cast: Cast, count: int, note: str = "") -> list[LedgerEntry]:
    document = draft(cast).document
    before = LedgerEntry.objects.count()
    with changing(cast.lin, NOW) as change:
        change.record("disclosure.attach", document, agency_id=cast.housing.pk)
        change.record_many(
            "disclosure.save_draft",
            ((document, cast.housing.pk, {"revision": number}) for number in range(count)),
            note=note,
        )
        change.record("disclosure.detach", document, agency_id=cast.housing.pk)
    return list(LedgerEntry.objects.order_by("pk"))[before:]


def test_entries_written_together_are_chained_in_their_order(cast: Cast) -> None:
    entries = record(cast, 700)

    assert [entry.action for entry in entries[:2]] == ["disclosure.attach", "disclosure.save_draft"]
    assert [entry.detail["revision"] for entry in entries[1:-1]] == list(range(700))
    assert all(later.previous == entry.digest for entry, later in pairwise(entries))
    assert len({entry.group for entry in entries}) == 1
    assert list(ledger.breaks()) == []
    assert LedgerHead.objects.get().entries == LedgerEntry.objects.count()


def test_an_entry_is_the_same_written_singly_or_together(cast: Cast) -> None:
    document = draft(cast).document
    with changing(cast.lin, NOW) as change:
        change.record("disclosure.save_draft", document, agency_id=cast.housing.pk, note="改", revision=1)
        change.record_many("disclosure.save_draft", [(document, cast.housing.pk, {"revision": 1})], note="改")
    single, together = LedgerEntry.objects.order_by("-pk")[:2][::-1]

    own = {"id", "previous", "digest"}
    facts = [
        {f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields if f.attname not in own}
        for entry in (single, together)
    ]
    assert facts[0] == facts[1]


def taken_back_and_gone_on(cast: Cast) -> None:
    with changing(cast.lin, NOW) as change:
        with transaction.atomic():
            change.record("sample.made", cast.housing)
            transaction.set_rollback(True)
        change.record("sample.made", cast.housing)


def test_nothing_is_appended_to_what_was_rolled_back(cast: Cast) -> None:
    with pytest.raises(ledger.ChainMoved):
        taken_back_and_gone_on(cast)
    assert list(ledger.breaks()) == []


def test_words_stay_out_of_the_entries(cast: Cast) -> None:
    entries = record(cast, 3, note="批量改写的示例理由")

    written = json.dumps([entry.detail for entry in entries], ensure_ascii=False)
    assert "示例理由" not in written
    assert LedgerNote.objects.filter(text="批量改写的示例理由").count() == 3
    assert list(ledger.breaks()) == []


def test_a_change_in_the_middle_of_what_was_written_together_is_found(cast: Cast) -> None:
    entries = record(cast, 5)

    take_off(connection)
    LedgerEntry.objects.filter(pk=entries[3].pk).update(action="disclosure.publish")
    put_on(connection)

    assert list(ledger.breaks()) == [f"留痕第 {entries[3].pk} 条的内容与摘要不符"]


def test_nothing_to_record_is_no_record(cast: Cast) -> None:
    with pytest.raises(NothingRecorded), changing(cast.lin, NOW) as change:
        change.record_many("disclosure.save_draft", [])
