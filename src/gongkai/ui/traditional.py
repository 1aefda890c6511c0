"""繁体 — deriving Traditional pages from Simplified ones, word by word (OpenCC), markup untouched."""

import re
from functools import cache

import opencc

_TAG = re.compile(r"(<textarea.*?</textarea>|<script.*?</script>|<[^>]+>)", re.DOTALL | re.IGNORECASE)
_SPOKEN = re.compile(r'\b(title|alt|placeholder|aria-label|content)="([^"]*)"')


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def to_traditional(page: str) -> str:
    """Return a page with its text and its spoken attributes in Traditional Chinese; form values stay."""
    convert = _converter().convert
    parts = _TAG.split(page)
    for place in range(0, len(parts), 2):
        if not parts[place].isascii():
            parts[place] = convert(parts[place])
    for place in range(1, len(parts), 2):
        tag = parts[place]
        if not tag.isascii() and not tag.lower().startswith(("<textarea", "<script")):
            parts[place] = _SPOKEN.sub(lambda found: f'{found[1]}="{convert(found[2])}"', tag)
    return "".join(parts)
