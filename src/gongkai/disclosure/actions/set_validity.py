"""有效性 — state that a document has been amended, repealed or has expired, and what replaced it."""

from datetime import date, datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.pages import LISTS, document_tag
from gongkai.disclosure import policies
from gongkai.disclosure.actions.access import document_for
from gongkai.disclosure.models import Document
from gongkai.disclosure.queries import visible_to
from gongkai.rules.disclosure import Validity
from gongkai.rules.process import RuleViolation


def set_validity(
    document_id: int,
    *,
    actor: Actor,
    now: datetime,
    validity: Validity,
    replaced_by: Document | None = None,
    until: date | None = None,
) -> Document:
    """标注有效性 — on the published page at once; the text itself does not change."""
    with changing(actor, now) as change:
        document = document_for(actor, policies.DRAFT, document_id)
        version = document.public
        if version is None:
            raise RuleViolation("没有公开的信息在稿件里填写有效性")
        if replaced_by is not None and not visible_to(actor).filter(pk=replaced_by.pk).exists():
            raise RuleViolation("没有找到取代它的文件", field="replaced_by")
        if replaced_by is not None and replaced_by.pk == document.pk:
            raise RuleViolation("文件不能由自己取代", field="replaced_by")
        if until and version.in_force_from and until < version.in_force_from:
            raise RuleViolation("有效期至不能早于施行日期", field="until")
        version.validity, version.replaced_by, version.in_force_until = validity, replaced_by, until
        version.save(update_fields=["validity", "replaced_by", "in_force_until"])
        change.record(
            "disclosure.set_validity",
            document,
            agency_id=document.agency_id,
            version=version.number,
            validity=validity,
            replaced_by=replaced_by.pk if replaced_by else None,
        )
        change.ask("index", document.pk)
        change.touch(LISTS, document_tag(document.pk))
    return document
