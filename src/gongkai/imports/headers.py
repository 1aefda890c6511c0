"""表头 — which field of a document a column of a table speaks of, told by the words at its head."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

# Every field that a column can fill, with its name on the page and the words that stand above such columns.
# The first word of each is how the field is named here; English names are those of our own exports.
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "id": (
        "原系统标识",
        (
            "信息id",
            "文章id",
            "内容id",
            "记录id",
            "id",
            "guid",
            "uuid",
            "主键",
            "信息编号",
            "文章编号",
            "稿件编号",
            "编号",
            "唯一标识",
            "标识",
            "old_id",
        ),
    ),
    "title": (
        "标题",
        ("标题", "信息标题", "文章标题", "文件标题", "名称", "信息名称", "文件名称", "题名", "title"),
    ),
    "document_number": (
        "文号",
        ("文号", "发文字号", "发文文号", "文件编号", "文件字号", "字号", "document_number"),
    ),
    "index_number": ("索引号", ("索引号", "信息索引号", "索引", "信息索引", "index_number")),
    "agency": (
        "发布机构",
        (
            "发布机构",
            "发布机关",
            "发文机关",
            "发文单位",
            "发布单位",
            "公开机关",
            "公开单位",
            "公开主体",
            "制发机关",
            "责任单位",
            "机构",
            "机关",
            "单位",
            "部门",
            "agency",
        ),
    ),
    "formed_on": (
        "成文日期",
        (
            "成文日期",
            "生成日期",
            "形成日期",
            "制发日期",
            "发文日期",
            "成文时间",
            "生成时间",
            "发文时间",
            "印发日期",
            "落款日期",
            "formed_on",
        ),
    ),
    "published_on": (
        "原公开日期",
        (
            "发布日期",
            "公开日期",
            "发布时间",
            "公开时间",
            "上网日期",
            "上网时间",
            "录入时间",
            "发表时间",
            "published_on",
            "published_at",
            "pubdate",
        ),
    ),
    "in_force_from": (
        "施行日期",
        ("施行日期", "实施日期", "生效日期", "生效时间", "起始日期", "in_force_from"),
    ),
    "in_force_until": (
        "有效期至",
        (
            "有效期至",
            "失效日期",
            "废止日期",
            "有效期",
            "截止日期",
            "失效时间",
            "废止时间",
            "in_force_until",
            "in_force_to",
        ),
    ),
    "validity": ("有效性", ("有效性", "效力状态", "时效性", "文件状态", "是否有效", "效力", "validity")),
    "column": (
        "栏目",
        (
            "栏目",
            "栏目名称",
            "所属栏目",
            "栏目路径",
            "信息类别",
            "公开目录",
            "目录",
            "分类",
            "类别",
            "信息分类",
            "频道",
            "column",
        ),
    ),
    "subject": ("主题分类", ("主题分类", "主题", "主题类别", "分类", "subject", "subjects")),
    "genre": ("体裁分类", ("体裁分类", "体裁", "文种", "公文种类", "文件类型", "genre")),
    "audience": ("服务对象", ("服务对象", "服务对象分类", "对象分类", "audience")),
    "theme": ("专题", ("专题", "专题分类", "theme")),
    "keywords": ("关键词", ("主题词", "关键词", "关键字", "标签", "keywords")),
    "summary": (
        "内容概述",
        ("内容概述", "内容摘要", "摘要", "概述", "简介", "导读", "summary", "description"),
    ),
    "body": (
        "正文",
        ("正文", "内容", "信息内容", "正文内容", "文章内容", "body_html", "body", "content", "text"),
    ),
    "file": ("正文文件", ("正文文件", "文件", "文件名", "原文", "文档", "附件文件", "file")),
    "attachments": ("附件", ("附件", "附件名称", "附件列表", "附件名", "attachments")),
    "url": (
        "原网址",
        (
            "链接",
            "原网址",
            "网址",
            "原链接",
            "链接地址",
            "信息地址",
            "原文链接",
            "访问地址",
            "地址",
            "url",
            "link",
        ),
    ),
    "attribute": ("公开属性", ("公开属性", "公开方式", "公开类型", "公开形式", "attribute")),
    "addressee": ("主送机关", ("主送机关", "主送单位", "主送", "addressee")),
    "source": ("来源", ("来源", "信息来源", "稿件来源", "source")),
    "editor": ("责任编辑", ("责任编辑", "编辑", "录入人", "editor")),
    "report_year": ("报告年度", ("报告年度", "年度", "report_year")),
}
MANY = frozenset({"attachments"})
"""Fields that several columns may fill."""
DATES = ("formed_on", "published_on", "in_force_from", "in_force_until")
# A running number is no identifier: the next export counts anew. It serves only where nothing better stands.
_RUNNING = ("序号", "no", "行号")
_NOISE = re.compile(r"[\s*＊:：/／、·_\-]|\(.*?\)|（.*?）|【.*?】|\[.*?\]")
_MOST_ROWS_ABOVE = 20


def field_label(field: str) -> str:
    """Return how a field is called on a page; "" for none."""
    return FIELDS[field][0] if field in FIELDS else ""


def plain_head(head: str) -> str:
    """Return a column's head as it is compared: half width, lower case, without spaces, marks or what is in brackets."""
    text = unicodedata.normalize("NFKC", head).lower()
    return _NOISE.sub("", text) or re.sub(r"\s", "", text)


def _ranked(field: str) -> dict[str, int]:
    return {plain_head(word): place for place, word in enumerate(FIELDS[field][1])}


_RANKS = {field: _ranked(field) for field in FIELDS}
_RUNNING_HEADS = frozenset(map(plain_head, _RUNNING))
KNOWN = frozenset(word for ranks in _RANKS.values() for word in ranks) | _RUNNING_HEADS


def guess(header: Sequence[str]) -> list[str]:
    """Return for each column the field that its head names, "" for none.

    The words earlier in the list of a field win over later ones, exact heads over heads that only end in such
    a word; each field is given once, except those of MANY.
    """
    heads = [plain_head(head) for head in header]
    fields = [""] * len(heads)
    taken: set[str] = set()
    offers = sorted(_offers(heads))
    for _inexact, _rank, place, field in offers:
        if not fields[place] and (field in MANY or field not in taken):
            fields[place] = field
            taken.add(field)
    if not taken & {"id", "url", "index_number"}:
        running = next((place for place, head in enumerate(heads) if head in _RUNNING_HEADS), None)
        if running is not None and not fields[running]:
            fields[running] = "id"
    return fields


def _offers(heads: Sequence[str]) -> list[tuple[bool, int, int, str]]:
    """Return (only its end, rank, place, field) for every field that a head may mean."""
    offers = []
    for place, head in enumerate(heads):
        for field, ranks in _RANKS.items():
            if head in ranks:
                offers.append((False, ranks[head], place, field))
            elif inside := [word for word in ranks if _ends_in(head, word)]:
                # A head may end in words of two fields: it belongs to the longer one.
                offers.append((True, -max(map(len, inside)), place, field))
    return offers


def _ends_in(head: str, word: str) -> bool:
    """Whether a head is such a word with something before it (所属栏目): what follows would make it another thing."""
    return len(word) > 1 and not word.isascii() and head.endswith(word)


def header_score(cells: Sequence[str]) -> int:
    """Return how many cells of a row are words that stand above columns."""
    return sum(plain_head(cell) in KNOWN for cell in cells if cell)


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Return the place of the header among the first rows: the one with most known words, else the first full one."""
    first = rows[:_MOST_ROWS_ABOVE]
    scores = [header_score(row) for row in first]
    best = max(scores, default=0)
    if best >= 2:
        return scores.index(best)
    return next((place for place, row in enumerate(first) if sum(map(bool, row)) > 1), 0)


def signature(header: Sequence[str]) -> str:
    """Return the digest by which a header is known again (表头摘要)."""
    return hashlib.sha256("\n".join(map(plain_head, header)).encode()).hexdigest()
