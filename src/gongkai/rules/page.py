"""规则页 — everything that the rules of disclosure on application say, as tables for a lawyer to read.

Generated from the same data that the program runs on, so that the page cannot say something else than the program
does. What is uncertain stands in a column of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from gongkai.rules.application_limits import (
    FEE_RESTART,
    FEE_RULES,
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
from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Citation, Statute, listed
from gongkai.rules.cost_fees import COST, COST_KIND_LABELS, WAIVER
from gongkai.rules.deadlines import DEFAULT_ANSWER_DAYS, DEFAULT_SUPPLEMENT_DAYS, PAYMENT
from gongkai.rules.fees import ITEM_RISE, ITEM_STEP, UNITS, Bracket, FeeBasis, brackets
from gongkai.rules.letters import ADDRESSEE_LABELS, LETTERS, PLACE_LABELS
from gongkai.rules.limits import Limit
from gongkai.rules.objections import ObjectionTerms, objection_terms
from gongkai.rules.questions import QUESTIONS
from gongkai.rules.receiving import CHANNEL_GROUPS, CHANNEL_LABELS, MOMENT_LABELS, Channel, receipt_rule
from gongkai.rules.remedies import (
    DECLINED_BY_COURTS,
    DECLINED_CITATION,
    FINDING_LABELS,
    OUTCOMES,
    ROUTE_LABELS,
)
from gongkai.rules.replies import ELEMENT_LABELS, RESULT_LABELS, replies_under, reply_of
from gongkai.rules.report_rows import ROWS, ROWS_2014
from gongkai.rules.serving import PROOF_LABELS, SERVICE_RULES, SERVICE_WAY_LABELS
from gongkai.rules.statutes import EVERY_OTHER, LITIGATION, RECONSIDERATION

_TEXTS = (REGULATIONS_2019, REGULATIONS_2007)
_NOTHING = "—"
_SHOWN_BRACKETS = 4


@dataclass(frozen=True, slots=True)
class Chapter:
    """章 — one table of the rules page: its title, what it is about, the heads of its columns and its rows."""

    code: str
    title: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chapters() -> tuple[Chapter, ...]:
    """Return every table of the rules of disclosure on application, in the order of a case's life."""
    return (
        _form(),
        _doors(),
        _channels(),
        _steps(),
        _limits(),
        _supplement(),
        *(_replies(statute) for statute in _TEXTS),
        _questions(),
        _fees(),
        _costs(),
        _letters(),
        _service(),
        _objections(),
        _declined(),
        _outcomes(),
        _statutes(),
    )


def _or_nothing(words: str) -> str:
    return words or _NOTHING


def _of(statute: Statute) -> str:
    return f"{statute.edition}年条例"


def _form() -> Chapter:
    fields = {field.code: field for statute in _TEXTS for field in form_fields(statute)}
    kinds = "、".join(APPLICANT_KIND_LABELS.values())
    return Chapter(
        "form",
        "申请表",
        f"申请应当写明的内容（{FORM_CITATION}）。申请人分为：{kinds}。",
        ("部分", "栏目", *(f"{_of(statute)}必填" for statute in _TEXTS)),
        tuple(
            (
                FORM_PART_LABELS[field.part],
                field.label,
                *("必填" if field.required_under(statute) else _NOTHING for statute in _TEXTS),
            )
            for field in fields.values()
        ),
    )


def _doors() -> Chapter:
    return Chapter(
        "doors",
        "不通过依申请公开办理的事",
        "只作提示，不拒绝收件。",
        ("事项", "应当怎样办理", "依据"),
        tuple((door.label, door.door, str(door.citation)) for door in OTHER_DOORS),
    )


def _channels() -> Chapter:
    rules = [(statute, channel, receipt_rule(channel, statute)) for statute in _TEXTS for channel in Channel]
    return Chapter(
        "channels",
        "收到申请之日",
        "期限从收到之日的次日起算。以什么日期为收到之日，由接收渠道决定。",
        ("条例", "渠道", "以何日为准", "规则", "依据", "2014年统计表的行", "未定之处"),
        tuple(
            (
                _of(statute),
                CHANNEL_LABELS[channel],
                MOMENT_LABELS[rule.moment],
                rule.words,
                str(rule.citation),
                _or_nothing(CHANNEL_GROUPS[channel]),
                _or_nothing(rule.unsettled),
            )
            for statute, channel, rule in rules
        ),
    )


def _steps() -> Chapter:
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


def _limits() -> Chapter:
    return Chapter(
        "limits",
        "期限",
        "以工作日计，起算之日不计入；按收到申请之日适用当时的条例，两部条例不混用。",
        ("条例", "期限", "长度", "依据"),
        (*_limits_of(LIMITS_2019), *_limits_of(LIMITS_2007), _fee_limit(), _fee_restart()),
    )


def _limits_of(limits: ApplicationLimits) -> Iterable[tuple[str, ...]]:
    text = _of(limits.statute)
    named: tuple[tuple[str, Limit | None], ...] = (
        ("答复", limits.reply),
        ("延长答复", limits.extension),
        ("告知补正", limits.supplement_notice),
        ("第三方提出意见", limits.third_party),
        ("其他机关提出意见", limits.organs),
    )
    for label, limit in named:
        length = f"{limit.workdays}个工作日" if limit else "没有规定"
        yield text, label, length, str(limit.citation) if limit else _NOTHING
    if limits.third_party is None:
        yield text, "征求意见书自定的期限", f"{DEFAULT_ANSWER_DAYS}个工作日", "各地做法，可以更改"
    yield (
        text,
        "申请人补正（合理期限）",
        f"{DEFAULT_SUPPLEMENT_DAYS}个工作日，可以更改",
        str(limits.supplement),
    )
    yield text, "征求意见所需的时间", "不计入答复期限", str(limits.excluded)
    yield text, "收到补正", "答复期限重新计算", str(limits.supplement)


def _fee_limit() -> tuple[str, ...]:
    return _of(REGULATIONS_2019), "缴纳信息处理费", f"{PAYMENT}，末日为休息日的顺延", str(PAYMENT.citation)


def _fee_restart() -> tuple[str, ...]:
    return _of(REGULATIONS_2019), "缴费完成", "答复期限自次日起重新计算", str(FEE_RESTART)


def _supplement() -> Chapter:
    return Chapter(
        "supplement",
        "补正的情形",
        "应当一次性告知，并给予指导。",
        ("情形", "怎样补正", "依据"),
        tuple((ground.label, ground.guidance, str(ground.citation)) for ground in SUPPLEMENT_GROUNDS),
    )


def _replies(statute: Statute) -> Chapter:
    return Chapter(
        f"replies-{statute.edition}",
        f"{_of(statute)}的答复",
        "每一部分一种答复；一件申请在年度报告中只计一次，部分公开的只计部分公开。",
        ("答复", "大类", "依据", "必须写明", "年报的行", "2014年统计表的行", "先行复议", "未定之处"),
        tuple(
            (
                reply.label,
                RESULT_LABELS[reply.result],
                listed(reply.citations),
                _or_nothing("、".join(ELEMENT_LABELS[element] for element in reply.elements)),
                ROWS[reply.row],
                ROWS_2014.get(reply.row_2014, _NOTHING),
                "是" if reply.reconsider_first else "否",
                _or_nothing(reply.unsettled),
            )
            for reply in replies_under(statute).values()
        ),
    )


def _questions() -> Chapter:
    def led(code: str | None, statute: Statute) -> str:
        return reply_of(statute, code).label if code else _NOTHING

    return Chapter(
        "questions",
        "办理人的判断和建议的答复",
        "勾选后建议答复的种类，由办理人决定。",
        ("判断", "说明", *(f"{_of(statute)}的答复" for statute in _TEXTS)),
        tuple(
            (
                question.label,
                question.help,
                *(led(question.reply_code(statute), statute) for statute in _TEXTS),
            )
            for question in QUESTIONS
        ),
    )


def _fees() -> Chapter:
    labels = {FeeBasis.ITEMS: "按件（同一申请人一个自然月）", FeeBasis.PAGES: "按量（一件申请的页数）"}
    return Chapter(
        "fees",
        "信息处理费",
        f"超额累进；一件申请只按一种标准计算。按件的，往后每{ITEM_STEP}件为一档，每档提高{ITEM_RISE}元。"
        f"依据：{PAYMENT.citation.statute.number}。",
        ("标准", "数量", "单价"),
        tuple(
            (label, f"第{bracket.first}{UNITS[basis]}{_until(bracket, UNITS[basis])}", f"{bracket.yuan}元")
            for basis, label in labels.items()
            for bracket in islice(brackets(basis), _SHOWN_BRACKETS)
        ),
    )


def _until(bracket: Bracket, unit: str) -> str:
    return f"至第{bracket.last}{unit}" if bracket.last else "以上"


def _costs() -> Chapter:
    return Chapter(
        "costs",
        "成本费用（2007年条例）",
        f"按成本收取，标准由当地规定；经济确有困难的可以减免（{WAIVER}）。2019年条例不收取这些费用。",
        ("种类", "依据"),
        tuple((label, str(COST)) for label in COST_KIND_LABELS.values()),
    )


def _letters() -> Chapter:
    def under(articles: Iterable[Citation]) -> str:
        return _or_nothing(listed(articles))

    return Chapter(
        "letters",
        "文书",
        "未见全国统一的文书格式，参照各地的做法，文字为本平台自拟。",
        ("文书", "对象", "何时使用", "依据（2019年条例）", "依据（2007年条例）", "必须写明", "签发", "版本"),
        tuple(
            (
                letter.label,
                ADDRESSEE_LABELS[letter.addressee],
                letter.trigger,
                under(letter.articles),
                under(letter.articles_2007),
                _or_nothing("、".join(PLACE_LABELS[name] for name in letter.required)),
                "分管领导" if letter.signed else _NOTHING,
                str(letter.version),
            )
            for letter in LETTERS.values()
        ),
    )


def _service() -> Chapter:
    return Chapter(
        "service",
        "送达",
        "是否按期答复，看送达的日期。",
        ("方式", "以何日为准", "规则", "凭证", "依据", "未定之处"),
        tuple(
            (
                SERVICE_WAY_LABELS[way],
                rule.moment,
                rule.words,
                PROOF_LABELS[rule.proof],
                str(rule.citation),
                _or_nothing(rule.unsettled),
            )
            for way, rule in SERVICE_RULES.items()
        ),
    )


def _objections() -> Chapter:
    days = sorted({text.in_force_from for text in (*RECONSIDERATION, *LITIGATION)})
    known = [day for day in days if day >= RECONSIDERATION[0].in_force_from]
    return Chapter(
        "objections",
        "复议和诉讼的期限",
        "按答复的日期适用。末日为休息日的，顺延到其后第一个工作日。",
        ("自", "申请复议", "复议决定", "直接起诉", "复议后起诉", "不予公开的须先复议"),
        tuple((day.isoformat(), *_terms(objection_terms(day))) for day in known),
    )


def _terms(terms: ObjectionTerms) -> tuple[str, ...]:
    return (
        f"{terms.reconsider}（{terms.reconsider.citation}）",
        f"{terms.decide}，最多延长{terms.decide_longer}（{terms.decide.citation}）",
        f"{terms.sue}（{terms.sue.citation}）",
        f"{terms.sue_after}（{terms.sue_after.citation}）",
        str(terms.reconsider_first) if terms.reconsider_first else "否",
    )


def _declined() -> Chapter:
    return Chapter(
        "declined",
        "单独起诉时法院一般不受理的答复",
        f"只提示办理人，不影响救济告知。依据：{DECLINED_CITATION}。",
        ("答复", "依据"),
        tuple(
            (reply.label, listed(reply.citations))
            for reply in replies_under(REGULATIONS_2019).values()
            if reply.code in DECLINED_BY_COURTS
        ),
    )


def _outcomes() -> Chapter:
    return Chapter(
        "outcomes",
        "复议和诉讼的结果",
        "各地口径不一的，可以按本地的口径更改。",
        ("途径", "结果", "年报的列", "依据", "未定之处"),
        tuple(
            (
                ROUTE_LABELS[route],
                outcome.label,
                FINDING_LABELS[outcome.finding],
                str(outcome.citation),
                _or_nothing(outcome.unsettled),
            )
            for route, kinds in OUTCOMES.items()
            for outcome in kinds.values()
        ),
    )


def _statutes() -> Chapter:
    every = (*_TEXTS, FEE_RULES, *EVERY_OTHER)
    return Chapter(
        "statutes",
        "所依据的法律、法规和文件",
        "《政府信息公开条例》以外的条号有的来自二手资料，请以原文为准。",
        ("名称", "文号", "自", "至"),
        tuple(
            (
                statute.name,
                statute.number,
                statute.in_force_from.isoformat(),
                statute.in_force_until.isoformat() if statute.in_force_until else "现行",
            )
            for statute in every
        ),
    )
