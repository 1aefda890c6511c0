"""文书的构成 — what a document of a case is: whom it addresses, what sets it off, its words with named places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from gongkai.rules.citations import REGULATIONS_2007, Citation, Statute
from gongkai.rules.reply_kinds import Result

_PLACE = re.compile(r"%\((\w+)\)s")


class Addressee(StrEnum):
    """文书对象 — to whom a document goes."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    ORGAN = "organ"
    INTERNAL = "internal"


ADDRESSEE_LABELS = {
    Addressee.APPLICANT: "申请人",
    Addressee.THIRD_PARTY: "第三方",
    Addressee.ORGAN: "其他机关",
    Addressee.INTERNAL: "内部",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """文书 — one document: heading, addressee, what sets it off, and its paragraphs as templates.

    The layout sets number, addressee, organ, seal and day; paragraphs hold everything between. `number` is the
    pattern of the document's number with {code}, {year} and {serial}, "" for papers without one; documents of one
    pattern share one count. A paragraph of
    which a place in `optional` is empty is left out; one in `defaults` says that when it is empty; every other
    place is required. `result` is set for replies.
    `articles_2007` is empty for documents that the text of 2007 does not know.
    """

    code: str
    label: str
    addressee: Addressee
    trigger: str
    articles: tuple[Citation, ...]
    articles_2007: tuple[Citation, ...]
    paragraphs: tuple[str, ...]
    number: str = ""
    optional: frozenset[str] = frozenset()
    defaults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    remedy: bool = False
    signed: bool = False
    result: Result | None = None
    version: int = 1
    in_force_from: date = REGULATIONS_2007.in_force_from

    @property
    def places(self) -> tuple[str, ...]:
        """The named places of its paragraphs, in order, without those that are filled by the rules."""
        found = dict.fromkeys(name for paragraph in self.paragraphs for name in _PLACE.findall(paragraph))
        return tuple(name for name in found if name != "articles")

    @property
    def required(self) -> tuple[str, ...]:
        """The places that must not be empty."""
        return tuple(name for name in self.places if name not in self.optional and name not in self.defaults)

    def articles_under(self, statute: Statute) -> tuple[Citation, ...]:
        """Return the articles behind this document under a text; empty when that text does not know it."""
        return self.articles_2007 if statute is REGULATIONS_2007 else self.articles


PLACE_LABELS = {
    "accounts": "缴纳方式",
    "address": "回信地址",
    "amount": "金额",
    "applicant": "申请人",
    "approvals": "审核、审签意见",
    "attachments": "附件",
    "basis": "收费依据和标准",
    "case_number": "受理编号",
    "channel": "接收渠道",
    "conclusions": "审查结论",
    "contact": "联系人和联系电话",
    "contents": "决定公开的内容",
    "corrected": "更正的内容",
    "counting": "期限的计算",
    "delivered": "送达的文书",
    "due": "期限届满的日期",
    "evidence": "证据",
    "guidance": "补正的要求",
    "information": "要更正的记录",
    "items": "信息清单",
    "notes": "备注",
    "opinion": "拟办意见",
    "other_organ": "有权机关的名称和联系方式",
    "proof": "送达凭证",
    "query_code": "查询码",
    "query_url": "查询地址",
    "reason": "理由",
    "received": "收到申请的日期",
    "remedy": "救济告知",
    "served": "送达的日期",
    "title": "申请公开的信息",
    "way": "送达方式",
    "workdays": "工作日数",
}
