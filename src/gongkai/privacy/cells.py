"""单元格 — letters and numbers of columns, numbers as they read, and formats that show nothing (ECMA-376 Part 1, 18.3, 18.8)."""

from __future__ import annotations

import re

from lxml import etree

from .ooxml import Package, child, local, value

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?\d*")
_SHOWS_NOTHING = re.compile(r'(?:""|\s)*;(?:(?:""|\s)*;){1,2}(?:""|\s)*')
_WHITE = re.compile(r"(?:FF)?F[C-F]F[C-F]F[C-F]", re.IGNORECASE)
_MOST_DIGITS = 1e21


def column_number(reference: str) -> int:
    """The number of a reference's column: "C5" → 3; 0 when there is none."""
    found = _REFERENCE.match(reference)
    number = 0
    for letter in found[1] if found else "":
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column: 28 → "AB"."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_text(stored: str) -> str:
    """A stored number as it reads: "1.3800000001E10" → "13800000001"."""
    if "E" not in stored and "." not in stored and "e" not in stored:
        return stored
    try:
        number = float(stored)
    except ValueError:
        return stored
    return str(int(number)) if number.is_integer() and abs(number) < _MOST_DIGITS else stored


def hidden_formats(package: Package) -> frozenset[int]:
    """Numbers of the cell formats whose content cannot be seen: format ;;; or white letters on no fill."""
    part = next((r.target for r in package.relations(package.main()) if r.kind == "styles"), "")
    if part not in package.parts:
        return frozenset()
    root = package.tree(part)
    codes = {value(n, "numFmtId"): value(n, "formatCode") for n in root.iter(etree.Element) if local(n) == "numFmt"}  # fmt: skip
    blank = {number for number, code in codes.items() if _SHOWS_NOTHING.fullmatch(code)}
    white = {n for n, font in enumerate(_children(root, "fonts")) if _is_white(child(font, "color"))}
    bare = {n for n, fill in enumerate(_children(root, "fills")) if _is_bare(fill)}
    return frozenset(
        number
        for number, one in enumerate(_children(root, "cellXfs"))
        if value(one, "numFmtId") in blank
        or (int(value(one, "fontId") or 0) in white and int(value(one, "fillId") or 0) in bare)
    )


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    holder = child(root, name)
    return [one for one in holder if isinstance(one.tag, str)] if holder is not None else []


def _is_white(colour: etree._Element | None) -> bool:
    if colour is None:
        return False
    # Theme colour 0 is the background's, white unless the theme says otherwise.
    return bool(_WHITE.fullmatch(value(colour, "rgb"))) or value(colour, "theme") == "0"


def _is_bare(fill: etree._Element) -> bool:
    pattern = child(fill, "patternFill")
    if pattern is None:
        return False
    return value(pattern, "patternType") in ("", "none") or _is_white(child(pattern, "fgColor"))
