"""备份与申请 — cases, what is sealed of them and their files come back whole, and their receipts lead to them."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from cast import NOW, Cast, make_cast
from foi.answering import answered
from foi.builders import APPLICANT, filed
from gongkai.core import archive, checks, sealed, tables
from gongkai.foi import tasks
from gongkai.foi.actions.save_application import save_application, saved_application
from gongkai.foi.files import read_file
from gongkai.foi.filing import Filed, IncomingFile
from gongkai.foi.letters import paper_of
from gongkai.foi.models import Applicant, Case, CaseFile, Letter
from gongkai.foi.queries import case_by_key, key_of_number

PROOF = IncomingFile("identity", "证明.txt", "身份证明：样本甲".encode())


@pytest.fixture
def site(real_database: str, settings: Settings, tmp_path: Path) -> Cast:
    """A site whose keys lie in a file."""
    settings.SEALING_KEYS, settings.SEALING_KEYS_FILE = [], tmp_path / "sealing-keys"
    sealed.make_keys()
    return make_cast()


def everything() -> dict[str, list[bytes]]:
    return {model._meta.db_table: list(tables.dump(model)) for model in tables.all_models()}


def moved(settings: Settings, folder: Path, *, with_keys: bool) -> None:
    """Make an archive, and the site of it again in an empty place."""
    target = folder / "site.tar.gz"
    archive.backup(target, now=NOW, progress=lambda count: None, with_keys=with_keys)
    with tables.replacing():
        pass
    settings.FILES, settings.SEALING_KEYS_FILE = folder / "new" / "files", folder / "new" / "sealing-keys"
    (folder / "new").mkdir()
    archive.restore(target, now=NOW, progress=lambda count: None)


def all_is_there(receipt: Filed) -> None:
    case = case_by_key(receipt.key)
    assert (case.pk, case.applicant.id_number) == (receipt.case.pk, APPLICANT.id_number)
    assert key_of_number(case.number, receipt.query_code) == receipt.key
    assert read_file(CaseFile.objects.get(case=case)) == PROOF.data
    assert all(paper_of(letter) for letter in Letter.objects.all())  # as it was made final
    found = [check for check in checks.all_checks() if check.code not in ("index", "counts")]
    assert [sentence for check in found for sentence in check.findings()] == []


def test_with_the_keys_everything_can_be_opened_again(site: Cast, settings: Settings, tmp_path: Path) -> None:
    receipt = filed(site, files=(PROOF,))
    answered(site)
    code = save_application({"title": "没有填完"}, now=NOW)
    before = everything()
    moved(settings, tmp_path, with_keys=True)
    assert everything() == before
    assert saved_application(code, now=NOW) == {"title": "没有填完"}
    all_is_there(receipt)
    filed(site)  # and the next number is free
    assert sorted(case.number[-5:] for case in Case.objects.all()) == ["00001", "00002", "00003"]


def test_without_the_keys_everything_waits_for_them(site: Cast, settings: Settings, tmp_path: Path) -> None:
    receipt = filed(site, files=(PROOF,))
    kept = Path(settings.SEALING_KEYS_FILE).read_text()
    moved(settings, tmp_path, with_keys=False)
    assert kept.strip() not in "".join(map(str, everything().values()))
    with pytest.raises(sealed.KeysMissing):
        Applicant.objects.get()
    with pytest.raises(sealed.KeysMissing):
        read_file(CaseFile.objects.only("stored_id", "digest").get())
    assert [s for check in checks.all_checks() if check.code.startswith("foi_") for s in check.findings()]
    Path(settings.SEALING_KEYS_FILE).write_text(kept)
    all_is_there(receipt)


def test_without_the_secret_key_receipts_lead_to_their_cases_again(
    site: Cast, settings: Settings, tmp_path: Path
) -> None:
    receipt = filed(site, files=(PROOF,))
    later = [filed(site) for _ in range(3)]
    moved(settings, tmp_path, with_keys=True)
    settings.SECRET_KEY = Fernet.generate_key().decode()
    assert not Case.objects.filter(access_fingerprint=sealed.fingerprint(receipt.key)).exists()
    tasks.recognise_again(NOW)
    all_is_there(receipt)
    assert [case_by_key(other.key).pk for other in later] == [other.case.pk for other in later]
    assert Applicant.objects.values("fingerprint").distinct().count() == 1  # found again as the same person
    before = everything()
    tasks.recognise_again(NOW)
    assert everything() == before
