"""密封 — what is sealed is in no file of the database, opens with its key only, and survives every stop of a rotation."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection
from pytest_django import Settings

from cast import NOW, Cast, make_cast
from gongkai.agencies.models import Agency
from gongkai.core import sealed, tables
from gongkai.notices.models import Notice

SECRET = "样本密语-不可见"
ADDRESS = "yangben@example.org"


@pytest.fixture
def keys(settings: Settings, tmp_path: Path) -> Path:
    """Keys in a file of their own, as a site has them."""
    settings.SEALING_KEYS, settings.SEALING_KEYS_FILE = [], tmp_path / "sealing-keys"
    return tmp_path / "sealing-keys"


def notice(agency: Agency, number: int = 0, **facts: Any) -> Notice:
    """Keep something sealed."""
    facts = {"to": ADDRESS, "subject": "", "text": f"{SECRET}{number}", **facts}
    return Notice.objects.create(
        key=f"sample-{number}",
        template="answered",
        version=1,
        channel="email",
        language="en",
        about_type="agency",
        about_id=agency.pk,
        agency=agency,
        state="waiting",
        created_at=NOW,
        **facts,
    )


def test_nothing_sealed_lies_open_in_any_file_of_the_database(real_database: str, keys: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads the files of SQLite")
    sealed.make_keys()
    kept = notice(make_cast().housing)
    kept.text = f"{SECRET}改过"
    kept.save()
    Notice.objects.filter(pk=kept.pk).update(to="li.shili@example.org")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint")
    place = Path(str(connection.settings_dict["NAME"]))
    data = b"".join(path.read_bytes() for path in place.parent.glob(f"{place.name}*"))
    assert kept.key.encode() in data
    assert not [open_ for open_ in (SECRET, ADDRESS, "li.shili@example.org") if open_.encode() in data]
    read = Notice.objects.get(pk=kept.pk)
    assert (read.text, read.to, read.subject) == (f"{SECRET}改过", "li.shili@example.org", "")


@pytest.mark.django_db
class TestField:
    def test_it_can_be_looked_up_by_nobody(self, cast: Cast) -> None:
        notice(cast.housing)
        for lookup in ({"to": ADDRESS}, {"to__contains": "@"}, {"to": None}, {"to__length": 3}):
            with pytest.raises(FieldError, match="fingerprint"):
                Notice.objects.filter(**lookup).exists()
        assert Notice.objects.filter(to__isnull=False).count() == 1

    def test_no_instance_shows_it_though_it_is_text(self, cast: Cast) -> None:
        made = notice(cast.housing)
        read = Notice.objects.get(pk=made.pk)
        for one in (made, read):
            assert SECRET not in repr(vars(one))
            assert f"{one.text:.4}" == SECRET[:4]
        assert pickle.loads(pickle.dumps(read.text)) == f"{SECRET}0"

    def test_the_same_words_lie_there_differently_each_time(self, cast: Cast) -> None:
        notice(cast.housing, 1, text=SECRET)
        notice(cast.housing, 2, text=SECRET)
        field = Notice._meta.get_field("text")
        assert isinstance(field, sealed.SealedField)
        stored = set(Notice.objects.values_list(sealed.as_stored(field), flat=True))
        assert len(stored) == 2

    def test_structures_are_sealed_as_a_whole(self) -> None:
        field = sealed.SealedJSONField()
        value = {"电话": [SECRET, None, 3]}
        stored = field.get_db_prep_value(value, connection)
        assert SECRET not in stored
        assert field.from_db_value(stored) == value
        assert field.from_db_value(field.get_db_prep_value(None, connection)) is None

    def test_a_copy_of_the_table_stays_sealed_and_comes_back(self, cast: Cast) -> None:
        kept = notice(cast.housing)
        lines = list(tables.dump(Notice))
        assert SECRET.encode() not in b"".join(lines)
        Notice.objects.all().delete()
        assert tables.load(Notice, lines) == 1
        assert Notice.objects.get(pk=kept.pk).text == f"{SECRET}0"


@pytest.mark.django_db
class TestKeys:
    def test_the_file_is_made_once_and_for_its_owner_only(self, keys: Path) -> None:
        with pytest.raises(sealed.KeysMissing):
            sealed.keyring()
        assert sealed.make_keys()
        first = keys.read_text()
        assert keys.stat().st_mode & 0o777 == 0o600
        assert not sealed.make_keys()
        assert keys.read_text() == first

    def test_lost_keys_are_told_and_never_replaced(self, cast: Cast, keys: Path) -> None:
        sealed.make_keys()
        kept = notice(cast.housing)
        lost = keys.read_text()
        keys.unlink()
        with pytest.raises(sealed.KeysMissing):
            sealed.make_keys()
        sealed.write_keys([Fernet.generate_key().decode()])
        assert sealed.missing_keys() == [sealed.key_id(lost.strip())]
        with pytest.raises(sealed.KeysMissing) as told:
            Notice.objects.get(pk=kept.pk)
        assert SECRET not in repr(told.value)
        with pytest.raises(sealed.KeysMissing):
            list(sealed.rotate())
        assert Notice.objects.defer("to", "subject", "text").get(pk=kept.pk).state == "waiting"
        keys.write_text(lost)
        assert Notice.objects.get(pk=kept.pk).text == f"{SECRET}0"

    def test_what_was_changed_in_the_database_does_not_open(self, cast: Cast) -> None:
        kept = notice(cast.housing)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE notices_notice SET text = substr(text, 1, 60) || 'AAAA' || substr(text, 65)"
            )
        with pytest.raises(sealed.SealError, match="损坏"):
            Notice.objects.get(pk=kept.pk)

    @pytest.mark.parametrize("line", ["", "no-key", "样本"])
    def test_what_is_no_key_is_refused_without_being_told(self, line: str) -> None:
        with pytest.raises(sealed.SealError) as told:
            sealed.Keyring([line])
        assert not line or line not in str(told.value)


@pytest.mark.django_db
class TestRotation:
    def test_everything_is_sealed_anew_and_the_old_key_goes(self, cast: Cast, keys: Path) -> None:
        sealed.make_keys()
        [old] = sealed.keyring().ids
        for number in range(5):
            notice(cast.housing, number)
        assert sum(sealed.rotate()) == 10
        [new] = sealed.keyring().ids
        assert new != old
        assert sealed.values_by_key() == {new: 10}
        assert [n.text for n in Notice.objects.order_by("id")] == [f"{SECRET}{n}" for n in range(5)]

    def test_stopped_anywhere_it_can_all_be_read_and_goes_on(
        self, cast: Cast, keys: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sealed, "BATCH_ROWS", 2)
        sealed.make_keys()
        for number in range(5):
            notice(cast.housing, number)
        stops = 0
        while True:
            running, before = sealed.rotate(), sealed.values_by_key()
            if next(running, None) is None:
                break
            running.close()
            stops += 1
            assert len(sealed.keyring().ids) == 2
            newest = sealed.keyring().ids[0]
            assert sealed.values_by_key()[newest] > before[newest]
            assert [n.text for n in Notice.objects.order_by("id")] == [f"{SECRET}{n}" for n in range(5)]
            assert Notice.objects.order_by("id").last().to == ADDRESS  # type: ignore[union-attr]
        assert stops == 6
        assert len(sealed.keyring().ids) == 1

    def test_a_key_that_something_still_needs_is_not_dropped(self, cast: Cast, keys: Path) -> None:
        sealed.make_keys()
        notice(cast.housing)
        sealed.write_keys([Fernet.generate_key().decode(), *sealed.key_lines()])
        sealed._drop_old_keys()
        assert len(sealed.key_lines()) == 2
        assert sum(sealed.rotate()) == 2
        assert len(sealed.key_lines()) == 1
        assert Notice.objects.get().text == f"{SECRET}0"

    def test_keys_of_a_setting_are_used_and_left_alone(
        self, cast: Cast, keys: Path, settings: Settings
    ) -> None:
        old, new = (Fernet.generate_key().decode() for _ in range(2))
        settings.SEALING_KEYS = [old]
        notice(cast.housing)
        settings.SEALING_KEYS = [new, old]
        assert sum(sealed.rotate()) == 2
        settings.SEALING_KEYS = [new]
        assert Notice.objects.get().text == f"{SECRET}0"
        with pytest.raises(sealed.SealError):
            sealed.write_keys([new])
        assert not keys.exists()


def test_the_same_value_has_one_fingerprint_however_it_is_written() -> None:
    ways = ("000-0000-0001", "000 0000 0001", "０" * 10 + "１")
    prints = {sealed.fingerprint(number, of="phone") for number in ways}
    assert len(prints) == 1
    assert sealed.fingerprint("11010119000101001x", of="id") == sealed.fingerprint(
        "11010119000101001X", of="id"
    )
    assert sealed.fingerprint("1", of="id") != sealed.fingerprint("1", of="phone")
    assert sealed.fingerprint(" ") == ""
