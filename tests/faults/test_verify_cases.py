"""核对申请 — whatever is not as it was signed, counted or put in is named by `verify`, and nothing else is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.db import connection

from cast import NOW, Cast
from foi.answering import answered
from foi.builders import filed, in_hand
from gongkai.core import checks, files
from gongkai.foi.actions import file_case
from gongkai.foi.actions.recompute import recompute_cases
from gongkai.foi.filing import IncomingFile
from gongkai.foi.letters import digest_of
from gongkai.foi.models import CaseEvent, CaseFile, Decision, Letter
from gongkai.foi.sealing import forget_strays

pytestmark = pytest.mark.django_db
PROOF = IncomingFile("identity", "证明.txt", "身份证明：样本".encode())


@pytest.fixture
def site(cast: Cast) -> Letter:
    """A case with a file and a reply that was served; the reply."""
    case = answered(cast, files=(PROOF,))
    assert findings() == {}
    return case.letters.get(decision__isnull=False)


def findings() -> dict[str, list[str]]:
    found = {
        check.code: list(check.findings()) for check in checks.all_checks() if check.code.startswith("foi_")
    }
    return {code: sentences for code, sentences in found.items() if sentences}


def other_words(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(paragraphs=["另一句话。"])


def other_words_and_digest(letter: Letter) -> None:
    letter.paragraphs = ["另一句话。"]
    Letter.objects.filter(pk=letter.pk).update(paragraphs=letter.paragraphs, digest=digest_of(letter))


def unreadable(letter: Letter) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT addressee FROM foi_letter WHERE id = %s", [letter.pk])
        [sealed] = cursor.fetchone()
        cursor.execute(
            "UPDATE foi_letter SET addressee = %s WHERE id = %s", [sealed[:-9] + "AAAAAAAA=", letter.pk]
        )


def taken_from_its_decision(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(decision=None)


def signature_undone(letter: Letter) -> None:
    Decision.objects.update(state=Decision.State.DRAFT)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (other_words, "文书 {number} 的内容与定稿时的摘要不符"),
        (other_words_and_digest, "文书 {number} 的内容与定稿时的摘要不符"),
        (unreadable, "文书第 {pk} 号的内容打不开"),
        (taken_from_its_decision, "决定 {decision} 已签发，但没有答复书"),
        (signature_undone, "文书 {number} 已定稿，但它的决定没有签发"),
    ],
)
def test_a_letter_that_is_not_as_it_was_signed_is_named(
    damage: Callable[[Letter], None], sentence: str, site: Letter
) -> None:
    damage(site)
    named = sentence.format(number=site.number, pk=site.pk, decision=site.decision_id)
    assert findings() == {"foi_letters": [named]}


def test_a_letter_that_is_gone_is_named_by_the_ledger(site: Letter) -> None:
    site.services.all().delete()
    Letter.objects.filter(pk=site.pk).delete()
    assert f"留痕中有文书第 {site.pk} 号，但它不在了" in findings()["foi_letters"]


def test_a_file_with_other_bytes_under_another_name_is_named(site: Letter) -> None:
    file = CaseFile.objects.get()
    other = files.keep(b"x", media_type="text/plain", now=NOW)  # whole, but not what was put in
    CaseFile.objects.filter(pk=file.pk).update(stored=other)
    assert findings() == {"foi_files": [f"案卷材料 {file.pk} 打不开，或者不是存入时的内容"]}


def test_without_the_keys_it_says_once_that_nothing_was_looked_at(
    site: Letter, settings: LazySettings
) -> None:
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    assert findings() == {name: ["缺少密封密钥，没有核对"] for name in ("foi_letters", "foi_files")}


def test_a_case_whose_events_cannot_be_read_is_named_and_keeps_no_other_from_being_counted(
    cast: Cast,
) -> None:
    wrong, moved = in_hand(cast), in_hand(cast)
    CaseEvent.objects.create(case=wrong, kind="supplement_received", on=date(2026, 10, 12), at=NOW)
    type(moved).objects.filter(pk=moved.pk).update(due_on=date(2026, 12, 31))
    assert recompute_cases(NOW) == 1
    assert findings() == {"foi_clocks": [f"申请 {wrong.number} 保存的期限与其办理经过不符"]}


def test_sealed_bytes_without_a_row_are_taken_away_after_a_day_and_nothing_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    kept = files.keep("公开的附件".encode(), media_type="text/plain", now=NOW).digest
    filed(cast, files=(PROOF,))
    stray_plain = files.path_of("0" * 64)
    stray_plain.parent.mkdir(parents=True)
    stray_plain.write_bytes(b"plain")
    monkeypatch.setattr(file_case, "happen", dies)
    with pytest.raises(KeyboardInterrupt):
        filed(cast, files=(PROOF,))
    lying = set(files.path_of(kept).parents[2].glob("??/??/*"))
    written = datetime.fromtimestamp(stray_plain.stat().st_ctime, UTC)
    assert forget_strays(written + timedelta(hours=1)) == 0
    assert forget_strays(written + timedelta(days=2)) == 1
    left = set(files.path_of(kept).parents[2].glob("??/??/*"))
    assert len(lying - left) == 1
    assert stray_plain in left
    assert list(files.damaged()) == []
    assert findings() == {}
