"""修改年报 — keep what an officer has written around the figures; two people never overwrite each other unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.reporting import policies
from gongkai.reporting.actions.report_access import mark_saved, must_be_draft, report_for, section_of_draft
from gongkai.reporting.drafting import text_of
from gongkai.reporting.held_files import forget_unheld
from gongkai.reporting.illustrations import lines_of, moved_along
from gongkai.reporting.models import AnnualReport, ReportSection
from gongkai.reporting.numbers import numbers_of
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class Written:
    """写好的一部分 — its heading and its text."""

    heading: str
    text: str


def save_report(
    report_id: int,
    sections: Mapping[int, Written],
    *,
    actor: Actor,
    now: datetime,
    seen: datetime | None = None,
) -> AnnualReport:
    """保存年报 — headings and texts by the id of their section; others stay.

    `seen` is when the report was last saved as the officer's page has it; None saves regardless. Raises
    StepNotAllowed once it is submitted, RuleViolation, Denied, Http404.
    """
    with changing(actor, now) as change:
        report = report_for(actor, policies.DRAFT_REPORT, report_id)
        must_be_draft(report, "save", "修改")
        if seen is not None and seen != report.saved_at:
            raise RuleViolation("这份年报刚刚由别人保存过。您写的内容还在这一页，请对照后再保存")
        own = {section.pk: section for section in report.sections.all()}
        for pk, written in sections.items():
            if pk not in own:
                raise RuleViolation("有一部分刚刚由别人移除了，请重新打开页面")
            _fill(own[pk], written)
        mark_saved(report, now)
        change.record("reporting.save_report", report, agency_id=report.agency_id, version=report.number)
    return report


def add_section(report_id: int, *, heading: str, actor: Actor, now: datetime) -> ReportSection:
    """添加一部分 — a section of the organ's own, at the end; raises as `save_report`."""
    if not heading.strip():
        raise RuleViolation("请填写标题", field="heading")
    with changing(actor, now) as change:
        report = report_for(actor, policies.DRAFT_REPORT, report_id)
        must_be_draft(report, "save", "修改")
        last = max(report.sections.values_list("position", flat=True), default=0)
        section = ReportSection.objects.create(
            report=report, heading=heading.strip()[:100], position=last + 1
        )
        mark_saved(report, now)
        change.record("reporting.add_section", report, agency_id=report.agency_id, section=section.pk)
    return section


def remove_section(section_id: int, *, report_id: int, actor: Actor, now: datetime) -> None:
    """移除一部分 — one that the organ added; those of the form stay. Raises as `save_report`."""
    with changing(actor, now) as change:
        report, section = section_of_draft(report_id, section_id, actor)
        if section.key:
            raise RuleViolation("格式规定的部分不能移除")
        held = [row.file for row in section.illustrations.select_related("file") if row.file]
        section.delete()
        for stored in held:
            forget_unheld(stored)
        mark_saved(report, now)
        change.record("reporting.remove_section", report, agency_id=report.agency_id, section=section_id)


def redraft_section(section_id: int, *, report_id: int, actor: Actor, now: datetime) -> ReportSection:
    """重新起草一部分 — its text from the figures of today, in place of what was written. Raises as `save_report`."""
    with changing(actor, now) as change:
        report, section = section_of_draft(report_id, section_id, actor)
        _rewrite(section, text_of(report, section.key, numbers_of(report)))
        mark_saved(report, now)
        change.record("reporting.redraft_section", report, agency_id=report.agency_id, section=section_id)
    return section


def _fill(section: ReportSection, written: Written) -> None:
    if not written.heading.strip():
        raise RuleViolation("请填写标题", field=f"heading_{section.pk}")
    if len(written.text) > LONGEST:
        raise RuleViolation(phrase("一部分最多%(most)d个字", most=LONGEST), field=f"text_{section.pk}")
    section.heading = written.heading.strip()[:100]
    _rewrite(section, written.text.replace("\r\n", "\n").strip())


def _rewrite(section: ReportSection, text: str) -> None:
    """Give a section its text; its illustrations stay behind the paragraphs that they stood behind."""
    before, after = lines_of(section.text), lines_of(text)
    for row in section.illustrations.all() if before != after else ():
        row.after = moved_along(before, after, row.after)
        row.save(update_fields=["after"])
    section.text = text
    section.save(update_fields=["heading", "text"])
