"""触发器 — what the database refuses stays refused, whatever a migration did to the tables."""

import pytest
from django.db import IntegrityError, connection, transaction

from cast import Cast, draft, published
from gongkai.core import triggers
from gongkai.disclosure.models import Document

pytestmark = pytest.mark.django_db


def test_a_trigger_that_a_migration_lost_is_put_back(cast: Cast) -> None:
    document = published(cast)
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON disclosure_document"
        cursor.execute(f"DROP TRIGGER document_publish_unreviewed{on}")
    triggers.put_on(connection)
    draft(cast)
    other = Document.objects.get(public=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(public=other.working)
