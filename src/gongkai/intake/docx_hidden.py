"""隐藏文字 — runs that Word does not show (ISO/IEC 29500-1, 17.3.2.41, w:vanish) and that a reader would print."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_STYLES = "word/styles.xml"
_OFF = ("0", "false", "off")


def without_hidden(archive: zipfile.ZipFile, data: bytes) -> tuple[bytes, bool]:
    """The file without its hidden runs and whether there were any; the same bytes when there were none.

    Raises what zipfile and lxml raise for damaged files.
    """
    names = set(archive.namelist())
    hiding = _hiding_styles(archive.read(_STYLES)) if _STYLES in names else frozenset()
    changed = {}
    for part in names.intersection(_PARTS):
        written = archive.read(part)
        if (hiding or b":vanish" in written) and (shown := _shown(written, hiding)) is not None:
            changed[part] = shown
    return (_with_parts(archive, changed), True) if changed else (data, False)


def _parsed(written: bytes) -> etree._Element:
    return etree.fromstring(written, etree.XMLParser(resolve_entities=False, no_network=True))


def _hiding_styles(written: bytes) -> frozenset[str]:
    if b":vanish" not in written:
        return frozenset()
    return frozenset(
        style.get(f"{_W}styleId", "")
        for style in _parsed(written).iter(f"{_W}style")
        if style.get(f"{_W}type") == "character" and _is_on(style.find(f"{_W}rPr/{_W}vanish"))
    )


def _shown(written: bytes, hiding: frozenset[str]) -> bytes | None:
    """The part without hidden runs; None when it has none with words."""
    root = _parsed(written)
    hidden = [run for run in root.iter(f"{_W}r") if _is_hidden(run, hiding)]
    for run in hidden:
        for words in list(run.iter(f"{_W}t")):
            words.text = ""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True) if hidden else None


def _is_hidden(run: etree._Element, hiding: frozenset[str]) -> bool:
    if not any(words.text for words in run.iter(f"{_W}t")):
        return False
    own = run.find(f"{_W}rPr/{_W}vanish")
    if own is not None:
        return _is_on(own)
    style = run.find(f"{_W}rPr/{_W}rStyle")
    return style is not None and style.get(f"{_W}val", "") in hiding


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "1").lower() not in _OFF


def _with_parts(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in dict.fromkeys(archive.namelist()):
            copy.writestr(name, changed[name] if name in changed else archive.read(name))
    return stream.getvalue()
