"""版式 — sizes, fonts and line breaks of official papers (GB/T 9704-2012, chapters 5, 6, 7 and 10.1).

Lengths are millimetres where the name says MM, points elsewhere.
"""

import re
import unicodedata

PAGE_MM = (210.0, 297.0)
TOP_MM, RIGHT_MM, BOTTOM_MM, LEFT_MM = 37.0, 26.0, 35.0, 28.0
"""5.2.1: the upper margin 37 mm, the inner one 28 mm, and 156 × 225 mm for the words."""
CHARACTERS, LINES = 28, 22
"""5.2.3: characters of a line, lines of a page."""
LETTERHEAD_TOP_MM = 30.0
"""10.1: the upper edge of the organ's name from the edge of the page."""
LETTERHEAD_GAP_MM = 4.0
"""10.1: between the name and the double line below it, and as much again before the number."""
FOOT_LINE_MM = 20.0
"""10.1: the lower double line from the lower edge of the page."""
RULE_MM = 170.0
"""10.1: how long the double lines are, in the middle of the page."""
PAGE_NUMBER_GAP_MM = 7.0
"""7.5: the page number below the words."""

BODY = 16.0
"""3号"""
TITLE = 22.0
"""2号"""
SMALL = 14.0
"""4号: page numbers, notes."""
TABLE = 12.0
"""小4号: the words of tables and forms, which hold more than running text."""
FINE = 9.0
"""小5号: the line for verifying."""
SIGNING_CHARACTERS = 20
"""How wide the name of an organ may be where it signs."""
TITLE_LINE = 34.0
POINTS = 72 / 25.4
"""Points of a millimetre."""
LINE = 225 / LINES * POINTS
PITCH = 156 / CHARACTERS * POINTS
"""One line and one character, points."""
CLOSER = (26.0, 24.0, 22.0)
"""Lines of a letter that would else have its signature on a page of its own, points (5.2.3, 7.3.5.4)."""
RED = "C00000"

_LETTERHEAD_LARGEST, _LETTERHEAD_SMALLEST = 40.0, 22.0

# The first of each is the one that a Word file names: what Windows has, and offices beside it.
FANGSONG = ("FangSong", "FangSong_GB2312", "仿宋", "仿宋_GB2312", "STFangsong")
XIAOBIAOSONG = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "STZhongsong")
HEITI = ("SimHei", "黑体", "STHeiti", "Heiti SC")
KAITI = ("KaiTi", "KaiTi_GB2312", "楷体", "楷体_GB2312", "STKaiti", "Kaiti SC")
SONGTI = ("SimSun", "宋体", "STSong", "Songti SC")
SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "AR PL UMing CN", *SONGTI, "serif")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "sans-serif")

_AFTER = re.compile(r"(?<=[的于、，；和与及])")
_NEVER_FIRST = frozenset("，。、；：？！）》〉】〕”’%号年月日")
_NEVER_LAST = frozenset("（《〈【〔“‘")


def width(text: str) -> float:
    """How wide a text is, in characters: letters and figures are half of one."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)


def letterhead_size(name: str) -> float:
    """The size of the organ's name in points: as large as fits on one line, down to the size of a title."""
    line = PAGE_MM[0] - LEFT_MM - RIGHT_MM
    longest = max((width(one) for one in name.split("\n")), default=0) or 1
    fits = line * 72 / 25.4 / longest * 0.98
    return round(min(_LETTERHEAD_LARGEST, max(_LETTERHEAD_SMALLEST, fits)), 1)


def letterhead_line(name: str) -> float:
    """The distance of the lines of an organ's name, points."""
    return letterhead_size(name) * 1.25


def letterhead_height(name: str) -> float:
    """How much a letter has on its head, from the upper edge of the organ's name to the number, points."""
    return (name.count("\n") + 1) * letterhead_line(name) + 2 * LETTERHEAD_GAP_MM * POINTS


def title_lines(title: str, characters: float = CHARACTERS * PITCH / TITLE) -> tuple[str, ...]:
    """A title in lines of about the same length, broken where the meaning allows (7.3.1)."""
    lines: list[str] = []
    for given in title.split("\n"):
        rest, count = given, -(-width(given) // characters)
        while count > 1:
            place = _break(rest, width(rest) / count, characters)
            lines.append(rest[:place])
            rest = rest[place:]
            count = max(count - 1, -(-width(rest) // characters))
        lines.append(rest)
    return tuple(lines)


def _break(text: str, wanted: float, most: float) -> int:
    """The best place to break a text so that the first part is about as wide as wanted, and not wider than most."""
    best, least = max(1, int(most)), float("inf")
    after = {found.start() for found in _AFTER.finditer(text)}
    for place in range(1, len(text)):
        wide = width(text[:place])
        if wide > most:
            break
        bad = text[place] in _NEVER_FIRST or text[place - 1] in _NEVER_LAST
        inside = text[place - 1].isascii() and text[place].isascii() and text[place - 1 : place + 1].isalnum()
        cost = abs(wide - wanted) - (2.5 if place in after else 0) + (20 if bad or inside else 0)
        if cost < least:
            best, least = place, cost
    return best
