"""证据卷首 — one paper that tells a case from its application to its reply: every day, letter, notice and entry.

Written in Chinese whatever language the officer reads: it goes to a reconsideration body or a court.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone, translation

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import User
from gongkai.core.models import LedgerEntry
from gongkai.foi import clocks, decisions
from gongkai.foi.letters import elements_of
from gongkai.foi.models import Case, Decision
from gongkai.foi.sentences import ACTIONS
from gongkai.notices.queries import about
from gongkai.rules.application_process import CASE_STATE_LABELS, HAPPENING_LABELS, CaseState
from gongkai.rules.applications import APPLICANT_KIND_LABELS, ApplicantKind
from gongkai.rules.articles import cited_in
from gongkai.rules.citations import REGULATIONS_2019, Statute, listed
from gongkai.rules.days import written
from gongkai.rules.receiving import CHANNEL_LABELS, Channel
from gongkai.rules.remedies import OUTCOMES, ROUTE_LABELS, Route
from gongkai.rules.reply_kinds import ELEMENT_LABELS, Element
from gongkai.rules.serving import SERVICE_WAY_LABELS, ServiceWay
from gongkai.typesetting.paper import (
    Block,
    Cell,
    Field,
    Fields,
    Heading,
    Paper,
    Paragraph,
    Quote,
    Signing,
    Table,
)

_NOTHING = "没有"


def report_of(case: Case, at: datetime) -> Paper:
    """Return the report of a case as it stands; `at` is when it was made."""
    with translation.override("zh-hans"):
        return _report(case, at)


def _report(case: Case, at: datetime) -> Paper:
    blocks: list[Block] = [Heading("申请"), _application(case)]
    blocks += [Heading("期限"), *_clock(case)]
    blocks += [Heading("办理经过"), _events(case)]
    blocks += [Heading("征求意见、延长期限和收费的审批"), *_approvals(case)]
    for decision in decisions.decisions_for(case).select_related("case", "drafted_by", "signed_by"):
        blocks += [Heading("决定"), *_decision(decision)]
    blocks += [Heading("文书与送达"), _letters(case)]
    blocks += [Heading("通知"), _notices(case)]
    blocks += [Heading("复议与诉讼"), _remedies(case)]
    blocks += [Heading("适用的规定"), *_law(case)]
    blocks += [Heading("留痕"), *_ledger(case)]
    return Paper(
        title=f"政府信息公开申请（{case.number}）\n证据卷",
        blocks=tuple(blocks),
        signing=Signing((case.agency.name,), timezone.localdate(at)),
    )


def _application(case: Case) -> Block:
    applicant = case.applicant
    rows = [
        (Field("申请编号", case.number), Field("受理机关", case.agency.name)),
        (
            Field("申请人", applicant.name or "已匿名"),
            Field("申请人类别", APPLICANT_KIND_LABELS[ApplicantKind(case.applicant_kind)]),
        ),
        (
            Field("申请渠道", CHANNEL_LABELS[Channel(case.channel)]),
            Field("收到之日", _day(case.received_on)),
        ),
        (Field("收到之日的依据", case.receipt_rule),),
        (Field("所需信息", case.title),),
    ]
    for label, words in (
        ("内容描述", case.description),
        ("文号", case.sought_number),
        ("其他特征", case.features),
    ):
        if words:
            rows.append((Field(label, words),))
    rows.append(
        (
            Field("现在的状态", CASE_STATE_LABELS[CaseState(case.state)]),
            Field("答复日期", _day(case.answered_on)),
        )
    )
    return Fields(tuple(rows))


def _clock(case: Case) -> list[Block]:
    reading = clocks.reading_of(case, calendar())
    if reading is None:
        return [Paragraph("还没有确认收到申请之日。")]
    blocks: list[Block] = []
    for number, before in clocks.earlier_readings(case, calendar()):
        blocks.append(Paragraph(f"第{number}轮办理："))
        blocks += [Paragraph(sentence) for sentence in before.explanation]
    if case.round > 1:
        blocks.append(Paragraph(f"第{case.round}轮办理："))
    return blocks + [Paragraph(sentence) for sentence in reading.explanation]


def _events(case: Case) -> Block:
    rows = [
        (
            _day(event.on),
            HAPPENING_LABELS[event.kind] + (f"：{event.note}" if event.note else ""),
            _name(event.by),
            _time(event.at),
        )
        for event in case.events.select_related("by").order_by("id")
    ]
    return _table(("日期", "事项", "经办人", "记录时间"), (4, 6, 3, 4), rows)


def _approvals(case: Case) -> list[Block]:
    said = [
        f"{written(asked.sent_on)}就“{asked.what}”征求{asked.get_kind_display()}（{asked.name}）的意见，"
        f"{_answer_of(asked.get_answer_display(), asked.answered_on)}。"
        for asked in case.consultations.all()
    ]
    for extension in case.extensions.select_related("decided_by"):
        verdict = {True: "批准", False: "没有批准", None: "还没有决定"}[extension.approved]
        who = f"，{extension.decided_by.name}" if extension.decided_by else ""
        said.append(f"提出延长{extension.working_days}个工作日，理由：{extension.reason}。{verdict}{who}。")
    for fee in case.fee_notices.select_related("decided_by"):
        verdict = {True: "签发", False: "没有同意", None: "还没有决定"}[fee.approved]
        who = f"，{fee.decided_by.name}" if fee.decided_by else ""
        said.append(f"提出收取信息处理费{fee.yuan - fee.waived_yuan}元。{verdict}{who}。")
    return [Paragraph(words) for words in said or [_NOTHING + "。"]]


def _answer_of(answer: str, on: date | None) -> str:
    return f"{written(on)}答复：{answer}" if on else "还没有答复"


def _decision(decision: Decision) -> list[Block]:
    rows = []
    for part in decision.parts.prefetch_related("files"):
        reply = decisions.reply_to(part, decision.case)
        said = [f"{ELEMENT_LABELS[Element(name)]}：{words}" for name, words in elements_of(part).items()]
        rows.append((part.what, reply.label, listed(reply.citations), "\n".join(said)))
    steps = f"{_name(decision.drafted_by)}于{_moment(decision.drafted_at)}拟稿"
    if decision.signed_at:
        steps += f"，{_name(decision.signed_by)}于{_moment(decision.signed_at)}签发"
    return [
        Paragraph(f"第{decision.round}轮办理：{steps}。"),
        _table(("申请的内容", "答复", "依据", "要素"), (3, 2, 4, 4), rows),
    ]


def _letters(case: Case) -> Block:
    rows = []
    for letter in case.letters.exclude(frozen_at=None).prefetch_related("services"):
        ways = [
            "，".join(
                filter(
                    None,
                    (
                        SERVICE_WAY_LABELS[ServiceWay(service.way)],
                        service.tracking_number,
                        f"{written(service.served_on)}送达" if service.served_on else "还没有送达",
                    ),
                )
            )
            for service in letter.services.all()
        ]
        rows.append(
            (
                letter.number,
                f"{letter.title}（范本第{letter.template_version}版）",
                written(letter.dated_on),
                "\n".join(ways),
                letter.digest,
            )
        )
    return _table(("文号", "名称", "落款日期", "送达", "摘要"), (3, 4, 3, 3, 5), rows)


def _notices(case: Case) -> Block:
    rows = [
        (
            _time(notice.created_at),
            f"{notice.label}（第{notice.version}版）",
            str(notice.get_channel_display()),
            f"{notice.get_state_display()} {_time(notice.sent_at)} {notice.receipt}".strip(),
        )
        for notice in about(case)
    ]
    return _table(("写成时间", "通知", "渠道", "结果和回执"), (4, 4, 2, 5), rows)


def _remedies(case: Case) -> Block:
    rows = []
    for remedy in case.remedies.all():
        outcome = OUTCOMES[Route(remedy.kind)].get(remedy.outcome)
        closed = f"{_day(remedy.closed_on)}{outcome.label}" if outcome else "尚未审结"
        rows.append(
            (
                ROUTE_LABELS[Route(remedy.kind)],
                f"{remedy.body}\n{remedy.reference}",
                _day(remedy.filed_on),
                closed,
            )
        )
    return _table(("种类", "机关和案号", "提起日期", "结果"), (3, 5, 3, 4), rows)


def _law(case: Case) -> list[Block]:
    used, cited = _statutes(case)
    blocks: list[Block] = []
    for statute in used.values():
        until = f"，施行到{written(statute.in_force_until)}" if statute.in_force_until else ""
        began = f"{written(statute.in_force_from)}起施行"
        blocks.append(Paragraph(f"《{statute.name}》（{statute.number}），{began}{until}。"))
        for name, words in cited_in(statute, cited):
            blocks.append(Quote(tuple(f"{name}　{words}".splitlines())))
    return blocks


def _statutes(case: Case) -> tuple[dict[str, Statute], list[str]]:
    """Return the texts by which a case was decided, and the sentences that cite their articles."""
    used: dict[str, Statute] = {}
    cited = []
    for decision in decisions.decisions_for(case):
        for part in decision.parts.all():
            citations = decisions.reply_to(part, case).citations
            used |= {citation.statute.code: citation.statute for citation in citations}
            cited.append(listed(citations))
    governing = decisions.statute_on_register(case)
    used.setdefault(governing.code, governing)
    if (reading := clocks.reading_of(case, calendar())) is not None:
        cited += map(str, reading.explanation)
    if governing is REGULATIONS_2019:  # by which text the entries name their articles
        cited += [entry.citation for entry in ledger_of(case)]
    return used, cited


def ledger_of(case: Case) -> list[LedgerEntry]:
    """Return every ledger entry about a case, in the order of the chain."""
    return list(LedgerEntry.objects.filter(subject_type="case", subject_id=case.pk).order_by("id"))


def _ledger(case: Case) -> list[Block]:
    rows = [
        (
            str(entry.pk),
            _time(entry.at),
            str(ACTIONS.get(entry.action, entry.action)),
            entry.citation,
            entry.digest,
        )
        for entry in ledger_of(case)
    ]
    return [
        Paragraph("每条留痕的摘要包含上一条的摘要，改动任何一条，以后各条都不再相符。"),
        _table(("序号", "时间", "事项", "依据", "摘要"), (2, 4, 3, 4, 7), rows),
    ]


def _table(head: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]) -> Block:
    cells = tuple(tuple(Cell(words) for words in row) for row in rows)
    if not cells:
        return Paragraph(_NOTHING + "。")
    return Table(rows=cells, widths=tuple(widths), head=(tuple(Cell(words) for words in head),))


def _day(day: date | None) -> str:
    return written(day) if day else ""


def _time(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{written(local.date())}{local:%H:%M}"


def _name(person: User | None) -> str:
    return person.name if person else "系统"
