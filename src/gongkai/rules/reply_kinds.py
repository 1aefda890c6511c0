"""答复的构成 — what a reply is made of: the group where it counts, what its letter must say, its kind.

Sources: Regulations of 2019 Arts. 36–39, of 2007 Art. 21; the annual report's table of applications
(国办公开办函〔2021〕30号; for 2014–2018 the table of 国办发〔2014〕32号).
"""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.rules.citations import Citation


class Result(StrEnum):
    """办理结果 — the groups of the annual report's table of applications."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"
    NOT_PROCESSED = "not_processed"
    OTHERWISE = "otherwise"


RESULT_LABELS = {
    Result.GRANTED: "予以公开",
    Result.PARTLY_GRANTED: "部分公开",
    Result.REFUSED: "不予公开",
    Result.UNAVAILABLE: "无法提供",
    Result.NOT_PROCESSED: "不予处理",
    Result.OTHERWISE: "其他处理",
}


class Element(StrEnum):
    """答复要素 — what a letter must say besides ground and article; each value is a place in its wording."""

    WAY = "way"
    CONTENT = "content"
    REASON = "reason"
    OTHER_ORGAN = "other_organ"
    SEARCH = "search"
    EARLIER_REPLY = "earlier_reply"
    CHANNEL = "channel"


ELEMENT_LABELS = {
    Element.WAY: "获取的方式和途径",
    Element.CONTENT: "提供的内容",
    Element.REASON: "理由",
    Element.OTHER_ORGAN: "负责公开的机关名称和联系方式",
    Element.SEARCH: "检索的范围和结果",
    Element.EARLIER_REPLY: "此前答复的日期和文号",
    Element.CHANNEL: "办理的渠道",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """答复种类 — one ground for one part of a decision.

    `wording` is the conclusion of the letter: a sentence with the places title, articles and one for each of
    `elements`; those of `optional` may stay empty, and their sentence `if_known` is then left out.
    `row` is the line of the annual report since 2019 ("3.3.4" is 三（三）4), `row_2014` that of 2014–2018.
    `third_party`: only open after those concerned were asked. `reconsider_first`: a lawsuit is only open after
    reconsideration (Administrative Reconsideration Law of 2023 Art. 23). `remedy`: the letter tells how to object.
    `unsettled` says what is uncertain about the line, "" where nothing is.
    """

    code: str
    label: str
    result: Result
    citations: tuple[Citation, ...]
    row: str
    wording: str
    elements: tuple[Element, ...] = ()
    optional: tuple[Element, ...] = ()
    if_known: str = ""
    row_2014: str = ""
    third_party: bool = False
    reconsider_first: bool = False
    remedy: bool = True
    unsettled: str = ""

    @property
    def refuses(self) -> bool:
        """Whether something of what was asked for is not given because the law keeps it closed."""
        return self.result in (Result.REFUSED, Result.PARTLY_GRANTED)
