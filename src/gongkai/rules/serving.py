"""送达 — the ways by which a letter reaches somebody, the moment that counts for each, and the proof it needs.

Sources: 国办公开办函〔2016〕235号 (handed over, by way of another organ, by post); Regulations of 2019 Arts. 29, 40
(form and way as the applicant asks). For letters sent online or by e-mail no national rule is known: the day on
which they reached the system counts, and the rule says that this is unsettled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from gongkai.rules.citations import REGULATIONS_2019, Citation, cite
from gongkai.rules.days import written
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.statutes import SERVICE_EXPLAINED_2016


class ServiceWay(StrEnum):
    """送达方式 — how a letter is served."""

    ONLINE = "online"
    EMAIL = "email"
    POST = "post"
    IN_PERSON = "in_person"
    THROUGH_ORGAN = "through_organ"
    FAX = "fax"
    PUBLIC_NOTICE = "public_notice"


SERVICE_WAY_LABELS = {
    ServiceWay.ONLINE: "网上送达",
    ServiceWay.EMAIL: "电子邮件送达",
    ServiceWay.POST: "邮寄送达",
    ServiceWay.IN_PERSON: "直接送达",
    ServiceWay.THROUGH_ORGAN: "委托送达",
    ServiceWay.FAX: "传真送达",
    ServiceWay.PUBLIC_NOTICE: "公告送达",
}


class Proof(StrEnum):
    """送达凭证 — what shows that a letter was served."""

    DELIVERY_RECORD = "delivery_record"
    TRACKING_NUMBER = "tracking_number"
    SIGNATURE = "signature"
    TRANSMISSION_REPORT = "transmission_report"
    NOTICE_PLACE = "notice_place"


PROOF_LABELS = {
    Proof.DELIVERY_RECORD: "系统的送达记录",
    Proof.TRACKING_NUMBER: "邮件号码",
    Proof.SIGNATURE: "签收人签名",
    Proof.TRANSMISSION_REPORT: "传真发送报告",
    Proof.NOTICE_PLACE: "公告的地址或者版面",
}

# An announcement reaches those it concerns after so many days: thirty since 2022, sixty before, as in civil cases.
_NOTICE_DAYS, _NOTICE_DAYS_BEFORE, _NOTICE_DAYS_FROM = 30, 60, date(2022, 1, 1)


@dataclass(frozen=True, slots=True)
class ServiceRule:
    """送达规则 — the moment that counts (`moment` names the day), the proof it needs, what is unsettled."""

    moment: str
    words: str
    citation: Citation
    proof: Proof
    unsettled: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """送达 — the day on which a letter counts as served, with the sentence and the article.

    `known_on` is the day from which the one it is meant for knows it, so that limits of theirs begin: None for a
    letter in the post until it was delivered.
    """

    way: ServiceWay
    day: date
    known_on: date | None
    sentence: str
    citation: Citation
    proof: Proof


_EXPLAINED = cite(SERVICE_EXPLAINED_2016)
_FORM = cite(REGULATIONS_2019, 40)
_NO_RULE = "未见全国规定，取到达系统的日期"
SERVICE_RULES: Mapping[ServiceWay, ServiceRule] = MappingProxyType(
    {
        ServiceWay.ONLINE: ServiceRule(
            "到达的日期",
            "网上送达的，以到达申请人可以查看的页面的日期为准",
            _FORM,
            Proof.DELIVERY_RECORD,
            _NO_RULE,
        ),
        ServiceWay.EMAIL: ServiceRule(
            "到达的日期",
            "电子邮件送达的，以到达对方邮件系统的日期为准",
            _FORM,
            Proof.DELIVERY_RECORD,
            _NO_RULE,
        ),
        ServiceWay.POST: ServiceRule(
            "交邮的日期", "由邮政企业邮寄的，以交邮当日为准", _EXPLAINED, Proof.TRACKING_NUMBER
        ),
        ServiceWay.IN_PERSON: ServiceRule(
            "签收的日期", "直接送达的，以签收当日为准", _EXPLAINED, Proof.SIGNATURE
        ),
        ServiceWay.THROUGH_ORGAN: ServiceRule(
            "签收的日期", "委托其他行政机关送达的，以签收当日为准", _EXPLAINED, Proof.SIGNATURE
        ),
        ServiceWay.FAX: ServiceRule(
            "到达的日期", "传真送达的，以传真发送成功的日期为准", _FORM, Proof.TRANSMISSION_REPORT, _NO_RULE
        ),
        ServiceWay.PUBLIC_NOTICE: ServiceRule(
            "公告的日期",
            "无法以其他方式送达的，公告送达；答复期限以公告当日为准",
            _EXPLAINED,
            Proof.NOTICE_PLACE,
            "公告送达比照民事诉讼法，条例和解释没有规定",
        ),
    }
)
# Postal service means the postal enterprise; couriers do not serve letters of an authority.
POSTAL_ENTERPRISE_ONLY = "政府信息公开的答复只能交邮政企业寄送，不能使用其他快递。"


def served_on(way: ServiceWay, day: date, proof: str, delivered_on: date | None = None) -> Service:
    """Return the service of a letter whose counting moment was on that day.

    `day` is that of `SERVICE_RULES[way].moment`: posting, signature, arrival, announcement; `delivered_on` only
    for a posted letter. Raises RuleViolation when the proof that this way needs is empty.
    """
    rule = SERVICE_RULES[way]
    if not proof.strip():
        label = PROOF_LABELS[rule.proof]
        raise RuleViolation(phrase("送达还缺“%(proof)s”", proof=phrase(label)), rule.citation, field="proof")
    sentence = f"{rule.words}：{written(day)}。"
    return Service(way, day, _known_on(way, day, delivered_on), sentence, rule.citation, rule.proof)


def _known_on(way: ServiceWay, day: date, delivered_on: date | None) -> date | None:
    if way is ServiceWay.POST:
        return delivered_on
    if way is ServiceWay.PUBLIC_NOTICE:
        return day + timedelta(days=_NOTICE_DAYS if day >= _NOTICE_DAYS_FROM else _NOTICE_DAYS_BEFORE)
    return day


class InformationForm(StrEnum):
    """提供形式 — in what form information is given, as the application asks for it."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    DISC = "disc"
    READING = "reading"


INFORMATION_FORM_LABELS = {
    InformationForm.PAPER: "纸质",
    InformationForm.ELECTRONIC: "电子文件",
    InformationForm.DISC: "光盘",
    InformationForm.READING: "安排查阅、抄录",
}


class ObtainingWay(StrEnum):
    """获取方式 — how the applicant wants to get what is given."""

    ONLINE = "online"
    EMAIL = "email"
    POST = "post"
    FAX = "fax"
    PICK_UP = "pick_up"
    ON_SITE = "on_site"


OBTAINING_WAY_LABELS = {
    ObtainingWay.ONLINE: "网上下载",
    ObtainingWay.EMAIL: "电子邮件",
    ObtainingWay.POST: "邮寄",
    ObtainingWay.FAX: "传真",
    ObtainingWay.PICK_UP: "自行领取",
    ObtainingWay.ON_SITE: "当场阅读、抄录",
}
# In which forms each way can bring information, and how the letter that goes with it is served.
FORMS_BY_WAY: Mapping[ObtainingWay, frozenset[InformationForm]] = MappingProxyType(
    {
        ObtainingWay.ONLINE: frozenset({InformationForm.ELECTRONIC}),
        ObtainingWay.EMAIL: frozenset({InformationForm.ELECTRONIC}),
        ObtainingWay.POST: frozenset({InformationForm.PAPER, InformationForm.DISC}),
        ObtainingWay.FAX: frozenset({InformationForm.PAPER}),
        ObtainingWay.PICK_UP: frozenset({InformationForm.PAPER, InformationForm.DISC}),
        ObtainingWay.ON_SITE: frozenset({InformationForm.READING}),
    }
)
SERVICE_BY_OBTAINING: Mapping[ObtainingWay, ServiceWay] = MappingProxyType(
    {
        ObtainingWay.ONLINE: ServiceWay.ONLINE,
        ObtainingWay.EMAIL: ServiceWay.EMAIL,
        ObtainingWay.POST: ServiceWay.POST,
        ObtainingWay.FAX: ServiceWay.FAX,
        ObtainingWay.PICK_UP: ServiceWay.IN_PERSON,
        ObtainingWay.ON_SITE: ServiceWay.IN_PERSON,
    }
)
