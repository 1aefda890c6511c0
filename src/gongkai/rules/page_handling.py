"""规则页：从申请到办理 — the tables of applying, receipt, steps and limits."""

from collections.abc import Iterable

from gongkai.rules.application_limits import (
    FEE_RESTART,
    LIMITS_2007,
    LIMITS_2019,
    ApplicationLimits,
)
from gongkai.rules.application_process import CASE_STATE_LABELS, PROCESS
from gongkai.rules.applications import (
    APPLICANT_KIND_LABELS,
    FORM_CITATION,
    FORM_PART_LABELS,
    OTHER_DOORS,
    SUPPLEMENT_GROUNDS,
    form_fields,
)
from gongkai.rules.citations import REGULATIONS_2019
from gongkai.rules.deadlines import DEFAULT_ANSWER_DAYS, DEFAULT_SUPPLEMENT_DAYS, PAYMENT
from gongkai.rules.limits import Limit
from gongkai.rules.page_chapter import NOTHING, TEXTS, Chapter, edition_of, or_nothing
from gongkai.rules.receiving import (
    CHANNEL_GROUP_LABELS,
    CHANNEL_GROUPS,
    CHANNEL_LABELS,
    MOMENT_LABELS,
    Channel,
    receipt_rule,
)


def form() -> Chapter:
    """申请表 — what the form asks under each text (2019 Art. 29)."""
    fields = {field.code: field for statute in TEXTS for field in form_fields(statute)}
    kinds = "、".join(APPLICANT_KIND_LABELS.values())
    return Chapter(
        "form",
        "申请表",
        f"申请应当写明的内容（{FORM_CITATION}）。申请人分为：{kinds}。",
        ("部分", "栏目", *(f"{edition_of(statute)}必填" for statute in TEXTS)),
        tuple(
            (
                FORM_PART_LABELS[field.part],
                field.label,
                *("必填" if field.required_under(statute) else NOTHING for statute in TEXTS),
            )
            for field in fields.values()
        ),
    )


def doors() -> Chapter:
    """其他渠道 — what applications are not for (2019 Art. 39)."""
    return Chapter(
        "doors",
        "不通过依申请公开办理的事",
        "只作提示，不拒绝收件。",
        ("事项", "应当怎样办理", "依据"),
        tuple((door.label, door.door, str(door.citation)) for door in OTHER_DOORS),
    )


def channels() -> Chapter:
    """收到申请之日 — by channel and text (2019 Art. 31)."""
    rules = [(statute, channel, receipt_rule(channel, statute)) for statute in TEXTS for channel in Channel]
    return Chapter(
        "channels",
        "收到申请之日",
        "期限从收到之日的次日起算。以什么日期为收到之日，由接收渠道决定。",
        ("条例", "渠道", "以何日为准", "规则", "依据", "2014年统计表的行", "未定之处"),
        tuple(
            (
                edition_of(statute),
                CHANNEL_LABELS[channel],
                MOMENT_LABELS[rule.moment],
                rule.words,
                str(rule.citation),
                or_nothing(CHANNEL_GROUP_LABELS[CHANNEL_GROUPS[channel]]),
                or_nothing(rule.unsettled),
            )
            for statute, channel, rule in rules
        ),
    )


def steps() -> Chapter:
    """办理环节 — the process of a case (2019 Art. 45)."""
    return Chapter(
        "steps",
        "办理环节",
        "每一步从哪些状态可以办理，办理后到哪个状态。",
        ("环节", "从", "到", "依据"),
        tuple(
            (
                step.label,
                "、".join(label for state, label in CASE_STATE_LABELS.items() if state in step.sources),
                CASE_STATE_LABELS[step.target],
                str(step.citation),
            )
            for step in PROCESS.steps
        ),
    )


def limit_table() -> Chapter:
    """期限 — every limit of both texts (2019 Arts. 30–35)."""
    return Chapter(
        "limits",
        "期限",
        "以工作日计，起算之日不计入；按收到申请之日适用当时的条例，两部条例不混用。",
        ("条例", "期限", "长度", "依据"),
        (*_limits_of(LIMITS_2019), *_limits_of(LIMITS_2007), _fee_limit(), _fee_restart()),
    )


def _limits_of(limits: ApplicationLimits) -> Iterable[tuple[str, ...]]:
    text = edition_of(limits.statute)
    named: tuple[tuple[str, Limit | None], ...] = (
        ("答复", limits.reply),
        ("延长答复", limits.extension),
        ("告知补正", limits.supplement_notice),
        ("第三方提出意见", limits.third_party),
        ("其他机关提出意见", limits.organs),
    )
    for label, limit in named:
        length = f"{limit.workdays}个工作日" if limit else "没有规定"
        yield text, label, length, str(limit.citation) if limit else NOTHING
    if limits.third_party is None:
        yield text, "征求意见书自定的期限", f"{DEFAULT_ANSWER_DAYS}个工作日", "各地做法，可以更改"
    yield (
        text,
        "申请人补正（合理期限）",
        f"{DEFAULT_SUPPLEMENT_DAYS}个工作日，可以更改",
        str(limits.supplement),
    )
    yield from _while_waiting(text, limits)


def _while_waiting(text: str, limits: ApplicationLimits) -> Iterable[tuple[str, ...]]:
    if limits.statute is REGULATIONS_2019:
        yield text, "征求意见所需的时间", "不计入答复期限", str(limits.excluded)
        yield text, "收到补正", "答复期限重新计算", str(limits.supplement)
        return
    yield text, "征求第三方意见所需的时间", "不计入答复期限", str(limits.excluded)
    yield text, "征求其他机关意见所需的时间", "比照征求第三方意见，不计入答复期限", "条例没有规定"
    yield text, "收到补正", "答复期限重新计算；可以改为只是不计入等待的时间", "条例没有规定，各地做法"


def _fee_limit() -> tuple[str, ...]:
    return (
        edition_of(REGULATIONS_2019),
        "缴纳信息处理费",
        f"{PAYMENT}，末日为休息日的顺延",
        str(PAYMENT.citation),
    )


def _fee_restart() -> tuple[str, ...]:
    return edition_of(REGULATIONS_2019), "缴费完成", "答复期限自次日起重新计算", str(FEE_RESTART)


def supplement() -> Chapter:
    """补正的情形 — why an application is supplemented (2019 Art. 30)."""
    return Chapter(
        "supplement",
        "补正的情形",
        "应当一次性告知，并给予指导。",
        ("情形", "怎样补正", "依据"),
        tuple((ground.label, ground.guidance, str(ground.citation)) for ground in SUPPLEMENT_GROUNDS),
    )
