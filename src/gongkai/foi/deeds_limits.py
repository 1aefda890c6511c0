"""期限和费用的事项 — extension, reasons, deferral, fee and payment: deeds like the others, one small form each."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.calendar import calendar
from gongkai.foi import forms_desk as forms
from gongkai.foi import policies
from gongkai.foi.actions.charge import decide_fee, propose_fee, record_payment
from gongkai.foi.actions.defer import defer
from gongkai.foi.actions.extend import decide_extension, propose_extension
from gongkai.foi.actions.reasons import ask_reasons, give_reasons
from gongkai.foi.doing import Deed, Doing, Done, Drafting
from gongkai.rules.fees import FeeBasis, fee
from gongkai.rules.process import RuleViolation
from gongkai.ui.wording import grouped, told


def _extend(doing: Doing) -> Done:
    propose_extension(
        doing.case.pk, working_days=doing.said["working_days"] or 0, reason=doing.said["reason"], **doing.who
    )
    return Done(_("已提请，等候公开工作机构负责人决定。"))


def _decide_extension(doing: Doing) -> Done:
    if doing.said["approved"] not in ("yes", "no"):
        raise RuleViolation("请选择同意还是不同意", field="approved")
    approved = doing.said["approved"] == "yes"
    decide_extension(doing.target, approved=approved, words=doing.said["words"], **doing.who)
    return Done(_("已同意延长，通知书已发给申请人。") if approved else _("已告知不同意延长。"))


def _extension_facts(setting: forms.Setting) -> list[str]:
    asked: Any = setting.target
    words = {"who": asked.proposed_by.name if asked.proposed_by else _("系统"), "days": asked.working_days}
    return [_("%(who)s提请延长 %(days)d 个工作日") % words, asked.reason]


def _ask_reasons(doing: Doing) -> Done:
    said = doing.said
    ask_reasons(
        doing.case.pk,
        reason=said["reason"],
        workdays=said["workdays"] or 0,
        paragraphs=doing.paragraphs,
        **doing.who,
    )
    return Done(_("已要求申请人说明理由，期限照常计算。"))


def _reasons_places(doing: Doing) -> dict[str, Any]:
    days = doing.said["workdays"] or 1
    due = calendar().nth_workday(doing.form.setting.today, days)
    return {"reason": doing.said["reason"], "due": due}


def _give_reasons(doing: Doing) -> Done:
    give_reasons(case_id=doing.case.pk, words=doing.said["words"], **doing.who)
    return Done(_("已记录。理由合理的，确定延迟答复的期限；不合理的，不予处理。"))


def _defer(doing: Doing) -> Done:
    defer(doing.case.pk, until=doing.day("until"), reason=doing.said["reason"], **doing.who)
    return Done(_("延迟答复的期限已定，告知书已发给申请人。"))


def _fee(doing: Doing) -> Done:
    said = doing.said
    propose_fee(
        doing.case.pk,
        basis=said["basis"],
        count=said["count"] or 0,
        accounts=said["accounts"],
        waived_yuan=said["waived_yuan"] or 0,
        waiver_reason=said["waiver_reason"],
        **doing.who,
    )
    return Done(_("已提请，等候负责人签发收费通知书。"))


def _decide_fee(doing: Doing) -> Done:
    if doing.said["approved"] not in ("yes", "no"):
        raise RuleViolation("请选择签发还是不同意", field="approved")
    approved = doing.said["approved"] == "yes"
    decide_fee(doing.target, approved=approved, words=doing.said["words"], **doing.who)
    return Done(_("已签发，收费通知书已发给申请人，期限暂停。") if approved else _("已告知不同意收费。"))


def _fee_facts(setting: forms.Setting) -> list[str]:
    asked: Any = setting.target
    words = {
        "who": asked.proposed_by.name,
        "yuan": grouped(asked.yuan - asked.waived_yuan),
        "accounts": asked.accounts,
    }
    lines = [_("%(who)s提请收取信息处理费 %(yuan)s 元") % words]
    lines += [told(step) for step in fee(FeeBasis(asked.basis), asked.count).steps]
    if asked.waived_yuan:
        waived = {"yuan": grouped(asked.waived_yuan), "reason": asked.waiver_reason}
        lines.append(_("减免 %(yuan)s 元：%(reason)s") % waived)
    return [*lines, _("缴纳方式：%(accounts)s") % words]


def _payment(doing: Doing) -> Done:
    record_payment(doing.case.pk, on=doing.day(), **doing.who)
    return Done(_("已登记缴费，期限重新计算。"))


_SIGN, _APPROVE = policies.SIGN_DECISION, policies.APPROVE_EXTENSION
LIMITS: Mapping[str, Deed] = {
    "extend": Deed(_l("提请延长答复期限"), _l("提请"), forms.ExtendForm, _extend),
    "decide-extension": Deed(
        _l("批准延长答复期限"),
        _l("决定"),
        forms.DecideExtensionForm,
        _decide_extension,
        _APPROVE,
        "extensions",
        facts=_extension_facts,
    ),
    "ask-reasons": Deed(
        _l("要求说明理由"),
        _l("定稿并告知申请人"),
        forms.AskReasonsForm,
        _ask_reasons,
        letter=Drafting("reasons-notice", _reasons_places),
    ),
    "give-reasons": Deed(_l("记录说明的理由"), _l("记录"), forms.GiveReasonsForm, _give_reasons),
    "defer": Deed(_l("确定延迟答复的期限"), _l("确定"), forms.DeferForm, _defer, _APPROVE),
    "fee": Deed(_l("提请收费"), _l("提请"), forms.FeeForm, _fee),
    "decide-fee": Deed(
        _l("签发收费通知"),
        _l("决定"),
        forms.DecideFeeForm,
        _decide_fee,
        _SIGN,
        "fee_notices",
        facts=_fee_facts,
    ),
    "payment": Deed(_l("登记缴费"), _l("登记"), forms.DayForm, _payment),
}
