"""不能办的缘由 — what else bars a step with a case, in a sentence; "" where nothing does.

The case comes from `desk.case_at_desk`, which has looked up everything that is asked here.
"""

from datetime import date

from django.utils.translation import gettext as _

from gongkai.agencies.policies import Actor
from gongkai.foi.models import Case
from gongkai.rules.citations import REGULATIONS_2007, regulations_on
from gongkai.rules.reply_kinds import Result


def nothing_asked(case: Case, actor: Actor, today: date) -> str:
    return "" if looked_up(case, "unanswered") else _("没有还在等的意见。")


def already_supplemented(case: Case, actor: Actor, today: date) -> str:
    return _("补正只能一次告知，这件申请已经告知过。") if looked_up(case, "supplemented") else ""


def cannot_be_longer(case: Case, actor: Actor, today: date) -> str:
    if looked_up(case, "extension_asked"):
        return _("已经提请延长，等候决定。")
    if case.due_on is None:
        return _("期限暂停期间不用延长。")
    return _("答复期限已过，不能再延长。") if case.due_on < today else ""


def not_mine_to_approve(case: Case, actor: Actor, today: date) -> str:
    if not looked_up(case, "extension_asked"):
        return _("没有等候决定的延长。")
    return _("提请延长的人不能自己批准。") if looked_up(case, "extension_by") == actor.user_id else ""


def not_deferrable(case: Case, actor: Actor, today: date) -> str:
    if case.clock_since and regulations_on(case.clock_since) is REGULATIONS_2007:
        return _("只适用于2019年修订的条例。")
    return _("期限暂停期间不能确定。") if case.due_on is None else ""


def not_mine_to_charge(case: Case, actor: Actor, today: date) -> str:
    if not looked_up(case, "fee_asked"):
        return _("没有等候签发的收费通知。")
    return _("提请收费的人不能自己签发。") if looked_up(case, "fee_by") == actor.user_id else ""


def reasons_asked(case: Case, actor: Actor, today: date) -> str:
    if case.clock_since and regulations_on(case.clock_since) is REGULATIONS_2007:
        return _("只适用于2019年修订的条例。")
    return _("已经要求申请人说明理由。") if looked_up(case, "reasons_asked") else ""


def no_reasons_awaited(case: Case, actor: Actor, today: date) -> str:
    if not looked_up(case, "reasons_asked"):
        return _("没有要求说明理由。")
    return _("申请人已经说明理由。") if looked_up(case, "reasons_given") else ""


def nothing_to_send(case: Case, actor: Actor, today: date) -> str:
    return "" if looked_up(case, "unsent") else _("没有等送达的文书。")


def nothing_against(case: Case, actor: Actor, today: date) -> str:
    return "" if looked_up(case, "against") else _("没有第三方反对公开。")


def not_to_charge(case: Case, actor: Actor, today: date) -> str:
    if looked_up(case, "fee_asked"):
        return _("已经提请收费，等候决定。")
    return _("收费通知应在答复期限以内发出。") if case.due_on is None or case.due_on < today else ""


def decided_elsewhere(case: Case, actor: Actor, today: date) -> str:
    if case.merged_into is not None:
        return _("已经并入%(number)s，在那里拟决定。") % {"number": case.merged_into.number}
    return ""


def not_mine_to_sign(case: Case, actor: Actor, today: date) -> str:
    if elsewhere := decided_elsewhere(case, actor, today):
        return elsewhere
    if looked_up(case, "decision_by") == actor.user_id:
        return _("拟稿人不能签发自己拟的决定，请由另一位负责人签发。")
    return ""


def no_signature_wanted(case: Case, actor: Actor, today: date) -> str:
    return "" if looked_up(case, "handed_over") else _("没有等签收的答复书。")


def nothing_to_urge(case: Case, actor: Actor, today: date) -> str:
    return "" if case.due_on else _("期限暂停期间，不用催办。")


def something_pending(case: Case, actor: Actor, today: date) -> str:
    if looked_up(case, "disputed"):
        return _("复议、诉讼审结以后才能归档。")
    return _("更正要求答复以后才能归档。") if looked_up(case, "correction_asked") else ""


def nothing_disputed(case: Case, actor: Actor, today: date) -> str:
    return "" if looked_up(case, "disputed") else _("没有未审结的复议、诉讼。")


def no_correction_asked(case: Case, actor: Actor, today: date) -> str:
    return "" if looked_up(case, "correction_asked") else _("没有等答复的更正要求。")


def nothing_given(case: Case, actor: Actor, today: date) -> str:
    if case.made_public_id:
        return _("已经转为主动公开。")
    return "" if case.result in (Result.GRANTED, Result.PARTLY_GRANTED) else _("没有提供信息。")


def not_to_be_shown(case: Case, actor: Actor, today: date) -> str:
    if case.shown:
        return _("已经列入。")
    return "" if case.may_be_shown else _("申请人没有同意公开展示。")


def not_shown(case: Case, actor: Actor, today: date) -> str:
    return "" if case.shown else _("没有列入公开登记。")


def looked_up(case: Case, name: str) -> object:
    """Return what `desk.at_desk` looked up under a name; None where a list did not ask for it."""
    return getattr(case, name, None)
