"""各项期限 — every limit of a case beside that of the reply itself, each with its day, its reasons and its article.

The day on which a limit begins is not counted. A limit in calendar days or months that ends on a day off ends on
the next working day (Civil Code Arts. 201–203 and the texts before it); one in working days never does.
Sources: Regulations of 2019 Arts. 30, 32, 34; fee rules of 2020 Art. 6; 国办公开办函〔2016〕235号; the laws on
reconsideration and litigation in `objections`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.rules.application_limits import FEE_RULES, application_limits
from gongkai.rules.calendar import WorkCalendar, not_announced
from gongkai.rules.citations import (
    REGULATIONS_2007,
    REGULATIONS_2019,
    Citation,
    Statute,
    cite,
    regulations_on,
)
from gongkai.rules.clock import ClockReading
from gongkai.rules.objections import Term, Unit, objection_terms
from gongkai.rules.phrases import Phrase, phrase
from gongkai.rules.statutes import (
    GENERAL_PRINCIPLES_1987,
    INTERPRETATION_2015,
    LITIGATION_2014,
    PERIODS,
    SERVICE_EXPLAINED_2016,
    text_on,
)


class DeadlineKind(StrEnum):
    """期限种类 — whose move it is until when."""

    SUPPLEMENT_NOTICE = "supplement_notice"
    SUPPLEMENT = "supplement"
    THIRD_PARTY = "third_party"
    ORGANS = "organs"
    PAYMENT = "payment"
    SERVICE = "service"
    RECONSIDERATION = "reconsideration"
    RECONSIDERATION_DECISION = "reconsideration_decision"
    LITIGATION = "litigation"
    LITIGATION_AFTER = "litigation_after"


DEADLINE_LABELS = {
    DeadlineKind.SUPPLEMENT_NOTICE: "告知补正的期限",
    DeadlineKind.SUPPLEMENT: "申请人补正的期限",
    DeadlineKind.THIRD_PARTY: "第三方提出意见的期限",
    DeadlineKind.ORGANS: "其他机关提出意见的期限",
    DeadlineKind.PAYMENT: "缴费的期限",
    DeadlineKind.SERVICE: "送达答复的期限",
    DeadlineKind.RECONSIDERATION: "申请行政复议的期限",
    DeadlineKind.RECONSIDERATION_DECISION: "作出复议决定的期限",
    DeadlineKind.LITIGATION: "直接起诉的期限",
    DeadlineKind.LITIGATION_AFTER: "复议后起诉的期限",
}
# What an organ sets where the law asks for a reasonable limit or for none: local practice, to be changed here.
DEFAULT_SUPPLEMENT_DAYS = 10
DEFAULT_ANSWER_DAYS = 15
_CARRIED_OVER = cite(INTERPRETATION_2015, 26, 1)
PAYMENT = Term(30, Unit.DAYS, cite(FEE_RULES, 6))


@dataclass(frozen=True, slots=True)
class LegalDeadline:
    """一项期限 — the last day, whether it may still move, the sentences that lead there, the article.

    `statutory` is False where the length was set by the organ because the text sets none.
    """

    kind: DeadlineKind
    day: date
    provisional: bool
    explanation: tuple[Phrase, ...]
    citation: Citation
    statutory: bool = True

    @property
    def label(self) -> str:
        """The Chinese name of the limit."""
        return DEADLINE_LABELS[self.kind]


def supplement_notice_due(received: date, calendar: WorkCalendar) -> LegalDeadline | None:
    """Return by when a supplement must be asked for, once and for all (2019 Art. 30); None under the text of 2007."""
    limit = application_limits(regulations_on(received)).supplement_notice
    if limit is None:
        return None
    rule = phrase(
        "收到申请之日起%(days)s个工作日内一次性告知补正（%(article)s）。",
        days=limit.workdays,
        article=limit.citation,
    )
    return _in_workdays(
        DeadlineKind.SUPPLEMENT_NOTICE, received, limit.workdays, rule, limit.citation, calendar
    )


def supplement_due(
    notified_on: date, received: date, calendar: WorkCalendar, workdays: int = DEFAULT_SUPPLEMENT_DAYS
) -> LegalDeadline:
    """Return by when the applicant must supplement: as many working days after service as the notice sets."""
    citation = application_limits(regulations_on(received)).supplement
    rule = phrase(
        "补正告知书确定的合理期限为%(days)s个工作日，自收到告知书起算（%(article)s）。",
        days=workdays,
        article=citation,
    )
    found = _in_workdays(DeadlineKind.SUPPLEMENT, notified_on, workdays, rule, citation, calendar, False)
    last = phrase("逾期不补正又没有正当理由的，视为放弃申请，不再处理。")
    return _with(found, last) if regulations_on(received) is REGULATIONS_2019 else found


def third_party_due(letter_received_on: date, received: date, calendar: WorkCalendar) -> LegalDeadline:
    """Return by when a third party must answer, from the day it got the letter (2019 Art. 32; 2007 Art. 23)."""
    limit = application_limits(regulations_on(received)).third_party
    citation = limit.citation if limit else cite(REGULATIONS_2007, 23)
    days = limit.workdays if limit else DEFAULT_ANSWER_DAYS
    rule = _answering(phrase("第三方"), days, citation, limit is not None)
    found = _in_workdays(
        DeadlineKind.THIRD_PARTY, letter_received_on, days, rule, citation, calendar, limit is not None
    )
    silent = silence_means(DeadlineKind.THIRD_PARTY, received)
    return _with(found, silent) if silent else found


def organs_due(letter_received_on: date, received: date, calendar: WorkCalendar) -> LegalDeadline:
    """Return by when organs that made the information together must answer; silence is consent (2019 Art. 34)."""
    limit = application_limits(regulations_on(received)).organs
    citation = limit.citation if limit else cite(REGULATIONS_2007, 24, 3)
    days = limit.workdays if limit else DEFAULT_ANSWER_DAYS
    rule = _answering(phrase("被征求意见的机关"), days, citation, limit is not None)
    found = _in_workdays(
        DeadlineKind.ORGANS, letter_received_on, days, rule, citation, calendar, limit is not None
    )
    silent = silence_means(DeadlineKind.ORGANS, received)
    return _with(found, silent) if silent else found


def silence_means(kind: DeadlineKind, received: date) -> Phrase | None:
    """Return what follows when a third party or organs that were asked say nothing (2019 Arts. 32, 34).

    `kind` is THIRD_PARTY or ORGANS; None under the text of 2007, which sets no limit to answer.
    """
    limits = application_limits(regulations_on(received))
    if kind is DeadlineKind.ORGANS and limits.organs:
        return phrase("逾期没有提出意见的，视为同意公开（%(article)s）。", article=limits.organs.citation)
    if kind is DeadlineKind.THIRD_PARTY and limits.third_party:
        return phrase(
            "逾期没有提出意见的，由我们依照条例决定是否公开（%(article)s）。",
            article=limits.third_party.citation,
        )
    return None


def payment_due(notified_on: date, calendar: WorkCalendar) -> LegalDeadline:
    """Return by when a fee must be paid, from the day the notice was received (fee rules of 2020 Art. 6)."""
    rule = phrase(
        "自收到收费通知次日起%(term)s内缴纳（%(article)s）。",
        term=_length(PAYMENT),
        article=PAYMENT.citation,
    )
    found = _in_term(DeadlineKind.PAYMENT, notified_on, PAYMENT, rule, calendar)
    return _with(found, phrase("逾期未缴的，视为放弃申请，不再处理。"))


def service_due(clock: ClockReading) -> LegalDeadline | None:
    """Return by when the reply must be posted or handed over: the day it falls due; None while the clock stands."""
    if clock.due is None:
        return None
    citation = cite(SERVICE_EXPLAINED_2016)
    rule = phrase(
        "答复应当在%(due)s以前（含当天）送达：邮寄的以交邮当日为准，直接送达的以签收当日为准（%(article)s）。",
        due=clock.due,
        article=citation,
    )
    return LegalDeadline(DeadlineKind.SERVICE, clock.due, clock.provisional, (rule,), citation)


def reconsideration_due(known_on: date, calendar: WorkCalendar) -> LegalDeadline:
    """Return by when reconsideration may be asked for, from the day the applicant knows the reply."""
    term = objection_terms(known_on).reconsider
    rule = phrase(
        "自知道答复之日起%(term)s内，可以申请行政复议（%(article)s）。",
        term=_length(term),
        article=term.citation,
    )
    return _in_term(DeadlineKind.RECONSIDERATION, known_on, term, rule, calendar)


def reconsideration_decision_due(
    accepted_on: date, calendar: WorkCalendar, extended_days: int = 0
) -> LegalDeadline:
    """Return by when reconsideration must be decided; ValueError for an extension that is too long."""
    terms = objection_terms(accepted_on)
    if not 0 <= extended_days <= terms.decide_longer.length:
        raise ValueError(f"复议期限最多延长{terms.decide_longer}（{terms.decide_longer.citation}）")
    term = Term(terms.decide.length + extended_days, Unit.DAYS, terms.decide.citation)
    said = {"term": _length(terms.decide), "article": term.citation}
    rule = phrase("自受理申请之日起%(term)s内作出复议决定（%(article)s）。", **said)
    if extended_days:
        rule = phrase(
            "自受理申请之日起%(term)s内作出复议决定，已经延长%(days)s日（%(article)s）。",
            days=extended_days,
            **said,
        )
    return _in_term(DeadlineKind.RECONSIDERATION_DECISION, accepted_on, term, rule, calendar)


def litigation_due(known_on: date, calendar: WorkCalendar) -> LegalDeadline:
    """Return by when a reply may be taken to court at once: 6 months, 3 where those had run out before 2015-05-01."""
    term, newer = objection_terms(known_on).sue, LITIGATION_2014.in_force_from
    carried_over = known_on < newer <= _months_after(known_on, term.length)
    if carried_over:
        term = objection_terms(newer).sue
    rule = phrase(
        "自知道答复之日起%(term)s内，可以直接提起行政诉讼（%(article)s）。",
        term=_length(term),
        article=term.citation,
    )
    found = _in_term(DeadlineKind.LITIGATION, known_on, term, rule, calendar)
    words = "%(day)s起诉期限尚未届满，适用修改后的期限（%(article)s）。"
    return _with(found, phrase(words, day=newer, article=_CARRIED_OVER)) if carried_over else found


def last_day_beyond_objection(today: date, calendar: WorkCalendar) -> date:
    """Return the last day on which who learnt of a reply can, today, neither ask for reconsideration nor sue at once."""
    day = today
    while max(reconsideration_due(day, calendar).day, litigation_due(day, calendar).day) >= today:
        day -= timedelta(days=1)
    return day


def litigation_after_due(decision_received_on: date, calendar: WorkCalendar) -> LegalDeadline:
    """Return by when one may sue after reconsideration, from the day its decision was received."""
    term = objection_terms(decision_received_on).sue_after
    rule = phrase(
        "自收到复议决定书之日起%(term)s内，可以提起行政诉讼（%(article)s）。",
        term=_length(term),
        article=term.citation,
    )
    return _in_term(DeadlineKind.LITIGATION_AFTER, decision_received_on, term, rule, calendar)


def _answering(who: Phrase, days: int, citation: Citation, statutory: bool) -> Phrase:
    said = {"who": who, "days": days, "article": citation}
    if statutory:
        return phrase("%(who)s自收到征求意见书之日起%(days)s个工作日内提出意见（%(article)s）。", **said)
    return phrase("%(article)s没有规定%(who)s提出意见的期限，征求意见书确定为%(days)s个工作日。", **said)


def _length(term: Term) -> Phrase:
    if term.unit is Unit.DAYS:
        return phrase("%(count)s日", count=term.length)
    return phrase("%(count)s个月", count=term.length)


def _with(found: LegalDeadline, sentence: Phrase) -> LegalDeadline:
    return LegalDeadline(
        found.kind,
        found.day,
        found.provisional,
        (*found.explanation, sentence),
        found.citation,
        found.statutory,
    )


def _in_workdays(
    kind: DeadlineKind,
    start: date,
    days: int,
    rule: Phrase,
    citation: Citation,
    calendar: WorkCalendar,
    statutory: bool = True,
) -> LegalDeadline:
    counted = calendar.add_workdays(start, days)
    return LegalDeadline(
        kind, counted.day, counted.provisional, (rule, *counted.explanation), citation, statutory
    )


def _in_term(
    kind: DeadlineKind, start: date, term: Term, rule: Phrase, calendar: WorkCalendar
) -> LegalDeadline:
    ends = (
        start + timedelta(days=term.length) if term.unit is Unit.DAYS else _months_after(start, term.length)
    )
    day = ends
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    counted = {"start": start, "term": _length(term), "end": ends}
    words = [rule, phrase("自%(start)s起算，当日不计入，%(term)s届满之日为%(end)s。", **counted)]
    if day != ends:
        moved = {"end": ends, "day": day, "article": _moved_by(start)}
        words.append(phrase("%(end)s是休息日，顺延到其后第一个工作日%(day)s（%(article)s）。", **moved))
    provisional = any(calendar.is_provisional(each) for each in (ends, day))
    if provisional:
        words.append(not_announced([day.year]))
    return LegalDeadline(kind, day, provisional, tuple(words), term.citation)


def _months_after(start: date, months: int) -> date:
    """Return the same day of a later month, or its last day where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _moved_by(day: date) -> Citation:
    statute: Statute = text_on(PERIODS, day)
    return cite(statute, 154 if statute is GENERAL_PRINCIPLES_1987 else 203)
