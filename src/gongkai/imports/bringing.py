"""取来 — the files that a row names, read and judged before anything is locked."""

import atexit
from dataclasses import dataclass, field

from gongkai.disclosure.uploads import Upload, check_upload
from gongkai.imports.beside import Beside
from gongkai.imports.rows import Incoming, Trouble
from gongkai.intake import FileRefused, Reading
from gongkai.intake.isolated import Isolated
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

_isolated = Isolated()
atexit.register(_isolated.close)


@dataclass(frozen=True, slots=True)
class Brought:
    """取来的文件 — bytes that become an attachment, or with `named` a picture that the body points at."""

    upload: Upload
    data: bytes
    caption: str = ""
    named: str = ""


@dataclass(slots=True)
class Brings:
    """一行带来的 — what a row brings besides its cells."""

    files: list[Brought] = field(default_factory=list)


def bring(incoming: Incoming, beside: Beside | None) -> Brings:
    """Read the files of a row; the first one fills body and title where the cells leave them empty.

    What is refused becomes a trouble of the row.
    """
    brings = Brings()
    if beside is None:
        return brings
    if incoming.file:
        _bring_document(incoming, beside, brings)
    for name in incoming.attachments:
        _bring_attachment(incoming, beside, brings, name, "附件")
    return brings


def _bring_document(incoming: Incoming, beside: Beside, brings: Brings) -> None:
    """Read the file that is the document itself; one whose text cannot be read is attached."""
    values = incoming.values
    try:
        data = beside.read(incoming.file)
        reading: Reading | None = _read(data, incoming.file) if not values["body_html"] else None
    except FileRefused as refusal:
        reading = None
        incoming.troubles.append(
            Trouble("正文文件", incoming.file, phrase("%(why)s作为附件导入", why=refusal.message), "warning")
        )
    if reading is None:
        _bring_attachment(incoming, beside, brings, incoming.file, "正文文件")
    else:
        values["body_html"] = reading.body_html
        values["title"] = values["title"] or reading.title[:500]
        values["document_number"] = values["document_number"] or reading.document_number[:100]
        values["formed_on"] = values["formed_on"] or reading.formed_on
        values["summary"] = values["summary"] or reading.summary[:500]
        for picture in reading.pictures:
            _judge(incoming, brings, picture.name, picture.data, picture.alt, picture.name)
    if not values["title"]:
        incoming.troubles.append(Trouble("标题", incoming.file, "没有标题，文件里也没有认出来"))


def _read(data: bytes, name: str) -> Reading:
    """Read a file in a process of its own, which it may kill; raises FileRefused."""
    reading: Reading = _isolated.call("gongkai.intake.read:read", data, name)
    return reading


def _bring_attachment(incoming: Incoming, beside: Beside, brings: Brings, name: str, column: str) -> None:
    try:
        data = beside.read(name)
    except FileRefused as refusal:
        incoming.troubles.append(Trouble(column, name, refusal.message))
        return
    _judge(incoming, brings, name, data, "", "")


def _judge(incoming: Incoming, brings: Brings, name: str, data: bytes, caption: str, named: str) -> None:
    try:
        brings.files.append(Brought(check_upload(name, data), data, caption[:200], named))
    except RuleViolation as refusal:
        weight = "warning" if named else "error"
        incoming.troubles.append(Trouble("附件", name[:60], str(refusal), weight))  # type: ignore[arg-type]
