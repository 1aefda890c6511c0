"""英文页面里的中文 — telling screen readers and hyphenation which words of an English page are Chinese.

Names, titles and texts are data and stay Chinese (WCAG 2.2, 3.1.2 Language of Parts). An element that says
nothing else gets the `lang` attribute itself; words among others are put into a `bdi` element, which no style
of ours touches. What says its language already, and what cannot hold an element, stays as it is.
"""

import re

_SILENT = "textarea|script|style|title|svg|select"
_TAG = re.compile(rf"(<!--.*?-->|<({_SILENT})\b.*?</\2>|<[^>]+>)", re.DOTALL | re.IGNORECASE)
_OPENING = re.compile(r"<([a-z][a-z0-9]*)\b")
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
# From the first Chinese character to the last, over digits, spaces and punctuation but not over Latin words.
_WORDS = re.compile(rf"[《〈〔（“「]?{_HAN}(?:[^<>&A-Za-z]*{_HAN})?[》〉〕）”」。]*")
_LANG = ' lang="zh-Hans"'


def mark_chinese(page: str) -> str:
    """Return an English page with its Chinese words marked as such."""
    parts = _TAG.split(page)
    spoken_for = ""
    depth = 0
    # Each text is followed by its tag and by the name of what is silent, or None.
    for place in range(0, len(parts), 3):
        if not depth and not parts[place].isascii():
            _mark(parts, place)
        tag = parts[place + 1] if place + 1 < len(parts) else ""
        if depth:
            depth += _step(tag, spoken_for)
        elif 'lang="zh' in tag and (opening := _OPENING.match(tag)):
            spoken_for, depth = opening[1], 1
        if place + 2 < len(parts):
            parts[place + 2] = ""
    return "".join(parts)


def _step(tag: str, name: str) -> int:
    if tag.startswith(f"</{name}>"):
        return -1
    opening = _OPENING.match(tag)
    return 1 if opening and opening[1] == name else 0


def _mark(parts: list[str], place: int) -> None:
    text = parts[place]
    before = parts[place - 2] if place else ""
    after = parts[place + 1] if place + 1 < len(parts) else ""
    opening = _OPENING.match(before)
    if opening and after == f"</{opening[1]}>" and _WORDS.fullmatch(text.strip()):
        parts[place - 2] = f"<{opening[1]}{_LANG}{before[opening.end() :]}"
    else:
        parts[place] = _WORDS.sub(lambda found: f"<bdi{_LANG}>{found[0]}</bdi>", text)
