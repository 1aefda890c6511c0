"""文件关系 — say how a document stands to another: interprets, amends, repeals, implements, replies, cites."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.core.pages import document_tag
from gongkai.disclosure import policies
from gongkai.disclosure.actions.access import document_for
from gongkai.disclosure.models import Document, Relation
from gongkai.disclosure.queries import visible_to
from gongkai.rules.disclosure import RelationKind
from gongkai.rules.process import RuleViolation


def relate(
    document_id: int,
    *,
    actor: Actor,
    now: datetime,
    kind: RelationKind,
    to: Document | None = None,
    to_text: str = "",
) -> Relation:
    """建立关系 — to a document here, or in words to one that is not; raises RuleViolation for itself or twice."""
    with changing(actor, now) as change:
        document = document_for(actor, policies.DRAFT, document_id)
        if to is None and not to_text.strip():
            raise RuleViolation("请选择对方文件，或者写出名称、文号", field="to_text")
        if to is not None and not visible_to(actor).filter(pk=to.pk).exists():
            raise RuleViolation("没有找到对方文件", field="to")
        if to is not None and to.pk == document.pk:
            raise RuleViolation("文件不能和自己建立关系", field="to")
        if to is not None and document.relations.filter(kind=kind, to=to).exists():
            raise RuleViolation("这条关系已经有了", field="to")
        relation = Relation.objects.create(document=document, kind=kind, to=to, to_text=to_text.strip()[:300])
        _told(change, relation, "disclosure.relate")
    return relation


def unrelate(relation_id: int, *, document_id: int, actor: Actor, now: datetime) -> None:
    """解除关系."""
    with changing(actor, now) as change:
        document = document_for(actor, policies.DRAFT, document_id)
        relation = document.relations.filter(pk=relation_id).first()
        if relation is None:
            raise RuleViolation("这条关系已经解除了")
        _told(change, relation, "disclosure.unrelate")
        relation.delete()


def _told(change: Change, relation: Relation, action: str) -> None:
    change.record(
        action,
        relation.document,
        agency_id=relation.document.agency_id,
        kind=relation.kind,
        to=relation.to_id,
    )
    change.touch(document_tag(relation.document_id))
    if relation.to_id:
        change.touch(document_tag(relation.to_id))
