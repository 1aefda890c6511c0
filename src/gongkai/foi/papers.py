"""案卷用纸 — the papers of a case that are no letters: the register sheet, the approval sheet, the record of delivery.

They are made from the facts whenever they are asked for, and bear no number.
"""

from collections.abc import Mapping

from django.utils import timezone, translation

from gongkai.foi import decisions
from gongkai.foi.letters import drafted_reply, places_of
from gongkai.foi.models import Case, Decision, Letter
from gongkai.rules import letters as rules
from gongkai.rules.days import written
from gongkai.rules.serving import PROOF_LABELS, SERVICE_RULES, SERVICE_WAY_LABELS, ServiceWay
from gongkai.typesetting.paper import Field, Fields, Manner, Paper, Paragraph, Signing

_BLANK_LINES = 3


def registration_sheet(case: Case) -> Paper:
    """登记表 — return the register sheet of a case."""
    return _sheet(case, "registration", {"notes": case.receipt_rule})


def approval_sheet(decision: Decision) -> Paper:
    """审查呈批单 — return the sheet on which a decision goes round; raises RuleViolation for what it still lacks."""
    case = decision.case
    day = timezone.localdate(decision.signed_at or decision.drafted_at)
    with translation.override("zh-hans"):
        state = str(decision.get_state_display())
    signed = (
        f"{decision.signed_by.name}，{written(timezone.localdate(decision.signed_at))}签发"
        if decision.signed_by and decision.signed_at
        else ""
    )
    said = "；".join(f"{part.what}：{decisions.reply_to(part, case).label}" for part in decision.parts.all())
    return _sheet(
        case,
        "approval-sheet",
        {
            "opinion": f"{said}（{state}）",
            "conclusions": drafted_reply(decision, case, day).places["conclusions"],
            "approvals": signed,
        },
    )


def delivery_record(letter: Letter) -> Paper:
    """送达回证 — return the record of how a letter was served, to be signed where it is handed over."""
    service = letter.services.order_by("-id").first()
    way = ServiceWay(service.way) if service else ServiceWay.IN_PERSON
    served = written(service.served_on) if service and service.served_on else ""
    proof = PROOF_LABELS[SERVICE_RULES[way].proof]
    if service and service.tracking_number:
        proof = f"{proof}：{service.tracking_number}"
    return _sheet(
        letter.case,
        "delivery-record",
        {
            "applicant": letter.addressee,
            "delivered": f"{letter.title}（{letter.number}）",
            "way": SERVICE_WAY_LABELS[way],
            "served": served,
            "proof": proof if served else "",
        },
    )


def confirmation_slip(letter: Letter) -> Paper:
    """征求意见确认函 — return the slip that goes with a letter of consultation, for the third party to fill in."""
    template = rules.letter_on("third-party-confirmation", letter.dated_on)
    what = letter.consultation.what if letter.consultation else letter.case.title
    lines = rules.fill(template, {"title": what}, decisions.statute_on_register(letter.case))
    return Paper(
        title=template.label,
        addressee=letter.organ,
        blocks=tuple(Paragraph(line, Manner.FLUSH) for line in lines),
    )


def _sheet(case: Case, kind: str, places: Mapping[str, str]) -> Paper:
    """Return a sheet with a box for each place of its text; what is not known yet is left to be written."""
    template = rules.LETTERS[kind]
    known = {**places_of(case, template), **places}
    rows = []
    for name in template.places:
        value = known.get(name) or ""
        words = value if isinstance(value, str) else written(value)
        rows.append((Field(rules.PLACE_LABELS[name], words, lines=1 if words else _BLANK_LINES),))
    return Paper(title=template.label, blocks=(Fields(tuple(rows)),), signing=Signing((case.agency.name,)))
