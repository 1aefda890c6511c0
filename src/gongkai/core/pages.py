"""页面标记 — this installation's stamps, which tell made pages whether they still hold."""

from functools import cache

from django.conf import settings

from gongkai.core.stamps import Stamps

# Tags that pages carry and actions touch.
SITE = "site"  # organs, columns, guides: whatever stands on every page
LISTS = "lists"  # whatever is published, in any list, search, feed or figure
INDEX = "index"  # what the search finds: it follows the database by a moment


def document_tag(document_id: int) -> str:
    """Return the tag of the pages that show one document."""
    return f"document:{document_id}"


@cache
def stamps() -> Stamps:
    """Return the stamps of this installation."""
    return Stamps(settings.STAMPS)
