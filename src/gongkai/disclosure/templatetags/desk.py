"""工作台标签 — what the desk's forms and lists need in their templates."""

from typing import Any
from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from gongkai.agencies.policies import Actor
from gongkai.disclosure import gates
from gongkai.disclosure.gates import Hold
from gongkai.disclosure.models import Document, Version
from gongkai.disclosure.steps import NextStep, primary, steps_for
from gongkai.rules.disclosure import (
    DOCUMENT_STATUS_LABELS,
    VERSION_STATE_LABELS,
    DocumentStatus,
    VersionState,
)

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """Mark a form so that a double click does it once."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid4().hex)


@register.filter
def state_words(document: Document) -> str:
    """Say where a document stands: its working version's state, else its public one's."""
    if document.working is not None:
        return pgettext("rules", VERSION_STATE_LABELS[VersionState(document.working.state)])
    return pgettext("rules", DOCUMENT_STATUS_LABELS[DocumentStatus(document.status)])


@register.filter
def shown_version(document: Document) -> Version | None:
    """Return the version whose title a list shows: the one in work, else the public or last one."""
    return document.working or document.public or document.versions.order_by("-number").first()


@register.simple_tag
def step_of(document: Document, actor: Actor) -> NextStep | None:
    """Return the step that an actor is expected to take on a document, if any."""
    return primary(steps_for(document, actor))


@register.simple_tag
def holds(version: Version) -> list[Hold]:
    """Return what the gates say about a version, what stops it first."""
    return gates.holds(version)


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """Return the entry of a mapping; "" where there is none."""
    return mapping.get(key, "")
