"""所数之事 — the words that say what a number counts, freed of fillers, and by which criterion a list of them divides."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from gongkai.auditing.mentions import Mention, Said

_LEAD = re.compile(
    r"^(?:其中|内容涵盖|(?:具体|主要)?(?:包括|包含)|具体[为是有]|涵盖|含|通过|其次|同时|此外|另外|另有|并且|并|且|以及|和|及|与|还|已|均|共计?|总共|总计|合计|累计|一共|全年|年内|今年|本年度?|当年|目前|截至目前|年度"
    r"|[一二三四五六七八九十]{1,2}[是、.]|\d{1,2}[.、]|\d{4}年度?|[〇零一二三四五六七八九]{4}年|截[至止]\S*?[日底月止]|全[市区县省州镇]|我[市区县省局委办镇州]"
    r"|[市区县省]本?级?各?(?:单位|部门)(?=收|受|共)|年(?![初末底度])|有(?!效|关)|的|为|是|,)+"
)
_TRAIL = re.compile(
    r"(?:共计?|总共|总计|合计|累计|一共|分别|为|是|达到?|约|近|了|有|已|仅|多达|数量|的|,|:|—|-|“)+$"
)
_NUMBER_WORDS = re.compile(r"(?:总数|数量|数|总量|件数|条数|次数)$")
_ONLY_JOINS = re.compile(
    r"^(?:每[月年天日季]|对|向|由|为|在)*(?:全[省市区县镇]|各[市区县]|各地)?$|(?:组织|对)全[省市区县镇]$|^\S{2,6}[和与及]$"
)
_SUMS_UP = re.compile(r"^(?:总计|共计|合计|总共|一共|累计|共)$")
_AFTER = re.compile(r"^(?:的)?([\u4e00-\u9fffA-Za-z“”]{1,16})")
_AFTER_END = re.compile(r"(?:进行|开展|召开|举行|的|完成|参加|均|已|全部|都|和|与|及|是|为|占).*$")
HAN = re.compile(r"[\u4e00-\u9fff]")

REST = re.compile(r"其他|其它|其余|剩余|余下")
"""What is left: a list that has it is complete."""

TOTAL_WORD = re.compile(r"(?<!公)共(?![同享建性青产和])|总[数计量共额]|合计|累计|全部")
"""What marks a total."""

CHANNEL = re.compile(
    r"当面|现场|来人|来访|窗口|网上|网络|网站|互联网|在线|线上|线下|平台|信函|信件|来信|信访|邮寄|书面|邮政|传真|电子邮件|邮件|[邮信]箱|电子|电话"
    r"|来电|微信|微博|新媒体|客户端|APP|公众号|(?<!统计)公报|报刊|报纸|广播|电视|公告栏|公开栏|热线|口头|门户|快递|[交转]办|转交"
)
LEVEL = re.compile(
    r"[省市州县区乡镇村]本?级|局?机关$|基层|^[省市州县区乡镇村](?=$|收到|受理|公开|办理)|本级|[省市区县镇]直|部门|街道|乡镇|镇街|本机关|直属|垂管|县区|区县|社区"
    r"|[\u4e00-\u9fff](?:市|县|区|镇|乡|村|旗|州|局|委|办(?![公理结事])|厅|院|中心|办公室|政府|办事处|支队|大队|管委会|公司|学校|(?<!网)站|所|开发区|新区)(?:\S{0,8})$"
)
ANSWER = re.compile(
    r"^(?:依法|全部)?不?公开$|同意公开|予以公开|部分公开|不予公开|不同意公开|全部公开|无法提供|不予处理|其[他它]处理|不存在|非本机关|不属于|不明确|补正|撤[回销]申请|撤回"
    r"|已主动公开|转下|结转|不予提供|予以提供|申请信息|公开范围|不掌握|重复申请|告知|终止|主动公开|依申请公开|免予公开"
)
RESULT = re.compile(r"正在审理|维持|纠正|撤销|违法|驳回|未审结|审结|结果|调解|胜诉|败诉|撤诉|裁定|判决")
PERSON = re.compile(r"自然人|公民|个人|法人|企业|组织|机构|律师|男|女|专职|兼职|干部|群众|学生|老师|人员")
STATUS = re.compile(
    r"办结|答复|回复|受理|制发|按[时期]|满意|落实|采纳|在办|正在|超期|逾期|回访|审核|审查|立案|登记(?![表证簿卡])|及时|接[收到]|收到"
)
_OPEN = re.compile(r"未审结|正在审理|未判决|审理中|在审|未结案?")
# Within 15 days and within 20, members of the party and graduates: who is one may be the other.
_OVERLAPS = re.compile(
    r"\d+个?(?:工作)?[日天]|小时|[级年岁]?及?以[上下](?:行政|单位|$)|党员|团员|(?<!妇)女|少数民族|残疾|退役|以上(?:学历|文化|职称)"
)
_DOCUMENT = re.compile(
    r"(?:公告|公示|通知|通报|通告|意见|方案|报告|批复|办法|简报|决定|预案|动态|要闻|计划|总结|解读|[预决]算)$"
)
_OF_A_KIND = re.compile(r"类(?:的?(?:政府)?信息)?$")
CRITERIA = (CHANNEL, LEVEL, ANSWER, RESULT, PERSON)
_GENERIC = re.compile(r"(?:信息|申请|类|等|共计?|的|数量|数|总数|文件|件数|内容|情况|方面)+$")
_VERBAL = re.compile(
    r"^(?:举办|召开|开展|组织|编发|印发|制发|发放|接待|发布|公开|受理|收到|办理|回复|答复|处理|完成|新增|更新|审查|培训|建立|设立)"
)

_PARTITIONS: tuple[tuple[str, ...], ...] = (
    ("货物", "工程", "服务"), ("主动公开", "依申请公开|申请公开", "不予公开|免予公开"), ("人员经费", "公用经费"),
    ("基本支出", "项目支出"), ("专职", "兼职"), ("自然人|公民|个人", "法人|组织|企业|单位"), ("男", "女"),
    ("出国", "公务用车", "接待"), ("购置", "运行"), ("[市省州]本?级(?!部)|本级", "县区|区县|县级|各县|县\\(市"),
    ("[市区县镇]?本级|[市区县]政府", "部门|[市区县]直", "乡镇|街道|镇街|镇\\(街"), ("本级", "乡镇|街道|镇街"),
    ("建议", "提案"), ("集体提案", "委员|个人"), ("直办|直接[答办]|当场[答办]", "转办|交办|交由"), ("复议", "诉讼"), ("线上|网上|网络", "线下"), ("(?<!不)计容", "不计容"), ("地上", "地下"),
    ("城镇|城市|城区", "农村|乡村"), ("新收|新增|当年|本年", "结转"), ("未办结|在办|正在办理|结转|办理中|待办", "(?<!未)办结|处理完毕|办理完毕"),
    ("(?<!不)合格", "不合格"), ("中央", "地方"), ("上级|转载", "本级|自行|原创"),
    ("一般公共预算", "政府性基金", "国有资本"), ("市[直级]?部门|市直|各部门", "乡镇|街道|县区|镇街|各县|各区|区县"),
    ("部门", "乡镇|街道|镇街"), ("事前", "事后"), ("集中", "日常|分散"), ("有效", "无效"), ("主办", "会办|协办"),
    ("[市州]本?级(?!部)", "[县区]级|县区|区县|各县|各区|^县", "乡镇|街道|镇街|[乡镇]级"), ("检索", "复[制印]", "邮寄|递送"),
    ("省本?级(?!部)", "[市州]本?级|各市|设区市", "[县区]级|县区|区县|各县|^县"), ("人员经费", "公用经费", "项目支出"),
    ("有效|保留", "废止", "失效"), ("有效|保留", "废止", "修[改订]"), ("有效|保留", "废止", "失效", "修[改订]"),
    ("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年"), ("(?<!不予)(?<!未予)(?<!未)受理", "不予受理|未予?受理"),
    ("在职", "退休"), ("按[时期]|^内(?:办结|答复)|[定限]期限?内", "延期|逾期|超期"),
    ("不满意", "满意"), ("不满意", "基本满意", "满意"), ("非常满意|很满意", "(?<![常很本不])满意", "基本满意", "不满意"), ("非常满意|很满意", "(?<![常很本不])满意", "不满意"), ("新制|制[定发]", "修[改订]", "废止"),
    ("收入", "年初结转|上年结转|结转和?结余"), ("(?<![未待])答复", "尚在|正在|在办|未答复|待答复|办理中|未到期|未到答复期"),
    ("市本?级(?!部)|市政府", "市直|部门", "县区|区县|各县|各区|县级"), ("县本?级(?!部)|县政府", "县直|部门", "乡镇|镇街|街道"),
    ("区本?级(?!部)|区政府", "区直|部门", "乡镇|镇街|街道"),
)  # fmt: skip
_LONGEST_NOUN, _SHORT_NOUN = 12, 3
_ANSWERS = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")
_NEARLY_ALL_ANSWERS = 5
_BY_COUNT = {
    count: [tuple(map(re.compile, members)) for members in _PARTITIONS if len(members) == count]
    for count in {len(members) for members in _PARTITIONS}
}


def label_of(mention: Mention, said: Said) -> str:
    """Return the words that say what is counted; from after the number, or from an earlier clause, where none precede."""
    label = cleaned(mention.left).lstrip("、和及与")
    if HAN.search(label) and not _ONLY_JOINS.search(label):
        return label
    after = _AFTER.match(mention.right)
    if after and (noun := _AFTER_END.sub("", after.group(1))):
        return noun
    if label or _SUMS_UP.search(mention.left):
        return label or mention.left
    for clause in reversed(said.clauses):
        if clause.start < mention.clause.start and HAN.search(words := cleaned(clause.words)):
            return words[-24:]
    return ""


@lru_cache(maxsize=4096)
def cleaned(words: str) -> str:
    """Return the words without what leads in (其中, 全年, 2024年, 共) and without what only joins on the number (为, 达)."""
    return _TRAIL.sub("", _LEAD.sub("", words))


def core(label: str) -> str:
    """Return the label without 数, 总数 and the like at its end, to compare two of them."""
    return _NUMBER_WORDS.sub("", label)


def disjoint(labels: Sequence[str]) -> bool:
    """Whether the labels divide by one criterion (channel, level, answer, result, kind), so that nothing counts twice."""
    named = [label for label in labels if not REST.search(label)]
    if not named or len(set(labels)) < len(labels) or any(not label for label in labels):
        return False
    if partition(labels):
        return True
    if any(_OVERLAPS.search(label) for label in named) or _due_and_done(named):
        return False
    if len(named) > 1 and any(all(kind.search(label) for label in named) for kind in (_OF_A_KIND, _DOCUMENT)):
        return True
    if _mixed_status(named):
        return False
    if any(all(criterion.search(label) for label in named) for criterion in CRITERIA):
        return True
    if sum(any(criterion.search(label) for label in named) for criterion in (CHANNEL, LEVEL)) > 1:
        return False
    return len(named) < len(labels) or _same_ending(named) or _short_nouns(named)


def _due_and_done(labels: Sequence[str]) -> bool:
    """应结案956件、结案902件: what was done is among what was due."""
    cores = [core(label) for label in labels]
    return any(f"应{one}" in other for one in cores if one for other in cores)


def by_channel(labels: Sequence[str]) -> bool:
    """Whether some of the labels are channels: what is published through one may be published through others too."""
    return any(CHANNEL.search(label) for label in labels)


def partition(labels: Sequence[str]) -> bool:
    """Whether the labels are all of a known division into parts that leave nothing out (货物, 工程, 服务)."""
    answers = {answer for answer in _ANSWERS if any(answer in label for label in labels)}
    return len(answers) >= _NEARLY_ALL_ANSWERS or any(
        _divides(members, labels) for members in _BY_COUNT.get(len(labels), ())
    )


def same_kind(labels: Sequence[str]) -> bool:
    """Whether the labels are side by side, all channels, levels, answers, results or kinds."""
    return len(labels) > 1 and any(all(criterion.search(label) for label in labels) for criterion in CRITERIA)


def settled(labels: Sequence[str]) -> bool:
    """Whether the labels are the outcomes of disputes down to those still open, which leaves nothing out."""
    return all(RESULT.search(label) for label in labels) and any(_OPEN.search(label) for label in labels)


def same_criterion(labels: Sequence[str]) -> list[list[int]]:
    """Return the groups of two or more labels that divide by one criterion each, by their places in the list."""
    groups: list[list[int]] = []
    for criterion in CRITERIA:
        group = [place for place, label in enumerate(labels) if criterion.search(label)]
        if 2 <= len(group) < len(labels) and group[-1] - group[0] == len(group) - 1 and group not in groups:
            groups.append(group)
    return groups


def _divides(members: tuple[re.Pattern[str], ...], labels: Sequence[str]) -> bool:
    left = set(range(len(members)))
    for label in labels:
        met = next((place for place, member in enumerate(members) if member.search(label)), -1)
        if met not in left:
            return False
        left.remove(met)
    return True


def _mixed_status(labels: Sequence[str]) -> bool:
    states = [
        frozenset(STATUS.findall(label)) if not ANSWER.search(label) else frozenset() for label in labels
    ]
    return len(set(states)) > 1 or (bool(states[0]) and not _differ_besides(labels))


def _differ_besides(labels: Sequence[str]) -> bool:
    bare = [STATUS.sub("", label) for label in labels]
    return len(set(bare)) == len(bare) and all(len(label) >= 2 or LEVEL.search(label) for label in bare)


def _same_ending(labels: Sequence[str]) -> bool:
    ends = [_GENERIC.sub("", label) for label in labels]
    if any(_VERBAL.match(label) for label in labels):
        return False
    if len(set(ends)) < len(ends):
        return False
    tails = {label[-2:] for label in labels}
    alike = len({len(label) for label in labels}) == 1 and len({label[-1:] for label in labels}) == 1
    short = alike and _SHORT_NOUN <= len(labels[0]) <= _SHORT_NOUN + 1
    return len(labels) >= 2 and (len(tails) == 1 or short)


def _short_nouns(labels: Sequence[str]) -> bool:
    if len(labels) < 3 or any(_VERBAL.match(label) or len(label) > _LONGEST_NOUN for label in labels):
        return False
    return not any(_is_within(*sorted(pair, key=len)) for pair in combinations(labels, 2))


def _is_within(short: str, long: str) -> bool:
    """农业动态 and 重大农业动态: whether one may be part of the other; 县市农业动态 stands beside it."""
    return short in long and not LEVEL.search(long.replace(short, "", 1))
