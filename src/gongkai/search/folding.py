"""字形归一 — one script, width, letter case and bracket style, character by character.

An index stands on this file: whoever changes it has every index made again (`analysis.fingerprint`).
"""

import unicodedata
from functools import cache
from itertools import chain

import opencc

BRACKETS = {
    **dict.fromkeys("[［【〔﹝⦗〘〖{｛「『", "("),
    **dict.fromkeys("]］】〕﹞⦘〙〗}｝」』", ")"),
    "（": "(",
    "）": ")",
    "﹙": "(",
    "﹚": ")",
}
"""Brackets of every style, to the plain round ones."""


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def convert(text: str, config: str) -> str:
    """`text` through one OpenCC configuration; lone surrogates, which it cannot encode, become U+FFFD."""
    return str(_converter(config).convert(text.encode("utf-8", "replace").decode("utf-8")))


def simplified() -> dict[str, str]:
    """Traditional character → simplified character, for single characters."""
    han = [chr(i) for i in chain(range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x323B0))]
    pairs = zip(han, convert("\n".join(han), "t2s").split("\n"), strict=True)
    return {a: b for a, b in pairs if a != b and len(b) == 1}


def _fold_one(char: str, to_simplified: dict[str, str]) -> str:
    while True:
        before = char
        narrow = unicodedata.normalize("NFKC", char)
        char = narrow if len(narrow) == 1 else char
        small = char.casefold()
        char = small if len(small) == 1 else char
        char = BRACKETS.get(char, char)
        char = to_simplified.get(char, char)
        if char == before:
            return char


@cache
def fold_table() -> dict[int, str]:
    """Code point → its folded character, only where they differ; made at the first text, which takes a while."""
    to_simplified = simplified()
    surrogates = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    planes = chain(range(0xD800), range(0xE000, 0x20000), range(0x2F800, 0x2FA20))
    candidates = {*map(chr, planes), *to_simplified}
    folded = ((char, _fold_one(char, to_simplified)) for char in candidates)
    return surrogates | {ord(char): to for char, to in folded if char != to}


def fold(text: str) -> str:
    """`text` in one script, width, letter case and bracket style: exactly as long as it came."""
    return text.translate(fold_table())
