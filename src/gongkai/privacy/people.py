"""个人敏感情况 — a name beside what nobody should read by name: illness, disability, aid, adoption, minors, penalties.

Sources: Personal Information Protection Law Arts. 28, 31 (sensitive data, minors under 14); 2019 Regulations Art. 15.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from gongkai.rules.privacy import Certainty, Kind

from .characters import any_of, folded, spellings
from .hits import Hit
from .names import COMPOUND, NAME, PERSON_HEADING
from .surroundings import Page, Table

if TYPE_CHECKING:
    import rjieba

_FACTS = (
    # illness and disability
    "患病", "患有", "身患", "确诊", "患尿", "患癌", "患重", "患者", "因患", "因病", "尿毒症", "癌", "肿瘤", "白血病", "艾滋", "结核", "肝炎", "精神病",
    "精神分裂", "精神障碍", "抑郁", "脑瘫", "肾衰", "心脏病", "重病", "大病", "梅毒", "病毒感染", "残疾", "伤残", "智力障碍", "车祸", "病种", "致残", "自闭症", "痴呆", "癫痫", "透析", "瘫痪",
    # aid
    "低保", "最低生活保障", "特困", "五保", "临时救助", "医疗救助", "救助", "孤儿", "贫困", "资助", "受助", "致贫", "返贫", "低收入", "护理补贴",
    # adoption and minors
    "收养", "送养", "弃婴", "未成年", "留守儿童", "女童", "男童", "无人抚养", "独生子女", "家庭暴力", "家暴", "特殊家庭",
    # penalties and correction
    "拘留", "处罚", "罚款", "判处", "盗窃", "犯罪", "服刑", "刑满", "社区矫正", "戒毒", "吸毒", "卖淫", "嫖娼", "赌博", "缓刑", "假释", "醉酒", "酒后", "醉驾",
    # pregnancy checks
    "孕", "产妇", "上环", "结扎", "避孕", "流产", "引产",
)  # fmt: skip
_FACT = any_of(_FACTS)
_ROLES = (
    "村民|居民|社员|农户|户主|职工|工人|学生|同学|患者|病人|感染者|老人|老年人|儿童|孤儿|女童|男童|婴儿|妇女|孕妇|产妇|申请人|当事人|被处罚人"
    "|违法行为人|违法嫌疑人|嫌疑人|救助对象|低保户|低保对象|保障对象|供养人员|残疾人|困难户|贫困户|脱贫户|不稳定户|监测户|监测对象|五保户"
    "|被告人|罪犯|矫正对象|矫正人员|服刑人员|释放人员|戒毒人员|吸毒人员|驾驶人|收养人|送养人|被收养人|监护人|父亲|母亲|妻子|丈夫|儿子"
    "|女儿|之子|之女|死者|伤者|受害人|被害人|未成年人|特殊家庭|困境儿童|持有人|持证人|对象|相对人|姓名|收养"
)
_AFTER_NAME = (
    r"(?=[，,、（(：:；;。\s）)]|$|因|系|患|确诊|的|为|家|名下|享受|被|犯|申请|于|已|在|由|收养|户|去世|遭|领|每月|孕|纳入|同|与|及"
    r"|一户|一家|涉嫌|酒|醉|吸|无证|驾驶|外出|请假|报到|期满|入矫|解矫|等|签订|提出|办理|向|父|母|经|处以|获|病|残|自|长期|常年)"
)
_BEGIN = r"(?:^|[，,。；;、：:\s（(])"
_ROLE_AND_NAME = re.compile(rf"(?:{spellings(_ROLES)})[\s：:为是]*(?P<name>{NAME}){_AFTER_NAME}")
_NAME_AND_SEX = re.compile(rf"{_BEGIN}(?P<name>{NAME})[，,、\s（(]+[男女](?=[，,、）)\s]|$)")
_NAME_AND_FACT = re.compile(
    rf"(?:{_BEGIN}|对|同意)(?P<name>{NAME})"
    r"(?=收养|[，,]?因(?:患|病|残)|家庭(?:纳入|被|享受|因)|一户|因(?:患|病|残|吸|酒|醉|盗|殴|打|赌|嫖|卖|涉|无证|犯)"
    r"|系(?:低保|特困|孤儿|艾滋|残疾|精神|未成年|五保|贫困)|身患|患(?!者)|确诊|犯|酒后|醉酒|无证"
    r"|(?:享受|领取|申领|申请)(?:城市|农村|城乡)?(?:最低生活保障|低保|特困|临时救助|医疗救助|孤儿)"
    r"|被(?:判|行政|强制|确诊|处)|处以|作出行政处罚|涉嫌|孕)"
)
_DONE_TO_NAME = re.compile(
    rf"(?:同意|撤销|给予|关于|对|将|取消|批准|停发|终止|慰问|帮助|为)(?P<name>{NAME})"
    r"(?=的?(?:低保|特困|救助|孤儿|残疾|行政处罚|处罚|监护)|等?(?:收养|纳入|列为|移出|申请))"
)
_NAME_AND_KIN = re.compile(
    rf"{_BEGIN}(?P<name>{NAME})(?=[的之]?(?:儿子|女儿|妻子|丈夫|父亲|母亲|父母|家属|孩子|爱人)"
    r"|[（(][^）)]{0,12}(?:残|病|低保|特困|孤儿|五保)"
    r"|[，,][^，,。]{0,8}(?:患者|患儿|病人|残疾[人一二三四]|低保户|低保对象|孤儿|特困人员|五保户))"
)
_TELLING = (_ROLE_AND_NAME, _NAME_AND_SEX, _NAME_AND_FACT, _DONE_TO_NAME, _NAME_AND_KIN)
# A name in any other place: the dictionary is asked whether it may be one, and it is only possible.
_ANY_NAME = re.compile(
    rf"(?:^|[，,。；;、：:\s（(“\"]|[村组区街队社]|拟将)(?<!长[：:\s])(?<!任[：:\s])(?<!记[：:\s])(?P<name>{NAME})(?:同学|女士|先生)?{_AFTER_NAME}"
)
_NAMED_LIST = re.compile(
    rf"(?:名单|名册|如下)[^：:\n]{{0,8}}[：:]\s*(?P<names>{NAME}(?:[、，,\s]+{NAME})*)(?=[。；;\n]|$)"
)
_NO_NAME = re.compile(
    "应当|任何|高血|全[县市省区国]|有关|方便|严[重格]|向特|安[置全排]|重大|经[审批查县调]|时[间候]|管理|关[于爱]|程序|金额|费用|成[员年]|农[村户民]"
    "|康复|余人|常[年住]|平均|单[位亲独]|童年|阳性|公[安民]|年[度龄]|计[划生]|党员|国家|包括|双方|万[元人]|司法|华侨|文[化件]|居[民家住]|连续"
    "|广大|容易|通[过知]|危[房重]|明确|强[制化奸]|相关|支持|利用|曾[经因]|边缘|别人|解[除决]|宣[告传]|鲁莽|贺信|查[处实明]|从[业事]|白[血内]"
    "|麻[醉疹]|席卷|温[馨州]|家[庭中属长人]|男[童女]|女[童]|[^·]{1,3}(?:人员|对象|儿童|老人|家庭|户)$|路人|水[平源]|和谐|金[融]|项目|房[屋]"
    "|毛[巾]|米[线]|凡[是]|符合|申[请报]|施[行工]|都[有]|那[么]|步[行]|于[是]|易[患]|时[常]|支付|祝[贺]|多[次人]|车[祸辆]|左[右]"
)
_PLACE = re.compile("[村镇乡县市区局屯寨组厂店鎮鄉縣區]$")
_OFFICIAL = re.compile(
    r"[局处科部厅市县区镇乡村会院校所站队]长|书记|主任|主席|同志|委员|干事|院长|教授|法官|检察官|律师|民警|记者"
)
_STAFF_HEADING = re.compile(r"职务|职称|科室|部门|警号|执法证|办公")
_MARKS = "。；;\n\t"
_SENTENCE_END = re.compile(f"[{_MARKS}]")
_LONGEST = 80
_WHOLE_NAME = re.compile(rf"\s*{NAME}\s*")
_NAME_LINE = re.compile(rf"\s*(?:[（(]?\d{{1,4}}[）)]?[.．、]?\s*)?(?P<name>{NAME})\s*$")
_LIST_OPENS = re.compile(r"(?:名单|名册|花名册|如下)[：:]?\s*$")
_REASON = "姓名旁写有敏感情况（疾病、残疾、救助、收养、未成年人、处罚等）"


def people_hits(page: Page) -> Iterator[Hit]:
    """Every name with a sensitive fact beside it: in a sentence, in a list below a heading, in a row of a table."""
    text, reach = page.text, 0
    for fact in _FACT.finditer(text):
        if fact.start() < reach:
            continue
        low = max(reach, fact.start() - _LONGEST)
        start = max(low, *(text.rfind(mark, low, fact.start()) + 1 for mark in _MARKS))
        end = _SENTENCE_END.search(text, fact.end(), fact.end() + _LONGEST)
        reach = end.start() if end else min(len(text), fact.end() + _LONGEST)
        yield from _in_sentence(text, start, reach)
        yield from _in_list(text, start, reach)
    for table in page.tables:
        yield from _in_table(page, table)


def _likely(start: int, end: int) -> Hit:
    return Hit(Kind.SENSITIVE_PERSON, Certainty.LIKELY, start, end, _REASON)


def _in_sentence(text: str, start: int, end: int) -> Iterator[Hit]:
    sentence = folded(text[start:end])
    found: set[int] = set()
    for pattern in (*_TELLING, _ANY_NAME):
        for match in pattern.finditer(sentence):
            begin, stop = match.span("name")
            if begin in found or not _is_name(match["name"]) or _OFFICIAL.match(sentence, stop):
                continue
            if pattern is not _ANY_NAME:
                found.add(begin)
                yield _likely(start + begin, start + stop)
            elif _may_be_a_name(match["name"]):
                yield Hit(Kind.SENSITIVE_PERSON, Certainty.POSSIBLE, start + begin, start + stop, _REASON)


@cache
def _dictionary() -> "rjieba.Jieba":
    import rjieba  # its dictionary takes a while: loaded when first asked for

    return rjieba.Jieba()


def _may_be_a_name(words: str) -> bool:
    """No word of the dictionary, and not made of such words."""
    if "·" in words or COMPOUND.match(words):
        return True
    if _dictionary().has_word(words):
        return False
    tagged = _dictionary().tag(words, True)
    return tagged[0][1].startswith("nr") or all(len(part) == 1 for part, _ in tagged)


def _is_name(words: str) -> bool:
    return not (_NO_NAME.match(words) or _PLACE.search(words))


def _in_list(text: str, start: int, end: int) -> Iterator[Hit]:
    """Names in the lines, or in the line, behind a heading that tells the fact."""
    if match := _NAMED_LIST.search(text, start, end + _LONGEST):
        for name in re.finditer(r"[^、，,\s]+", match["names"]):
            yield _likely(match.start("names") + name.start(), match.start("names") + name.end())
    if not _LIST_OPENS.search(text, start, end):
        return
    place = end + 1
    while place < len(text):
        stop = text.find("\n", place)
        stop = len(text) if stop < 0 else stop
        match = _NAME_LINE.match(text, place, stop)
        if not match or not _is_name(match["name"]):
            return
        yield _likely(match.start("name"), match.end("name"))
        place = stop + 1


def _in_table(page: Page, table: Table) -> Iterator[Hit]:
    headings = " ".join(table.heading)
    column = table.column(PERSON_HEADING)
    if _STAFF_HEADING.search(headings):
        return
    told = _FACT.search(f"{table.caption} {headings} {page.context}") is not None
    place = table.start
    for line in page.text[table.start : table.end].split("\n"):
        cells = line.split("\t")
        if told or _FACT.search(line):
            number = column if column is not None else _name_cell(cells)
            if (
                number is not None
                and number < len(cells)
                and _WHOLE_NAME.fullmatch(folded(cells[number]))
                and _is_name(cells[number].strip())
            ):
                begin = place + sum(len(cell) + 1 for cell in cells[:number])
                blank = len(cells[number]) - len(cells[number].lstrip())
                yield _likely(begin + blank, begin + blank + len(cells[number].strip()))
        place += len(line) + 1


def _name_cell(cells: list[str]) -> int | None:
    """In a table without headings, the first cell or the second when the first counts the rows."""
    number = 1 if len(cells) > 1 and cells[0].strip().isdigit() else 0
    return number if _WHOLE_NAME.fullmatch(cells[number]) else None
