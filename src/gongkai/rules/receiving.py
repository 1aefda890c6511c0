"""收到申请之日 — the channels by which an application comes, and the day that each makes the day of receipt.

Sources: Regulations of 2019 Art. 31; for the text of 2007, which says nothing, 国办公开办函〔2015〕207号, also for the
years before it; channels of the organ's own choice: 国办公开办函〔2017〕19号.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from gongkai.rules.citations import (
    REGULATIONS_2007,
    REGULATIONS_2019,
    Citation,
    Statute,
    cite,
    regulations_on,
)
from gongkai.rules.days import written
from gongkai.rules.statutes import CHANNELS_EXPLAINED_2017, LIMITS_EXPLAINED_2015


class Channel(StrEnum):
    """接收渠道 — how an application came; NOT_STATED only for old figures that do not say."""

    IN_PERSON = "in_person"
    REGISTERED_POST = "registered_post"
    ORDINARY_LETTER = "ordinary_letter"
    ONLINE = "online"
    FAX = "fax"
    EMAIL = "email"
    HOTLINE = "hotline"
    NOT_STATED = "not_stated"


CHANNEL_LABELS = {
    Channel.IN_PERSON: "当面提交",
    Channel.REGISTERED_POST: "邮政寄送（须签收）",
    Channel.ORDINARY_LETTER: "平常信函",
    Channel.ONLINE: "在线申请",
    Channel.FAX: "传真",
    Channel.EMAIL: "电子邮件",
    Channel.HOTLINE: "电话口述",
    Channel.NOT_STATED: "渠道未注明",
}
# The four lines of the statistical table of 2014–2018; the annual report since 2019 tells no channels apart.
CHANNEL_GROUP_LABELS: Mapping[str, str] = MappingProxyType(
    {"in_person": "当面申请", "fax": "传真申请", "online": "网络申请", "letter": "信函申请", "not_stated": ""}
)
CHANNEL_GROUPS: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.IN_PERSON: "in_person",
        Channel.HOTLINE: "in_person",
        Channel.FAX: "fax",
        Channel.ONLINE: "online",
        Channel.EMAIL: "online",
        Channel.REGISTERED_POST: "letter",
        Channel.ORDINARY_LETTER: "letter",
        Channel.NOT_STATED: "not_stated",
    }
)
# No organ may close these two; the others bind it once its guide names them.
BASIC_CHANNELS = frozenset({Channel.IN_PERSON, Channel.REGISTERED_POST, Channel.ORDINARY_LETTER})
BASIC_CHANNELS_CITATION = cite(CHANNELS_EXPLAINED_2017)


class Moment(StrEnum):
    """收到的时点 — what makes a day the day of receipt; each value is an argument of `receipt_day`."""

    ARRIVED = "arrived_on"
    SIGNED = "signed_on"
    CONFIRMED = "confirmed_on"


MOMENT_LABELS = {
    Moment.ARRIVED: "提交或者到达的日期",
    Moment.SIGNED: "签收的日期",
    Moment.CONFIRMED: "与申请人确认的日期",
}


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """收到日规则 — the moment that counts for one channel, why, and what is uncertain ("" where nothing is)."""

    moment: Moment
    words: str
    citation: Citation
    unsettled: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """收到申请之日 — the day, or None while the clock has not begun (待确认) and `needs` says what is missing."""

    day: date | None
    moment: Moment
    sentence: str
    citation: Citation
    needs: tuple[str, ...]


def _2019(moment: Moment, words: str, item: int, unsettled: str = "") -> ReceiptRule:
    return ReceiptRule(moment, words, cite(REGULATIONS_2019, 31, None, item), unsettled)


def _2007(moment: Moment, words: str, unsettled: str = "") -> ReceiptRule:
    return ReceiptRule(moment, words, cite(LIMITS_EXPLAINED_2015), unsettled)


_OLD_FIGURES = "旧资料没有写明渠道，按所载日期"
_ORAL = "口头申请由工作人员代为填写，以填写完成的日期为收到之日"
RECEIPT_RULES: Mapping[str, Mapping[Channel, ReceiptRule]] = MappingProxyType(
    {
        REGULATIONS_2019.code: MappingProxyType(
            {
                Channel.IN_PERSON: _2019(Moment.ARRIVED, "当面提交的，提交的日期为收到之日", 1),
                Channel.REGISTERED_POST: _2019(Moment.SIGNED, "邮寄需要签收的，签收的日期为收到之日", 2),
                Channel.ORDINARY_LETTER: _2019(
                    Moment.CONFIRMED, "平常信函等不需要签收的，收到当日与申请人确认，确认的日期为收到之日", 2
                ),
                Channel.ONLINE: _2019(Moment.CONFIRMED, "通过互联网提交的，双方确认的日期为收到之日", 3),
                Channel.FAX: _2019(Moment.CONFIRMED, "传真提交的，双方确认的日期为收到之日", 3),
                Channel.EMAIL: _2019(
                    Moment.CONFIRMED,
                    "通过电子邮件提交的，双方确认的日期为收到之日",
                    3,
                    "2015年的解释以系统接收之日为准，与条例不一致，以条例为准",
                ),
                Channel.HOTLINE: ReceiptRule(Moment.ARRIVED, _ORAL, cite(REGULATIONS_2019, 29, 1)),
                Channel.NOT_STATED: _2019(Moment.ARRIVED, _OLD_FIGURES, 1),
            }
        ),
        REGULATIONS_2007.code: MappingProxyType(
            {
                Channel.IN_PERSON: _2007(Moment.ARRIVED, "当面提交的，提交的日期为收到之日"),
                Channel.REGISTERED_POST: _2007(Moment.SIGNED, "邮寄需要签收的，签收的日期为收到之日"),
                Channel.ORDINARY_LETTER: _2007(
                    Moment.CONFIRMED,
                    "平常信函收到当日与申请人确认，确认的日期为收到之日；联系不上的，自恢复联络之日起算",
                ),
                Channel.ONLINE: _2007(
                    Moment.ARRIVED, "在线提交的，系统接收的日期为收到之日", "解释只写了电子邮箱，在线提交比照"
                ),
                Channel.FAX: _2007(Moment.CONFIRMED, "传真收到并经双方确认的日期为收到之日"),
                Channel.EMAIL: _2007(
                    Moment.ARRIVED,
                    "发到公布的电子邮箱的，系统接收的日期为收到之日",
                    "2019年条例改为双方确认之日",
                ),
                Channel.HOTLINE: ReceiptRule(Moment.ARRIVED, _ORAL, cite(REGULATIONS_2007, 20, 1)),
                Channel.NOT_STATED: _2007(Moment.ARRIVED, _OLD_FIGURES),
            }
        ),
    }
)
_MISADDRESSED = "寄给其他机构或者个人的，工作机构实际收到并与申请人确认的日期为收到之日"


def receipt_rule(channel: Channel, statute: Statute, *, misaddressed: bool = False) -> ReceiptRule:
    """Return the rule for a channel under a text of the Regulations; `misaddressed` for a letter sent elsewhere."""
    if misaddressed and channel in (Channel.REGISTERED_POST, Channel.ORDINARY_LETTER):
        return _2007(Moment.CONFIRMED, _MISADDRESSED, "条例没有规定，依解释")
    return RECEIPT_RULES[statute.code][channel]


def receipt_day(
    channel: Channel,
    *,
    arrived_on: date,
    signed_on: date | None = None,
    confirmed_on: date | None = None,
    misaddressed: bool = False,
) -> Receipt:
    """Return the day of receipt by the channel's rule.

    The text in force on the day of arrival says which moment counts, and the newer text when that moment came
    after the older one had ended.
    """
    days = {Moment.ARRIVED: arrived_on, Moment.SIGNED: signed_on, Moment.CONFIRMED: confirmed_on}
    rule = receipt_rule(channel, regulations_on(arrived_on), misaddressed=misaddressed)
    day = days[rule.moment]
    if day is None:
        needs = MOMENT_LABELS[rule.moment]
        words = f"{rule.words}；还没有{needs}，期限尚未开始。"
        return Receipt(None, rule.moment, words, rule.citation, (needs,))
    rule = receipt_rule(channel, regulations_on(day), misaddressed=misaddressed)
    day = days[rule.moment] or day
    return Receipt(day, rule.moment, f"{rule.words}：{written(day)}。", rule.citation, ())


# No text says from when an organ counts to which an application was passed on: from the day on which it got it.
TRANSFERRED = "其他机关转送的，收到转送的日期为收到之日"
# Who must answer does not gain time by having passed it on.
CAME_BACK = "转出以后又转回的，以本机关第一次收到的日期为收到之日"
