"""词汇 — organs, kinds of document and their spellings, as they stand in Chinese official writing."""

from __future__ import annotations

import re
from functools import cache

import opencc

from .reading import Script

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_HAN = "\u3400-\u9fff"
SPACED_HAN = re.compile(
    rf"(?<=[{_HAN}，。、；：（）《》“”〔〕\d])[ \t\u3000]+(?=[{_HAN}，。、；：（）《》“”〔〕])|(?<=[{_HAN}〔])[ \t\u3000]+(?=\d)"
)

# Kind of document by the last words of a title; the longer word first, several words for one kind.
_GENRES: tuple[tuple[str, str], ...] = (
    ("年度工作报告", "年度报告"), ("工作年度报告", "年度报告"), ("年度报告", "年度报告"), ("年报", "年度报告"),
    ("命令", "命令"), ("令", "命令"), ("决定", "决定"), ("决议", "决议"), ("统计公报", "公报"), ("公报", "公报"),
    ("公告", "公告"), ("通告", "通告"), ("公示", "公示"), ("通知书", "决定"), ("通知", "通知"), ("通报", "通报"),
    ("议案", "议案"), ("报告", "报告"), ("请示", "请示"), ("批复", "批复"), ("答复", "答复"), ("复函", "函"),
    ("意见", "意见"), ("意见书", "意见"), ("答复书", "答复"), ("告知书", "告知"), ("决定书", "决定"), ("公开信", "公开信"), ("一封信", "公开信"), ("函", "函"), ("纪要", "纪要"),
    ("办法", "办法"), ("规定", "规定"), ("细则", "细则"), ("条例", "条例"), ("规则", "规则"), ("规程", "规程"),
    ("规范", "规范"), ("章程", "章程"), ("方案", "方案"), ("计划", "计划"), ("规划", "规划"), ("预案", "预案"),
    ("要点", "要点"), ("指南", "指南"), ("目录", "目录"), ("清单", "清单"), ("标准", "标准"), ("名单", "名单"),
    ("制度", "制度"), ("若干措施", "措施"), ("措施", "措施"), ("纲要", "纲要"), ("预算", "预算"), ("决算", "决算"),
    ("情况说明", "说明"), ("说明", "说明"), ("解读", "解读"), ("详解", "解读"), ("图解", "解读"), ("问答", "问答"),
    ("总结", "总结"), ("简报", "简报"), ("倡议书", "倡议"), ("简章", "简章"),
)  # fmt: skip
_GENRE_END = re.compile("(" + "|".join(sorted((word for word, _ in _GENRES), key=len, reverse=True)) + ")$")
_GENRE_ANYWHERE = re.compile(_GENRE_END.pattern.removesuffix("$"))
_GENRE_OF = dict(_GENRES)
_VERSION_NOTE = re.compile(r"(?:[(\[〔][^()\[\]〔〕]{1,20}[)\]〕])+$")
_QUESTIONS = re.compile(r"(?:\d{1,4}|[一二三四五六七八九十]{1,5})问(?:\d+答)?$|问与?答$")
_DRAWN = re.compile(r"(?:【.{2,8}】)?(?:一图读懂|图解|图说|视频解读|漫画解读)")
_ANNUAL = re.compile(r"信息公开|政务公开|年度")

_SUFFIX = (
    "人民政府|政府|委员会|管委会|局|厅|办公室|办公厅|办事处|部|署|国务院|法院|检察院|学院|医院|研究院|委|办|中心|银行|公司"
    "|大学|学校|中学|小学|调查队|总队|支队|大队|所|站|处|馆|社|协会|联合会|总会|商会|公会|工会|理事会|公署|指挥部|小组|专班|组织部|宣传部|统战部|军分区|警备区|武装部|常委会"
)
ORGAN_END = re.compile(rf"(?:{_SUFFIX})$")
_PLACE = re.compile(
    r"^(?![我本各全该市区县州乡镇]|其他|所在|有关)[\u3400-\u9fff]{1,10}?(?:省|市|县|区|州|盟|旗|镇|乡|街道|兵团)"
)
_NATIONAL = re.compile(
    "^(?:国务院|国家|中央|中共|全国|最高人民|中国|中华|教育部|科学技术部|科技部|工业和信息化部|公安部|民政部|司法部|财政部"
    "|人力资源和?社会保障部|自然资源部|国土资源部|生态环境部|环境保护部|住房和?城乡建设部|交通运?输?部|水利部|农业农?村?部"
    "|商务部|文化部|文化和旅游部|卫生部|退役军人事务部|应急管理部|审计署|外交部|海关总署|税务总局|市场监管总局|新华社)"
)
_NOT_IN_ORGAN = re.compile(
    r"关于|年度|报告|通知|公告|申请|流程|下载|位置|首页|查询|目录|指南|年报|受理机构|公开(?!办)|办事大厅|网站|(?<!网络安全和)信息(?!化|中心|局|产业|办)"
)
_JOINT = re.compile(r"[\s、]+")
_REGION = re.compile(r"[\u3400-\u9fff]{1,12}(?:省|市|县|区|州|盟|旗|镇|乡)$")
_HEAD_END = re.compile(
    r"关于|转发|批转|印发|公布|发布|等\d+|等[一二三四五六七八九十]+部门|\d{4}年|[一二][〇○零九八七六五四三二一]{3}年|年度"
    r"|政府信息|信息公开|政务公开|部门预算|部门决算|本级|令|公告|通告|通知|《|$"
)
_LEADING_YEAR = re.compile(r"^(?:\d{4}|[一二][〇○零一二三四五六七八九]{3})年度?")


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def simplify(text: str) -> str:
    """Text in Simplified characters, character by character and phrase by phrase (OpenCC t2s)."""
    return str(_converter("t2s").convert(text))


def half_width(text: str) -> str:
    """Full-width letters, digits and punctuation as half-width; same length."""
    return text.translate(_HALF_WIDTH)


def script_of(text: str) -> Script:
    """Hant when more characters exist only in Traditional writing than only in Simplified."""
    counts: dict[str, int] = {}
    for character in text:
        if character > "\u2fff":
            counts[character] = counts.get(character, 0) + 1
    if not counts:
        return "Hans"
    alphabet = "".join(counts)
    traditional = _differing(alphabet, "t2s")
    simplified = _differing(alphabet, "s2t") - traditional
    weigh = sum(counts[c] for c in traditional) - sum(counts[c] for c in simplified)
    return "Hant" if weigh > 0 else "Hans"


def _differing(alphabet: str, config: str) -> set[str]:
    # One character a line, so that no phrase rule of the converter applies.
    converted = str(_converter(config).convert("\n".join(alphabet))).split("\n")
    return {before for before, after in zip(alphabet, converted, strict=True) if before != after}


def close_up(text: str) -> str:
    """Text without the spaces that scanning or typesetting put between Chinese characters."""
    return SPACED_HAN.sub("", text).strip()


def is_spread(text: str) -> bool:
    """Whether the characters stand apart one by one, as in a title set wide or a poor scan."""
    pieces = text.split()
    return len(pieces) >= 3 and sum(len(piece) <= 2 for piece in pieces) >= 0.7 * len(pieces)


def genre_word(title: str) -> str:
    """The word that ends a (simplified, half-width) title and names its kind; "" when none does."""
    bare = _VERSION_NOTE.sub("", title.strip()[-80:]).rstrip("》”\"'")
    if _QUESTIONS.search(bare):
        return "问答"
    found = _GENRE_END.search(bare)
    return found.group(1) if found else ""


def genre_of(title: str) -> str:
    """体裁 of a (simplified) title, "" when it cannot be told."""
    if _DRAWN.match(title):
        return "解读"
    word = genre_word(half_width(title))
    if (
        word == "报告"
        and re.search(r"(?:信息|政务)公开", title)
        and _ANNUAL.search(title)
        and re.search(r"\d{4}|年", title)
    ):
        return "年度报告"
    return _GENRE_OF.get(word, word)


def genres_in(title: str) -> list[str]:
    """The words for kinds of document that stand anywhere in a (simplified) title, in their order."""
    return _GENRE_ANYWHERE.findall(title)


def is_organ(text: str) -> bool:
    """Whether a (simplified) text is the full name of one organ and nothing else."""
    name = re.sub(r"\([^()]*\)$", "", text.strip())
    if not 3 <= len(name) <= 40 or not re.fullmatch(r"[\u3400-\u9fff()·]+", name):
        return False
    if not ORGAN_END.search(name) or _NOT_IN_ORGAN.search(name):
        return False
    return bool(_PLACE.match(name) or _NATIONAL.match(name))


def organs_in(text: str) -> list[str]:
    """The organs when a line names organs and nothing else (joint ones apart by spaces or 、); else []."""
    line = close_up(text) if is_spread(text) else text.strip()
    line = re.sub(
        r"\((?:代?章|盖章|公章|印章)\)|^(?:招标人|采购人|公告单位|填报单位|申报单位|发布单位):\s*", "", line
    )
    names = [name for name in _JOINT.split(line) if name]
    if names and all(is_organ(name) for name in names):
        return names
    whole = close_up(line)
    return [whole] if names and is_organ(whole) else []


def title_organs(title: str) -> tuple[list[str], bool]:
    """The organs that a (simplified) title begins with, and whether they are spelled out in full.

    A place before 政府信息公开 stands for its people's government, and 市政府 is short for 市人民政府.
    """
    bare = _LEADING_YEAR.sub("", re.sub(r"^\((?:转载|转发)\)", "", title.strip()))
    end = _HEAD_END.search(bare)
    head, rest = (bare[: end.start()], bare[end.start() :]) if end else (bare, "")
    if head.endswith("人民") and rest.startswith("政府"):
        return [head + "政府"], True
    if _REGION.fullmatch(head) and (
        rest.startswith("政府信息公开") or ("政府信息公开" in rest and "报告" in rest)
    ):
        return [head + "人民政府"], False
    names = [name for name in _JOINT.split(head) if name]
    if not rest or not names or not all(ORGAN_END.search(name) and len(name) >= 3 for name in names):
        return [], False
    if not (_PLACE.match(names[0]) or _NATIONAL.match(names[0])):
        return [], False
    full = not re.search(r"[委办]$", names[0])
    if re.search(r"(?<!人民)政府$", names[0]):
        names[0], full = re.sub(r"政府$", "人民政府", names[0]), False
    return names, full
