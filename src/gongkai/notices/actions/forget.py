"""清除通知内容 — when a person's data is erased, so is what was written to them; that they were told stays."""

from django.db import models

from gongkai.notices.models import Notice


def forget_notices(about: models.Model) -> None:
    """Erase address and words of every notice about a thing that went to somebody outside."""
    sent = Notice.objects.filter(about_type=about._meta.model_name, about_id=about.pk, user=None)
    sent.update(to="", subject="", text="")
