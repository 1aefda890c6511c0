"""已收请求 — the answer to a request is kept under its key, so that asking again changes nothing."""

import json
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.http import HttpResponse

from gongkai.imports.models import Received, Token

KEPT_FOR = timedelta(days=30)


def answered_before(token: Token, key: str) -> Received | None:
    """Return what was answered under a key, None for a new one."""
    return Received.objects.filter(token=token, key=key).first()


def keep_answer(token: Token, key: str, asked: str, response: HttpResponse, *, now: datetime) -> None:
    """Keep an answer; of two requests at once the first one's stays. What is older than a month goes."""
    try:
        with transaction.atomic():
            Received.objects.create(
                token=token,
                key=key,
                request_digest=asked,
                status=response.status_code,
                answer=json.loads(response.content),
                received_at=now,
            )
    except IntegrityError:
        return
    Received.objects.filter(received_at__lt=now - KEPT_FOR).delete()
