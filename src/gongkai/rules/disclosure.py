"""主动公开 — the life of a piece of government information, its attribute, grounds and validity."""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.rules.citations import REGULATIONS_2019, Citation, cite
from gongkai.rules.phrases import phrase
from gongkai.rules.process import Process, RuleViolation, Step


class VersionState(StrEnum):
    """稿件状态 — where one version of a document stands on its way to publication."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    IN_SIGNING = "in_signing"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


VERSION_STATE_LABELS = {
    VersionState.DRAFT: "起草",
    VersionState.IN_REVIEW: "保密审查",
    VersionState.IN_SIGNING: "待签发",
    VersionState.SCHEDULED: "定时公开",
    VersionState.PUBLISHED: "已公开",
    VersionState.SUPERSEDED: "旧版",
    VersionState.DISCARDED: "已作废",
}

_REVIEW = cite(REGULATIONS_2019, 17)
_PUBLISH = cite(REGULATIONS_2019, 26)
_S = VersionState

PROCESS: Process[VersionState] = Process(
    name="主动公开",
    initial=_S.DRAFT,
    final=frozenset({_S.SUPERSEDED, _S.DISCARDED}),
    labels=VERSION_STATE_LABELS,
    steps=(
        Step("submit", "送审", frozenset({_S.DRAFT}), _S.IN_REVIEW, _REVIEW),
        Step("pass_review", "通过保密审查", frozenset({_S.IN_REVIEW}), _S.IN_SIGNING, _REVIEW),
        Step(
            "return_draft",
            "退回修改",
            frozenset({_S.IN_REVIEW, _S.IN_SIGNING, _S.SCHEDULED}),
            _S.DRAFT,
            _REVIEW,
        ),
        Step("schedule", "定时公开", frozenset({_S.IN_SIGNING}), _S.SCHEDULED, _PUBLISH),
        Step("publish", "签发公开", frozenset({_S.IN_SIGNING, _S.SCHEDULED}), _S.PUBLISHED, _PUBLISH),
        Step("supersede", "由新版取代", frozenset({_S.PUBLISHED}), _S.SUPERSEDED, _PUBLISH),
        Step("discard", "作废", frozenset({_S.DRAFT}), _S.DISCARDED, _PUBLISH),
    ),
)


class DocumentStatus(StrEnum):
    """公开状态 — what the public sees of a document: nothing yet, the page, or the notice of withdrawal."""

    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


DOCUMENT_STATUS_LABELS = {
    DocumentStatus.UNPUBLISHED: "未公开",
    DocumentStatus.PUBLISHED: "已公开",
    DocumentStatus.WITHDRAWN: "已撤回",
}


class Attribute(StrEnum):
    """公开属性 — fixed while drafting (公开属性源头认定)."""

    PROACTIVE = "proactive"
    ON_APPLICATION = "on_application"
    WITHHELD = "withheld"


ATTRIBUTE_LABELS = {
    Attribute.PROACTIVE: "主动公开",
    Attribute.ON_APPLICATION: "依申请公开",
    Attribute.WITHHELD: "不予公开",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """不予主动公开的理由 — a ground for not publishing, with its article and the attributes it supports."""

    code: str
    label: str
    citation: Citation
    attributes: frozenset[Attribute]


_BOTH = frozenset({Attribute.ON_APPLICATION, Attribute.WITHHELD})
_WITHHELD = frozenset({Attribute.WITHHELD})

GROUNDS: dict[str, Ground] = {
    ground.code: ground
    for ground in (
        Ground("state_secret", "国家秘密", cite(REGULATIONS_2019, 14), _WITHHELD),
        Ground("forbidden_by_law", "法律、行政法规禁止公开", cite(REGULATIONS_2019, 14), _WITHHELD),
        Ground(
            "public_safety",
            "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
            cite(REGULATIONS_2019, 14),
            _WITHHELD,
        ),
        Ground(
            "third_party", "商业秘密、个人隐私等，公开会损害第三方合法权益", cite(REGULATIONS_2019, 15), _BOTH
        ),
        Ground(
            "internal_affairs",
            "人事管理、后勤管理、内部工作流程等内部事务信息",
            cite(REGULATIONS_2019, 16, 1),
            _BOTH,
        ),
        Ground(
            "deliberation",
            "讨论记录、过程稿、磋商信函、请示报告等过程性信息",
            cite(REGULATIONS_2019, 16, 2),
            _BOTH,
        ),
        Ground("enforcement_file", "行政执法案卷信息", cite(REGULATIONS_2019, 16, 2), _BOTH),
        Ground(
            "limited_interest",
            "不涉及公众利益调整，也不需要公众广泛知晓或者参与决策",
            cite(REGULATIONS_2019, 19),
            frozenset({Attribute.ON_APPLICATION}),
        ),
    )
}


class Validity(StrEnum):
    """有效性 — whether a document is in force, as an officer has stated it."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPEALED = "repealed"
    EXPIRED = "expired"


VALIDITY_LABELS = {
    Validity.IN_FORCE: "有效",
    Validity.AMENDED: "修改",
    Validity.REPEALED: "废止",
    Validity.EXPIRED: "失效",
}


class RelationKind(StrEnum):
    """文件关系 — how one document stands to another, read from left to right."""

    INTERPRETS = "interprets"
    AMENDS = "amends"
    REPEALS = "repeals"
    IMPLEMENTS = "implements"
    REPLIES_TO = "replies_to"
    ANSWERS = "answers"
    CITES = "cites"


# (from this document's side, from the other document's side)
RELATION_LABELS = {
    RelationKind.INTERPRETS: ("解读", "有解读"),
    RelationKind.AMENDS: ("修改", "被修改"),
    RelationKind.REPEALS: ("废止", "被废止"),
    RelationKind.IMPLEMENTS: ("依据", "被落实"),
    RelationKind.REPLIES_TO: ("答复", "有答复"),
    RelationKind.ANSWERS: ("回答", "有问答"),
    RelationKind.CITES: ("引用", "被引用"),
}


def check_attribute(attribute: str, ground: str) -> None:
    """Refuse an attribute without the ground that it needs, or with one that does not support it.

    Source: Regulations of 2019, Articles 13–16; 国办发〔2016〕80号 on fixing the attribute while drafting.
    Raises RuleViolation.
    """
    if not attribute:
        raise RuleViolation("请先认定公开属性", cite(REGULATIONS_2019, 13), field="attribute")
    if Attribute(attribute) is Attribute.PROACTIVE:
        if ground:
            raise RuleViolation(
                "主动公开的信息不需要填写不公开理由", cite(REGULATIONS_2019, 13), field="ground"
            )
        return
    if ground not in GROUNDS:
        words = phrase("认定为“%(label)s”需要选择理由", label=phrase(ATTRIBUTE_LABELS[Attribute(attribute)]))
        raise RuleViolation(words, cite(REGULATIONS_2019, 14), field="ground")
    if Attribute(attribute) not in GROUNDS[ground].attributes:
        words = phrase("“%(ground)s”不能作为这一公开属性的理由", ground=phrase(GROUNDS[ground].label))
        raise RuleViolation(words, GROUNDS[ground].citation, field="ground")


def check_four_eyes(author: int | None, reviewer: int | None, signer: int | None) -> None:
    """Refuse one person in two of the three roles: drafting, confidentiality review and signing.

    Source: Regulations of 2019, Article 17 (review by procedure and responsibility). Raises RuleViolation.
    """
    people = [person for person in (author, reviewer, signer) if person is not None]
    if len(people) != len(set(people)):
        raise RuleViolation("起草、保密审查、签发须由三个不同的人办理", _REVIEW)
