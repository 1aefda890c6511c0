"""规则页：从答复到救济 — the tables of replies, fees, letters, service and objections."""

from collections.abc import Iterable
from itertools import islice

from gongkai.rules.application_limits import FEE_RULES
from gongkai.rules.citations import REGULATIONS_2019, Citation, Statute, listed
from gongkai.rules.cost_fees import COST, COST_KIND_LABELS, WAIVER
from gongkai.rules.deadlines import PAYMENT
from gongkai.rules.fees import ITEM_RISE, ITEM_STEP, UNITS, Bracket, FeeBasis, brackets
from gongkai.rules.letters import ADDRESSEE_LABELS, LETTERS, PLACE_LABELS
from gongkai.rules.objections import ObjectionTerms, objection_terms
from gongkai.rules.page_chapter import NOTHING, TEXTS, Chapter, edition_of, or_nothing
from gongkai.rules.questions import QUESTIONS
from gongkai.rules.remedies import (
    DECLINED_BY_COURTS,
    DECLINED_CITATION,
    FINDING_LABELS,
    OUTCOMES,
    ROUTE_LABELS,
)
from gongkai.rules.replies import ELEMENT_LABELS, RESULT_LABELS, replies_under, reply_of
from gongkai.rules.report_rows import rows_of
from gongkai.rules.serving import PROOF_LABELS, SERVICE_RULES, SERVICE_WAY_LABELS
from gongkai.rules.statutes import EVERY_OTHER, LITIGATION, RECONSIDERATION

_SHOWN_BRACKETS = 4
_REPORT_SINCE_2021 = 2021
_REPORT_OF_2014 = 2014


def replies(statute: Statute) -> Chapter:
    """答复 — every kind under one text (2019 Arts. 36–39)."""
    return Chapter(
        f"replies-{statute.edition}",
        f"{edition_of(statute)}的答复",
        "每一部分一种答复；一件申请在年度报告中只计一次，部分公开的只计部分公开。",
        ("答复", "大类", "依据", "必须写明", "年报的行", "2014年统计表的行", "先行复议", "未定之处"),
        tuple(
            (
                reply.label,
                RESULT_LABELS[reply.result],
                listed(reply.citations),
                or_nothing("、".join(ELEMENT_LABELS[element] for element in reply.elements)),
                rows_of(_REPORT_SINCE_2021)[reply.row],
                rows_of(_REPORT_OF_2014).get(reply.row_2014, NOTHING),
                "是" if reply.reconsider_first else "否",
                or_nothing(reply.unsettled),
            )
            for reply in replies_under(statute).values()
        ),
    )


def questions() -> Chapter:
    """办理人的判断 — what ticks propose."""

    def led(code: str | None, statute: Statute) -> str:
        return reply_of(statute, code).label if code else NOTHING

    return Chapter(
        "questions",
        "办理人的判断和建议的答复",
        "勾选后建议答复的种类，由办理人决定。",
        ("判断", "说明", *(f"{edition_of(statute)}的答复" for statute in TEXTS)),
        tuple(
            (
                question.label,
                question.help,
                *(led(question.reply_code(statute), statute) for statute in TEXTS),
            )
            for question in QUESTIONS
        ),
    )


def fees() -> Chapter:
    """信息处理费 — the brackets of 国办函〔2020〕109号."""
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


def costs() -> Chapter:
    """成本费用 — under the text of 2007 (Arts. 27–28)."""
    return Chapter(
        "costs",
        "成本费用（2007年条例）",
        f"按成本收取，标准由当地规定；经济确有困难的可以减免（{WAIVER}）。2019年条例不收取这些费用。",
        ("种类", "依据"),
        tuple((label, str(COST)) for label in COST_KIND_LABELS.values()),
    )


def letters() -> Chapter:
    """文书 — every document with its articles and places."""

    def under(articles: Iterable[Citation]) -> str:
        return or_nothing(listed(articles))

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
                or_nothing("、".join(PLACE_LABELS[name] for name in letter.required)),
                "分管领导" if letter.signed else NOTHING,
                str(letter.version),
            )
            for letter in LETTERS.values()
        ),
    )


def service() -> Chapter:
    """送达 — the moment that counts for each way."""
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
                or_nothing(rule.unsettled),
            )
            for way, rule in SERVICE_RULES.items()
        ),
    )


def objections() -> Chapter:
    """复议和诉讼的期限 — as the laws changed."""
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


def declined() -> Chapter:
    """法院一般不受理的答复 — told to officers (法释〔2025〕8号)."""
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


def outcomes() -> Chapter:
    """复议和诉讼的结果 — and the column where each counts."""
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
                or_nothing(outcome.unsettled),
            )
            for route, kinds in OUTCOMES.items()
            for outcome in kinds.values()
        ),
    )


def statutes() -> Chapter:
    """法规 — everything that is cited, with its days in force."""
    every = (*TEXTS, FEE_RULES, *EVERY_OTHER)
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
