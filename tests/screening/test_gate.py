"""隐私关口 — what is private stops a version until somebody has settled it, wherever it hides."""

from datetime import timedelta
from typing import Any

import pytest

from cast import NOW, Cast, draft, published, reviewed, submitted
from gongkai.core.files import read
from gongkai.core.models import LedgerEntry
from gongkai.core.permissions import Denied
from gongkai.disclosure import gates
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.publish import publish_due
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Attachment, Version
from gongkai.rules.privacy import Certainty, Kind
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.screening.actions.clean import clean, remove
from gongkai.screening.actions.mask import mask
from gongkai.screening.actions.open_original import open_original
from gongkai.screening.actions.reveal import reveal
from gongkai.screening.actions.settle import justify, look_at
from gongkai.screening.models import Finding, FindingState, Original, Part, ScannedFile
from gongkai.screening.scanning import Found, found_in
from screening.invented import MOBILE, resident_id, workbook

pytestmark = pytest.mark.django_db

ID = resident_id(1)
PRIVATE = f"<p>申请人示例甲，身份证号：{ID}。</p>"


def only(version: Version, kind: Kind) -> Found:
    [found] = [one for one in found_in(version) if one.kind == kind]
    return found


def with_workbook(cast: Cast, version: Version, data: bytes, name: str = "名单.xlsx") -> Attachment:
    return attach(version.pk, actor=cast.lin, now=NOW, name=name, data=data)


def test_a_clean_draft_passes_and_costs_no_row(cast: Cast) -> None:
    version = draft(cast)
    assert gates.holds(version) == []
    submit(version.pk, actor=cast.lin, now=NOW)
    assert not Finding.objects.exists()


def test_a_valid_id_number_in_the_text_stops_submission(cast: Cast) -> None:
    version = draft(cast, body_html=PRIVATE)
    found = only(version, Kind.RESIDENT_ID)
    assert found.certainty is Certainty.CERTAIN
    assert ID not in found.excerpt
    with pytest.raises(RuleViolation, match="1 处必须处理"):
        submit(version.pk, actor=cast.lin, now=NOW)
    [hold] = gates.holds(version)
    assert hold.stops
    assert hold.url == f"/desk/documents/{version.document_id}/privacy/"


def test_of_many_versions_each_hears_of_its_own(cast: Cast, django_assert_num_queries: Any) -> None:
    clean, private = draft(cast), draft(cast, body_html=PRIVATE)
    attached, settled = draft(cast), draft(cast, body_html=PRIVATE)
    with_workbook(cast, attached, workbook(["姓名", "身份证号"], ["示例甲", ID]))
    justify(settled.pk, {only(settled, Kind.RESIDENT_ID).key}, actor=cast.shen, now=NOW, words="本人要求公开")
    versions = [attached, clean, settled, private]
    gates.prepare(*(version.pk for version in versions))
    with django_assert_num_queries(4):  # what organs say of themselves, attachments, scans, what was settled
        said = gates.holds_of_each(versions)
    assert [[hold.stops for hold in holds] for holds in said] == [[True], [], [], [True]]
    assert [bool(words) for words in gates.stopping_each(versions)] == [True, False, False, True]
    assert [hold.url for hold in said[3]] == [f"/desk/documents/{private.document_id}/privacy/"]


@pytest.mark.parametrize("field", ["title", "summary", "keywords"])
def test_every_text_that_readers_see_is_looked_at(cast: Cast, field: str) -> None:
    version = draft(cast, **{field: f"身份证号{ID}"})
    assert only(version, Kind.RESIDENT_ID).part == field


def test_names_and_captions_of_files_are_looked_at(cast: Cast) -> None:
    version = draft(cast)
    attach(
        version.pk,
        actor=cast.lin,
        now=NOW,
        name=f"{ID}.txt",
        data="示例".encode(),
        caption=f"证号{resident_id(2)}",
    )
    assert {one.part for one in found_in(version)} == {Part.NAME, Part.CAPTION}


def test_masking_takes_it_out_of_the_text_and_keeps_the_original_apart(cast: Cast) -> None:
    version = draft(cast, body_html=PRIVATE + f"<p>再写一次：{ID}</p>", title=f"关于{ID}的公示")
    keys = {one.key for one in found_in(version)}
    rows = mask(version.pk, keys, actor=cast.lin, now=NOW)

    fresh = Version.objects.get(pk=version.pk)
    assert ID not in fresh.body_html + fresh.body_text + fresh.title
    assert f"{ID[:6]}{'*' * 8}{ID[-4:]}" in fresh.body_text
    assert {row.state for row in rows} == {FindingState.MASKED}
    assert sum(row.times for row in rows) == 3
    assert {original.part for original in Original.objects.all()} == {Part.BODY, Part.TITLE}
    assert ID in Original.objects.get(part=Part.BODY).text
    submit(version.pk, actor=cast.lin, now=NOW)


def test_the_ledger_and_the_findings_hold_no_value(cast: Cast) -> None:
    version = draft(cast, body_html=PRIVATE)
    mask(version.pk, {only(version, Kind.RESIDENT_ID).key}, actor=cast.lin, now=NOW)
    rows = [*Finding.objects.values(), *LedgerEntry.objects.values()]
    assert ID not in str(rows)
    entry = LedgerEntry.objects.latest("id")
    assert entry.action == "screening.masked"
    assert entry.detail["kinds"] == [Kind.RESIDENT_ID]


def test_what_an_import_noted_of_the_file_is_masked_as_well(cast: Cast) -> None:
    """The evidence of a field quotes what was read; whoever may not see the value does not see it there."""
    version = draft(cast, body_html=PRIVATE, summary=f"身份证号{ID}")
    version.evidence = {
        "summary": {
            "value": f"身份证号{ID}",
            "certainty": "likely",
            "evidence": f"申请人示例甲，身份证号：{ID}。",
        },
        "keywords": {"value": ["示例", ID], "certainty": "guess", "evidence": ""},
    }
    version.save()
    mask(version.pk, {one.key for one in found_in(version)}, actor=cast.lin, now=NOW)
    fresh = Version.objects.get(pk=version.pk)
    assert ID not in str(fresh.evidence)
    assert fresh.evidence["summary"]["value"] == fresh.summary
    assert fresh.evidence["summary"]["evidence"].startswith("申请人示例甲")


def test_what_is_masked_names_an_editor_that_is_open(cast: Cast) -> None:
    """Whoever has the draft open is told that it was changed."""
    version = draft(cast, body_html=PRIVATE)
    mask(version.pk, {only(version, Kind.RESIDENT_ID).key}, actor=cast.lin, now=NOW)
    assert Version.objects.get(pk=version.pk).revision == version.revision + 1


def test_a_file_with_an_id_number_is_cleaned(cast: Cast) -> None:
    version = draft(cast)
    attachment = with_workbook(
        cast, version, workbook(["姓名", "身份证号"], ["示例甲", ID], hidden_column="B", author="示例作者")
    )
    before = attachment.file_id
    with pytest.raises(RuleViolation, match="必须处理"):
        submit(version.pk, actor=cast.lin, now=NOW)

    rows = clean(attachment.pk, version_id=version.pk, actor=cast.lin, now=NOW)

    attachment.refresh_from_db()
    assert attachment.file_id != before
    assert ID.encode() not in read(attachment.file_id)
    assert not [one for one in found_in(version) if one.certainty is not Certainty.POSSIBLE]
    assert Kind.RESIDENT_ID in {row.kind for row in rows}
    original = Original.objects.get()
    assert (original.file_id, original.after_file_id) == (before, attachment.file_id)
    submit(version.pk, actor=cast.lin, now=NOW)


def test_what_stands_in_a_hidden_column_goes_with_it(cast: Cast) -> None:
    version = draft(cast)
    data = workbook(["姓名", "身份证号"], ["示例甲", ID], hidden_column="B")
    attachment = with_workbook(cast, version, data)
    kinds = [Kind.HIDDEN_COLUMNS]
    rows = clean(attachment.pk, version_id=version.pk, actor=cast.lin, now=NOW, kinds=kinds)
    assert {row.kind for row in rows} == {Kind.HIDDEN_COLUMNS, Kind.RESIDENT_ID}
    submit(version.pk, actor=cast.lin, now=NOW)


def test_a_file_may_be_removed_instead(cast: Cast) -> None:
    version = draft(cast)
    attachment = with_workbook(cast, version, workbook(["姓名", "身份证号"], ["示例甲", ID]))
    rows = remove(attachment.pk, version_id=version.pk, actor=cast.lin, now=NOW)
    assert {row.state for row in rows} == {FindingState.REMOVED}
    assert not version.attachments.exists()
    submit(version.pk, actor=cast.lin, now=NOW)


def test_a_file_is_scanned_once_for_all_who_bear_it(cast: Cast) -> None:
    data = workbook(["姓名", "身份证号"], ["示例甲", ID])
    for number in range(2):
        version = draft(cast, title=f"示例 {number}", document_number="")
        with_workbook(cast, version, data)
        assert gates.holds(version)
    assert ScannedFile.objects.count() == 1
    assert ID not in str(ScannedFile.objects.values())


def test_a_broken_file_must_be_looked_at(cast: Cast) -> None:
    version = draft(cast)
    attach(version.pk, actor=cast.lin, now=NOW, name="坏文件.pdf", data=b"%PDF-1.7\nnothing of it is right")
    [found] = found_in(version)
    assert (found.kind, found.certainty) == ("", Certainty.LIKELY)
    with pytest.raises(RuleViolation, match="1 处要先看过"):
        submit(version.pk, actor=cast.lin, now=NOW)
    look_at(version.pk, {found.key}, actor=cast.lin, now=NOW)
    submit(version.pk, actor=cast.lin, now=NOW)


def test_what_is_likely_only_needs_a_look(cast: Cast) -> None:
    version = draft(cast, body_html=f"<p>申请人示例甲，本人手机：{MOBILE}</p>")
    found = only(version, Kind.MOBILE_PHONE)
    assert found.certainty is Certainty.LIKELY
    with pytest.raises(RuleViolation, match="要先看过"):
        submit(version.pk, actor=cast.lin, now=NOW)
    look_at(version.pk, {found.key}, actor=cast.lin, now=NOW)
    submit(version.pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)


def test_what_is_certain_cannot_be_looked_away(cast: Cast) -> None:
    version = draft(cast, body_html=PRIVATE)
    with pytest.raises(RuleViolation, match="审查员写明理由"):
        look_at(version.pk, {only(version, Kind.RESIDENT_ID).key}, actor=cast.lin, now=NOW)


def test_the_reviewer_justifies_in_writing(cast: Cast) -> None:
    version = draft(cast, body_html=PRIVATE)
    key = {only(version, Kind.RESIDENT_ID).key}
    with pytest.raises(Denied):
        justify(version.pk, key, actor=cast.lin, now=NOW, words="本人同意")
    with pytest.raises(RuleViolation, match="请写明"):
        justify(version.pk, key, actor=cast.shen, now=NOW, words="  ")
    justify(version.pk, key, actor=cast.shen, now=NOW, words="本人书面同意公开")
    assert Finding.objects.get().words == "本人书面同意公开"
    submit(version.pk, actor=cast.lin, now=NOW)


def test_the_same_value_elsewhere_is_another_finding(cast: Cast) -> None:
    """A reason for a place in the text does not open the title."""
    version = draft(cast, body_html=PRIVATE, title=f"关于{ID}")
    body = next(one for one in found_in(version) if one.part == Part.BODY)
    justify(version.pk, {body.key}, actor=cast.shen, now=NOW, words="本人书面同意公开")
    with pytest.raises(RuleViolation, match="1 处必须处理"):
        submit(version.pk, actor=cast.lin, now=NOW)


@pytest.mark.parametrize(
    ("attribute", "ground"), [("withheld", "third_party"), ("on_application", "limited_interest")]
)
def test_what_is_not_for_everyone_is_not_stopped(cast: Cast, attribute: str, ground: str) -> None:
    version = draft(cast, body_html=PRIVATE, attribute=attribute, ground=ground)
    assert [hold.stops for hold in gates.holds(version)] == [False]
    submit(version.pk, actor=cast.lin, now=NOW)


def test_an_organs_own_number_is_no_finding(cast: Cast) -> None:
    cast.education.phone = MOBILE
    cast.education.save()
    version = draft(cast, body_html=f"<p>咨询手机：{MOBILE}</p>")
    assert found_in(version) == []


def test_only_a_draft_is_masked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = slipped_through(cast, monkeypatch, submitted)
    with pytest.raises(StepNotAllowed):
        mask(version.pk, {only(version, Kind.RESIDENT_ID).key}, actor=cast.lin, now=NOW)


def slipped_through(cast: Cast, monkeypatch: pytest.MonkeyPatch, make: object) -> Version:
    """A version that went on while nobody looked, as under older rules."""
    with monkeypatch.context() as patch:
        patch.setattr(gates, "_gates", [])
        return make(cast, body_html=PRIVATE)  # type: ignore[operator, no-any-return]


def test_nobody_signs_what_slipped_through(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = slipped_through(cast, monkeypatch, reviewed)
    with pytest.raises(RuleViolation, match="必须处理"):
        sign(version.pk, actor=cast.liang, now=NOW)


def test_what_is_due_but_stopped_goes_back_instead(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = slipped_through(cast, monkeypatch, reviewed)
    with monkeypatch.context() as patch:
        patch.setattr(gates, "_gates", [])
        sign(version.pk, actor=cast.liang, now=NOW, publish_at=NOW + timedelta(hours=1))
    back = publish_due(version.pk, now=NOW + timedelta(hours=1))
    back.refresh_from_db()
    assert (back.state, back.scheduled_for, back.signed_by, back.document.public_id) == (
        "draft",
        None,
        None,
        None,
    )
    entry = LedgerEntry.objects.latest("id")
    assert entry.action == "disclosure.return_draft"
    assert "必须处理" in entry.note.text


def test_a_withdrawn_document_is_warned_of_again(cast: Cast) -> None:
    """A reason holds for the version for which it was written."""
    version = draft(cast, body_html=PRIVATE)
    justify(
        version.pk, {only(version, Kind.RESIDENT_ID).key}, actor=cast.shen, now=NOW, words="本人书面同意公开"
    )
    submit(version.pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)
    sign(version.pk, actor=cast.liang, now=NOW)
    [document] = withdraw([version.document_id], actor=cast.liang, now=NOW, reason="含有个人隐私")
    assert document.working is not None
    assert [hold.stops for hold in gates.holds(document.working)] == [True]


def test_a_revision_keeps_its_findings_to_itself(cast: Cast) -> None:
    document = published(cast)
    version = revise(document.pk, actor=cast.lin, now=NOW)
    assert gates.holds(version) == []


def test_true_words_are_shown_on_demand_and_the_look_is_recorded(cast: Cast) -> None:
    version = draft(cast, body_html=PRIVATE)
    key = only(version, Kind.RESIDENT_ID).key
    [words] = reveal(version.pk, key, actor=cast.shen, now=NOW)
    assert words.words == ID
    assert words.before.endswith("身份证号：")
    entry = LedgerEntry.objects.latest("id")
    assert (entry.action, entry.actor_id) == ("screening.reveal", cast.shen.user_id)
    with pytest.raises(Denied):
        reveal(version.pk, key, actor=cast.liang, now=NOW)


def test_true_words_inside_a_file_are_shown_as_well(cast: Cast) -> None:
    version = draft(cast)
    with_workbook(cast, version, workbook(["姓名", "身份证号"], ["示例甲", ID]))
    [words] = reveal(version.pk, only(version, Kind.RESIDENT_ID).key, actor=cast.lin, now=NOW)
    assert words.words == ID


def test_each_opening_of_an_original_is_recorded(cast: Cast) -> None:
    version = draft(cast, body_html=PRIVATE)
    mask(version.pk, {only(version, Kind.RESIDENT_ID).key}, actor=cast.lin, now=NOW)
    original = Original.objects.get()
    for actor in (cast.shen, cast.zheng, cast.lin):
        assert ID in open_original(original.pk, actor=actor, now=NOW).text
        entry = LedgerEntry.objects.latest("id")
        assert (entry.action, entry.actor_id) == ("screening.open_original", actor.user_id)
