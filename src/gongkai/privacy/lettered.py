"""带字母的号码 — passports, travel permits, the permanent residence numbers of old, vehicle plates and mailboxes."""

import re
from collections.abc import Iterator

from gongkai.rules.privacy import Certainty, Kind

from .characters import GAP, SPACES, ZERO_WIDTH, folded, normalised_number
from .checks import birth_date, province_exists
from .finding import Known
from .hits import Hit
from .labels import ORGAN, Label
from .names import speaks_of_a_person
from .surroundings import Page

_ALNUM = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"
# The check on what stands before comes after the first letter, so that the search runs on letters alone.
_NUMBER = re.compile(
    rf"[A-Za-zＡ-Ｚａ-ｚ](?<![{_ALNUM}_/].)[A-Za-zＡ-Ｚａ-ｚ]{{0,2}}[{GAP}]{{0,3}}\d(?:[{GAP}]{{0,3}}+\d){{6,13}}+(?![{_ALNUM}_])"
)
_CHINESE_PASSPORT = re.compile(r"[EG]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]\d{8}|[DSP]E\d{7}")
_SOME_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,9}")
_PERMIT = re.compile(r"[CWLTHM](?:\d{8}|\d{10}|[A-Z]\d{7})")
_RETURN_PERMIT = re.compile(r"[HM]\d{8}(?:\d{2})?")
_OLD_STAY = re.compile(r"[A-Z]{3}(\d\d)\d\d(\d{6})\d\d")

_PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领滬遼魯蘇贛陝閩貴粵雲晉寧瓊"
_PLATE_END = "A-HJ-NP-Z0-9Ａ-ＨＪ-ＮＰ-Ｚ０-９"
_SPACE = f"[{SPACES}{ZERO_WIDTH}·•・.\\-]"
_PLATE = re.compile(
    rf"[{_PLACES}]{_SPACE}{{0,2}}[A-HJ-NP-ZＡ-ＨＪ-ＮＰ-Ｚ]{_SPACE}{{0,2}}(?:[{_PLATE_END}]{_SPACE}{{0,1}}){{4,5}}"
    rf"[{_PLATE_END}挂掛学學警港澳](?![{_ALNUM}]|[\-—–]\d|号标段)"
)
_OF_A_CAR = re.compile(
    r"\s*(?:号|號)?(?:牌|的|小型|大型|重型|轻型|普通|中型|二轮|两轮|无号)?.{0,4}?(?:车|摩托|挂|牌照)"
)
_MAIL_LETTER = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９\\-－"
_MAIL_NAME = re.compile(rf"[{_MAIL_LETTER}._+．＿]{{1,64}}$")
_MAIL_HOST = re.compile(rf"[@＠][{_MAIL_LETTER}]+(?:[.．][{_MAIL_LETTER}]+)+")
_PRIVATE_MAIL = re.compile(
    r"@(?:\w+\.)?(?:qq|163|126|139|189|sina|sohu|foxmail|gmail|hotmail|outlook|yahoo|yeah|aliyun|live|icloud|wo|21cn|tom)\."
)
_OWN_MAIL = re.compile(r"个人|本人|申请人|投诉人|来信人|网友|我的|收件人|作者")
_OFFICE_MAIL = re.compile(
    r"投稿|举报|监督|咨询|征求|反馈|报名|受理|政务|公开|办公|单位|发送至|发至|发到|报送|寄|工作邮箱|邮箱地址"
)


def lettered_hits(page: Page, known: Known) -> Iterator[Hit]:
    """Every number of a person that begins with a letter, every plate and every private mailbox."""
    for match in _NUMBER.finditer(page.text):
        if hit := _judge_number(page, match):
            yield hit
    for match in _PLATE.finditer(page.text):
        if hit := _judge_plate(page, match):
            yield hit
    for start, end in _mailboxes(page.text):
        if hit := _judge_mail(page, start, end, known):
            yield hit


def _mailboxes(text: str) -> Iterator[tuple[int, int]]:
    """Where mailboxes stand: from the @ outwards, so that long words cost nothing."""
    if "@" not in text and "＠" not in text:
        return
    for mark in re.finditer("[@＠]", text):
        low = max(0, mark.start() - 64)
        name, host = _MAIL_NAME.search(text, low, mark.start()), _MAIL_HOST.match(text, mark.start())
        if name and host:
            yield name.start(), host.end()


def _judge_number(page: Page, match: re.Match[str]) -> Hit | None:
    value = normalised_number(match.group())
    around = page.around(*match.span())
    if around.label == Label.PASSPORT and _SOME_PASSPORT.fullmatch(value):
        return Hit(Kind.PASSPORT, Certainty.LIKELY, *match.span(), "前面写明是护照号")
    if around.label == Label.PERMIT and _PERMIT.fullmatch(value):
        return Hit(Kind.TRAVEL_PERMIT, Certainty.LIKELY, *match.span(), "前面写明是通行证号")
    if (old := _OLD_STAY.fullmatch(value)) and province_exists(old[1]) and birth_date("19" + old[2]):
        told = around.label in (Label.RESIDENCE, Label.IDENTITY)
        certainty = Certainty.LIKELY if told else Certainty.POSSIBLE
        return Hit(Kind.RESIDENT_ID, certainty, *match.span(), "外国人永久居留证号的旧式，地区和出生日期相符")
    if around.label not in (Label.NONE, Label.IDENTITY) or not speaks_of_a_person(around):
        return None
    if _CHINESE_PASSPORT.fullmatch(value):
        return Hit(Kind.PASSPORT, Certainty.POSSIBLE, *match.span(), "人名旁的号码，样式与护照号相符")
    if _RETURN_PERMIT.fullmatch(value):
        return Hit(
            Kind.TRAVEL_PERMIT, Certainty.POSSIBLE, *match.span(), "人名旁的号码，样式与来往内地通行证相符"
        )
    return None


def _judge_plate(page: Page, match: re.Match[str]) -> Hit | None:
    value = normalised_number(match.group())
    if sum(char.isdigit() for char in value) < 3:
        return None
    around = page.around(*match.span())
    if around.label == Label.OTHER:
        return None
    if around.label == Label.PLATE or _OF_A_CAR.match(around.after):
        return Hit(Kind.VEHICLE_PLATE, Certainty.LIKELY, *match.span(), "前后文写明是车辆号牌")
    return Hit(Kind.VEHICLE_PLATE, Certainty.POSSIBLE, *match.span(), "样式与车辆号牌相符")


def _judge_mail(page: Page, start: int, end: int, known: Known) -> Hit | None:
    address = folded(page.text[start:end]).lower()
    if address.endswith(".gov.cn") or address in known.emails:
        return None
    around = page.around(start, end)
    if speaks_of_a_person(around) or _OWN_MAIL.search(around.before):
        return Hit(Kind.EMAIL, Certainty.LIKELY, start, end, "写在个人名下的电子邮箱")
    if _OFFICE_MAIL.search(around.before) or ORGAN.search(around.before):
        return None
    if _PRIVATE_MAIL.search(address):
        return Hit(Kind.EMAIL, Certainty.LIKELY, start, end, "个人常用的邮箱服务，没有写明是机关的邮箱")
    return Hit(Kind.EMAIL, Certainty.POSSIBLE, start, end, "电子邮箱，没有写明是机关的邮箱")
