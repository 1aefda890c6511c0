"""日期与文号 — dates in Arabic or Chinese numerals, and document numbers in any spelling."""

from __future__ import annotations

import re
from datetime import date

from .words import half_width, simplify

_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "○": 0,
    "零": 0,
    "O": 0,
    "o": 0,
    "0": 0,
    "Ｏ": 0,
    "元": 1,
    "◯": 0,
}
_YEAR_HAN = "[一二三四五六七八九〇○零Oo0Ｏ◯]{4}"
_SMALL_HAN = "[一二三四五六七八九十元廿卅]{1,4}"
_DATE = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}})\s*(?:年|[-/.])\s*(?P<m>\d{{1,2}})\s*(?:月|[-/.])\s*(?P<d>\d{{1,2}})(?:\s*日)?"
    rf"|(?P<hy>{_YEAR_HAN})年(?P<hm>{_SMALL_HAN})月(?P<hd>{_SMALL_HAN})日"
)
_SIGNED = re.compile(
    rf"(?P<by>.*?)[(]?(?P<on>(?<!\d)\d{{4}}(?:年\d{{1,2}}月\d{{1,2}}日|([-/.])\d{{1,2}}\3\d{{1,2}})|{_YEAR_HAN}年{_SMALL_HAN}月{_SMALL_HAN}日)[)]?"
)

# A day as words of a text without spaces, to be read by find_date.
DATE_WORDS = rf"(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|{_YEAR_HAN}年{_SMALL_HAN}月{_SMALL_HAN}日)"

_OPEN, _CLOSE = r"[〔\[【(﹝<〈「{［]", r"[〕\]】)﹞>〉」}］]"
_CODE = r"[\u3400-\u9fff]{1,14}(?:[((][\u3400-\u9fff]{1,6}[))][\u3400-\u9fff]{0,6})?"
NUMBER = re.compile(
    rf"(?P<code>{_CODE}){_OPEN}(?P<year>\d{{4}}|{_YEAR_HAN})年?{_CLOSE}第?(?P<no>\d{{1,5}}|[一二三四五六七八九十百]{{1,6}})号"
)
# The same from the brackets on, without groups, to find numbers in running text.
NUMBER_TAIL = rf"{_OPEN}\d{{4}}{_CLOSE}第?\d{{1,5}}号"
# Minutes are numbered by year and serial alone.
_UNCODED = re.compile(rf"{_OPEN}(?P<year>\d{{4}})年?{_CLOSE}第?(?P<no>\d{{1,5}})[号期]")
_BEFORE_CODE = re.compile(r"^.*(?:文件|根据|按照|依据|贯彻|落实|执行|办公厅|办公室|人民政府|委员会)(?=..)")
_ORDER = re.compile(
    r"(?P<code>[\u3400-\u9fff]{0,30}(?:令|公告|通告))(?P<year>\d{4}年)?第(?P<no>\d{1,5}|[一二三四五六七八九十百]{1,6})号"
)
_ORDER_AFTER = re.compile(r"(?P<year>\d{4}年)第(?P<no>\d{1,5})号(?P<code>公告|通告|令)?")


def han_number(han: str) -> int:
    """一 to 九百九十九, or digits, as a number."""
    if han.isascii():
        return int(han)
    han = han.replace("两", "二").replace("廿", "二十").replace("卅", "三十")
    total, unit = 0, 0
    for character in han:
        if character in "十百":
            total, unit = total + max(unit, 1) * (10 if character == "十" else 100), 0
        else:
            unit = _NUMERALS[character]
    return total + unit


def _year(digits: str) -> int:
    return (
        int(digits)
        if digits.isascii() and digits.isdigit()
        else int("".join(str(_NUMERALS[c]) for c in digits))
    )


def find_date(text: str) -> tuple[date, str] | None:
    """The first real calendar date in a (half-width) text, and the words that say it."""
    for source in (text, re.sub(r"\s+", "", text)):
        for found in _DATE.finditer(source):
            if (day := _calendar(found)) is not None:
                return day, found.group().strip()
    return None


def _calendar(found: re.Match[str]) -> date | None:
    try:
        if found["y"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        return date(_year(found["hy"]), han_number(found["hm"]), han_number(found["hd"]))
    except ValueError:
        return None


def signed_date(text: str) -> tuple[str, date] | None:
    """A line that ends in a date, as (what stands before it, the date); None for any other line."""
    found = _SIGNED.fullmatch(re.sub(r"\s+", "", text))
    dated = find_date(found["on"]) if found else None
    if found is None or dated is None:
        return None
    before = text
    # What stands before keeps its own spaces: joint signers are told apart by them.
    for size in range(len(text)):
        if re.sub(r"\s+", "", text[:size]) == found["by"]:
            before = text[:size]
            break
    return before.strip(" ("), dated[0]


def years_in(text: str) -> list[int]:
    """Years written as 2013年 or 二〇一三年 in a (half-width) text, in order."""
    closed = re.sub(r"\s+", "", text)
    return [
        _year(y) for y in re.findall(rf"(?<!\d)((?:19|20)\d\d|[一二]{_YEAR_HAN[:-3]}{{3}})(?=年)", closed)
    ]


def normalise_document_number(text: str) -> str:
    """文号 in its canonical spelling, such as 合政办秘〔2017〕64号; "" when the text holds none.

    Any bracket, spacing, 第…号, Traditional or Chinese-numeral spelling is understood; order and announcement
    numbers become 某某令第12号 and 公告2024年第5号. Source: GB/T 9704—2012, 7.2.5 (六角括号，不编虚位，不加“第”字).
    """
    closed = re.sub(r"\s+", "", half_width(simplify(text)))
    if found := NUMBER.search(closed):
        code = _BEFORE_CODE.sub("", found["code"])
        return f"{code}〔{_year(found['year'])}〕{han_number(found['no'])}号"
    if found := _UNCODED.fullmatch(closed):
        return f"〔{found['year']}〕{han_number(found['no'])}号"
    if found := _ORDER.search(closed):
        return f"{found['code']}{found['year'] or ''}第{han_number(found['no'])}号"
    if found := _ORDER_AFTER.search(closed):
        return f"{found['code'] or ''}{found['year']}第{han_number(found['no'])}号"
    return ""


def is_number_line(text: str) -> bool:
    """Whether a (simplified, half-width) line is a document number and nothing else but its brackets or 签发人."""
    closed = re.sub(r"签发人:?.*$", "", re.sub(r"\s+", "", text)).strip("()")
    return bool(
        NUMBER.fullmatch(closed)
        or _UNCODED.fullmatch(closed)
        or _ORDER.fullmatch(closed)
        or re.fullmatch(r"\d{4}年第\d{1,5}号|第\d{1,5}号", closed)
    )
