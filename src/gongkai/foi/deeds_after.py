"""送达以后的事项 — service and signatures, files, objections, corrections: deeds like the others, one small form each."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.foi import forms_desk as base
from gongkai.foi import forms_desk_after as forms
from gongkai.foi import policies
from gongkai.foi.actions.add_file import add_file
from gongkai.foi.actions.correct import answer_correction, request_correction
from gongkai.foi.actions.remedy import accept_remedy, close_remedy, record_remedy
from gongkai.foi.actions.serve import record_signature, serve
from gongkai.foi.deeds import DEEDS
from gongkai.foi.doing import Deed, Doing, Done
from gongkai.foi.models import CaseFile, Service
from gongkai.rules.process import RuleViolation
from gongkai.rules.serving import ServiceWay
from gongkai.ui.wording import written


def _proof(doing: Doing) -> int | None:
    """Return the proof that was chosen, or keep the one that was uploaded.

    The upload stays with the case also when the rest is refused, and is then chosen on the form.
    """
    sent = doing.said["upload"]
    if not sent:
        return int(doing.said["proof"]) if doing.said.get("proof") else None
    kept, *_others = [
        add_file(doing.case.pk, kind=CaseFile.Kind.SERVICE, name=name, data=data, **doing.who)
        for name, data in sent
    ]
    if isinstance(doing.form, forms.ServeForm):
        doing.form.choose_proof(kept.pk)
    return kept.pk


def _serve(doing: Doing) -> Done:
    said = doing.said
    if said["way"] not in set(ServiceWay):
        raise RuleViolation("请选择怎样送达", field="way")
    sent_on = doing.day("sent_on")
    service = serve(
        doing.target,
        way=ServiceWay(said["way"]),
        sent_on=sent_on,
        tracking_number=said["tracking_number"],
        signed_for_on=said["signed_for_on"],
        proof=_proof(doing),
        **doing.who,
    )
    return Done(_served(service))


def _served(service: Service) -> str:
    if service.served_on is None:
        return _("已登记发出，签收以后再登记签收。")
    return _("已送达，以%(day)s为送达日期。") % {"day": written(service.served_on)}


def _letter_facts(setting: base.Setting) -> list[str]:
    letter: Any = setting.target
    return [forms.proof_sentence(letter)]


def _signature(doing: Doing) -> Done:
    service = record_signature(doing.target, on=doing.day(), proof=_proof(doing), **doing.who)
    return Done(_served(service))


def _file(doing: Doing) -> Done:
    if not doing.said["upload"]:
        raise RuleViolation("请选择文件", field="upload")
    if not doing.said["kind"]:
        raise RuleViolation("请选择是什么材料", field="kind")
    for name, data in doing.said["upload"]:
        add_file(doing.case.pk, kind=CaseFile.Kind(doing.said["kind"]), name=name, data=data, **doing.who)
    return Done(_("已加入案卷。"), f"/desk/cases/{doing.case.pk}/?tab=files")


def _remedy(doing: Doing) -> Done:
    said = doing.said
    record_remedy(
        doing.case.pk,
        kind=said["kind"],
        body=said["body"],
        filed_on=doing.day("filed_on"),
        reference=said["reference"],
        instance=int(said["instance"] or 1),
        after=int(said["after"]) if said["after"] else None,
        accepted_on=said["accepted_on"],
        **doing.who,
    )
    return Done(_("已登记。"), f"/desk/cases/{doing.case.pk}/?tab=remedies")


def _accept(doing: Doing) -> Done:
    days = doing.said["extended_days"] or 0
    accept_remedy(doing.target, accepted_on=doing.day("accepted_on"), extended_days=days, **doing.who)
    return Done(_("已登记受理。"), f"/desk/cases/{doing.case.pk}/?tab=remedies")


def _close(doing: Doing) -> Done:
    said = doing.said
    close_remedy(
        doing.target,
        on=doing.day(),
        outcome=said["outcome"],
        corrected_because=said["corrected_because"],
        act_by=said["act_by"],
        **doing.who,
    )
    return Done(_("已登记审结。"), f"/desk/cases/{doing.case.pk}/?tab=remedies")


def _remedy_facts(setting: base.Setting) -> list[str]:
    remedy: Any = setting.target
    return [f"{remedy.get_kind_display()} {remedy.body} {remedy.reference}"]


def _correction(doing: Doing) -> Done:
    said = doing.said
    request_correction(
        case_id=doing.case.pk,
        information=said["information"],
        evidence=said["evidence"],
        files=doing.files("papers", CaseFile.Kind.SUPPLEMENT),
        on=said["on"],
        **doing.who,
    )
    return Done(_("已登记，等负责人答复。"), f"/desk/cases/{doing.case.pk}/?tab=remedies")


def _answer_correction(doing: Doing) -> Done:
    answer_correction(doing.target, answer=doing.said["answer"], words=doing.said["words"], **doing.who)
    return Done(_("已答复，答复书已发给申请人。"), f"/desk/cases/{doing.case.pk}/?tab=letters")


def _correction_facts(setting: base.Setting) -> list[str]:
    event: Any = setting.target
    information, _line, evidence = event.note.partition("\n")
    return [
        _("不准确的记录：%(information)s") % {"information": information},
        _("证据：%(evidence)s") % {"evidence": evidence},
    ]


_AFTER: Mapping[str, Deed] = {
    "serve": Deed(_l("送达"), _l("登记送达"), forms.ServeForm, _serve, things="letters", facts=_letter_facts),
    "send": Deed(
        _l("送达文书"), _l("登记送达"), forms.ServeForm, _serve, things="letters", facts=_letter_facts
    ),
    "signature": Deed(_l("登记签收"), _l("登记"), forms.SignatureForm, _signature, things="services"),
    "file": Deed(_l("添加材料"), _l("加入案卷"), forms.FileForm, _file),
    "remedy": Deed(_l("登记复议诉讼"), _l("登记"), forms.RemedyForm, _remedy),
    "accept-remedy": Deed(
        _l("登记受理"), _l("登记"), forms.AcceptRemedyForm, _accept, things="remedies", facts=_remedy_facts
    ),
    "close-remedy": Deed(
        _l("登记审结"), _l("登记"), forms.CloseRemedyForm, _close, things="remedies", facts=_remedy_facts
    ),
    "correction": Deed(_l("登记更正要求"), _l("登记"), forms.CorrectionForm, _correction),
    "answer-correction": Deed(
        _l("答复更正要求"),
        _l("答复"),
        forms.AnswerCorrectionForm,
        _answer_correction,
        policies.SIGN_DECISION,
        "events",
        facts=_correction_facts,
    ),
}
ALL: Mapping[str, Deed] = {**DEEDS, **_AFTER}
