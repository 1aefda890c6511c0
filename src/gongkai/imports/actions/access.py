"""取用 — the batch that an action works on is locked, visible to the actor, and not at rest."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.imports.models import Batch
from gongkai.imports.queries import batches_for


def batch_for(actor: Actor, batch_id: int) -> Batch:
    """Return a batch, locked; raises Http404 where the actor may not see it."""
    if not batches_for(actor).filter(pk=batch_id).exists():
        raise Http404
    return Batch.objects.select_for_update(of=("self",)).select_related("agency").get(pk=batch_id)


def batch_of_day(
    kind: Batch.Kind, agency: Agency, *, origin: str, name: str, now: datetime, state: Batch.State
) -> Batch:
    """Return what an organ's source brings on a day, begun where it is the first: seen, and undone, together."""
    found = Batch.objects.filter(
        kind=kind, agency=agency, origin=origin, file_name=name, made_at__date=timezone.localdate(now)
    )
    return found.first() or Batch.objects.create(
        kind=kind, agency=agency, origin=origin, file_name=name, state=state, made_at=now, loaded_at=now
    )
