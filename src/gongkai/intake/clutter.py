"""网页杂物 — what a web site puts around a document: menus, counters, share links, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from .reading import Line, Source
from .words import close_up

LABELS = (
    "信息索引号|索引号|索取号|主题分类|主题词?|体裁分类|组配分类|分类|体裁|服务对象|公开类别|公开方式|公开范围|公开时限|公开日期|公开时间|公开形式|公开属性"
    "|发布机构|发布单位|发布日期|发布时间|发布机关|发布部门|发布者|发布人|发文机关|发文单位|发文字号|发文日期|发文机构|发文时间|制发机关|制发单位|责任部门"
    "|公开责任部门|信息来源|文章来源|稿件来源|内容来源|来源|成文日期|成文时间|生成日期|生成时间|印发日期|生效日期|生效时间|实施日期|废止日期|废止时间|失效日期|有效性|时效性"
    "|文件编号|文件字号|文号|公文种类|信息名称|文件名称|名称|标题|内容概述|关键[词字]|更新时间|更新日期|录入时间|时间|日期|作者|编辑|责任编辑|审核|浏览次数"
    "|浏览量|浏览|点击次数|点击数|点击率|点击量|点击|访问量|访问次数|阅读次数|阅读量|阅读|人气|字体大小|字体|字号|视力保护色|保存时间|语种|信息类别|预算主管部门|预算单位|填报单位|填报日期|制表单位|公开主体"
)
LABEL = re.compile(rf"(?:^|(?<=[\s\])】(\[【•|]))(?P<name>{LABELS})\s*(?:[:\t]\s*|(?=$))")
# Labels of a catalogue table set to one width.
_SPREAD = re.compile(
    r"(?<![\u3400-\u9fff])(?:索\s+引\s+号|索\s+取\s+号|文\s+号|分\s+类|标\s+题|名\s+称|来\s+源|日\s+期|时\s+间|体\s+裁|作\s+者|关\s+键\s+[词字]|主\s+题\s+词|时\s+效\s+性|有\s+效\s+性)(?=[\s:]|$)"
)
_ALONE = re.compile(LABELS)
_CATALOGUE = 60
_BOX_LABEL = re.compile(
    r"^[•·●]?\s*(?:中文名|外文名|发布单位|发布机构|发布时间|发布日期|实施时间|类型|类别|性质|地点|所属地区|颁布时间|属性|时间|年份)[^:\S]*\s*:"
)
_BOX_TITLE = re.compile(r"^(?:基本介绍|基本信息|词条信息)$")

# A whole line of these is clutter wherever it stands.
_LINE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\s|>·•\-—–―_=.,、/\\*+~#<\[\]【】()»]+",
        r"(?:(?:登录|登陆|注册|退出|会员中心|设为首页|加入收藏|收藏本站|手机版|无障碍(?:浏览|阅读)?|长者(?:模式|版)|繁體|繁体|简体|English|EN)[\s|/]*)+",
        r"(?:您?(?:当前|现在)?(?:所在)?的?(?:当前)?位置|当前栏目)\s*(?:是|为)?\s*[:>»：].{0,200}",
        r"首\s*页\s*(?:[>»›/\\|→-]+|-->).{0,200}|[^。；]{1,25}(?:\s*[>»›]\s*[^>。；]{1,40}){2,}",
        r"[\[【(]?\s*字\s*(?:体|号)(?:大小)?\s*[:\s]*[\[(【]?\s*(?:超?大|中|小|默认|[a+\-\s])[\s大中小超默认|\])】]*.{0,40}",
        r"(?:[\[【(]?\s*(?:打印|关闭|关闭窗口|返回|返回顶部|返回上页|收藏|分享|分享到|纠错|下载|大|中|小|打印本页|打印本文|收藏此页|复制本页|返回列表|返回目录|关闭本页|打印此页|打印页面|保存|复制链接|评论|点赞|首页|顶部)\s*[\]】)]?[\s|:/]*)+(?:\(责任编辑.*\))?",
        r"\(?责任编辑\s*:.{0,30}|\(?编辑\s*:.{0,20}",
        r"(?:分享到?|一键分享|转发)\s*[:：].{0,40}|(?:微信|微博|QQ空间|腾讯微博|新浪微博|朋友圈)(?:[\s|、](?:微信|微博|QQ空间|腾讯微博|新浪微博|朋友圈|QQ))*",
        r".{0,60}(?:ICP备|公网安备|网站标识码|版权所有|Copyright|©|Powered by|技术支持[:：]|建议使用.{0,20}浏览器|最佳.{0,8}分辨率|您是第.{0,12}位访).{0,160}",
        r"(?:扫一扫|扫码|微信扫).{0,40}|.{0,20}(?:扫一扫|扫描二维码|扫码).{0,20}(?:打开|分享|关注|查看|阅读).{0,30}",
        r"[*※]?\s*(?:本)?文(?:章)?为作者独立观点.{0,80}|.{0,10}关注.{0,4}微信公众号.{0,80}|免责声明\s*[:：].{0,200}",
        r"(?:上|下)一(?:篇|条|页|则)\s*[:：]?.{0,100}|没有了",
        r"(?:今日|今天|明天)?天气(?:预报)?\s*:.{0,60}|(?:今天|今日)是?\s*:?\s*\d{4}年\d{1,2}月\d{1,2}日.{0,20}",
        r"在线客服|投稿(?:邮箱|热线|电话)\s*:.{0,60}|(?:现行)?有效|已?失效|已?废止|主动公开",
        r"(?:轻触|点击)?阅读原文|预览时标签不可点|(?:点赞|在看|喜欢|转发|收藏|评论)(?:\s*[|/·、]?\s*(?:点赞|在看|喜欢|转发|收藏|分享|评论))*|喜欢此内容的人还喜欢",
        r"关注\s*[·:]\s*.{0,30}",
        r"(?:信息|站内|全文|全站)(?:检索|搜索)|(?:热门|热)(?:搜索?词?|词条)|请输入关键[字词].{0,20}|搜索|检索|反馈(?:意见)?|(?:取消|发送|确定|提交|反馈|反馈意见|重置)(?:\s+(?:取消|发送|确定|提交|反馈|反馈意见|重置))*",
        r"首\s*页(?:\s*\|.{0,200})?|返回首页|网站首页|网站地图|网站声明|隐私声明|使用帮助|更多>*|展开全文|收起|加载更多|点击加载更多",
        r"(?:(?:关于|联系|联络)我们|网站地图|网站声明|隐私(?:声明|政策)|法律声明|使用帮助|站点地图|友情链接)(?:\s*[|·丨/]?\s*(?:(?:关于|联系|联络)我们|网站地图|网站声明|隐私(?:声明|政策)|法律声明|使用帮助|站点地图|友情链接))*[|\s]*",
        r"友情链接\s*:.{0,200}|热(?:点|门)(?:关注|排行|推荐|新闻|文章)|(?:点击|阅读)排行榜?",
        r"点击(?:查看|进入|阅读).{0,10}(?:政策解读|解读|原文|更多|相关).{0,120}|(?:政策|相关|文字|图文)解读\s*[:：].{0,120}",
        r"【(?:音频|图文|视频|文字|一图|图片|动漫|漫画|部门|专家|媒体)(?:解读|读懂|版)?】.{0,120}\d{4}-\d{1,2}-\d{1,2}",
        r"[0-9A-Z]{10,}(?:/\d{4}-\d{3,})?|[A-Z]{2}\d{8,}",
        r"关键[字词]\s*[:：]?",
        r"(?:浏览|点击|阅读|访问)(?:次数|数|量|率)?\s*[:：]?\s*\d*\s*次?",
    )
)  # fmt: skip
# At the end of a page these begin or make its foot.
_FOOT = re.compile(
    r"^(?:(?:主办|承办|协办|运维|维护)(?:单位|部门)?\s*[::].{0,120}|(?:网站)?(?:主办|承办)\s*[:：].{0,120}|(?:地址|邮编|联系电话|网站管理)\s*[:：].{0,40}(?:网站|邮编).{0,60}"
    r"|(?:政府网站|网站)(?:找错|标识).{0,30}|(?:本站|本网站).{0,60})$"
)
_RELATED = re.compile(
    r"^(?:【|\[)?(?:相关|热门|热点|推荐|猜你|为您|延伸|同类|精彩|最新|往期|更多)(?:喜欢|推荐|阅读|新闻|链接|文章|信息|文档|资讯|词条|内容|政策|文件|稿件|专题|条目|搜索)(?:】|\])?\s*[::]?$"
)
_LONGEST_LABELS = 1_000
_AUTHOR_SITE = re.compile(r"作者\s*:\s*(?:佚名|网络|未知|小编)")


def is_clutter(line: Line) -> bool:
    """Whether a line belongs to the site and not to the document, wherever it stands."""
    if line.is_table or "<img" in line.html or len(line.simple) > 260:
        return False
    text = line.simple.strip()
    return any(pattern.fullmatch(text) for pattern in _LINE) or bool(_RELATED.match(text))


def is_reposting_site(line: Line) -> bool:
    """Whether a line dates and signs an article for a site that only reposts it."""
    return bool(_AUTHOR_SITE.search(line.simple))


def labels_in(line: Line) -> dict[str, str]:
    """Catalogue labels of a line with their values, such as 发布机构 or 成文日期."""
    text = line.simple.strip()
    return _labels(text) if len(text) <= _LONGEST_LABELS else {}


@lru_cache(maxsize=2_000)
def _labels(text: str) -> dict[str, str]:
    # Several fields ask the same lines; what is handed out is only read.
    text = _SPREAD.sub(lambda found: re.sub(r"\s+", "", found.group()), text)
    if not LABEL.search(text):
        text = close_up(text)
    found = list(LABEL.finditer(text))
    values: dict[str, str] = {}
    for this, after in zip_longest(found, found[1:]):
        value = text[this.end() : after.start() if after else len(text)].strip(" \t\n|[]【】()")
        values.setdefault(this["name"], value)
    return values


def paired_labels(source: Source) -> Source:
    """The same with each catalogue label that has a line of its own put before its value on the next.

    Only where at least two such pairs stand among the first lines: one word alone may be a heading.
    """
    lines = source.lines
    alone = [i for i, line in enumerate(lines[:_CATALOGUE]) if _is_label_alone(line)]
    pairs = [i for i in alone if i + 1 < len(lines) and i + 1 not in alone and _is_value(lines[i + 1])]
    if len(pairs) < 2:
        return source
    kept: list[Line] = []
    for i, line in enumerate(lines):
        if i in pairs:
            value = lines[i + 1]
            kept.append(
                Line(text=f"{line.text}：{value.text}", simple=f"{line.simple}:{value.simple}", gap=line.gap)
            )
        elif i - 1 not in pairs:
            kept.append(line)
    content = source.content
    if content:
        first, last = (at - sum(i + 1 < at for i in pairs) for at in content)
        content = (first, last)
    return replace(source, lines=tuple(kept), content=content)


def _is_label_alone(line: Line) -> bool:
    return len(line.simple) <= 12 and bool(_ALONE.fullmatch(re.sub(r"\s+", "", line.simple).rstrip(":")))


def _is_value(line: Line) -> bool:
    return len(line.simple) <= 80 and not line.is_table and not re.search(r"[。;]$", line.simple)


def is_label_line(line: Line) -> bool:
    """Whether a line only carries catalogue labels, counters or the date and source of a page."""
    text = line.simple.strip()
    if line.is_table or len(text) > 200:
        return False
    text = _SPREAD.sub(lambda spread: re.sub(r"\s+", "", spread.group()), text).lstrip("[(【 ")
    found = LABEL.search(text) or LABEL.search(close_up(text))
    if found and found.start() <= 1:
        return not re.search(r"[。;]$", text)
    dated = re.match(
        r"^\(?\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,4}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?", text
    )
    return bool(
        dated
        and (
            not text[dated.end() :].strip(" )")
            or LABEL.search(text[dated.end() :].strip())
            or is_reposting_site(line)
        )
    )


def box_lines(lines: Sequence[Line]) -> set[int]:
    """Lines of an encyclopaedia's information box: its heading and the labelled items under it."""
    inside: set[int] = set()
    for i, line in enumerate(lines):
        if _BOX_TITLE.match(line.simple.strip()):
            end = i + 1
            while end < len(lines) and _BOX_LABEL.match(lines[end].simple.strip()):
                end += 1
            if end > i + 1:
                inside.update(range(i, end))
    return inside


def content_end(lines: Sequence[Line], start: int) -> int:
    """Where the document ends and the foot of the page begins."""
    end = len(lines)
    for i in range(max(start + 1, 0), len(lines)):
        if _RELATED.match(lines[i].simple.strip()) and not any(_is_prose(after) for after in lines[i + 1 :]):
            end = i
            break
    while end > start and (_is_foot(lines[end - 1])):
        end -= 1
    return end


def _is_prose(line: Line) -> bool:
    return len(line.simple) >= 40 and "。" in line.simple and not line.links


def _is_foot(line: Line) -> bool:
    if (
        line.links
        and not re.match(r"附件|附:|\d+[.、]", line.simple)
        and not re.search(r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et)$", line.simple)
    ):
        return True
    return is_clutter(line) or bool(_FOOT.match(line.simple.strip()))


def is_repeated_lead(line: Line, after: Sequence[Line]) -> bool:
    """Whether a 导读 or 摘要 line only repeats the beginning of what follows."""
    found = re.match(r"^[\[【]?(?:导读|摘要|导语|简介|内容提要)[】\]]?\s*[:：]\s*", line.simple)
    if not found:
        return False
    lead = "".join(c for c in line.simple[found.end() :] if c.isalnum())
    following = "".join(other.key for other in after)
    return len(lead) >= 20 and lead[: max(20, len(lead) - 4)] in following
