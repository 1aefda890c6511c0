"""不再使用的文件 — a stored file goes with the last row that holds it."""

from django.db import transaction
from django.db.models import ProtectedError

from gongkai.core import files
from gongkai.core.models import StoredFile


def forget_unheld(stored: StoredFile) -> None:
    """Take a stored file away unless another row holds it; inside the caller's transaction."""
    try:
        with transaction.atomic():
            files.forget(stored)
    except ProtectedError:
        return
