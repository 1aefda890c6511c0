"""申请页面的共同做法 — a case by its address, the context that each of its pages shares, a file to send."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.requests import Request
from gongkai.core.files import SANDBOX, FileDamaged
from gongkai.foi import desk
from gongkai.foi.files import FileRemoved, read_file
from gongkai.foi.models import Case, CaseFile
from gongkai.foi.time_left import time_left
from gongkai.rules.process import RuleViolation


def case_context(request: Request, case_id: int) -> dict[str, Any]:
    """Return what every page of a case shows of it; raises Http404."""
    case = desk.case_at_desk(request.actor, case_id)
    known = calendar()
    return {"case": case, "known": known, "time": time_left(case, known, timezone.localdate())}


def who(request: Request) -> dict[str, Any]:
    """Return who acts and when, as every action asks."""
    return {"actor": request.actor, "now": timezone.now()}


def case_file(case: Case, file_id: int) -> HttpResponse:
    """Return a file of a case to be saved; raises Http404 for one that is gone."""
    file = CaseFile.objects.filter(case=case, pk=file_id).first()
    if file is None:
        raise Http404
    try:
        return download(read_file(file), file.media_type, file.name)
    except FileRemoved as removed:
        raise Http404 from removed
    except FileDamaged as damaged:
        raise RuleViolation("这个文件在服务器上损坏了，请联系系统管理员") from damaged


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    """Return bytes as a file to be saved, in no cache."""
    response = HttpResponse(data, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
