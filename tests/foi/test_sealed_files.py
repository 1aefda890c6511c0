"""密封的材料 — files of cases follow the keys: counted, sealed anew, readable all the while."""

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings

from cast import Cast
from foi.builders import filed
from gongkai.core import files
from gongkai.core.sealed import KeysMissing, key_id, rotate, values_by_key
from gongkai.foi.actions.merge import split
from gongkai.foi.files import read_file
from gongkai.foi.filing import IncomingFile
from gongkai.foi.models import CaseFile

pytestmark = pytest.mark.django_db
DATA = "身份证明：样本甲".encode()


def test_a_rotation_covers_files_and_drops_what_the_old_key_sealed(
    cast: Cast,
    settings: LazySettings,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    case = filed(cast, files=(IncomingFile("identity", "证明.txt", DATA),)).case
    split(case.pk, ["名单", "记录"], actor=cast.wang, now=case.filed_at)
    old, new = settings.SEALING_KEYS[0], Fernet.generate_key().decode()
    before = files.path_of(CaseFile.objects.all()[0].stored_id or "")
    settings.SEALING_KEYS = [new, old]
    assert values_by_key()[key_id(old)] > 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        list(rotate())
    settings.SEALING_KEYS = [new]
    assert set(values_by_key()) == {key_id(new)}
    assert [read_file(file) for file in CaseFile.objects.all()] == [DATA, DATA]
    assert not before.exists()
    assert list(files.damaged()) == []
    settings.SEALING_KEYS = [old]
    with pytest.raises(KeysMissing):
        CaseFile.objects.all()[0].name  # noqa: B018  reading the row opens its name
