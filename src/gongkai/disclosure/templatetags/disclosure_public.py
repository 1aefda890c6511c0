"""文件页标签 — what the public pages of documents and of the search need in their templates."""

import json
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gongkai.disclosure.models import Attachment, Version
from gongkai.disclosure.pages import file_address
from gongkai.disclosure.presentation import Standing, standing_of
from gongkai.disclosure.presentation import file_kind as kind_of
from gongkai.search.snippets import Fragment

register = template.Library()
register.filter("file_kind", kind_of)

_IN_SCRIPT = str.maketrans(
    {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Write schema.org data in a block that browsers never run and that no content can close."""
    written = json.dumps(data, ensure_ascii=False).translate(_IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308  escaped just above


@register.simple_tag
def file_url(attachment: Attachment, document_id: int) -> str:
    """Return the public address of a file."""
    return file_address(attachment, document_id)


@register.filter
def marked(fragments: list[Fragment]) -> SafeString:
    """Show pieces of text with what was asked for marked."""
    return format_html_join(
        "",
        "{}",
        ((mark_safe(f"<mark>{escape(text)}</mark>") if hit else text,) for text, hit in fragments),  # noqa: S308  escaped
    )


@register.filter
def standing(version: Version) -> Standing:
    """Return whether a version's text is in force today."""
    return standing_of(version, timezone.localdate())
