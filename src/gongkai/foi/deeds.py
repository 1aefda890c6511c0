"""办理事项 — every deed that an officer does on a case by a small form: its form, its work, what it says when done.

One view and one template serve them all. What a deed needs besides its form is what the page must tell first
(`facts`), and for a letter that may be written otherwise how it is drafted (`letter`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.calendar import calendar
from gongkai.foi import forms_desk as forms
from gongkai.foi import policies
from gongkai.foi.actions.archive import archive
from gongkai.foi.actions.assign import answer_assignment, assign, return_assignment
from gongkai.foi.actions.confirm import confirm
from gongkai.foi.actions.consult import ask_organ, ask_third_party, record_delivery
from gongkai.foi.actions.merge import merge, split
from gongkai.foi.actions.opinion import override, record_answer
from gongkai.foi.actions.publish_answer import make_public, show_answer
from gongkai.foi.actions.supplement import late_notice, receive_supplement, request_supplement
from gongkai.foi.actions.transfer import transfer
from gongkai.foi.actions.urge import urge
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.deeds_limits import LIMITS
from gongkai.foi.doing import Deed, Doing, Done, Drafting
from gongkai.foi.letters import contact_of
from gongkai.foi.models import CaseFile
from gongkai.foi.silence import if_silent, is_over
from gongkai.rules.applications import SUPPLEMENT_GROUNDS
from gongkai.rules.deadlines import organs_due, supplement_due, third_party_due
from gongkai.ui.wording import told, written


def _confirm(doing: Doing) -> Done:
    confirm(doing.case.pk, on=doing.day(), **doing.who)
    return Done(_("已确认，回执已发给申请人，期限开始计算。"))


def _assign(doing: Doing) -> Done:
    assert isinstance(doing.form, forms.AssignForm)
    lead = int(doing.said["lead"]) if doing.said["lead"] else None
    assign(doing.case.pk, lead=lead, units=doing.form.units, **doing.who)
    return Done(_("已分办。"))


def _return(doing: Doing) -> Done:
    said = doing.said
    return_assignment(doing.target, reason=said["reason"], proposed_unit=said["proposed_unit"], **doing.who)
    return Done(_("已退回，受理人员会收到通知。"), "/desk/cases/")


def _answer(doing: Doing) -> Done:
    answer_assignment(doing.target, answer=doing.said["answer"], **doing.who)
    return Done(_("意见已反馈。"))


def _transfer(doing: Doing) -> Done:
    case = transfer(doing.case.pk, to=int(doing.said["to"] or 0), reason=doing.said["reason"], **doing.who)
    return Done(_("已转送%(organ)s，申请人会收到通知。") % {"organ": case.agency.short_name}, "/desk/cases/")


def _supplement(doing: Doing) -> Done:
    said = doing.said
    asked = request_supplement(
        doing.case.pk,
        ground=said["ground"],
        what=said["what"],
        workdays=said["workdays"] or 0,
        paragraphs=doing.paragraphs,
        **doing.who,
    )
    late = late_notice(doing.case, asked.requested_on)
    return Done(_("已告知补正，但是过了告知的期限，已留痕。") if late else _("已告知补正，期限暂停。"))


def _supplement_facts(setting: forms.Setting) -> list[str]:
    late = late_notice(setting.case, setting.today)
    return [_("告知补正的期限已经过了。仍然可以告知，但是会留痕。")] if late else []


def _supplement_places(doing: Doing) -> dict[str, Any]:
    case, said = doing.case, doing.said
    labels = {ground.code: ground.label for ground in SUPPLEMENT_GROUNDS}
    today = doing.form.setting.today
    due = supplement_due(today, case.received_on or today, calendar(), said["workdays"] or 1)
    return {"reason": labels.get(said["ground"], ""), "guidance": said["what"], "due": due.day}


def _receive_supplement(doing: Doing) -> Done:
    files = doing.files("papers", CaseFile.Kind.SUPPLEMENT)
    receive_supplement(
        case_id=doing.case.pk, answer=doing.said["answer"], files=files, on=doing.said["on"], **doing.who
    )
    return Done(_("已登记补正，期限重新计算。"))


def _third_party(doing: Doing) -> Done:
    names = ("name", "contact", "what", "reason", "arrives_on")
    facts = {name: doing.said[name] for name in names}
    ask_third_party(doing.case.pk, **facts, paragraphs=doing.paragraphs, **doing.who)
    return Done(_("征求意见书已定稿，期限暂停；请送达。"))


def _organ(doing: Doing) -> Done:
    said = doing.said
    asked = ask_organ(
        doing.case.pk,
        agency_id=int(said["agency"]) if said["agency"] else None,
        name=said["name"],
        what=said["what"],
        opinion=said["opinion"],
        arrives_on=said["arrives_on"],
        paragraphs=doing.paragraphs,
        **doing.who,
    )
    if asked.agency is not None:
        return Done(_("征求意见函已发到对方的工作台，期限暂停。"))
    return Done(_("征求意见函已定稿，期限暂停；请送达。"))


def _delivered(doing: Doing) -> Done:
    asked = record_delivery(doing.target, on=doing.day(), **doing.who)
    return Done(
        _("已登记，对方答复的期限到%(day)s。") % {"day": written(asked.due_on) if asked.due_on else ""}
    )


def _opinion(doing: Doing) -> Done:
    said = doing.said
    reasonable = {"yes": True, "no": False}.get(said.get("reasonable", ""))
    record_answer(
        doing.target,
        answer=said["answer"],
        reason=said["reason"],
        reasonable=reasonable,
        on=said["on"],
        **doing.who,
    )
    return Done(_("意见已记录。"))


def _own_opinion(doing: Doing) -> Done:
    record_answer(doing.target, answer=doing.said["answer"], reason=doing.said["reason"], **doing.who)
    return Done(_("意见已答复，办理机关会看到。"))


def _asked(setting: forms.Setting) -> list[str]:
    asked: Any = setting.target
    lines = [_("对方：%(name)s") % {"name": asked.name}, _("涉及的内容：%(what)s") % {"what": asked.what}]
    if asked.due_on:
        lines.append(_("对方答复的期限：%(day)s") % {"day": written(asked.due_on)})
    if is_over(asked, setting.today):
        lines += [told(sentence) for sentence in if_silent(asked)]
    if asked.reason:
        lines.append(_("对方的理由：%(reason)s") % {"reason": asked.reason})
    return lines


def _own_letter(setting: forms.Setting) -> list[str]:
    """Tell the organ that is asked what the letter to it says."""
    asked: Any = setting.target
    letter = asked.letters.exclude(frozen_at=None).order_by("pk").first()
    said = letter.paragraphs if letter else [asked.what]
    return [_("%(organ)s征求意见：") % {"organ": setting.case.agency.name}, *said]


def _override(doing: Doing) -> Done:
    override(doing.target, reason=doing.said["reason"], contents=doing.said["contents"], **doing.who)
    return Done(_("已决定公开，给第三方的通知书已定稿；请送达。"))


def _withdraw(doing: Doing) -> Done:
    withdraw(case_id=doing.case.pk, reason=doing.said["reason"], **doing.who)
    return Done(_("已登记撤回，申请终止。"))


def _merge(doing: Doing) -> Done:
    assert isinstance(doing.form, forms.MergeForm)
    merge(doing.form.chosen, doing.case.pk, **doing.who)
    return Done(_("已并案，一次决定，分别答复。"))


def _split(doing: Doing) -> Done:
    made = split(doing.case.pk, doing.said["titles"].splitlines(), **doing.who)
    numbers = _("、").join(case.number for case in made)
    return Done(_("已拆分：%(numbers)s。") % {"numbers": numbers})


def _urge(doing: Doing) -> Done:
    urge(doing.case.pk, words=doing.said["words"], **doing.who)
    return Done(_("催办函已发出。"))


def _archive(doing: Doing) -> Done:
    archive(doing.case.pk, **doing.who)
    return Done(_("已归档。"))


def _make_public(doing: Doing) -> Done:
    make_public(doing.case.pk, **doing.who)
    return Done(_("已转为一份稿件，由联络员补齐后送审。"))


def _show(doing: Doing) -> Done:
    show_answer(doing.case.pk, True, **doing.who)
    return Done(_("已列入公开登记。"))


def _hide(doing: Doing) -> Done:
    show_answer(doing.case.pk, False, **doing.who)
    return Done(_("已移出公开登记。"))


def _confirm_facts(setting: forms.Setting) -> list[str]:
    return [told(setting.case.receipt_rule)]


def _contact(doing: Doing) -> str:
    return doing.case.agency.address or contact_of(doing.case)


def _limit(doing: Doing, which: Callable[..., Any]) -> Any:
    today = doing.form.setting.today
    return which(doing.said["arrives_on"] or today, doing.case.received_on or today, calendar()).day


def _third_party_places(doing: Doing) -> dict[str, Any]:
    due = _limit(doing, third_party_due)
    said = doing.said
    return {"title": said["what"], "reason": said["reason"], "due": due, "address": _contact(doing)}


def _organ_places(doing: Doing) -> dict[str, Any]:
    said = doing.said
    return {
        "title": said["what"],
        "opinion": said["opinion"],
        "due": _limit(doing, organs_due),
        "address": _contact(doing),
    }


DEEDS: Mapping[str, Deed] = {
    **LIMITS,
    "confirm": Deed(_l("确认收到申请之日"), _l("确认"), forms.DayForm, _confirm, facts=_confirm_facts),
    "assign": Deed(_l("分办"), _l("分办"), forms.AssignForm, _assign),
    "return": Deed(
        _l("退回分办"), _l("退回"), forms.ReturnForm, _return, policies.CO_HANDLE, "assignments", danger=True
    ),
    "answer": Deed(_l("反馈意见"), _l("反馈"), forms.AnswerForm, _answer, policies.CO_HANDLE, "assignments"),
    "transfer": Deed(_l("转送其他机关"), _l("转送"), forms.TransferForm, _transfer, danger=True),
    "supplement": Deed(
        _l("告知补正"),
        _l("定稿并告知申请人"),
        forms.SupplementForm,
        _supplement,
        facts=_supplement_facts,
        letter=Drafting("supplement-notice", _supplement_places),
    ),
    "receive-supplement": Deed(
        _l("收到补正"), _l("登记补正"), forms.SupplementReceivedForm, _receive_supplement
    ),
    "third-party": Deed(
        _l("征求第三方意见"),
        _l("定稿征求意见书"),
        forms.ThirdPartyForm,
        _third_party,
        letter=Drafting("third-party-consultation", _third_party_places),
    ),
    "organ": Deed(
        _l("征求机关意见"),
        _l("定稿征求意见函"),
        forms.OrganForm,
        _organ,
        letter=Drafting("organ-consultation", _organ_places),
    ),
    "delivered": Deed(
        _l("登记对方收到"), _l("登记"), forms.DayForm, _delivered, things="consultations", facts=_asked
    ),
    "opinion": Deed(
        _l("记录意见"),
        _l("记录"),
        forms.OpinionForm,
        _opinion,
        things="consultations",
        facts=_asked,
    ),
    "own-opinion": Deed(
        _l("答复意见"),
        _l("答复"),
        forms.OwnOpinionForm,
        _own_opinion,
        policies.CO_HANDLE,
        "consultations",
        facts=_own_letter,
    ),
    "override": Deed(
        _l("因公共利益决定公开"),
        _l("决定公开"),
        forms.OverrideForm,
        _override,
        policies.SIGN_DECISION,
        "consultations",
        facts=_asked,
    ),
    "withdraw": Deed(_l("登记撤回"), _l("登记撤回"), forms.WithdrawForm, _withdraw, danger=True),
    "merge": Deed(_l("并案办理"), _l("并入这一件"), forms.MergeForm, _merge),
    "split": Deed(_l("拆分申请"), _l("拆分"), forms.SplitForm, _split),
    "urge": Deed(_l("催办"), _l("发催办函"), forms.UrgeForm, _urge, policies.URGE),
    "archive": Deed(_l("归档"), _l("归档"), forms.PlainForm, _archive),
    "make-public": Deed(_l("转为主动公开"), _l("转为稿件"), forms.PlainForm, _make_public),
    "show": Deed(_l("列入公开登记"), _l("列入"), forms.PlainForm, _show),
    "hide": Deed(_l("移出公开登记"), _l("移出"), forms.PlainForm, _hide),
}
