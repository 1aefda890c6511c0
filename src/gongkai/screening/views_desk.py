"""隐私筛查的页面 — what was found in one document, and where each thing is settled with one click."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.requests import Request
from gongkai.disclosure import desk, policies
from gongkai.disclosure.models import Version
from gongkai.disclosure.views_desk_tools import REFUSALS, Problem, once, problem, status_of
from gongkai.rules.privacy import Kind
from gongkai.rules.process import RuleViolation
from gongkai.screening.actions.clean import clean, remove
from gongkai.screening.actions.mask import mask
from gongkai.screening.actions.reveal import Words, reveal
from gongkai.screening.actions.settle import justify, look_at
from gongkai.screening.models import Finding
from gongkai.screening.settling import Duty, Item, binds, items_of
from gongkai.screening.shown import sheet_of, version_of
from gongkai.ui.access import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SEE_UNPUBLISHED)
@once
def privacy(request: Request, document_id: int) -> HttpResponse:
    """Show what was found in a document; a POST settles it."""
    version = version_of(desk.document_at_desk(request.actor, document_id))
    if version is None:
        raise Http404
    if request.method != "POST":
        return _page(request, version, [], {})
    wish, _sep, key = request.POST.get("do", "").partition(":")
    try:
        if wish == "reveal":
            words = reveal(version.pk, key, actor=request.actor, now=timezone.now())
            return _page(request, version, [], {key: words})
        done = _do(request, version, wish, key)
    except REFUSALS as refusal:
        return _page(request, version, [problem(refusal)], {})
    messages.success(request, done)
    return HttpResponseRedirect(f"/desk/documents/{document_id}/privacy/")


def _page(
    request: Request, version: Version, problems: list[Problem], revealed: dict[str, list[Words]]
) -> HttpResponse:
    version = version_of(desk.document_at_desk(request.actor, version.document_id)) or version
    context = {
        "document": version.document,
        "version": version,
        "sheet": sheet_of(version, request.actor, revealed),
        "binds": binds(version),
        "public": version.document.public_id == version.pk,
        "may_withdraw": request.actor.may(policies.WITHDRAW, version.document.agency),
        "may_revise": request.actor.may(policies.DRAFT, version.document.agency),
        "problems": problems,
        "typed": request.POST,
    }
    return render(request, "screening/desk/privacy.html", context, status=status_of(problems))


def _do(request: Request, version: Version, wish: str, key: str) -> str:
    """Do what a button says; return the words for it. Raises what the action raises."""
    deeds: dict[str, Callable[[Request, Version, str], str]] = {
        "mask": _mask,
        "look": _look,
        "justify": _justify,
        "clean": _clean,
        "remove": _remove,
    }
    if wish not in deeds:
        raise RuleViolation("请选择要怎么处理")
    return deeds[wish](request, version, key)


def _mask(request: Request, version: Version, key: str) -> str:
    """Mask one value, all certain ones ("sure"), or all of a kind (its name)."""
    keys = {key} if key not in ("sure", *Kind) else _keys(version, lambda item: _masked_by(item, key))
    rows = mask(version.pk, keys, actor=request.actor, now=timezone.now())
    return _counted(rows, _("已遮盖 %(n)d 处，原文另外留存。"))


def _masked_by(item: Item, key: str) -> bool:
    if not item.found.in_words or item.duty is Duty.NOTHING:
        return False
    return item.duty is Duty.MUST if key == "sure" else item.found.kind == key


def _look(request: Request, version: Version, key: str) -> str:
    """Mark one finding as looked at, or all that ask for a look ("all")."""
    keys = {key} if key != "all" else _keys(version, lambda item: item.duty is Duty.LOOK)
    look_at(version.pk, keys, actor=request.actor, now=timezone.now())
    return _("已记下：看过，可以公开。")


def _justify(request: Request, version: Version, key: str) -> str:
    words = request.POST.get("words", "")
    justify(version.pk, {key}, actor=request.actor, now=timezone.now(), words=words)
    return _("理由已记下，这一处可以公开。")


def _clean(request: Request, version: Version, key: str) -> str:
    """Clean a file of everything, or of one kind, given behind its number."""
    number, _sep, kind = key.partition(":")
    kinds = [Kind(kind)] if kind in list(Kind) else []
    rows = clean(_whole(number), version_id=version.pk, actor=request.actor, now=timezone.now(), kinds=kinds)
    return _counted(rows, _("文件已清理 %(n)d 处并重新查过，原件另外留存。"))


def _remove(request: Request, version: Version, key: str) -> str:
    remove(_whole(key), version_id=version.pk, actor=request.actor, now=timezone.now())
    return _("附件已移除。")


def _keys(version: Version, fits: Callable[[Item], bool]) -> set[str]:
    return {item.found.key for item in items_of(version) if fits(item)}


def _counted(rows: list[Finding], words: str) -> str:
    return words % {"n": sum(row.times for row in rows)}


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 18 else 0


@require_safe
@requires(policies.DRAFT)
def hint(request: Request, version_id: int) -> HttpResponse:
    """Say in the editor what the gate would say now, while someone types."""
    version = desk.version_at_desk(request.actor, version_id)
    context: dict[str, Any] = {"version": version}
    return render(request, "disclosure/desk/_holds.html", context)
