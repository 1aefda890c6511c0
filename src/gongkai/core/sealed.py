"""密封 — what identifies a person lies encrypted in the database, under keys that are kept apart from it and change.

A sealed value is ``<id of its key>:<Fernet token>`` (AES-128-CBC with HMAC-SHA256). The keys stand in the data folder
in `sealing-keys`, one a line, newest first, or in GONGKAI_SEALING_KEYS. New values take the first key; the others open
what was sealed with them until `./gongkai keys --rotate` has sealed it anew. The file is read again as soon as it
changes, so that a rotation reaches every process at once. Personal Information Protection Law, Article 51.
"""

import hashlib
import json
import os
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Cast, Substr
from django.db.models.query_utils import DeferredAttribute
from django.utils.crypto import salted_hmac

from gongkai.core import ledger
from gongkai.rules.phrases import phrase

ID_LENGTH = 8
BATCH_ROWS = 500
_FINGERPRINT_SALT = "gongkai.sealed.fingerprint"


class SealError(Exception):
    """密封有误 — a value cannot be sealed or opened; its words never hold the value."""


class KeysMissing(SealError):
    """密钥不在 — there is no key here, or not the one that a value was sealed with."""


class Opened(str):
    """已启封的值 — text that a traceback, a log line or a test report shows only as sealed."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<密封>"


class Keyring:
    """密钥串 — the keys by their id, newest first; raises SealError for a line that is no key."""

    def __init__(self, lines: Sequence[str]) -> None:
        try:
            self._keys = {key_id(line): Fernet(line) for line in lines}
        except ValueError:
            raise SealError(phrase("密封密钥格式不对：每行应为一把 Fernet 密钥")) from None
        if not self._keys:
            raise KeysMissing(phrase("没有密封密钥，请先运行 gongkai prepare，或放回 sealing-keys 文件"))

    @property
    def ids(self) -> list[str]:
        return list(self._keys)

    def seal(self, text: str) -> str:
        """Return a text sealed with the newest key."""
        return self.seal_bytes(text.encode()).decode()

    def open(self, sealed: str) -> Opened:
        """Return what was sealed; raises KeysMissing without its key, SealError when it was changed."""
        return Opened(self.open_bytes(sealed.encode()).decode())

    def seal_bytes(self, data: bytes) -> bytes:
        """Return bytes, such as those of a file, sealed with the newest key."""
        newest, key = next(iter(self._keys.items()))
        return b"%s:%s" % (newest.encode(), key.encrypt(data))

    def open_bytes(self, sealed: bytes) -> bytes:
        """Return the bytes that were sealed; raises KeysMissing without their key, SealError when changed."""
        name, _, token = sealed.partition(b":")
        if (key := self._keys.get(name.decode("ascii", "replace"))) is None:
            raise KeysMissing(phrase("没有启封这项内容所需的密钥"))
        try:
            return key.decrypt(token)
        except InvalidToken:
            raise SealError(phrase("密封的内容损坏，或密钥不对")) from None


def key_id(line: str) -> str:
    """Return the short public name of a key, which tells nothing of it."""
    return hashlib.sha256(line.encode()).hexdigest()[:ID_LENGTH]


def key_lines() -> list[str]:
    """Return the keys, newest first: of the setting, else of the file; empty when there is neither."""
    if settings.SEALING_KEYS:
        return list(settings.SEALING_KEYS)
    try:
        return _file().read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []


def keyring() -> Keyring:
    """Return the keys of this moment; raises KeysMissing, SealError."""
    global _known
    mark = _mark()
    if _known is None or _known[0] != mark:
        _known = mark, Keyring(key_lines())
    return _known[1]


_known: tuple[object, Keyring] | None = None


def _mark() -> object:
    """Return what differs as soon as the keys do: the setting itself, or the file's inode and times."""
    if settings.SEALING_KEYS:
        return tuple(settings.SEALING_KEYS)
    try:
        facts = _file().stat()
    except FileNotFoundError:
        return None
    return _file(), facts.st_ino, facts.st_mtime_ns, facts.st_size


def _file() -> Path:
    return Path(settings.SEALING_KEYS_FILE)


def write_keys(lines: Sequence[str]) -> None:
    """Put the keys file in place, whole, durably and for its owner only; raises SealError beside a setting."""
    if settings.SEALING_KEYS:
        raise SealError(phrase("密钥由 GONGKAI_SEALING_KEYS 给出，不由程序改动"))
    path = _file()
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".sealing-keys-")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    Path(part).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # nothing may be sealed with a key that a power cut takes away
    finally:
        os.close(folder)


def make_keys() -> bool:
    """Make the first key where there is none, and say whether one was made.

    Raises KeysMissing where rows are sealed already: a new key beside a lost one would only hide the loss.
    """
    if key_lines():
        return False
    if values_by_key():
        raise KeysMissing(phrase("库中有密封的内容，但密钥文件 sealing-keys 不在了，请把它放回数据目录"))
    write_keys([Fernet.generate_key().decode()])
    return True


def fingerprint(value: str, *, of: str = "") -> str:
    """Return 64 hexadecimal characters by which the same value is found again, however it is written.

    Full and half width, capitals, blanks and hyphens make no difference. `of` says what the value is, so that
    equal values of two kinds stay apart. The key is derived from the secret key for this purpose alone: nobody
    who has only the database can try out numbers, and rotating the sealing keys leaves fingerprints as they are.
    """
    plain = unicodedata.normalize("NFKC", value).casefold()
    kept = "".join(sign for sign in plain if sign.isalnum() or sign in "@.+_")
    return salted_hmac(_FINGERPRINT_SALT, f"{of}\0{kept}", algorithm="sha256").hexdigest() if kept else ""


class _SealedAttribute(DeferredAttribute):
    """Keeps what is put into a sealed field as Opened, so that an instance shows it no more than a read one does."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = Opened(value) if type(value) is str and value else value


class SealedField(models.TextField):  # type: ignore[type-arg]
    """密封字段 — text in Python, sealed in the database; empty text and None stay as they are.

    It cannot be searched, sorted or compared in the database (FieldError); keep a `fingerprint` beside it for
    that. Lists should leave it out (`defer`): each value that is read is opened, and raises KeysMissing or
    SealError where that cannot be done.
    """

    description = "sealed text"
    descriptor_class = _SealedAttribute

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        text = None if value is None else self.written(value)
        return keyring().seal(text) if text else text

    def from_db_value(self, value: str | None, *_: object) -> Any:
        return self.read(keyring().open(value) if value else value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"sealed field {self.name} cannot be looked up; compare a fingerprint instead")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"sealed field {self.name} cannot be looked up; compare a fingerprint instead")

    def written(self, value: Any) -> str:
        """Return a value as the text that is sealed."""
        return str(value)

    def read(self, text: str | None) -> Any:
        """Return the value of an opened text."""
        return text


class SealedJSONField(SealedField):
    """密封的结构 — a value of lists, dictionaries, text and numbers, sealed as a whole."""

    description = "sealed JSON"
    _pyi_private_set_type: Any  # what the type checker lets in and out
    _pyi_private_get_type: Any

    def written(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def read(self, text: str | None) -> Any:
        return json.loads(text) if text else text

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        return value


def as_stored(field: SealedField) -> Cast:
    """Return a sealed column as it lies in the database, for what must move it without opening it."""
    return Cast(field.attname, models.TextField())


def sealed_columns() -> list[tuple[type[models.Model], SealedField]]:
    """Return every sealed column of every room."""
    return [
        (model, field)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedField)
    ]


class Store(Protocol):
    """密封的文件库 — what a room keeps sealed outside the columns of the database, such as files."""

    def by_key(self) -> Mapping[str, int]:
        """Return how many things are sealed with each key, by its id."""
        ...

    def reseal(self) -> int:
        """Seal some of what is not under the newest key with it, durably; return how many, 0 when all is done."""
        ...


_stores: list[Store] = []


def register_store(store: Store) -> None:
    """Let the keys of a store be counted and rotated with the others; rooms call this when they are loaded."""
    _stores.append(store)


def values_by_key() -> Counter[str]:
    """Return how many values, and things of the stores, are sealed with each key, by its id."""
    found: Counter[str] = Counter()
    for store in _stores:
        found.update(store.by_key())
    for model, field in sealed_columns():
        rows = _marked(model, field).values_list("sealed_with").annotate(models.Count("pk")).order_by()
        found.update(dict(rows))
    return found


def missing_keys() -> list[str]:
    """Return the ids of keys that values are sealed with and that are not here."""
    here = {key_id(line) for line in key_lines()}
    return sorted(values_by_key().keys() - here)


def _marked(model: type[models.Model], field: SealedField) -> "models.QuerySet[Any]":
    """Return the rows with something sealed in a column, each with the id of its key as `sealed_with`."""
    stored = Substr(as_stored(field), 1, ID_LENGTH, output_field=models.CharField())
    rows: models.QuerySet[Any, Any] = models.QuerySet(model).annotate(sealed_with=stored)
    return rows.exclude(sealed_with="").exclude(sealed_with=None)


def rotate() -> Iterator[int]:
    """Make a new first key, seal everything with it in batches, and drop the others; yields values done.

    Stopped in the middle, both keys stand in the file, everything can be read, and the next call goes on with
    what is left instead of making a third. Keys of a setting are the administrator's to add and drop: then
    everything is sealed with its first key. Raises KeysMissing before anything is changed where a value needs a
    key that is not here.
    """
    if missing_keys():
        raise KeysMissing(phrase("有的内容所用的密钥不在这里，请先把它加进 sealing-keys 文件"))
    if not settings.SEALING_KEYS and len(key_lines()) == 1:
        write_keys([Fernet.generate_key().decode(), *key_lines()])
    for model, field in sealed_columns():
        while done := _reseal(model, field):
            yield done
    for store in _stores:
        while done := store.reseal():
            yield done
    if not settings.SEALING_KEYS:
        _drop_old_keys()


def _reseal(model: type[models.Model], field: SealedField) -> int:
    with transaction.atomic():
        ledger.hold()  # every change of facts waits, so that none is overwritten with what stood before it
        rows = _marked(model, field).exclude(sealed_with=keyring().ids[0]).order_by("pk")
        found = list(rows.values_list("pk", field.attname)[:BATCH_ROWS])
        for pk, value in found:
            models.QuerySet(model).filter(pk=pk).update(**{field.attname: value})
    return len(found)


def _drop_old_keys() -> None:
    """Leave only the newest key. Changes wait meanwhile; those that come later read the file again."""
    with transaction.atomic():
        ledger.hold()
        newest = key_lines()[0]
        if values_by_key().keys() <= {key_id(newest)}:
            write_keys([newest])
