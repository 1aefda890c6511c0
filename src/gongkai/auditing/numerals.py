"""数词 — every number of a text with its value, unit and exactness; dates, document numbers and names left out.

Texts are folded first (`folding.fold`): Simplified characters, half-width digits. A place is a place in that text.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000}
_FOLDS = {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100, "十": 10}

# A unit, and what must not follow it: 期间 is no 期, 人民 no 人.
_UNITS: tuple[tuple[str, str], ...] = (
    ("个百分点", ""), ("百分点", ""), ("人次", ""), ("场次", ""), ("批次", ""), ("件次", ""), ("条次", ""), ("份次", ""), ("篇次", ""),
    ("户次", ""), ("家次", ""), ("项次", ""), ("个工作日", ""), ("工作日", ""), ("个月", ""), ("小时", ""), ("分钟", ""),
    ("平方米", ""), ("平方公里", ""), ("公里", ""), ("公顷", ""), ("元", "[旦素化老]"), ("件", "事"), ("条", "[例款文约]"),
    ("次", "[序要数日年第生品月]"), ("期", "[间限望盼待末初货刊]"), ("篇", ""), ("份", "[额内]"), ("家", "[庭长属园乡具]"),
    ("名", "[录单称誉义城校优片]"), ("人", "[民大才工力均社们身性口格事]"), ("场", "[所地景馆面合]"),
    ("项", ""), ("起", "[诉草来到步点]"), ("宗", "[旨教]"), ("批", "[准评复示量]"), ("户", "[籍口型]"),
    ("部", "[门分署委队级长]"), ("张", ""), ("册", "[子]"), ("本", "[级局年机单市区县省报部]"), ("卷", "[宗]"), ("幅", "[度]"),
    ("辆", ""), ("台", "[账湾]"), ("套", ""), ("处", "[理置罚分长级室于在以]"), ("所", "[属有在需以得占]"), ("座", "[谈]"),
    ("栋", ""), ("种", "[子植]"), ("类", "[似]"), ("页", "[面]"), ("版", "[本面块权]"), ("则", ""), ("例", "[如会外]"),
    ("封", "[闭]"), ("通", "[过知报告用]"), ("宗", ""), ("岁", ""), ("天", ""), ("日", ""), ("年", ""), ("月", ""),
    ("分", "[制之别类局析管工公级布开批]"), ("亩", ""), ("吨", ""), ("倍", ""), ("个", "[人性体别案]"), ("字", ""), ("号", ""),
    ("只", "[有要是]"), ("幢", ""), ("笔", ""), ("款", ""), ("课时", ""), ("课", ""), ("班", ""), ("对", "[于接应象照外]"),
    ("支", "[出部持付撑]"), ("组", "[织成建长]"), ("档", "[案]"), ("级", ""), ("块", "[面状头]"), ("层", ""), ("轮", ""), ("点", ""), ("米", ""),
    ("枚", ""), ("站", ""), ("集", "[中体团约]"),
)  # fmt: skip
_UNIT = "|".join(
    f"{unit}(?!{bar})" if bar else unit for unit, bar in sorted(_UNITS, key=lambda row: -len(row[0]))
)
_PLACES = re.compile(r"(?:平方)?(?:公里|米)|公顷|亩")
TIME_UNITS = frozenset(
    {"个工作日", "工作日", "个月", "小时", "分钟", "岁", "天", "日", "年", "月", "号", "点", "级"}
)
"""Units of time, age and rank: never added up, and 日, 年, 月 and 号 never a figure."""
_NO_FIGURE = frozenset({"日", "年", "月", "号", "岁", "点", "级", "层"})

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_COUNTED = rf"(?=万?(?:{_UNIT}))"
# 321 146件 groups its digits, 1 3 8件 is spaced out; only what is plainly one number before a unit.
_SPACED = (
    rf"(?<![\d.第表图,])[1-9]\d{{0,2}}(?: \d{{3}})+(?!\d){_COUNTED}"
    rf"|(?<![\d.第表图,])(?<!\d )[1-9](?: \d)+(?!\d){_COUNTED}"
)
WIDE_GROUPS = re.compile(
    rf"[1-9](?<![\d.第表图、].)(?<!分别.)(?<!分别[为是有].)\d{{0,2}}(?:，\d{{3}})+(?!\d){_COUNTED}"
)
"""A number whose thousands are set apart by full-width commas (1，234件)."""
_HAN = "[零〇一二两三四五六七八九十百千万亿]"
_LEFT_OUT = (
    r"[A-Za-z][A-Za-z0-9.\-_/@+]*",
    r"\d{3,4}-\d{7,8}(?:-\d+)?|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)400-?\d{3,4}-?\d{3,4}",
    r"(?<!\d)(?:12\d{3}|96\d{3,4})(?=热线|平台|便民|政务|民|市长|[”、]|服务|前台|指挥|系统|网站)",
    r"\d+(?:\.\d+){2,}",
    r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?",
    r"\d{4}(?:年(?:度|版|底|末|初)?)?(?:[-—–~至到]|--)\d{4}(?:年度?)?",
    r"(?:\d{4}|[一二][零〇○一二三四五六七八九]{3})年(?:度|版|底|末|初)?(?:\d{1,2}月份?(?:\d{1,2}日)?)?(?:(?:至|到|-|—|~)\d{1,2}月份?(?:\d{1,2}日)?)?",
    r"\d{1,2}月(?:份|底|初|末|上旬|中旬|下旬)?(?:\d{1,2}日)?(?:(?:至|到|-|—|~)(?:\d{1,2}月)?\d{1,2}[日月])?",
    r"\d{1,2}[日时:](?:\d{1,2}分?)?(?:(?:至|到|-|—|~)\d{1,2}[日时:](?:\d{1,2}分?)?)?",
    r"[〔\[(【]\d{4}(?:年度?版?)?[〕\])】](?:第?\d+号)?",
    r"第\d+(?:[-—~、和及至]\d+)*[号条款项章节次届期批名位版]?",
    r"第[零〇一二三四五六七八九十百]+(?:[、和及至][零〇一二三四五六七八九十百]+)*",
    r"\d+号",
    r"(?:19|20)\d\d版",
    r"\d+[A-Za-z][A-Za-z0-9]*",
    r"(?<=[。;:，\n(])\d{1,2}[.、](?!\d(?!\d{3}年))",
    r"\d+/\d+",
    r"\+\d+|\d+\+",
    r"(?:7|七)[*×xX]?(?:24|二十四)小时|24小时|365天",
)
_BEFORE = re.compile(
    r"(?:大约|大概|约为|约有|约占|约达|约|将近|接近|近|逾|超过|超出|突破|超|不少于|不低于|不高于|不多于|不超过|不超|不到|不足|不大于|不小于"
    r"|至少|最多|最少|最高|最低|\d(?:或|至|到|-|—|~))$"
)
_FIRM_BEFORE = re.compile(r"(?:附近|最近|[签履预违节集合公]约)$")
_AFTER = r"(?:左右|上下|以上|以下|以内|之内|有余|许|之多|余|多(?![出\d]))"
# Most letters begin none of it: they are passed over at a glance.
_MASTER = re.compile(
    rf"(?=[A-Za-z\d+〔\[(【第○]|{_HAN})"
    rf"(?:(?P<out>{'|'.join(_LEFT_OUT)})"
    rf"|(?P<hundredths>百分之)(?:(?P<hundredth>{_ARABIC})|(?P<han_hundredth>[零〇一二三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?))"
    rf"|(?:(?P<number>{_SPACED}|{_ARABIC})(?P<vague>余|多)?(?P<fold>[万亿千百]*)|(?P<han>{_HAN}+))(?P<more>余|多|几)?"
    rf"(?P<unit>%|‰|万元|亿元|{_UNIT})?(?P<after>{_AFTER})?)",
)
_GOES_ON = re.compile(r"[-—~至]\d")
_ONE = Decimal(1)
_QUOTED = re.compile(r"[“「『《]$")
_WORD_BEFORE = re.compile(r"[统唯同另每任单某之万进双第专归周初期旬单逐多几数上半]$")
_NEVER = re.compile(
    r"[一二两三四五六七八九十]+个(?:意识|自信|维护|确立|全面|必须|更加|结合|坚持|务必|带头|清单?$|不准|为什么|统一|到位|转变|一批)"
    r"|[三四]类(?:内部事务|内容事务|过程性|过程信息)"
)


class Numeral(NamedTuple):
    """数词 — a number with its unit: the value in whole units, one step of its last printed place, and where it is."""

    value: Decimal
    unit: str
    approximate: bool
    step: Decimal
    start: int
    end: int


def read_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a folded text that count or measure something; unit "" where none stands."""
    for match in _MASTER.finditer(text):
        if match.lastgroup == "out" or match.group("out"):
            continue
        numeral = _percentage(match) if match.group("hundredths") else _counted(match, text)
        if numeral is not None:
            yield numeral


def han_value(written: str) -> Decimal | None:
    """Return the value of a Chinese numeral such as 一百二十三 or 三万五千; None if it is none (十四五)."""
    whole, _, fraction = written.partition("点")
    value = _han_whole(whole)
    if value is None or not fraction:
        return value
    return value + Decimal("0." + "".join(str(_DIGITS[digit]) for digit in fraction))


def _han_whole(written: str) -> Decimal | None:
    if len(written) > 1 and all(letter in _DIGITS for letter in written):
        return None
    total, section, digit = 0, 0, -1
    smallest = 10
    for letter in written:
        if letter in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[letter]
        elif letter in _TENS:
            if _TENS[letter] > smallest * 1000:
                return None
            section += (1 if digit < 0 else digit) * _TENS[letter]
            digit = -1
        else:
            total = (
                (total + section + max(digit, 0)) * _FOLDS[letter]
                if letter == "亿"
                else total + (section + max(digit, 0)) * _FOLDS[letter]
            )
            section, digit = 0, -1
    return Decimal(total + section + max(digit, 0))


def _percentage(match: re.Match[str]) -> Numeral | None:
    printed = match.group("hundredth")
    if printed is None:
        value = han_value(match.group("han_hundredth"))
        places = len(match.group("han_hundredth").partition("点")[2])
    else:
        value, places = Decimal(printed.replace(",", "")), len(printed.partition(".")[2])
    if value is None:
        return None
    return Numeral(value, "%", _vague_before(match), Decimal(1).scaleb(-places), match.start(), match.end())


def _counted(match: re.Match[str], text: str) -> Numeral | None:
    unit = match.group("unit") or ""
    read = _han(match) if match.group("han") else _arabic(match)
    if read is None or unit in _NO_FIGURE:
        return None
    value, step = read
    if unit in ("万元", "亿元"):
        fold = _FOLDS[unit[0]]
        value, step, unit = value * fold, step * fold, "元"
    approximate = any(match.group(name) for name in ("vague", "more", "after")) or _vague_before(match)
    end = match.end("unit") if match.group("unit") else match.end("fold" if match.group("number") else "han")
    if match.group("unit") is None and match.group("more"):
        end = match.end("more")
    return Numeral(value, unit, approximate or _ranges(text, match.end()), step, match.start(), end)


def _arabic(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    printed = match.group("number")
    if not match.group("unit") and len(printed) > 9:
        return None
    fold = Decimal(1)
    for letter in match.group("fold"):
        fold *= _FOLDS[letter]
    places = len(printed.partition(".")[2])
    digits = printed.replace(",", "").replace(" ", "")
    value, step = Decimal(digits) * fold, _ONE.scaleb(-places) * fold
    return (value, step) if step < 1 else (value.quantize(_ONE), step.quantize(_ONE))


def _han(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    written, unit = match.group("han"), match.group("unit")
    before = match.string[max(0, match.start() - 1) : match.start()]
    if not unit or _QUOTED.search(before) or _WORD_BEFORE.search(before):
        return None
    if _NEVER.match(match.string, match.start()):
        return None
    value = han_value(written)
    if value is None or value <= 1:
        return None
    return value, Decimal(_FOLDS.get(written[-1], 1)) if len(written) > 1 and written[
        -1
    ] in "万亿" else Decimal(1)


def _vague_before(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 4) : match.start()]
    return _BEFORE.search(before) is not None and _FIRM_BEFORE.search(before) is None


def _ranges(text: str, end: int) -> bool:
    return _GOES_ON.match(text, end) is not None
