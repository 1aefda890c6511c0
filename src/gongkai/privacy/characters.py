"""字符 — the disguises a number wears: full-width and Chinese digits, gaps, zero-width characters, Traditional words.

Everything here keeps lengths, so that offsets stay those of the text as given.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

ZERO_WIDTH = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""For a character class: what takes no room on the page."""

SPACES = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
TIES = "\\-‐‑‒–—―−－﹣_＿.．·・•‧∙⋅"
"""For a character class: marks that tie the groups of one number together; a code is tied the same way."""

GAP = SPACES + BREAKS + TIES + ZERO_WIDTH

_CHINESE = "〇零一二三四五六七八九"
_FORMAL = "○〇壹贰叁肆伍陆柒捌玖"
_OTHER_FORMAL = "○零幺貳叄肆伍陸柒捌玖"
CHINESE_DIGITS = "".join(dict.fromkeys(_CHINESE + _FORMAL + _OTHER_FORMAL))
CHECK_X = "XxＸｘ×ⅩⅹХх"
"""Ways to write the check character X, the Roman ten and the Cyrillic letter among them."""

_DIGIT_OF = (
    {char: "00123456789"[place] for place, char in enumerate(_CHINESE)}
    | {char: "00123456789"[place] for place, char in enumerate(_FORMAL)}
    | {char: "00123456789"[place] for place, char in enumerate(_OTHER_FORMAL)}
    | dict.fromkeys(CHECK_X, "X")
)


def _codes(members: str) -> Iterator[int]:
    """The code points of what may stand in a character class, ranges written out."""
    for single, first, last in re.findall("(.)(?!-)(?<!-.)|(.)-(.)", members):
        yield from [ord(single)] if single else range(ord(first), ord(last) + 1)


# Letters of the words that tell what a number is; only these are folded, and only near a candidate.
_TRADITIONAL = str.maketrans(
    "證號電話機銀賬帳戶護車牌郵箱絡聯繫網編碼單據統會務監訴諮詢舉報導銷灣來陸國際駕駛學習業項標訂發種類費項資"
    "殘疾難補產孕濟貧領養災親屬職員執維穩劑歲傷亡罰決禦鄉鎮區縣樓層門組棟號戶籍現籌於為與時婦兒病毒癥癌瘍腫"
    "診斷貼緩復賭販緝獄讓對傷無虐棄驗孤導盜竊製館廠園莊",
    "证号电话机银账账户护车牌邮箱络联系网编码单据统会务监诉咨询举报导销湾来陆国际驾驶学习业项标订发种类费项资"
    "残疾难补产孕济贫领养灾亲属职员执维稳剂岁伤亡罚决御乡镇区县楼层门组栋号户籍现筹于为与时妇儿病毒症癌疡肿"
    "诊断贴缓复赌贩缉狱让对伤无虐弃验孤导盗窃制馆厂园庄",
)
_FOLDS: dict[int, int] = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20} | _TRADITIONAL
)
_READABLE: dict[int, int | None] = {**_FOLDS, **dict.fromkeys(_codes(ZERO_WIDTH))}


def _plain(char: str) -> str:
    """The ASCII digit of a decimal digit of any writing; other characters as they are."""
    return str(unicodedata.decimal(char, char))


def folded(words: str) -> str:
    """A short stretch with full-width forms halved and Traditional labels simplified; same length."""
    return words if words.isascii() else words.translate(_FOLDS)


def readable(words: str) -> str:
    """A short stretch folded, and without what takes no room; shorter than it was."""
    return words if words.isascii() else words.translate(_READABLE)


def normalised_number(words: str) -> str:
    """Only the letters (as capitals) and digits of a number, whatever its disguise."""
    if words.isascii():
        return words if words.isdigit() else "".join(filter(str.isalnum, words)).upper()
    return "".join(_DIGIT_OF.get(char) or _plain(char) for char in folded(words) if char.isalnum()).upper()


_FROM_SIMPLIFIED: dict[str, str] = {}
for _old, _new in _TRADITIONAL.items():
    _FROM_SIMPLIFIED[chr(_new)] = _FROM_SIMPLIFIED.get(chr(_new), "") + chr(_old)


def spellings(words: str) -> str:
    """A regular expression that also matches the Traditional spelling of the words."""
    return "".join(
        f"[{char}{_FROM_SIMPLIFIED[char]}]" if char in _FROM_SIMPLIFIED else char for char in words
    )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """An expression for any of the words in both scripts, grouped by first character so that it passes quickly."""
    ends: dict[str, set[str]] = {}
    for word in words:
        for spelt in {word, "".join(_FROM_SIMPLIFIED.get(char, char)[0] for char in word)}:
            ends.setdefault(spelt[0], set()).add(spelt[1:])
    groups = (f"{first}(?:{'|'.join(sorted(rest, key=len, reverse=True))})" for first, rest in ends.items())
    return re.compile("|".join(groups))
