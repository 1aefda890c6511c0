"""年度报告 — from the figures of a year to a document in the 年报 column, told as it happens."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from cast import Cast, published
from foi.answering import answered
from foi.builders import filed
from gongkai.core.permissions import Denied
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.reporting.actions.confirm_declared import confirm_declared
from gongkai.reporting.actions.declare import Statement, declare
from gongkai.reporting.actions.release_report import release_report
from gongkai.reporting.actions.save_report import Written, add_section, remove_section, save_report
from gongkai.reporting.actions.settle_report import return_report, sign_report, submit_report
from gongkai.reporting.actions.start_report import correct_report, start_report
from gongkai.reporting.check import Check, Kind, Outcome
from gongkai.reporting.checks import checks_of
from gongkai.reporting.content import Content, content_of
from gongkai.reporting.models import AnnualReport, ReportSection
from gongkai.reporting.numbers import Numbers, fresh_numbers, numbers_of
from gongkai.reporting.report_page import progress
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.rules.slices import parsed, slice_of
from reporting.stage import SOON, YEAR, all_declared, begun, signed_report, submitted_report

pytestmark = pytest.mark.django_db


def text_of(report: AnnualReport, key: str) -> str:
    content = content_of(report)
    section = next(each for each in content.sections if each.section.key == key)
    return "\n".join(paragraph.text for paragraph in section.paragraphs)


def cell(content: Content, key: str) -> str:
    return next(each.text for each in content.cells() if each.cell.key == key)


def stops(report: AnnualReport) -> list[Check]:
    return [check for check in checks_of(report, SOON.date()) if check.outcome is Outcome.STOP]


def write(report: AnnualReport, cast: Cast, key: str, text: str) -> None:
    section = report.sections.get(key=key)
    save_report(report.pk, {section.pk: Written(section.heading, text)}, actor=cast.lin, now=SOON)


def test_the_report_is_drafted_from_what_happened(cast: Cast) -> None:
    answered(cast)
    filed(cast)
    published(cast)
    report = start_report(cast.housing, YEAR, actor=cast.lin, now=SOON)
    assert str(report) == "临江市住房和城乡建设局2026年政府信息公开工作年度报告"
    assert "新收政府信息公开申请2件，其中自然人申请2件" in text_of(report, "applications")
    assert "主动公开政府信息1条" in text_of(report, "overview")
    assert "2" not in report.sections.get(key="applications").text
    content = content_of(report)
    assert cell(content, "applications.received.citizen") == "2"
    assert cell(content, "applications.received.total") == "2"
    assert cell(content, "applications.partly_granted.total") == "1"
    assert cell(content, "applications.carried_on.total") == "1"


def test_a_report_that_adds_up_is_submitted_signed_and_published(cast: Cast) -> None:
    answered(cast)
    all_declared(cast, {"normative.made[kind=normative]": 1, "normative.in_force[kind=normative]": 1})
    report = begun(cast)
    assert stops(report) == []
    report = submit_report(report.pk, actor=cast.lin, now=SOON)
    with pytest.raises(Denied):
        sign_report(report.pk, actor=cast.lin, now=SOON)
    report = sign_report(report.pk, actor=cast.liang, now=SOON)
    version = release_report(report.pk, actor=cast.lin, now=SOON)
    report = AnnualReport.objects.get(pk=report.pk)
    assert (report.document_id, report.published) == (version.document_id, False)
    assert version.document.column == cast.report
    assert version.report_year == YEAR
    assert "本年收费金额" in version.body_html
    assert "rowspan" in version.body_html
    submit(version.pk, actor=cast.lin, now=SOON)
    pass_review(version.pk, actor=cast.shen, now=SOON)
    sign(version.pk, actor=cast.liang, now=SOON)
    report = AnnualReport.objects.select_related("document").get(pk=report.pk)
    assert report.published


def test_a_figure_that_nobody_declared_stops_the_report_and_says_which(cast: Cast) -> None:
    declare(
        cast.housing.pk,
        [Statement(slice_of("permits.decisions"), Decimal(3))],
        year=YEAR,
        actor=cast.lin,
        now=SOON,
    )
    report = begun(cast)
    said = {str(check.words): check.named for check in stops(report)}
    assert any("没有填报" in words and "规章和规范性文件制发件数·规章" in said[words] for words in said)
    assert said["有1项数字还没有另一人确认"] == ("行政许可处理决定数量",)
    assert {check.mend for check in stops(report)} == {f"/desk/figures/declared/{cast.housing.code}/{YEAR}/"}
    with pytest.raises(RuleViolation, match="项核对没有通过"):
        submit_report(report.pk, actor=cast.lin, now=SOON)


def test_a_planted_mistake_in_a_declared_figure_stops_the_report_of_2016(cast: Cast) -> None:
    all_declared(cast, {"press.conferences": 2, "press.conferences[attended=chief]": 5}, year=2016)
    report = begun(cast, year=2016)
    (check,) = stops(report)
    assert check.anchor == "cell-statistics.press_conferences_chief.count"
    assert check.arithmetic == "5 ＞ 2"
    assert check.mend == (
        f"/desk/figures/declared/{cast.housing.code}/2016/#line-press.conferences%5Battended%3Dchief%5D"
    )


def test_what_is_in_force_goes_on_from_the_year_before_or_is_explained(cast: Cast) -> None:
    in_force = "normative.in_force[kind=normative]"
    all_declared(cast, {in_force: 10}, year=YEAR - 1)
    all_declared(cast, {"normative.made[kind=normative]": 2, in_force: 13})
    report = begun(cast)
    (check,) = stops(report)
    assert (check.arithmetic, check.anchor) == (
        "13 ≠ 10 ＋ 2 － 0 ＝ 12",
        "cell-normative.normative.in_force",
    )
    with pytest.raises(RuleViolation, match=r"行政规范性文件·现行有效件数.*写明原因"):
        submit_report(report.pk, actor=cast.lin, now=SOON)
    told = Statement(parsed(in_force), Decimal(13), note="年内清理，补列以前漏列的1件。", reason="补写说明")
    (figure,) = declare(cast.housing.pk, [told], year=YEAR, actor=cast.lin, now=SOON)
    confirm_declared([figure.pk], actor=cast.shen, now=SOON)
    assert stops(report) == []
    notes = [each for each in checks_of(report, SOON.date()) if each.anchor == check.anchor]
    assert any("补列以前漏列的1件" in each.words for each in notes if each.outcome is Outcome.NOTE)
    submit_report(report.pk, actor=cast.lin, now=SOON)


def test_a_figure_typed_by_hand_is_pointed_out(cast: Cast) -> None:
    answered(cast)
    all_declared(cast, {"permits.decisions": 345})
    report = begun(cast)
    write(report, cast, "proactive", "全年行政许可345件。")
    notes = [check for check in checks_of(report, SOON.date()) if check.outcome is Outcome.NOTE]
    assert any("345件" in check.words and "【行政许可处理决定数量】" in check.words for check in notes)
    write(report, cast, "applications", "全年收到申请7件。")
    (stop,) = stops(report)
    assert "“7件”与指标【收到申请数】的1不一致" in stop.words
    write(report, cast, "applications", "全年收到申请【收到申请数】件，【没有的】件。")
    (stop,) = stops(report)
    assert "【没有的】" in stop.words


def test_personal_data_stops_the_report(cast: Cast) -> None:
    all_declared(cast)
    report = begun(cast)
    write(report, cast, "problems", "联系人身份证号：110101199003074610，办理监督。")
    assert [check.kind.name for check in stops(report)] == ["PRIVACY"]


def test_what_is_left_to_be_written_stops_the_report(cast: Cast) -> None:
    all_declared(cast)
    report = start_report(cast.housing, YEAR, actor=cast.lin, now=SOON)
    assert {check.kind.name for check in stops(report)} == {"SECTIONS"}


def test_a_year_that_is_not_over_is_not_reported(cast: Cast) -> None:
    all_declared(cast, year=2027)
    report = begun(cast, year=2027)
    assert any("还没有过完" in check.words for check in stops(report))


def test_what_was_frozen_stays_when_the_facts_move(cast: Cast) -> None:
    answered(cast)
    all_declared(cast)
    report = submitted_report(cast)
    answered(cast, title="后来补登的申请")
    report.refresh_from_db()
    assert numbers_of(report).now["applications.received.total"] == 1
    assert fresh_numbers(report).now["applications.received.total"] == 2


def test_the_year_before_comes_from_its_frozen_report(cast: Cast) -> None:
    all_declared(cast, {"permits.decisions": 8})
    signed_report(cast)
    changed = [Statement(slice_of("permits.decisions"), Decimal(9), reason="漏报一件")]
    declare(cast.housing.pk, changed, year=YEAR, actor=cast.lin, now=SOON)
    following = start_report(cast.housing, YEAR + 1, actor=cast.lin, now=SOON)
    assert numbers_of(following).before["permits.permits.decisions"] == 8


def test_what_is_returned_is_a_draft_again(cast: Cast) -> None:
    all_declared(cast)
    report = submitted_report(cast)
    returned = return_report(report.pk, reason="请补充培训情况", actor=cast.liang, now=SOON)
    assert (returned.state, returned.figures, returned.return_reason) == ("draft", {}, "请补充培训情况")
    with pytest.raises(StepNotAllowed):
        sign_report(report.pk, actor=cast.liang, now=SOON)


def test_a_signed_report_is_corrected_by_a_version_with_a_reason(cast: Cast) -> None:
    all_declared(cast)
    report = signed_report(cast)
    with pytest.raises(RuleViolation):
        correct_report(report.pk, reason=" ", actor=cast.lin, now=SOON)
    second = correct_report(report.pk, reason="漏报一次培训", actor=cast.lin, now=SOON)
    assert (second.number, second.state) == (2, "draft")
    assert second.sections.count() == report.sections.count()
    with pytest.raises(RuleViolation, match="已经有新的版本"):
        correct_report(report.pk, reason="又一次", actor=cast.lin, now=SOON)


def test_a_correction_revises_the_document_that_is_public(cast: Cast) -> None:
    all_declared(cast)
    version = release_report(signed_report(cast).pk, actor=cast.lin, now=SOON)
    submit(version.pk, actor=cast.lin, now=SOON)
    pass_review(version.pk, actor=cast.shen, now=SOON)
    sign(version.pk, actor=cast.liang, now=SOON)
    first = AnnualReport.objects.get()
    assert steps_left(first) == []
    second = correct_report(first.pk, reason="漏报一次培训", actor=cast.lin, now=SOON)
    assert steps_left(second) == ["提交", "签发", "转公开", "公开"], "the public reads the one before"
    assert second.published
    submit_report(second.pk, actor=cast.lin, now=SOON)
    sign_report(second.pk, actor=cast.liang, now=SOON)
    fresh = release_report(second.pk, actor=cast.lin, now=SOON)
    assert (fresh.document_id, fresh.number) == (version.document_id, 2)
    assert fresh.change_note == "漏报一次培训"
    assert steps_left(AnnualReport.objects.get(number=2)) == ["公开"]
    submit(fresh.pk, actor=cast.lin, now=SOON)
    pass_review(fresh.pk, actor=cast.shen, now=SOON)
    sign(fresh.pk, actor=cast.liang, now=SOON)
    assert steps_left(AnnualReport.objects.get(number=2)) == []


def steps_left(report: AnnualReport) -> list[str]:
    return [words for words, _who, done, _now in progress(report) if not done]


def test_the_database_itself_keeps_what_is_signed(cast: Cast) -> None:
    all_declared(cast)
    report = signed_report(cast)
    attempts = [
        lambda: AnnualReport.objects.filter(pk=report.pk).update(figures={}),
        lambda: AnnualReport.objects.filter(pk=report.pk).update(state="draft"),
        lambda: AnnualReport.objects.filter(pk=report.pk).update(signed_by=cast.lin.user),
        lambda: ReportSection.objects.filter(report=report).update(text="另一个说法"),
        lambda: ReportSection.objects.filter(report=report).delete(),
        lambda: AnnualReport.objects.filter(pk=report.pk).delete(),
    ]
    for attempt in attempts:
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            attempt()


def test_sections_of_the_organ_come_and_go_those_of_the_form_stay(cast: Cast) -> None:
    all_declared(cast)
    report = begun(cast)
    own = add_section(report.pk, heading="基层政务公开", actor=cast.lin, now=SOON)
    assert content_of(report).sections[-1].heading == "七、基层政务公开"
    remove_section(own.pk, report_id=report.pk, actor=cast.lin, now=SOON)
    with pytest.raises(RuleViolation, match="不能移除"):
        remove_section(report.sections.first().pk, report_id=report.pk, actor=cast.lin, now=SOON)  # type: ignore[union-attr]


def test_two_people_do_not_overwrite_each_other(cast: Cast) -> None:
    all_declared(cast)
    report = start_report(cast.housing, YEAR, actor=cast.lin, now=SOON)
    seen = report.saved_at
    save_report(report.pk, {}, actor=cast.lin, now=SOON.replace(hour=10))
    with pytest.raises(RuleViolation, match="别人保存过"):
        save_report(report.pk, {}, actor=cast.lin, now=SOON, seen=seen)


def test_the_auditor_reads_the_words_before_anybody_else(cast: Cast) -> None:
    all_declared(cast)
    report = begun(cast)
    write(report, cast, "problems", "全年培训监督检查单位10个，其中部门6个、乡镇3个。")
    (stop,) = stops(report)
    assert stop.kind.name == "PROSE"
    assert stop.anchor == f"section-{report.sections.get(key='problems').pk}"


def test_nothing_is_called_unusual_where_the_year_before_is_not_known(cast: Cast) -> None:
    def compared() -> list[Check]:
        report = begun(cast)
        found = [each for each in checks_of(report, SOON.date()) if each.kind is Kind.CHANGES]
        beside = {shown.text_before for shown in content_of(report).cells()} - {""}
        assert bool(found) == bool(beside)
        report.delete()
        return found

    all_declared(cast, {"permits.decisions": 40})
    assert compared() == []
    report = begun(cast)
    noughts = {cell.key: Decimal(0) for cell in report.form.cells()}
    known = Numbers(noughts, {**noughts, "columns.overdue": Decimal(3)}, {})
    assert not any(shown.text_before for shown in content_of(report, known).cells())
    report.delete()
    all_declared(cast, {"permits.decisions": 8}, year=YEAR - 1)
    assert [str(each.words) for each in compared()] == ["上年8，本年40，变动较大，请核实"]
