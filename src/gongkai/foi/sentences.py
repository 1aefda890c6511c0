"""留痕的说法 — what ledger entries about cases are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.rules.application_process import HAPPENING_LABELS

ACTIONS: dict[str, str | Promise] = {
    **{f"foi.{kind}": pgettext_lazy("rules", label) for kind, label in HAPPENING_LABELS.items()},
    "foi.delivered": _("记录征求意见书收到"),
    "foi.accept_remedy": _("登记复议诉讼受理"),
    "foi.reveal": _("查看申请人身份信息"),
    "foi.escalate": _("逐级提醒"),
    "foi.morning_digest": _("发出每日提要"),
    "foi.tell_new_day": _("告知申请人新的答复期限"),
    "foi.renew_fingerprints": _("重新识别申请人和查询地址"),
    "foi.send_sign_in_link": _("申请人索取登录链接"),
    "foi.sign_in": _("申请人登录"),
    "foi.draft_letter": _("拟文书"),
    "foi.edit_letter": _("修改文书"),
    "foi.freeze_letter": _("文书定稿"),
    "foi.draft_letters": _("拟答复书"),
    "foi.draft_decision": _("拟决定"),
    "foi.save_decision": _("保存决定"),
    "foi.submit_decision": _("决定送签"),
    "foi.return_decision": _("决定退回修改"),
    "foi.serve": _("登记送达"),
    "foi.add_file": _("添加材料"),
    "foi.attach_release": _("附上提供的信息"),
    "foi.redact_release": _("遮盖提供的信息"),
    "foi.justify_release": _("说明保留的理由"),
    "foi.remove_release": _("移除提供的信息"),
    "foi.show_answer": _("列入或者移出公开登记"),
    "foi.set_consent": _("申请人同意或者撤回公开展示"),
    "foi.set_remedy_places": _("设置救济途径"),
    "foi.make_evidence": _("制作证据卷"),
}
