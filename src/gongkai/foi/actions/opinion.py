"""意见 — what those who were asked have answered, and giving all the same in the public interest (2019 Arts. 32, 34)."""

from datetime import date, datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi.actions.consult import consultation_for
from gongkai.foi.actions.happen import happen
from gongkai.foi.actions.letters import issue
from gongkai.foi.models import Consultation
from gongkai.rules.application_process import PROCESS
from gongkai.rules.clock import EventKind
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

_REPLIED = {
    Consultation.Kind.THIRD_PARTY: EventKind.THIRD_PARTY_REPLIED,
    Consultation.Kind.ORGAN: EventKind.ORGANS_REPLIED,
}
_AGAINST = frozenset({Consultation.Answer.REFUSAL, Consultation.Answer.PARTLY})


def record_answer(
    consultation_id: int,
    *,
    answer: str,
    reason: str = "",
    reasonable: bool | None = None,
    on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Consultation:
    """记录意见 — consent, part, refusal with its reason, or silence; the clock goes on when nobody else is awaited.

    `reasonable`: whether a third party's reason is (2019 Art. 32). Silence is recorded once the limit is over, and
    counts with its last day. Raises RuleViolation for what is missing or cannot be, Denied, Http404.
    """
    with changing(actor, now) as change:
        asked = consultation_for(actor, consultation_id)
        citation = PROCESS.step("consult").citation
        today = timezone.localdate(now)
        if answer not in Consultation.Answer.values:
            raise RuleViolation("请选择对方的意见", citation, field="answer")
        silent = answer == Consultation.Answer.SILENCE
        if silent and (asked.due_on is None or today <= asked.due_on):
            raise RuleViolation(
                phrase("对方答复的期限到%(due)s，还不能按逾期未答复办理", due=asked.due_on),
                citation,
                field="answer",
            )
        on = asked.due_on if silent else on or today
        if on is None or not asked.sent_on <= on <= today:
            raise RuleViolation("答复的日期应在发出之后、今天以前", citation, field="on")
        if answer in _AGAINST and not reason.strip():
            raise RuleViolation("请记录对方的理由", citation, field="reason")
        if answer in _AGAINST and asked.kind == Consultation.Kind.THIRD_PARTY and reasonable is None:
            raise RuleViolation("请判断对方的理由是否合理", citation, field="reasonable")
        asked.answer, asked.answered_on = answer, on
        asked.reason, asked.reasonable = reason.strip(), reasonable
        asked.save()
        kind = _REPLIED[Consultation.Kind(asked.kind)]
        happen(change, asked.case, kind, on, who=actor, citation=citation, consultation=asked.pk)
    return asked


def override(
    consultation_id: int, *, reason: str, contents: str, actor: Actor, now: datetime
) -> Consultation:
    """因公共利益决定公开 — the leader decides to give all the same, and the third party is told in writing.

    `contents` is what will be disclosed, `reason` why not disclosing it would harm the public interest. Raises
    RuleViolation unless a third party was against it, when it was decided already, or without words; Denied,
    Http404.
    """
    with changing(actor, now) as change:
        asked = consultation_for(actor, consultation_id, answered=True)
        citation = PROCESS.step("consult").citation
        if asked.kind != Consultation.Kind.THIRD_PARTY or asked.answer not in _AGAINST:
            raise RuleViolation("第三方没有反对公开，不用这样决定", citation)
        if asked.override_reason:
            raise RuleViolation("已经这样决定过了", citation)
        for name, words in (("reason", reason), ("contents", contents)):
            if not words.strip():
                raise RuleViolation("请写明公开的内容和理由", citation, field=name)
        asked.override_reason = reason.strip()
        asked.save()
        today = timezone.localdate(now)
        happen(change, asked.case, "overridden", today, who=actor, citation=citation, consultation=asked.pk)
        issue(
            change,
            asked.case,
            "third-party-notice",
            addressee=asked.name,
            places={"title": asked.what, "contents": contents.strip(), "reason": reason.strip()},
            who=actor,
            consultation=asked,
        )
    return asked
