"""关键词 — the words by which a document is looked for: as its page labels them, else its own weightiest."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import rjieba

from .clutter import labels_in
from .reading import Filled, Line, Source
from .titles import Found
from .words import genre_word, organs_in, simplify, title_organs

COUNT = 5
_LABELS = ("关键词", "关键字", "主题词")
_SPLIT = re.compile(r"[\s,，;；、|/]+")
_LONGEST_TEXT = 6_000
# Parts of speech that can name a matter; the segmenter's own marks.
_NAMING = ("n", "nz", "vn", "v", "an", "l", "j", "nt", "i", "b", "a")
_ENDING = ("n", "nz", "vn", "l", "j", "nt", "an", "v")
_STOP = frozenset(
    [
        "关于",
        "印发",
        "通知",
        "公告",
        "通告",
        "决定",
        "意见",
        "办法",
        "规定",
        "批复",
        "方案",
        "实施",
        "工作",
        "有关",
        "有关事项",
        "事项",
        "情况",
        "问题",
        "做好",
        "开展",
        "进一步",
        "加强",
        "推进",
        "落实",
        "贯彻",
        "执行",
        "要求",
        "规范",
        "制定",
        "根据",
        "按照",
        "结合",
        "实际",
        "组织",
        "相关",
        "部门",
        "单位",
        "人民政府",
        "政府",
        "办公室",
        "办公厅",
        "机关",
        "本市",
        "全市",
        "全县",
        "全省",
        "我市",
        "我县",
        "我局",
        "各县",
        "各级",
        "市县",
        "县区",
        "条例",
        "细则",
        "规则",
        "精神",
        "同意",
        "研究",
        "现将",
        "如下",
        "以下",
        "以上",
        "应当",
        "可以",
        "不得",
        "负责",
        "进行",
        "完善",
        "强化",
        "确保",
        "提高",
        "促进",
        "发展",
        "建设",
        "管理",
        "服务",
        "公布",
        "公示",
        "发布",
        "年度",
        "附件",
        "施行",
        "废止",
        "本办法",
        "本通知",
        "本规定",
        "日期",
        "时间",
        "年月日",
        "联系",
        "电话",
        "内容",
        "范围",
        "标准",
        "条件",
        "措施",
        "建立",
        "健全",
        "加快",
        "提升",
        "保障",
        "支持",
        "认真",
        "示例",
        "样本",
        "同志",
        "请示",
        "收悉",
        "予以",
        "经过",
        "属于",
        "使用",
        "处理",
        "任务",
        "目标",
        "重点",
        "总体",
        "主要",
        "基本",
        "具体",
        "方式",
        "方面",
        "各类",
        "活动",
        "项目",
        "单位",
        "人员",
        "机构",
        "群众",
        "领导",
        "小组",
        "责任",
        "中华人民共和国",
        "法律",
        "公开",
        "报告",
        "信息",
        "人民",
        "征求",
        "城镇",
        "名单",
        "表彰",
        "转发",
        "公司",
        "有限公司",
        "申请",
        "办理",
        "检查",
        "审查",
        "审核",
        "规划",
        "计划",
        "明确",
        "第一",
        "第二",
        "以来",
        "取得",
        "存在",
    ]
)


@cache
def segmenter() -> rjieba.Jieba:
    """The segmenter; its dictionary is loaded once."""
    return rjieba.Jieba()


def find_keywords(
    source: Source, title: Found | None, body: Sequence[Line]
) -> tuple[tuple[str, ...], Filled | None]:
    """Up to five keywords in Simplified characters, the weightiest first, and what says so."""
    for line in [*source.lines[:40], *source.lines[-8:]]:
        values = labels_in(line)
        for name in _LABELS:
            said = _listed(values.get(name, ""))
            if said:
                return said, Filled("、".join(said), "certain", line.text)
    if title is None and not body:
        return (), None
    own = _weightiest(_matter(title), body)
    return own, Filled("、".join(own), "guess", title.title if title else own[0]) if own else None


def _listed(value: str) -> tuple[str, ...]:
    words = [word for word in _SPLIT.split(value.strip()) if 2 <= len(word) <= 12]
    return tuple(dict.fromkeys(word for word in words if word not in _STOP))[:10] if len(words) >= 1 else ()


def _matter(title: Found | None) -> str:
    """What a title speaks of: without its organs and without the words of its kind."""
    if title is None:
        return ""
    simple = title.simple
    for organ in title_organs(simple)[0]:
        simple = simple.replace(organ, "")
    return re.sub(rf"{re.escape(genre_word(simple))}$", "", simple) if genre_word(simple) else simple


def _weightiest(matter: str, body: Sequence[Line]) -> tuple[str, ...]:
    text = "\n".join(line.simple for line in body if not line.is_table and not organs_in(line.simple))
    counts = _phrases(simplify(text)[:_LONGEST_TEXT])
    headed = _phrases(matter)
    weights = {
        phrase: (counts[phrase] + 6 * headed[phrase]) * (1.0 + 0.45 * min(len(phrase) - 2, 4))
        for phrase in {*counts, *headed}
        if counts[phrase] + headed[phrase] >= 2 or phrase in headed
    }
    chosen: list[str] = []
    for phrase in sorted(weights, key=lambda phrase: (-weights[phrase], phrase)):
        if not any(phrase in other or other in phrase for other in chosen):
            chosen.append(phrase)
        if len(chosen) == COUNT:
            break
    return tuple(chosen)


def _phrases(text: str) -> Counter[str]:
    """Naming words of two letters or more, and neighbours of them that stand together, with their counts."""
    counts: Counter[str] = Counter()
    tagged = segmenter().tag(text)
    for word, tag in tagged:
        if len(word) >= 2 and tag in _ENDING and _tells(word):
            counts[word] += 1
    for (one, first), (two, second) in itertools.pairwise(tagged):
        both = len(one) >= 2 and len(two) >= 2 and first in _NAMING and second in _ENDING
        if both and _tells(one) and _tells(two) and len(one + two) <= 8:
            counts[one + two] += 1
    return counts


def _tells(word: str) -> bool:
    return word not in _STOP and bool(re.fullmatch(r"[\u3400-\u9fff]+", word))
