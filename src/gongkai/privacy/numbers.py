"""号码 — resident IDs, residence permits, telephone numbers and bank cards among the digits of a text."""

import re
from collections.abc import Callable, Iterator

from gongkai.rules.privacy import Certainty, Kind

from .characters import SPACES, TIES
from .checks import birth_date, is_credit_code, luhn, province_exists, region_exists, resident_check
from .finding import Known
from .hits import Hit
from .labels import ORGAN, Label
from .names import speaks_of_a_person
from .runs import Window, is_tied, windows
from .surroundings import BEFORE, Page

_RESIDENT = re.compile(r"[1-9]\d{16}[\dX]")
_OLD_RESIDENT = re.compile(r"[1-6]\d{14}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CARD = re.compile(r"[2-69]\d{14,18}")
_WITH_AREA = re.compile(r"0(?:10|2\d|[3-9]\d\d)[2-8]\d{6,7}")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_TRAVEL_DIGITS = re.compile(r"1[45]\d{7}|\d{8}|\d{10}")
_LENGTHS = range(7, 20)
_FIRST_YEAR_OF_SERIALS = 2000
"""Numbers given out by computers hold a region, the day's date and a serial: the shape of a resident ID."""

_HOME = re.compile(r"[宅家私](?:(?<=宅)|[庭里裡中属屬人])")
_TRAVEL = re.compile(
    r"[护護]\s*照|通行[证證]|回[乡鄉][证證]|台胞[证證]|[Pp]assport|PASSPORT|往[来來]|[来來]往"
)
_GLUED_BEFORE = re.compile(r"[A-Za-z0-9_=&%#@$￥¥]$|[A-Za-z.]/$")
_GLUED_AFTER = re.compile(r"[A-Za-z_=&%@]|\.[A-Za-z]")
_LETTERS = re.compile(r"(?:^|[^A-Za-z])(?:ID|SFZ|NO|No|TEL|Tel|tel|WX|wx|Phone|phone|M|T)$")
_STARS = frozenset("*＊●■█")
_AMOUNT = re.compile(
    r"\s*(?:元|万|亿|平方|亩|吨|公里|千米|米|%|％|㎡|人次|美元|股|千瓦|立方)|,\d{3}(?!\d)|[.．]\d{1,2}(?![\d.．])"
)
_SIGN = re.compile(r"(?:[￥¥$]\s*|\d,|(?<!\d)0[.．]|(?<!^)(?<!\s)\d{2,}[.．]|\d{3}[至到~～])$")
_FIGURES = re.compile(r"[.．\n\r]")
"""Between the groups of an unnamed number: the points and line breaks of a table of figures."""
_GOES_ON = re.compile(rf"[{TIES}{SPACES}]\d")
_SPELLED_ON = re.compile(r"\d[^\S\n\t]$"), re.compile(r"[^\S\n\t]\d(?!\d)")
_CELLS_ON = re.compile(r"\d\t$"), re.compile(r"\t\d(?!\d)")
_COMMON_ACCOUNT = re.compile(
    r"对公|基本户|基本账户|保证金|财政|国库|非税|专户|公司|有限|学校|医院|协会|单位|委员会"
)
_UNION_PAY = re.compile(r"62(?:[0-3]\d|5\d|8[23]|91|92)|9558")
_OTHER_ISSUER = re.compile(r"4\d{3}|5[1-5]\d\d|2[2-7]\d\d|35[2-8]\d|3[47]\d\d|60\d\d|62\d\d|95[59]\d")
_USUAL = frozenset(
    {
        (11,),
        (3, 4, 4),
        (3, 8),
        (7, 4),
        (4, 3, 4),
        (3, 3, 5),
        (4, 4, 3),
        (5, 6),
        (6, 5),
        (4, 7),
        (3, 4, 2, 2),
        (1,) * 11,
    }
)


def number_hits(page: Page, known: Known) -> Iterator[Hit]:
    """Every number of a person among the digits of the page."""
    for window in windows(page.text, _LENGTHS):
        for shape, judge in _JUDGES[len(window.digits)]:
            if (
                shape.fullmatch(window.digits)
                and window.digits not in known.numbers
                and (hit := judge(page, window))
            ):
                yield hit


def _hit(window: Window, kind: Kind, certainty: Certainty, reason: str) -> Hit:
    return Hit(kind, certainty, window.start, window.end, reason)


def _is_part_of_something(page: Page, window: Window) -> bool:
    """Letters or an amount's marks touch the number: an address of a page, a code, a sum of money."""
    text = page.text
    before, end = text[max(0, window.start - 8) : window.start], window.end
    if _GLUED_BEFORE.search(before) and not _LETTERS.search(before):
        return True
    return bool(_SIGN.search(before) or _GLUED_AFTER.match(text, end) or _AMOUNT.match(text, end))


def _is_told(page: Page, window: Window, words: re.Pattern[str]) -> bool:
    """Whether the words may tell of the number at all; asked before anything costly is."""
    near = words.search(page.text, max(0, window.start - BEFORE), window.start) or words.search(page.context)
    return bool(near or (page.tables and page.mentions(words)))


def _is_wrapped(page: Page, window: Window) -> bool:
    """One number that the end of a line cut in two."""
    return len(window.groups) == 2 and "\n" in page.text[window.start : window.end]


def _is_spelled_on(page: Page, window: Window) -> bool:
    """Digits written one by one, or one in a cell, that go on before or after belong to more: a row of figures."""
    in_cells = "\t" in page.text[window.start : window.end]
    before, after = _CELLS_ON if in_cells else _SPELLED_ON
    return set(window.groups) == {1} and bool(
        before.search(page.text[max(0, window.start - 2) : window.start])
        or after.match(page.text, window.end)
    )


def _judge_resident(page: Page, window: Window) -> Hit | None:
    digits = window.digits
    if digits[0] == "9":
        return _judge_permanent(page, window)
    around = page.around(window.start, window.end)
    told = around.label in (Label.IDENTITY, Label.RESIDENCE)
    born = birth_date(digits[6:14])
    sound = born is not None and region_exists(digits[:6])
    if not sound or resident_check(digits[:17]) != digits[17]:
        if not told or (not sound and "\n" in page.text[window.start : window.end]):
            return None
        reason = "前面写明是证件号，但校验码不符" if sound else "前面写明是证件号，18 位"
        return _hit(window, Kind.RESIDENT_ID, Certainty.LIKELY, reason)
    if told:
        return _hit(window, Kind.RESIDENT_ID, Certainty.CERTAIN, "前面写明是证件号，地区、日期和校验码都对")
    if around.label == Label.OTHER or is_credit_code(digits) or _is_part_of_something(page, window):
        if born and born.year >= _FIRST_YEAR_OF_SERIALS:
            return None
        return _hit(window, Kind.RESIDENT_ID, Certainty.POSSIBLE, "校验码相符，但前后文说是别的号码")
    if is_tied(page.text, window.start, window.end):
        return _hit(window, Kind.RESIDENT_ID, Certainty.POSSIBLE, "校验码相符，但像是更长编码的一段")
    if speaks_of_a_person(around) or (born and born.year < _FIRST_YEAR_OF_SERIALS):
        return _hit(window, Kind.RESIDENT_ID, Certainty.CERTAIN, "地区、出生日期和校验码都对")
    return _hit(
        window, Kind.RESIDENT_ID, Certainty.LIKELY, "地区、日期和校验码都对，但前后文没有说明是证件号"
    )


def _judge_permanent(page: Page, window: Window) -> Hit | None:
    """外国人永久居留身份证 of 2023: 9, province, country, birth date, serial, check character."""
    digits = window.digits
    sound = birth_date(digits[6:14]) is not None and province_exists(digits[1:3])
    if not sound or resident_check(digits[:17]) != digits[17]:
        return None
    around = page.around(window.start, window.end)
    if around.label in (Label.IDENTITY, Label.RESIDENCE, Label.PERMIT):
        return _hit(window, Kind.RESIDENT_ID, Certainty.CERTAIN, "前面写明是证件号，日期和校验码都对")
    if around.label == Label.OTHER or is_credit_code(digits) or _is_part_of_something(page, window):
        return None
    return _hit(window, Kind.RESIDENT_ID, Certainty.POSSIBLE, "像外国人永久居留身份证号，校验码相符")


def _judge_old_resident(page: Page, window: Window) -> Hit | None:
    digits = window.digits
    sound = region_exists(digits[:6]) and birth_date("19" + digits[6:12]) is not None
    around = page.around(window.start, window.end)
    if around.label in (Label.IDENTITY, Label.RESIDENCE):
        if not sound and "\n" in page.text[window.start : window.end]:
            return None
        certainty = Certainty.LIKELY if sound else Certainty.POSSIBLE
        return _hit(window, Kind.RESIDENT_ID, certainty, "前面写明是证件号，15 位（无校验码）")
    if not sound or around.label != Label.NONE or _is_part_of_something(page, window):
        return None
    person = speaks_of_a_person(around)
    if is_tied(page.text, window.start, window.end) or (len(window.groups) > 1 and not person):
        return None
    certainty = Certainty.LIKELY if person else Certainty.POSSIBLE
    return _hit(window, Kind.RESIDENT_ID, certainty, "15 位旧号，地区和出生日期都对（无校验码）")


def _judge_mobile(page: Page, window: Window) -> Hit | None:
    if _is_part_of_something(page, window):
        return None
    around = page.around(window.start, window.end)
    if around.label == Label.OTHER:
        return None
    if around.label == Label.OFFICE:
        return _hit(window, Kind.MOBILE_PHONE, Certainty.POSSIBLE, "手机号码，写作单位的联系电话")
    if around.label in (Label.PHONE, Label.HOME_PHONE):
        return _hit(window, Kind.MOBILE_PHONE, Certainty.LIKELY, "前面写明是电话，号段和位数相符")
    if is_tied(page.text, window.start, window.end) or _is_spelled_on(page, window):
        return None
    if around.label in (Label.CARD, Label.ACCOUNT):
        return _hit(window, Kind.MOBILE_PHONE, Certainty.POSSIBLE, "写作账号，号段和位数与手机号码相符")
    usual = window.groups in _USUAL or _is_wrapped(page, window) or speaks_of_a_person(around)
    if not usual and _FIGURES.search(page.text, window.start, window.end):
        return None
    certainty = Certainty.LIKELY if usual else Certainty.POSSIBLE
    return _hit(window, Kind.MOBILE_PHONE, certainty, "号段和位数与手机号码相符")


def _judge_card(page: Page, window: Window) -> Hit | None:
    digits = window.digits
    union_pay, checked = _UNION_PAY.match(digits), luhn(digits)
    issued = bool(union_pay or _OTHER_ISSUER.match(digits))
    if not issued or (len(digits) in (15, 17, 18) and not union_pay and digits[0] != "3"):
        return None
    around = page.around(window.start, window.end)
    if around.label == Label.OTHER or _is_part_of_something(page, window) or _is_spelled_on(page, window):
        return None
    if around.label in (Label.CARD, Label.ACCOUNT):
        common = _COMMON_ACCOUNT.search(around.before)
        if checked and union_pay and not (common or _GOES_ON.match(page.text, window.end)):
            return _hit(window, Kind.BANK_CARD, Certainty.CERTAIN, "前面写明是卡号或账号，发卡行和校验位都对")
        if around.label == Label.CARD or (checked and not common):
            return _hit(window, Kind.BANK_CARD, Certainty.LIKELY, "前面写明是卡号，位数和发卡行相符")
        return _hit(window, Kind.BANK_CARD, Certainty.POSSIBLE, "像银行卡号，但可能是单位账号")
    if not checked or is_tied(page.text, window.start, window.end):
        return None
    regular = (
        len(window.groups) == 1
        or window.groups[:3] == (4, 4, 4)
        or set(window.groups) == {1}
        or _is_wrapped(page, window)
    )
    if not (regular or union_pay):
        return None
    likely = union_pay and len(digits) in (16, 19) and regular
    return _hit(
        window,
        Kind.BANK_CARD,
        Certainty.LIKELY if likely else Certainty.POSSIBLE,
        "发卡行和校验位与银行卡号相符",
    )


def _judge_landline(page: Page, window: Window) -> Hit | None:
    """With its area code: private beside a person's name; offices, which have most, are let pass quickly."""
    near = page.text[max(0, window.start - BEFORE) : window.start]
    if not _HOME.search(near) and (ORGAN.search(near) or "联系人" in near):
        return None
    around = page.around(window.start, window.end)
    if around.label == Label.HOME_PHONE:
        return _hit(window, Kind.LANDLINE, Certainty.LIKELY, "前面写明是家庭电话")
    if (
        around.label not in (Label.PHONE, Label.NONE)
        or ORGAN.search(around.before)
        or not speaks_of_a_person(around)
    ):
        return None
    if _is_part_of_something(page, window) or is_tied(page.text, window.start, window.end):
        return None
    return _hit(window, Kind.LANDLINE, Certainty.POSSIBLE, "人名旁的固定电话")


def _judge_local(page: Page, window: Window) -> Hit | None:
    """Without an area code: only where the words before it name a home, or the heading of its column."""
    if not _is_told(page, window, _HOME):
        return None
    if page.around(window.start, window.end).label != Label.HOME_PHONE:
        return None
    return _hit(window, Kind.LANDLINE, Certainty.LIKELY, "前面写明是家庭电话")


def _judge_travel(page: Page, window: Window) -> Hit | None:
    if len(window.groups) > 1 or not _is_told(page, window, _TRAVEL):
        return None
    label = page.around(window.start, window.end).label
    if label == Label.PASSPORT and len(window.digits) == 9:
        return _hit(window, Kind.PASSPORT, Certainty.LIKELY, "前面写明是护照号")
    if label == Label.PERMIT and len(window.digits) in (8, 10):
        return _hit(window, Kind.TRAVEL_PERMIT, Certainty.LIKELY, "前面写明是通行证号")
    return None


_Judge = tuple[re.Pattern[str], Callable[[Page, Window], Hit | None]]
_BY_LENGTH: tuple[tuple[range, _Judge], ...] = (
    (range(18, 19), (_RESIDENT, _judge_resident)),
    (range(15, 20), (_CARD, _judge_card)),
    (range(15, 16), (_OLD_RESIDENT, _judge_old_resident)),
    (range(11, 12), (_MOBILE, _judge_mobile)),
    (range(10, 13), (_WITH_AREA, _judge_landline)),
    (range(7, 9), (_LOCAL, _judge_local)),
    (range(8, 11), (_TRAVEL_DIGITS, _judge_travel)),
)
_JUDGES: dict[int, list[_Judge]] = {
    length: [judge for lengths, judge in _BY_LENGTH if length in lengths] for length in _LENGTHS
}
