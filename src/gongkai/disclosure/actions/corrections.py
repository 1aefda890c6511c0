"""纠错 — a reader reports what is wrong on a page; the organ answers."""

from datetime import datetime

from django.http import Http404

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import PUBLIC, Actor
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.disclosure.models import CorrectionReport, Document
from gongkai.rules.process import RuleViolation


def report_correction(
    *, agency: Agency, document: Document | None, page: str, words: str, contact: str, now: datetime
) -> CorrectionReport:
    """提交纠错 — by anyone; the words and the contact stay out of the ledger."""
    if len(words.strip()) < 4:
        raise RuleViolation("请写明哪里不对，至少四个字", field="words")
    if len(words) > 2000:
        raise RuleViolation("内容最多 2000 字", field="words")
    with changing(PUBLIC, now) as change:
        report = CorrectionReport.objects.create(
            agency=agency,
            document=document,
            page=page[:300],
            words=words.strip(),
            contact=contact.strip()[:100],
            reported_at=now,
        )
        change.record("disclosure.report_correction", report, agency_id=agency.pk)
    return report


def answer_correction(report_id: int, *, actor: Actor, now: datetime, answer: str) -> CorrectionReport:
    """答复纠错 — once."""
    with changing(actor, now) as change:
        report = (
            CorrectionReport.objects.select_for_update(of=("self",))
            .select_related("agency")
            .filter(pk=report_id)
            .first()
        )
        if report is None or not actor.may(policies.ANSWER_CORRECTION, report.agency):
            raise Http404
        if report.answered_at:
            raise RuleViolation("这一条已经处理过了")
        if not answer.strip():
            raise RuleViolation("请写明处理结果", field="answer")
        report.answer, report.answered_at, report.answered_by = answer.strip(), now, actor.user
        report.save(update_fields=["answer", "answered_at", "answered_by"])
        change.record("disclosure.answer_correction", report, agency_id=report.agency_id)
    return report
