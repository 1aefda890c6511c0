"""取用 — fetching is permission: what an action works on is locked, visible to the actor, and permitted."""

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Permission
from gongkai.disclosure.models import Document, Version
from gongkai.disclosure.queries import visible_to


def document_for(actor: Actor, wanted: Permission, document_id: int) -> Document:
    """Return a document, locked; raises Http404 where the actor may not see it, Denied where not permitted."""
    if not visible_to(actor).filter(pk=document_id).exists():
        raise Http404
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("agency", "column")
        .get(pk=document_id)
    )
    actor.require(wanted, document.agency)
    return document


def version_for(actor: Actor, wanted: Permission, version_id: int) -> Version:
    """Return a version, its document locked; raises Http404 or Denied as `document_for`."""
    document_id = Version.objects.filter(pk=version_id).values_list("document_id", flat=True).first()
    if document_id is None:
        raise Http404
    document = document_for(actor, wanted, document_id)
    version = Version.objects.select_related("author", "reviewed_by").get(pk=version_id)
    version.document = document
    return version
