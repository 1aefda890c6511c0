"""住址 — addresses that lead to one door: a room, a household, a group of a village."""

import re
from collections.abc import Iterator

from gongkai.rules.privacy import Certainty, Kind

from .characters import folded
from .finding import Known
from .hits import Hit
from .labels import ORGAN
from .names import PERSON_HEADING, speaks_of_a_person
from .surroundings import Page

_N = r"[\d一二三四五六七八九十百零〇]"
_NUMERAL = re.compile(_N)
_HAN = "[\u4e00-\u9fff]"
_VILLAGE = "村屯寨区區会會"
_UNIT = "(?:单元|單元|[栋棟幢座楼樓层層门門弄号號院])"
_ROOM = rf"{_UNIT}?\s?[A-Za-z]?[\-－]?{_N}{{1,5}}(?:室|房(?![屋产改地管]))"
_DOOR = rf"(?:单元|單元|[栋棟幢座门門])\s?[A-Z]?{_N}{{2,4}}(?![\d元年月万亿%－\-.~至、])[户戶号號]?"
_DASHES = r"(?<![\d\-－])\d{1,3}[\-－]\d{1,2}[\-－]\d{3,4}(?![\d\-－])"
_GROUPS = "组組队隊社屯号號"
_HOLDERS = "组組队隊社屯村庄莊寨湾灣"
_HOUSE = rf"(?:[{_HOLDERS}]\s?{_N}{{1,4}}[号號]|[{_GROUPS}]\s?{_N}{{1,4}}[户戶])(?!楼|院|公路|线|井|桥|标)"
_GROUP = rf"[{_VILLAGE}]{_HAN}{{0,6}}?(?:第?{_N}{{1,3}})?(?:村民小组|村民小組|居民小组|居民小組|小组|小組|组(?![织成建合])|組(?![織成建合]))"
_DETAIL = re.compile(rf"{_ROOM}|{_DOOR}|{_DASHES}|{_GROUP}(?:{_N}{{1,4}}[号號户戶])?|{_HOUSE}")
_IS_GROUP = re.compile(rf"{_GROUP}|{_HOUSE}")
_BEHIND = "|".join(rf"(?<=[{_HOLDERS}号號]{_N * count}.)" for count in range(1, 5))
# Where such an address may end: by one class of characters first, so that a text is passed over quickly.
_END = re.compile(
    rf"[室房号號户戶组組元幢栋棟座门門\-－](?:(?<=[室房])(?<={_N}.)|(?<=[号號户戶])(?:{_BEHIND})"
    r"|(?<=[组組])(?<![导導作]小.)(?![织織成合建长長员員件装裝])|(?<=[元幢栋棟座门門])(?=\d{3,4})"
    r"|(?<=[\-－])(?=\d{3,4}(?![\d\-－]))(?:(?<=[\-－]\d.)|(?<=[\-－]\d\d.)))"
)
_PLACE = re.compile(
    r"[省市区區县縣镇鎮乡鄉村庄莊屯寨路街道巷里弄湾灣城苑庭府邸]|胡同|[花家佳庭]园|花園|公寓|宿舍|大道|委会|委會"
)
_SEGMENT = re.compile(r"[^，。；：:;、（）()\[\]【】“”‘’\"'《》〈〉<>|/?？！!,\s]+")
_LEAD = re.compile(
    r".*(?:住(?![宅房院建户])|地址|位于|所在地|坐落|[寄送][至到往]|@[A-Za-z0-9.]+)(?:[址所地]|为|是|在|于)*"
)
_HOME_BEFORE = re.compile(
    r"(?:收件人|收货人).{0,24}$|(?:家庭住址|家庭地址|住\s*址|现住|居住|户籍|户口|身份证地址|家住|租住|暂住|常住|住在|住于|住所|送达地址|收件地址|通讯地址|身份证住址|[，,（(。；;]住)[^，。；\t]{0,6}$|住$|住[为于在]$"
)
_HOME_HEADING = re.compile(r"住址|家庭|户籍|居住|住所")
_ADDRESS_HEADING = re.compile(r"地址")
_PUBLIC = re.compile(
    r"政府|中心|大厦|大廈|写字楼|商铺|商場|商场|局|法院|检察院|公司|学校|医院|大学校|行政|办公|会议|教室|考场|门市|厂|大厅|窗口|机关|银行|接待|广场|大楼|楼宇"
)
_PUBLIC_BEFORE = re.compile(
    r"办公|注册|经营|单位|公司|企业|受理|招标|代理机构|采购|会议|考点|接待|机构|开标|评标|投标|报名|咨询|领取|店|厂|场所|联系地址|施工|征收|硬化|改造|建设"
)
_PARTY = re.compile(r"申请人|当事人|被?执行人|权利人|产权人|本人|业主|患者|被告人?|原告|第三人")
_LEADING = 12
_BEFORE, _AFTER = 48, 24


def address_hits(page: Page, known: Known) -> Iterator[Hit]:
    """Every address down to a door, that of organs and companies left out."""
    text, reach = page.text, 0
    for end in _END.finditer(text):
        if end.start() < reach:
            continue
        segment = _segment(text, end.start())
        if segment is None:
            continue
        reach = segment.end()
        details = list(_DETAIL.finditer(text, segment.start(), segment.end()))
        if details and (
            hit := _judge(page, _start(segment, details[0]), details[-1].end(), details[0].group(), known)
        ):
            yield hit


def door_of(address: str) -> int:
    """Where an address begins to lead to one door; its length when it does not. What stands before names the place."""
    numeral, detail = _NUMERAL.search(address), _DETAIL.search(address)
    return min(found.start() if found else len(address) for found in (numeral, detail))


def _segment(text: str, anchor: int) -> re.Match[str] | None:
    """The words around an anchor from one mark of punctuation to the next."""
    low = max(0, anchor - _BEFORE)
    for match in _SEGMENT.finditer(text, low, anchor + _AFTER):
        if match.end() > anchor:
            return match
    return None


def _start(segment: re.Match[str], detail: re.Match[str]) -> int:
    """Behind the words that lead an address in (家住, 住址为)."""
    lead = _LEAD.match(segment.string, segment.start(), detail.start())
    return lead.end() if lead else segment.start()


def _judge(page: Page, start: int, stop: int, detail: str, known: Known) -> Hit | None:
    words = folded(page.text[start:stop])
    if not _PLACE.search(words) or not words[:1].isalnum():
        return None
    if _PUBLIC.search(words) or any(
        address and (address in words or words in address) for address in known.addresses
    ):
        return None
    around = page.around(start, stop)
    if _HOME_BEFORE.search(around.before) or _HOME_HEADING.search(around.heading):
        return Hit(Kind.HOME_ADDRESS, Certainty.LIKELY, start, stop, "前面写明是住址，具体到门牌、室或组")
    if _PUBLIC_BEFORE.search(around.before) or ORGAN.search(around.before[-_LEADING:]):
        return None
    if _PARTY.search(around.before):
        return Hit(Kind.HOME_ADDRESS, Certainty.LIKELY, start, stop, "写在个人名下的地址，具体到门牌、室或组")
    if speaks_of_a_person(around) and (
        _ADDRESS_HEADING.search(around.heading) or not PERSON_HEADING.search(around.row_headings)
    ):
        return Hit(Kind.HOME_ADDRESS, Certainty.LIKELY, start, stop, "人名旁的地址，具体到门牌、室或组")
    if _IS_GROUP.fullmatch(detail):
        return None
    return Hit(Kind.HOME_ADDRESS, Certainty.POSSIBLE, start, stop, "地址具体到室或户")
