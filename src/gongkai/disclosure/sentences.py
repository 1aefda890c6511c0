"""留痕的说法 — ledger entries about documents as sentences, and the story of one document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import User
from gongkai.core.models import LedgerEntry

ACTIONS = {
    "disclosure.create_draft": _("起草"),
    "disclosure.save_draft": _("修改草稿"),
    "disclosure.attach": _("添加附件"),
    "disclosure.detach": _("移除附件"),
    "disclosure.caption": _("改附件说明"),
    "disclosure.relate": _("建立文件关系"),
    "disclosure.unrelate": _("解除文件关系"),
    "disclosure.submit": _("送保密审查"),
    "disclosure.pass_review": _("通过保密审查"),
    "disclosure.return_draft": _("退回修改"),
    "disclosure.sign": _("签发"),
    "disclosure.publish": _("公开"),
    "disclosure.revise": _("开始修订"),
    "disclosure.set_validity": _("标注有效性"),
    "disclosure.withdraw": _("撤回"),
    "disclosure.discard": _("作废"),
    "disclosure.report_correction": _("收到纠错"),
    "disclosure.answer_correction": _("答复纠错"),
    "imports.take_document": _("由导入的文件起草"),
    "imports.reassign": _("改归其他机关"),
    "imports.take_page": _("由采集的网页起草"),
    "screening.masked": _("遮盖个人信息"),
    "screening.removed": _("移除个人信息或者隐藏内容"),
    "screening.looked_at": _("看过筛查结果，可以公开"),
    "screening.justified": _("说明理由，可以公开"),
    "screening.reveal": _("查看被遮盖的原字"),
    "screening.open_original": _("查阅留存的原件"),
}


@dataclass(slots=True)
class Event:
    """经过 — one thing that happened: when, who, what, how many times in a row, and the words that went with it."""

    at: datetime
    who: str
    words: str
    version: int | None
    note: str
    citation: str
    times: int = 1


def names_of(entries: Iterable[LedgerEntry]) -> dict[int, str]:
    """Return the names of those who acted, in one query."""
    ids = {entry.actor_id for entry in entries if entry.actor_id}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def story_of(document_id: int) -> list[Event]:
    """Return what happened to a document, newest first; saves of one person in a row stand as one."""
    entries = list(
        LedgerEntry.objects.filter(subject_type="document", subject_id=document_id)
        .select_related("note")
        .order_by("-id")
    )
    names = names_of(entries)
    events: list[Event] = []
    for entry in entries:
        event = Event(
            at=entry.at,
            who=names.get(entry.actor_id or 0, gettext("系统")),
            words=str(ACTIONS.get(entry.action, entry.action)),
            version=entry.detail.get("version"),
            note=note_of(entry),
            citation=entry.citation,
        )
        last = events[-1] if events else None
        if last and not event.note and (last.who, last.words, last.note) == (event.who, event.words, ""):
            last.times += 1
        else:
            events.append(event)
    return events


def note_of(entry: LedgerEntry) -> str:
    """Return the words that went with an entry; "" for none."""
    note = getattr(entry, "note", None)
    return note.text if note else ""
